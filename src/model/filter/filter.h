// The filter language, shared by all faces. docs/filters.md describes it for users.
#pragma once

#include <memory>
#include <string_view>

#include "model/filter/filter_error.h"
#include "model/filter/filter_names.h"
#include "model/filter/required.h"

namespace portexplorer {

// A parsed filter. Immutable and cheap to copy; any thread may match with it.
class Filter {
 public:
  static constexpr std::size_t kMaxLength = 4096;  // bytes
  static constexpr int kMaxDepth = 64;             // nested parentheses

  Filter() = default;  // empty: every row matches

  // Parses a filter. Fails only because of the text. `names` is used during the call only. Any
  // bytes are accepted; kMaxLength bounds depth and time. Blank text yields the empty filter.
  [[nodiscard]] static tl::expected<Filter, FilterError> parse(std::string_view text,
                                                               const FilterNames& names);

  // Ages and times of day are relative to the sample's `taken_at`, so that recorded rows are
  // filtered as they were then.
  [[nodiscard]] bool matches(const RowView&) const;
  [[nodiscard]] RequiredValues required() const;
  // Returns whether a condition names this field. Words searched for in shown columns, and
  // addresses and ports, do not count.
  [[nodiscard]] bool uses(FieldId) const;
  [[nodiscard]] bool is_empty() const { return program_ == nullptr; }

 private:
  std::shared_ptr<const filter::Program> program_;
};

}  // namespace portexplorer
