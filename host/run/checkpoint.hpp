// checkpoint.hpp - a finished unit as it outlives the process: its segment, whose footer holds the
// unit's account. Written once, before the unit counts as done. [thread-safe]
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "run/open_unit.hpp"

namespace ingest::host {

// What goes into the segment's footer: a v1::Run of one unit.
std::string checkpoint_account(const FinishedUnit& unit);

// Whether a run that goes on may take the unit as it is. What failed, does not add up or has dead
// letters is read again: it may do better the next time.
bool is_worth_keeping(const FinishedUnit& unit);

enum class Thoroughness { kAccount, kEveryByte };

// None when the file is torn, damaged, another unit's, or not worth keeping.
std::optional<FinishedUnit> read_checkpoint(const std::filesystem::path& segment,
                                            Thoroughness thoroughness);

}  // namespace ingest::host
