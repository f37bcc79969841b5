// Names of fields and values that changed before the first release. They are not accepted; an error
// about one of them names its successor.
#pragma once

#include <optional>
#include <string_view>

#include "model/fields.h"

namespace portexplorer {

// Returns e.g. "findings" for "look_reasons"; nothing for any other word.
[[nodiscard]] std::optional<std::string_view> new_field_name(std::string_view former);

// For field `change`, returns e.g. "short_lived" for "brief"; nothing for any other word.
[[nodiscard]] std::optional<std::string_view> new_value_name(FieldId, std::string_view former);

}  // namespace portexplorer
