// garbage.cc - see garbage.hpp.
#include "conformance/garbage.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace ingest::host::conformance {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepth = 100'000;
constexpr std::size_t kHuge = std::size_t{1} << 20U;
constexpr int kMostFields = 16;

std::string nested(bool closed) {
  std::string text(kDepth, '[');
  if (closed) text.append(kDepth, ']');
  return text;
}

json::object settings_of(const Subject& subject) {
  json::error_code error;
  json::value value = json::parse(subject.settings, error);
  return error || !value.is_object() ? json::object() : std::move(value.get_object());
}

std::string with_field(const Subject& subject, const std::string& key, json::value value) {
  json::object all = settings_of(subject);
  json::object config = all["config"].is_object() ? all["config"].get_object() : json::object();
  config[key] = std::move(value);
  all["config"] = std::move(config);
  return json::serialize(all);
}

}  // namespace

std::vector<GarbageSettings> garbage_settings(const Subject& subject) {
  const std::string& good = subject.settings;
  std::vector<GarbageSettings> all = {
      {"empty settings", "", Refusal::kMust},
      {"settings that are no JSON", "region: deu\ntenant: acme\n", Refusal::kMust},
      {"settings that break off", good.substr(0, good.size() / 2), Refusal::kMust},
      {"settings that lack the last brace", good.substr(0, good.size() - 1), Refusal::kMust},
      {"an array for settings", "[" + good + "]", Refusal::kMust},
      {"a string for settings", "\"settings\"", Refusal::kMust},
      {"null for settings", "null", Refusal::kMust},
      {"arrays 100000 deep, not closed", "{\"config\":" + nested(false), Refusal::kMust},
      {"arrays 100000 deep", "{\"config\":" + nested(true) + "}", Refusal::kMay},
      {"settings with a text behind them", good + "}", Refusal::kShould},
      {"settings with bytes that are not UTF-8",
       "{\"connection\":\"\xC3\x28\xFF\"," + good.substr(1), Refusal::kMay},
      {"settings with a NUL in them",
       good.substr(0, good.size() / 2) + std::string(1, '\0') + good.substr(good.size() / 2),
       Refusal::kMay},
  };
  const auto& fields = subject.details.config_fields();
  const bool needs_some = std::any_of(fields.begin(), fields.end(),
                                      [](const v1::ConfigField& f) { return f.required(); });
  const Refusal without = needs_some ? Refusal::kMust : Refusal::kMay;
  all.push_back({"settings without config", "{\"connection\":\"check\",\"scope\":{}}", without});
  all.push_back(
      {"a number for config", "{\"connection\":\"check\",\"config\":5,\"scope\":{}}", without});
  int number = 0;
  for (const v1::ConfigField& field : fields) {
    if (++number > kMostFields) break;
    const Refusal refusal = field.required() ? Refusal::kShould : Refusal::kMay;
    all.push_back({"an object for config." + field.key(),
                   with_field(subject, field.key(), json::object{{"a", 1}}), refusal});
    all.push_back({"an array for config." + field.key(),
                   with_field(subject, field.key(), json::array{1, "b"}), refusal});
    all.push_back({"null for config." + field.key(), with_field(subject, field.key(), nullptr),
                   Refusal::kMay});
    all.push_back({"a string of 1 MiB for config." + field.key(),
                   with_field(subject, field.key(), json::string(kHuge, 'a')), Refusal::kMay});
  }
  return all;
}

std::vector<GarbagePage> garbage_pages(const v1::SourcePage& page) {
  std::vector<GarbagePage> all;
  const auto add = [&](const std::string& name, const std::string& body,
                       const std::string& context) {
    GarbagePage garbage{name, page};
    garbage.page.set_body(body);
    garbage.page.set_context(context);
    all.push_back(std::move(garbage));
  };
  const std::string& body = page.body();
  const std::string& context = page.context();
  add("an empty body", "", context);
  add("a body that breaks off", body.substr(0, body.size() / 2), context);
  add("a web page for a body", "<html><body>Bad Gateway</body></html>", context);
  add("a body of null", "null", context);
  add("a body that is not UTF-8", "\xFF\xFE\xC3\x28" + body, context);
  add("arrays 100000 deep", nested(false), context);
  add("an empty context", body, "");
  add("a context that is none", body, "\xFF{]");
  return all;
}

}  // namespace ingest::host::conformance
