// text_editor.hpp - the person's own editor on a private copy of a text. One thread.
#pragma once

#include <string>

namespace ingest::host {

// $VISUAL, else $EDITOR, else vi: what they name may be a command with arguments. The copy is
// readable to its owner alone and gone at return. Throws a Failure (kUsage) when the editor can't
// be started or ends badly.
std::string edited_by_hand(const std::string& text, const std::string& name);

}  // namespace ingest::host
