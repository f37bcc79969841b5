// The grammar of filters.
#pragma once

#include "model/filter/filter_names.h"
#include "model/filter/program.h"

namespace portexplorer::filter {

// Parses a filter, which must not be blank.
[[nodiscard]] Parsed<Program> parse_filter(std::string_view text, const FilterNames&);

}  // namespace portexplorer::filter
