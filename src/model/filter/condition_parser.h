// Converts the parts of a filter into conditions, and reports parts that do not fit together.
#pragma once

#include <vector>

#include "model/filter/condition.h"
#include "model/filter/filter_names.h"
#include "model/filter/lexer.h"

namespace portexplorer::filter {

struct Question {
  Subject subject;
  Part word;  // the subject as written
  Comparison comparison = Comparison::contains;
  Part comparison_source;
  std::vector<Item> values;  // at least one
};

[[nodiscard]] Parsed<Condition> parse_question(const Question&, const FilterNames&);
[[nodiscard]] Parsed<Condition> parse_word(const Item&, const FilterNames&);

// Returns the bits of a state or of one of ss's groups (connected, synchronized, bucket, big, all);
// nothing for other words.
[[nodiscard]] std::optional<std::uint32_t> states_of(std::string_view word);

}  // namespace portexplorer::filter
