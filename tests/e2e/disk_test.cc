// A disk that refuses: full, limited, read-only, closed to us. Told as such, nothing that looks
// whole is left, what was read is kept.
#include <gtest/gtest.h>
#include <unistd.h>

#include "workspace.hpp"

namespace ingest::e2e {
namespace {

namespace fs = std::filesystem;

std::string quoted(const std::string& text) { return "'" + text + "'"; }

class Disk : public ::testing::Test {
 protected:
  Disk() : tenant_({"--projects", "20", "--rows", "30"}) {
    connection_ = workspace_.connect(tenant_).string();
  }
  // A shell's "ingest run" of the connection; out is a word of the shell's.
  std::string run(const std::string& out, const std::string& flags = {}) const {
    return quoted(INGEST_BINARY) + " run " + quoted(connection_) + " --config-dir " +
           quoted((workspace_.path() / "config").string()) + " --state-dir " +
           quoted((workspace_.path() / "state").string()) + " --out " + out + " " + flags;
  }
  static ProcessResult shell(const std::string& script) {
    return e2e::run({"/bin/bash", "-c", script});
  }
  std::string records_of(const fs::path& out) const {
    const fs::path latest = out / "acme" / "latest";
    return read_file(latest / "assets.binpb") + read_file(latest / "findings.binpb");
  }
  std::string undisturbed() const {
    const fs::path out = workspace_.path() / "undisturbed";
    const ProcessResult result = shell(run(out.string()));
    EXPECT_EQ(result.status, 0) << result.err;
    return records_of(out);
  }
  std::vector<std::string> visible() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(workspace_.out() / "acme"))
      if (entry.path().filename().string().front() != '.')
        names.push_back(entry.path().filename().string());
    return names;
  }

  Tenant tenant_;
  Workspace workspace_;
  std::string connection_;
};

// The segments fit, the joined file does not.
TEST_F(Disk, ALimitOnFileSizesIsToldAndLosesNoUnit) {
  const std::string expected = undisturbed();
  const ProcessResult result = shell("ulimit -f 200; " + run(workspace_.out().string()));  // KiB
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_NE(result.err.find("findings.binpb: File too large"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("no file may have more than 204.8 kB"), std::string::npos)
      << result.err;
  EXPECT_NE(result.err.find("the files of this run need about "), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("20 projects are kept"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("ulimit -f"), std::string::npos) << result.err;
  EXPECT_TRUE(visible().empty());
  EXPECT_FALSE(fs::exists(workspace_.out() / "acme/latest"));
  const std::uint64_t before = tenant_.requests();
  const ProcessResult again = shell(run(workspace_.out().string(), "--resume"));
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_LE(tenant_.requests() - before, 3U) << "nothing but the listing was left to read";
  EXPECT_TRUE(records_of(workspace_.out()) == expected);
}

// Not even a segment fits: nothing is kept, and nothing left.
TEST_F(Disk, ATightLimitLeavesNothing) {
  ASSERT_EQ(shell(run(workspace_.out().string())).status, 0);
  const auto before = visible();
  const ProcessResult result = shell("ulimit -f 8; " + run(workspace_.out().string()));
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_NE(result.err.find("File too large"), std::string::npos) << result.err;
  EXPECT_EQ(visible(), before);
}

class Mounted : public Disk {
 protected:
  // Runs in a mount namespace of its own, with a small file system at $D. Where not even a user
  // namespace may mount one, the limits above have to do.
  ProcessResult with_small_disk(const std::string& script) {
    const fs::path disk = workspace_.path() / "disk";
    fs::create_directory(disk);
    const std::string mount = "D=" + quoted(disk.string()) +
                              "; mount -t tmpfs -o size=400k,mode=700 tmpfs \"$D\" || exit 77; ";
    std::vector<std::string> command = {"/usr/bin/unshare", "--mount"};
    if (::geteuid() != 0) command.push_back("--map-root-user");
    command.insert(command.end(), {"/bin/bash", "-c", mount + script});
    return e2e::run(command);
  }
};

TEST_F(Mounted, AFullDiskIsToldAndLosesNoUnit) {
  const std::string expected = undisturbed();
  const fs::path copy = workspace_.path() / "copy";
  const ProcessResult result = with_small_disk(
      run("\"$D\"") + "; echo \"status $?\"; ls \"$D/acme\"; mount -o remount,size=20m \"$D\"; " +
      run("\"$D\"", "--resume") + " >&2; echo \"then $?\"; cp -rL \"$D\" " + quoted(copy.string()));
  if (result.status == 77) GTEST_SKIP() << "no mount here: ALimitOnFileSizes tests the same";
  EXPECT_NE(result.out.find("status 1\nthen 0\n"), std::string::npos) << result.out << result.err;
  EXPECT_NE(result.err.find("No space left on device ("), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("are free there)"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("Make room"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("are kept"), std::string::npos) << result.err;
  EXPECT_TRUE(records_of(copy) == expected);
}

TEST_F(Mounted, AReadOnlyFileSystemIsTold) {
  const ProcessResult result = with_small_disk("mkdir \"$D/acme\"; mount -o remount,ro \"$D\"; " +
                                               run("\"$D\"") + "; exit $?");
  if (result.status == 77) GTEST_SKIP() << "no mount here: AFolderThatIsClosed tests the like";
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_NE(result.err.find("Read-only file system"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("mounted read-only"), std::string::npos) << result.err;
}

TEST_F(Disk, AFolderThatIsClosedToUsIsTold) {
  // Rights stop nobody who is root: /proc takes no folder from anybody.
  const ProcessResult result = shell(run("/proc/self/out"));
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_NE(result.err.find("can't create folder /proc/self/out"), std::string::npos) << result.err;
  EXPECT_EQ(tenant_.requests(), 0U) << "read before it knew where to write";
}

TEST_F(Disk, AFullOrClosedOutputIsToldAndTheRunStands) {
  for (const char* where : {">/dev/full", ">&-"}) {
    const ProcessResult result = shell(run(workspace_.out().string()) + where);
    EXPECT_EQ(result.status, 1) << where;
    EXPECT_NE(result.err.find("cannot write to standard output"), std::string::npos) << result.err;
    const fs::path latest = fs::canonical(workspace_.out() / "acme" / "latest");
    EXPECT_NE(result.err.find("The run itself is written: " + latest.string()), std::string::npos)
        << result.err;
  }
  const std::string findings =
      quoted((workspace_.out() / "acme" / "latest" / "findings.binpb").string());
  const ProcessResult read = shell(quoted(INGEST_BINARY) + " read " + findings + " >/dev/full");
  EXPECT_EQ(read.status, 1);
  EXPECT_NE(read.err.find("No space left on device"), std::string::npos) << read.err;
  const ProcessResult head = shell(quoted(INGEST_BINARY) + " read " + findings +
                                   " | head -1 | wc -l; echo ${PIPESTATUS[0]}");
  EXPECT_EQ(head.out, "1\n0\n");
  EXPECT_EQ(head.err, "");
}

}  // namespace
}  // namespace ingest::e2e
