// Common to tests of complete inspections.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collect/local_source.h"
#include "inspect/inspection.h"
#include "inspect/summary.h"
#include "model/derive.h"

namespace portexplorer {

inline const Check& check_of(const ProcessReport& report, std::string_view id) {
  const auto it = std::ranges::find(report.checks, id, &Check::id);
  if (it == report.checks.end()) throw std::runtime_error("no such check");
  return *it;
}

inline bool stands_out(const ProcessReport& report, std::string_view id) {
  return check_of(report, id).result == CheckResult::stands_out;
}

inline std::vector<std::string> all_standing_out(const ProcessReport& report) {
  std::vector<std::string> ids;
  for (const Check& check : report.checks) {
    if (check.result == CheckResult::stands_out) ids.push_back(check.id);
  }
  return ids;
}

inline ProcessReport inspected(Pid pid) {
  InspectOptions options;
  auto sample = make_local_source()->sample({});
  if (!sample) throw std::runtime_error(sample.error().what);
  options.snapshot = derive(nullptr, *sample);
  auto report = inspect_process(pid, options);
  if (!report) throw std::runtime_error(report.error().what);
  return *std::move(report);
}

inline std::string summary_of(const ProcessReport& report) {
  std::string text;
  for (const Sentence& sentence : report.summary) text += format_message(sentence.text) + " ";
  return text;
}

}  // namespace portexplorer
