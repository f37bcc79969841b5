// Names of fields and of their values that changed before the first release. An error about one of
// them names its successor; none is accepted any more.
#pragma once

#include <optional>
#include <string_view>

#include "model/fields.h"

namespace portexplorer {

// "look_reasons" -> "findings". Nothing for any other word.
[[nodiscard]] std::optional<std::string_view> new_field_name(std::string_view former);

// Of field `change`, "brief" -> "short_lived". Nothing for any other word.
[[nodiscard]] std::optional<std::string_view> new_value_name(FieldId, std::string_view former);

}  // namespace portexplorer
