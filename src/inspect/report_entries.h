// A report as a list of named values, from which both text and JSON are generated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "inspect/process_report.h"

namespace portexplorer {

enum class ReportPart : std::uint8_t { general, version, security };

using EntryValue = std::variant<std::monostate, std::string, std::uint64_t, bool,
                                std::vector<std::string>, Timestamp>;

struct ReportEntry {
  ReportPart part;
  std::string_view key;    // the name in JSON; stable
  std::string_view label;  // for people
  EntryValue value;        // monostate: missing, or not applicable
  Message text;            // the value for people if it differs from `value`
  std::string why;         // why it is missing
};

// Returns all entries, always in the same order.
[[nodiscard]] std::vector<ReportEntry> report_entries(const ProcessReport&);

// Returns the value of the field `class` for people.
[[nodiscard]] Text class_words(Class);

// Returns "everyone", "user 1000", "group 20".
[[nodiscard]] Message writer_words(const Exposure&);

}  // namespace portexplorer
