// A report as a list of named values: the one table that text and JSON are made from.
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
  std::string_view key;    // the word in JSON; stable
  std::string_view label;  // for people
  EntryValue value;        // monostate: missing, or it does not apply
  Message text;            // the value for people where it is more than the value itself
  std::string why;         // why it is missing
};

// Every entry, always all of them and in the same order.
[[nodiscard]] std::vector<ReportEntry> report_entries(const ProcessReport&);

// As the field `class` has it, for people.
[[nodiscard]] Text class_words(Class);

// "everyone", "user 1000", "group 20".
[[nodiscard]] Message writer_words(const Exposure&);

}  // namespace portexplorer
