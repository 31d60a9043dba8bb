#include "fault_plan.h"

#include <utility>

#include "dice.h"
#include "json_text.h"

namespace fake_cx1 {
namespace {

constexpr std::uint64_t kFaultDice = 0xFA17;

bool IsAdmin(const Request& request) {
  return request.listener == ListenerKind::kAdmin || request.target.starts_with("/__admin");
}

}  // namespace

FaultPlan::FaultPlan(std::uint64_t seed, const std::vector<std::string>& specs)
    : seed_(seed), faults_(Read(specs)) {}

std::vector<FaultPlan::Fault> FaultPlan::Read(const std::vector<std::string>& specs) {
  std::vector<Fault> faults;
  for (const std::string& spec : specs) {
    faults.emplace_back();
    faults.back().spec = std::make_shared<const FaultSpec>(FaultSpec::Parse(spec));
  }
  return faults;
}

void FaultPlan::Replace(const std::vector<std::string>& specs) {
  std::vector<Fault> faults = Read(specs);
  const std::lock_guard lock(mutex_);
  faults_ = std::move(faults);
}

bool FaultPlan::Fires(std::size_t index, const std::string& target) {
  Fault& fault = faults_[index];
  const FaultSpec& spec = *fault.spec;
  Count& of_target = fault.by_target[target];
  ++fault.all.matched;
  ++of_target.matched;
  const Count& counted = spec.counts_each_target() ? of_target : fault.all;
  if (counted.matched < spec.from()) return false;
  if ((counted.matched - spec.from()) % spec.every() != 0) return false;
  if (spec.times() != 0 && counted.fired >= spec.times()) return false;
  if (const auto chance = spec.probability()) {
    constexpr std::uint64_t kFine = 1'000'000;
    const Dice dice(seed_, kFaultDice, index);
    const std::uint64_t drawn = dice.Below(target + '#' + std::to_string(of_target.matched), kFine);
    if (static_cast<double>(drawn) >= *chance * static_cast<double>(kFine)) return false;
  }
  ++fault.all.fired;
  ++of_target.fired;
  return true;
}

FaultPtr FaultPlan::Accept(ListenerKind listener) {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    const FaultPtr& spec = faults_[i].spec;
    if (spec->stage() != FaultStage::kConnection || !spec->Concerns(listener)) continue;
    if (Fires(i, {})) return spec;
  }
  return nullptr;
}

StruckFaults FaultPlan::Strike(const Request& request) {
  StruckFaults struck;
  if (IsAdmin(request)) return struck;
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    const FaultPtr& spec = faults_[i].spec;
    const FaultStage stage = spec->stage();
    if (stage == FaultStage::kConnection || !spec->Concerns(request)) continue;
    const bool on_the_page = stage == FaultStage::kWindow || stage == FaultStage::kPage ||
                             stage == FaultStage::kBytes || stage == FaultStage::kReply;
    if (struck.reply && on_the_page) continue;
    if (stage == FaultStage::kBytes && struck.bytes) continue;
    if (stage == FaultStage::kDelivery && struck.delivery) continue;
    if (!Fires(i, request.target)) continue;
    switch (stage) {
      case FaultStage::kConnection:
        break;
      case FaultStage::kDelay:
        struck.delays.push_back(spec);
        break;
      case FaultStage::kToken:
        struck.revokes = true;
        break;
      case FaultStage::kReply:
        struck.reply = spec;
        break;
      case FaultStage::kWindow:
        struck.windows.push_back(spec);
        break;
      case FaultStage::kPage:
        struck.pages.push_back(spec);
        break;
      case FaultStage::kBytes:
        struck.bytes = spec;
        break;
      case FaultStage::kDelivery:
        struck.delivery = spec;
        break;
    }
  }
  return struck;
}

std::string FaultPlan::Json() const {
  const std::lock_guard lock(mutex_);
  std::string list;
  JsonText array(list);
  array.BeginArray();
  for (const Fault& fault : faults_) {
    if (list.size() > 1) list += ',';
    JsonText json(list);
    json.BeginObject();
    json.Text("spec", fault.spec->text());
    json.Unsigned("matched", fault.all.matched);
    json.Unsigned("fired", fault.all.fired);
    json.EndObject();
  }
  array.EndArray();
  return "{\"faults\":" + list + "}";
}

}  // namespace fake_cx1
