#include "collect/diagnose/selftest_report.h"

#include <algorithm>
#include <array>

namespace portexplorer {

std::string_view to_string(Verdict v) {
  constexpr std::array<std::string_view, 4> names = {"right", "wrong", "not seen", "not tried"};
  return names[static_cast<std::size_t>(v)];
}

std::size_t SelfTestReport::count(Verdict v) const {
  return static_cast<std::size_t>(std::ranges::count(cases, v, &SelfTestCase::verdict));
}

}  // namespace portexplorer
