// The filter language, shared by every face: docs/filters.md describes it for users.
#pragma once

#include <memory>
#include <string_view>

#include "model/filter/filter_error.h"
#include "model/filter/filter_names.h"
#include "model/filter/required.h"

namespace portexplorer {

// A parsed filter. Immutable, cheap to copy; any thread may match with it.
class Filter {
 public:
  static constexpr std::size_t kMaxLength = 4096;  // bytes of a filter
  static constexpr int kMaxDepth = 64;             // of parentheses

  Filter() = default;  // empty: every row matches

  // Never fails for another reason than the text. `names` is used while parsing only. Any bytes may
  // be given: neither depth nor time grow beyond what kMaxLength allows. Blank text gives the empty
  // filter.
  [[nodiscard]] static tl::expected<Filter, FilterError> parse(std::string_view text,
                                                               const FilterNames& names);

  // Ages and times of day count from the sample's `taken_at`, so that recorded rows are filtered as
  // they were then.
  [[nodiscard]] bool matches(const RowView&) const;
  [[nodiscard]] RequiredValues required() const;
  // Whether a condition names this field. Words that are searched for in shown columns, and
  // addresses and ports, do not count.
  [[nodiscard]] bool uses(FieldId) const;
  [[nodiscard]] bool is_empty() const { return program_ == nullptr; }

 private:
  std::shared_ptr<const filter::Program> program_;
};

}  // namespace portexplorer
