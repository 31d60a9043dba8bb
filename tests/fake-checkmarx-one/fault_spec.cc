#include "fault_spec.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace fake_cx1 {
namespace {

struct Kind {
  std::string_view name;
  FaultStage stage;
  std::string_view measures;  // the names it knows beside the common ones, blank-separated
};

constexpr std::array kKinds = {
    Kind{"accept-close", FaultStage::kConnection, ""},
    Kind{"accept-reset", FaultStage::kConnection, ""},
    Kind{"tls-broken", FaultStage::kConnection, ""},
    Kind{"tls-stall", FaultStage::kConnection, ""},
    Kind{"latency", FaultStage::kDelay, "ms"},
    Kind{"revoke", FaultStage::kToken, ""},
    Kind{"status", FaultStage::kReply, "code retry-after"},
    Kind{"redirect", FaultStage::kReply, "code to"},
    Kind{"garbage", FaultStage::kReply, "bytes"},
    Kind{"nesting", FaultStage::kReply, "depth"},
    Kind{"long-string", FaultStage::kReply, "bytes"},
    Kind{"html", FaultStage::kReply, ""},
    Kind{"empty", FaultStage::kReply, ""},
    Kind{"null", FaultStage::kReply, ""},
    Kind{"array", FaultStage::kReply, ""},
    Kind{"text", FaultStage::kReply, ""},
    Kind{"gzip-bomb", FaultStage::kReply, "bytes"},
    Kind{"move", FaultStage::kWindow, "rows"},
    Kind{"same-page", FaultStage::kWindow, ""},
    Kind{"cap", FaultStage::kWindow, "rows pages"},
    Kind{"total", FaultStage::kPage, "add set"},
    Kind{"empty-page", FaultStage::kPage, ""},
    Kind{"empty-list", FaultStage::kPage, ""},
    Kind{"omit", FaultStage::kPage, "id row"},
    Kind{"bad-row", FaultStage::kPage, "id row with field"},
    Kind{"json-cut", FaultStage::kBytes, ""},
    Kind{"gzip-corrupt", FaultStage::kBytes, ""},
    Kind{"gzip-cut", FaultStage::kBytes, ""},
    Kind{"gzip-plain", FaultStage::kBytes, ""},
    Kind{"close", FaultStage::kDelivery, "at"},
    Kind{"reset", FaultStage::kDelivery, "at"},
    Kind{"tls-cut", FaultStage::kDelivery, "at"},
    Kind{"tls-garbage", FaultStage::kDelivery, "at"},
    Kind{"stall", FaultStage::kDelivery, "at"},
    Kind{"drip", FaultStage::kDelivery, "bytes ms"},
};

constexpr std::string_view kNumbers = "from every times code bytes depth ms row rows set";

[[noreturn]] void Refuse(std::string_view text, const std::string& why) {
  throw std::invalid_argument("fault \"" + std::string(text) + "\": " + why);
}

bool Names(std::string_view list, std::string_view name) {
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    if (list.substr(at, end - at) == name) return true;
    at = end + 1;
  }
  return false;
}

bool IsOneOf(std::string_view value, std::string_view list) { return Names(list, value); }

template <class Value>
std::optional<Value> Read(std::string_view text) {
  Value value{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

const Kind* FindKind(std::string_view name) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [name](const Kind& kind) { return kind.name == name; });
  return found == kKinds.end() ? nullptr : &*found;
}

}  // namespace

FaultSpec FaultSpec::Parse(std::string_view text) {
  FaultSpec spec;
  spec.text_ = std::string(text);
  for (const std::string& part : SplitList(text, ',')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos || equals == 0) Refuse(text, part + " is not name=value");
    spec.Take(part.substr(0, equals), part.substr(equals + 1));
  }
  const Kind* kind = FindKind(spec.kind_);
  if (kind == nullptr) Refuse(text, "unknown kind \"" + spec.kind_ + "\"");
  spec.stage_ = kind->stage;
  spec.CheckNames();
  return spec;
}

void FaultSpec::Take(const std::string& name, const std::string& value) {
  if (name == "kind") {
    kind_ = value;
  } else if (name == "match") {
    matches_.push_back(value);
  } else if (name == "service") {
    if (!IsOneOf(value, "api iam both")) Refuse(text_, "service is api, iam or both");
    listener_ = value == "iam" ? ListenerKind::kIam : ListenerKind::kApi;
    if (value == "both") listener_.reset();
  } else if (name == "probability") {
    probability_ = Read<double>(value);
    if (!probability_ || *probability_ < 0 || *probability_ > 1) {
      Refuse(text_, "probability is a number from 0 to 1");
    }
  } else if (!values_.emplace(name, value).second) {
    Refuse(text_, name + " stands there twice");
  }
}

void FaultSpec::CheckNames() const {
  const Kind* kind = FindKind(kind_);
  for (const auto& [name, value] : values_) {
    if (!Names("from every times count", name) && !Names(kind->measures, name)) {
      Refuse(text_, kind_ + " knows no " + name);
    }
    if (Names(kNumbers, name) && !Read<std::uint64_t>(value)) {
      Refuse(text_, name + " is a number");
    }
    if (name == "add" && !Read<std::int64_t>(value)) Refuse(text_, "add is a whole number");
    if (name == "count" && !IsOneOf(value, "all target")) Refuse(text_, "count is all or target");
    if (name == "at" && !IsOneOf(value, "start headers body")) {
      Refuse(text_, "at is start, headers or body");
    }
    if (name == "pages" && !IsOneOf(value, "counted kept")) {
      Refuse(text_, "pages is counted or kept");
    }
    if (name == "with" && !IsOneOf(value,
                                   "number string null array object deep no-id types leaf-types "
                                   "utf8 nul range")) {
      Refuse(text_, "with: unknown damage \"" + value + "\"");
    }
  }
  if (every() == 0 || from() == 0) Refuse(text_, "from and every count from 1");
}

bool FaultSpec::Concerns(ListenerKind listener) const {
  return listener_ ? *listener_ == listener : listener != ListenerKind::kAdmin;
}

bool FaultSpec::Concerns(const Request& request) const {
  return Concerns(request.listener) &&
         std::all_of(matches_.begin(), matches_.end(), [&request](const std::string& part) {
           return request.target.find(part) != std::string::npos;
         });
}

std::string FaultSpec::Text(std::string_view name, std::string_view otherwise) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string(otherwise) : found->second;
}

std::uint64_t FaultSpec::Number(std::string_view name, std::uint64_t otherwise) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return otherwise;
  return Read<std::uint64_t>(found->second).value_or(otherwise);
}

std::optional<std::int64_t> FaultSpec::Signed(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return Read<std::int64_t>(found->second);
}

}  // namespace fake_cx1
