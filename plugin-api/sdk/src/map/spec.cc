#include "spec.hpp"

#include <utility>

#include "ingest/sdk/connector.hpp"
#include "ingest/sdk/json.hpp"
#include "suggest.hpp"

namespace ingest::sdk::map {

void config_error(const std::string& what) { throw Error(INGEST_E_CONFIG, what); }

void config_error(const std::string& what, const boost::json::value& where) {
  throw PlacedError(what, &where, false);
}

void key_error(const std::string& what, const boost::json::value& where) {
  throw PlacedError(what, &where, true);
}

Spec::Spec(const boost::json::value& json, std::string what)
    : object_(json::as_object(json)), what_(std::move(what)) {
  if (!json.is_object()) config_error(what_ + " must be a mapping of keys to values", json);
}

void Spec::error(const std::string& what) const { throw PlacedError(what, &object_, false); }

void Spec::allow(std::initializer_list<std::string_view> keys) const {
  for (const auto& member : object_) {
    const std::string_view key(member.key().data(), member.key().size());
    bool known = false;
    for (const std::string_view allowed : keys) known = known || key == allowed;
    if (known) continue;
    std::string list;
    for (const std::string_view allowed : keys) {
      list += (list.empty() ? "" : ", ") + std::string(allowed);
    }
    key_error(what_ + " has no key '" + cut(key, 40) + "'" + did_you_mean(key, keys) +
                  " (known: " + list + ")",
              member.value());
  }
}

const boost::json::value* Spec::find(std::string_view key) const noexcept {
  return object_.if_contains({key.data(), key.size()});
}

const boost::json::value& Spec::at(std::string_view key) const {
  const boost::json::value* value = find(key);
  if (value == nullptr) error(what_ + " needs '" + std::string(key) + "'");
  return *value;
}

std::string Spec::text(std::string_view key) const {
  const boost::json::string* text = at(key).if_string();
  if (text == nullptr || text->empty()) {
    config_error(what_ + ": '" + std::string(key) + "' must be a text that is not empty", at(key));
  }
  return {text->data(), text->size()};
}

std::string Spec::text(std::string_view key, std::string_view otherwise) const {
  const boost::json::value* value = find(key);
  if (value == nullptr) return std::string(otherwise);
  const boost::json::string* text = value->if_string();
  if (text == nullptr) config_error(what_ + ": '" + std::string(key) + "' must be a text", *value);
  return {text->data(), text->size()};
}

bool Spec::flag(std::string_view key, bool otherwise) const {
  const boost::json::value* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_bool())
    config_error(what_ + ": '" + std::string(key) + "' is true or false", *value);
  return value->get_bool();
}

std::optional<double> Spec::number(std::string_view key) const {
  const boost::json::value* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number())
    config_error(what_ + ": '" + std::string(key) + "' must be a number", *value);
  return json::number_at(object_, key);
}

std::optional<std::int64_t> Spec::integer(std::string_view key) const {
  const boost::json::value* value = find(key);
  if (value == nullptr) return std::nullopt;
  const std::optional<std::int64_t> number = json::int_at(object_, key);
  if (!value->is_number() || !number) {
    config_error(what_ + ": '" + std::string(key) + "' must be a whole number", *value);
  }
  return number;
}

Constant constant(const boost::json::value& json, std::string_view what) {
  switch (json.kind()) {
    case boost::json::kind::null:
      return Constant();
    case boost::json::kind::bool_:
      return Constant(Value(json.get_bool()));
    case boost::json::kind::int64:
      return Constant(Value(json.get_int64()));
    case boost::json::kind::uint64:
      return Constant(Value(json.get_uint64()));
    case boost::json::kind::double_:
      return Constant(Value(json.get_double()));
    case boost::json::kind::string:
      return Constant(Value::borrow({json.get_string().data(), json.get_string().size()}));
    case boost::json::kind::array:
    case boost::json::kind::object:
      break;
  }
  config_error(std::string(what) + " must be a text, a number, true or false", json);
}

std::string constant_text(const boost::json::value& json, std::string_view what) {
  return constant(json, what).value().text();
}

Policy parse_policy(const Spec& spec, std::string_view key) {
  const std::string written = spec.text(key, "dead-letter");
  if (written == "dead-letter") return Policy::kDeadLetter;
  if (written == "empty") return Policy::kEmpty;
  config_error(spec.what() + ": '" + std::string(key) + "' is dead-letter or empty, not '" +
                   cut(written, 40) + "'",
               spec.at(key));
}

}  // namespace ingest::sdk::map
