#include "model/filter/filter.h"

#include <algorithm>

#include "model/filter/parser.h"

namespace portexplorer {
namespace {

bool names(const filter::Condition& condition, const Field& wanted) {
  if (const auto* text = std::get_if<filter::TextCondition>(&condition.test))
    return std::ranges::find(text->fields, &wanted) != text->fields.end();
  if (const auto* number = std::get_if<filter::NumberCondition>(&condition.test))
    return number->field == &wanted;
  if (const auto* time = std::get_if<filter::TimeCondition>(&condition.test))
    return time->field == &wanted;
  if (const auto* truth = std::get_if<filter::BooleanCondition>(&condition.test))
    return truth->field == &wanted;
  if (const auto* mask = std::get_if<filter::MaskCondition>(&condition.test))
    return mask->field == wanted.id;
  const auto* presence = std::get_if<filter::PresenceCondition>(&condition.test);
  return presence != nullptr && presence->subject.field == &wanted;
}

}  // namespace

tl::expected<Filter, FilterError> Filter::parse(std::string_view text, const FilterNames& names) {
  Filter parsed;
  if (text.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos) return parsed;
  if (text.size() > kMaxLength) {
    return tl::unexpected<FilterError>(FilterError{kMaxLength, text.size() - kMaxLength,
                                                   "filter is too long (at most 4096 bytes)"});
  }
  FILTER_TRY(program, filter::parse_filter(text, names));
  parsed.program_ = std::make_shared<const filter::Program>(std::move(program));
  return parsed;
}

bool Filter::uses(FieldId id) const {
  if (program_ == nullptr) return false;
  return std::ranges::any_of(program_->conditions,
                             [&](const filter::Condition& c) { return names(c, field(id)); });
}

bool Filter::matches(const RowView& row) const {
  return program_ == nullptr || filter::run(*program_, row);
}

RequiredValues Filter::required() const {
  return program_ == nullptr ? RequiredValues{} : filter::required_values(*program_);
}

}  // namespace portexplorer
