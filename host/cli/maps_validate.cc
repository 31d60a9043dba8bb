// maps_validate.cc - "ingest maps validate": all that is wrong with a map, line by line.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/maps_command.hpp"
#include "cli/output.hpp"
#include "diagnostics/failure.hpp"
#include "diagnostics/plain_text.hpp"
#include "maps/map_review.hpp"

namespace ingest::host {
namespace {

struct ValidateFlags {
  std::string map;
  std::string format = "text";
  bool strict = false;
};

std::string counted(std::size_t number, const std::string& what) {
  return (number == 0 ? "no" : std::to_string(number)) + " " + what + (number == 1 ? "" : "s");
}

void print_lines(const std::string& file, const MapReview& review) {
  std::string all;
  for (const MapRemark& remark : review.remarks)
    all += file + ":" + std::to_string(remark.line) + ":" + std::to_string(remark.column) + ": " +
           (remark.error ? "error: " : "warning: ") + plain_text(remark.text) + "\n";
  all += file + ": " + counted(review.errors, "error") + ", " +
         counted(review.warnings, "warning") + "\n";
  print(all);
}

void print_as_json(const std::string& file, const MapFile& map, const MapReview& review) {
  boost::json::array remarks;
  for (const MapRemark& remark : review.remarks)
    remarks.push_back({{"file", file},
                       {"line", remark.line},
                       {"column", remark.column},
                       {"level", remark.error ? "error" : "warning"},
                       {"row", remark.row},
                       {"pointer", plain_text(remark.pointer)},
                       {"text", plain_text(remark.text)}});
  print_json(boost::json::object{{"file", file},
                                 {"name", plain_text(map.name)},
                                 {"for", plain_text(map.connector)},
                                 {"errors", review.errors},
                                 {"warnings", review.warnings},
                                 {"remarks", std::move(remarks)}});
}

ExitStatus validate(const ValidateFlags& flags, const CommonOptions& options) {
  const MapCatalogue catalogue = map_catalogue(surroundings_of(options));
  const MapFile map = catalogue.find(flags.map);
  const MapReview review = review_map(map, catalogue);
  // A map that a connector ships has no file: its name stands for one.
  const std::string file = plain_text(map.shipped() ? map.name : map.origin);
  if (flags.format == "json") {
    print_as_json(file, map, review);
  } else {
    print_lines(file, review);
  }
  const bool good = review.errors == 0 && !(flags.strict && review.warnings > 0);
  return good ? ExitStatus::kOk : ExitStatus::kConfig;
}

constexpr const char* kValidateHelp =
    R"(say all that is wrong with a map, and what looks wrong

  ingest maps validate ./my-map.yaml
  ingest maps validate my-map --strict

Each remark is a line FILE:LINE:COLUMN: error|warning: TEXT, the last line counts them. Errors:
what keeps the map from being used, and rows that identify an asset or finding but are not
marked so. Warnings: source fields that neither the connector's default map nor a case of the
map's own knows, parts of a row that are never reached, conditions that never hold, identities
other than those of the default map.

Ends with 0 when there are no errors, else with 3.)";

}  // namespace

void add_maps_validate(CLI::App& maps, const CommonOptions& options, ExitStatus& status) {
  CLI::App* command = maps.add_subcommand("validate", kValidateHelp);
  auto flags = std::make_shared<ValidateFlags>();
  command->add_option("MAP", flags->map, "the map's name, or a file (with / or .yaml in it)")
      ->required()
      ->type_name("");
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "table", "json"}))
      ->type_name("FORMAT");
  command->add_flag("--strict", flags->strict, "warnings fail as well");
  command->callback([flags, &options, &status] { status = validate(*flags, options); });
}

}  // namespace ingest::host
