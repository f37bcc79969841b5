#include "model/filter/filter.h"

#include "model/filter/parser.h"

namespace portexplorer {

tl::expected<Filter, FilterError> Filter::parse(std::string_view text, const FilterNames& names) {
  Filter parsed;
  if (text.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos) return parsed;
  if (text.size() > kMaxLength) {
    return tl::unexpected<FilterError>(FilterError{kMaxLength, text.size() - kMaxLength, "A filter can have at most 4096 bytes."});
  }
  FILTER_TRY(program, filter::parse_filter(text, names));
  parsed.program_ = std::make_shared<const filter::Program>(std::move(program));
  return parsed;
}

bool Filter::matches(const RowView& row) const { return program_ == nullptr || filter::run(*program_, row); }

RequiredValues Filter::required() const { return program_ == nullptr ? RequiredValues{} : filter::required_values(*program_); }

}  // namespace portexplorer
