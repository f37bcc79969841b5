// Parses filters and applies them to the rows of filter_rows.h.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "model/filter/filter.h"
#include "support/filter_rows.h"

namespace portexplorer::filter {

class FilterTest : public testing::Test {
 protected:
  [[nodiscard]] std::string find(std::string_view text) const { return rows_.find(text); }

  // Position and length of the error, "7+3"; "none" if there is none.
  static std::string error_place(std::string_view text) {
    const auto parsed = Filter::parse(text, TestRows::names());
    return parsed ? "none"
                  : std::to_string(parsed.error().position) + "+" +
                        std::to_string(parsed.error().length);
  }
  static std::string error_of(std::string_view text) {
    const auto parsed = Filter::parse(text, TestRows::names());
    return parsed ? "" : parsed.error().message;
  }

  TestRows rows_;
};

}  // namespace portexplorer::filter
