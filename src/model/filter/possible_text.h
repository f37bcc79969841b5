// Rejects text that a field can never contain, so that such a filter is an error instead of one
// that matches nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/fields.h"

namespace portexplorer::filter {

// Returns why no value of the field contains `text`; nothing if one may. Free-text fields such as
// command lines accept anything.
[[nodiscard]] std::optional<std::string> why_impossible(FieldId, std::string_view text);

}  // namespace portexplorer::filter
