// black_box.cc - see black_box.hpp.
#include "worker/black_box.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "diagnostics/failure.hpp"

namespace ingest::host {
namespace {

static_assert(std::is_standard_layout_v<BlackBox>);
static_assert(std::is_trivially_destructible_v<BlackBox>);

[[noreturn]] void fail(const char* what) {
  throw Failure(ExitStatus::kInternal,
                std::string("the memory that a worker shares with its supervisor: ") + what + ": " +
                    std::strerror(errno),
                "a limit of the machine may be reached: memory, or open files");
}

}  // namespace

SharedBox::SharedBox(File file) : file_(std::move(file)) {
  void* memory =
      ::mmap(nullptr, sizeof(BlackBox), PROT_READ | PROT_WRITE, MAP_SHARED, file_.descriptor(), 0);
  if (memory == MAP_FAILED) fail("it can't be mapped");
  box_ = static_cast<BlackBox*>(memory);
}

SharedBox::SharedBox(SharedBox&& other) noexcept
    : file_(std::move(other.file_)), box_(std::exchange(other.box_, nullptr)) {}

SharedBox::~SharedBox() {
  if (box_ != nullptr) ::munmap(box_, sizeof(BlackBox));
}

SharedBox SharedBox::make() {
  const int descriptor = ::memfd_create("ingest-worker", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) fail("there is none to be had");
  File file = File::adopt(descriptor, "the shared memory of a worker");
  if (::ftruncate(descriptor, sizeof(BlackBox)) != 0) fail("it can't be made large enough");
  // Or else a smaller one would end whoever reads where there is nothing any more.
  if (::fcntl(descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    fail("it can't be sealed");
  SharedBox shared(std::move(file));
  new (shared.box_) BlackBox;
  return shared;
}

SharedBox SharedBox::adopt(int descriptor) {
  File file = File::adopt(descriptor, "the shared memory of a worker");
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) fail("it is not there");
  if (facts.st_size != static_cast<off_t>(sizeof(BlackBox))) {
    errno = EINVAL;
    fail("it has another size");
  }
  SharedBox shared(std::move(file));
  shared.file_ = File();
  return shared;
}

}  // namespace ingest::host
