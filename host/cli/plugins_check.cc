// plugins_check.cc - see plugins_check.hpp.
#include "cli/plugins_check.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "cli/check_report.hpp"
#include "conformance/admission.hpp"
#include "conformance/check_request.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/log.hpp"

namespace ingest::host {
namespace {

namespace fs = std::filesystem;

struct Words {
  std::string file;
  std::string check;
  std::string settings;
  std::string pages;
  std::vector<std::string> cases;
  std::vector<std::string> skip;
  std::uint64_t seed = 1;
  unsigned time = 20;
  bool list = false;
  bool in_process = false;
  bool json = false;
  std::string format = "table";
};

fs::path absolute(const std::string& written) {
  return written.empty() ? fs::path() : fs::absolute(written).lexically_normal();
}

struct Named {
  fs::path file;
  conformance::NamedBy by;
};

// A file, or the id of a connector in the folders.
Named connector_file(const std::string& written, const Surroundings& surroundings) {
  std::error_code error;
  if (written.find('/') == std::string::npos && !fs::exists(written, error))
    for (const PluginFolder& folder : surroundings.plugin_folders)
      if (const fs::path file = folder.path / (written + ".so"); fs::exists(file, error))
        return {file, conformance::NamedBy::kId};
  return {absolute(written), conformance::NamedBy::kPath};
}

// Whether it may be run at all is asked before anything of it is.
conformance::Admission admitted(const Named& named, const Surroundings& surroundings) {
  conformance::Admission admission =
      conformance::admit(named.file, named.by, surroundings.config_dir);
  if (!admission.warning.empty())
    log(LogLevel::kWarn, "plugins",
        "it is checked as it is now, though " + admission.warning + "; " + admission.hint);
  return admission;
}

conformance::CheckRequest request_of(const Words& words, const fs::path& file, int descriptor) {
  conformance::CheckRequest request;
  request.file = file;
  request.descriptor = descriptor;
  request.check = absolute(words.check);
  request.settings = absolute(words.settings);
  request.pages = absolute(words.pages);
  request.cases = words.cases;
  request.skip = words.skip;
  request.seed = words.seed;
  request.time = std::chrono::seconds(words.time);
  return request;
}

// For a debugger: what the case does, this process does. What it is about to do goes to stderr. A
// debugger looks for the file by the name that it was loaded by, and knows descriptors of its own
// only; but where somebody has to vouch for the file, its name is not enough.
void run_here(const fs::path& program, const conformance::CheckRequest& request, bool by_name,
              CheckReport& report) {
  const auto cases = conformance::chosen_cases(request);
  if (request.cases.empty() || cases.size() != 1)
    throw Failure(ExitStatus::kUsage, "--in-process runs one case", "name it with --case NAME");
  conformance::Subject subject = conformance::prepared_subject(program, request);
  if (by_name) subject.opened = subject.file;
  report.begin(conformance::head_of(subject));
  // A case may take standard error away for a while, to see who writes to it.
  const int own = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  const conformance::Verdict verdict =
      conformance::run_case(*cases.front(), subject, [own](std::string_view what) {
        ::dprintf(own, "stage: %.*s\n", static_cast<int>(what.size()), what.data());
      });
  report.add(*cases.front(), verdict);
}

void check(const Words& words, const CommonOptions& options, ExitStatus& status) {
  const auto form =
      words.json || words.format == "json" ? CheckReport::Form::kJson : CheckReport::Form::kText;
  if (words.list) return print_case_list(form);
  if (words.file.empty())
    throw Failure(ExitStatus::kUsage, "no FILE to check",
                  "name a connector's .so file, or ask for the cases with --list");
  const Surroundings surroundings = surroundings_of(options);
  const Named named = connector_file(words.file, surroundings);
  const conformance::Admission admission = admitted(named, surroundings);
  const conformance::CheckRequest request =
      request_of(words, named.file, admission.file.descriptor());
  CheckReport report(form, request.file, words.seed);
  if (words.in_process) {
    run_here(surroundings.program, request, !admission.strict, report);
  } else {
    conformance::CheckListener listener;
    listener.begun = [&report](const conformance::CheckHead& head) { report.begin(head); };
    listener.done = [&report](const conformance::Case& one, const conformance::Verdict& verdict) {
      report.add(one, verdict);
    };
    conformance::check_connector(surroundings.program, request, listener);
  }
  report.end();
  if (!report.all_well()) status = ExitStatus::kConnector;
}

}  // namespace

void add_plugins_check(CLI::App& plugins, const CommonOptions& options, ExitStatus& status) {
  auto words = std::make_shared<Words>();
  CLI::App* command =
      plugins.add_subcommand("check",
                             "whether a connector keeps to the contract, case by case\n\n"
                             "  ingest plugins check checkmarx-sca\n"
                             "  ingest plugins check ./build/acme.so\n"
                             "  ingest plugins check ./acme.so --case transform-fuzz --seed 4711");
  command
      ->add_option("FILE", words->file, "the connector's .so file, or the id of one in the folders")
      ->type_name("");
  command
      ->add_option("--check-file", words->check,
                   "settings and the source's answers (default: NAME.check.json beside FILE)")
      ->type_name("FILE");
  command
      ->add_option("--settings", words->settings,
                   "JSON with config and scope, in place of the check file's")
      ->type_name("FILE");
  command
      ->add_option("--pages", words->pages,
                   "a recording (ingest run --record DIR), in place of what fetch emits")
      ->type_name("DIR");
  command->add_option("--case", words->cases, "only this case (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_option("--skip", words->skip, "not this case (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_option("--seed", words->seed, "of the spoilt pages (default: 1)")->type_name("N");
  command->add_option("--time-limit", words->time, "seconds that a case may take (default: 20)")
      ->check(CLI::Range(1U, 3600U))
      ->type_name("SECONDS");
  command->add_flag("--list", words->list, "the cases, each with a sentence, and nothing else");
  command->add_flag("--in-process", words->in_process,
                    "run one case in this process, for a debugger");
  add_format(*command, words->format);
  command->add_flag("--json", words->json, "as --format json");
  command->callback([words, &options, &status] { check(*words, options, status); });
}

}  // namespace ingest::host
