// The results of the self-test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portexplorer {

enum class Verdict : std::uint8_t {
  right,
  wrong,     // what was reported differs from what was done
  not_seen,  // nothing was reported, or not everything that was expected
  untried,   // this machine or the current privileges do not allow it to be done or observed
};

[[nodiscard]] std::string_view to_string(Verdict);  // "right", "wrong", "not seen", "not tried"

struct SelfTestCase {
  std::string group;  // how it was observed
  std::string what;   // what was done
  std::string expected;
  std::string seen;  // empty: nothing
  Verdict verdict = Verdict::untried;
  std::string why;     // reason for a failure; empty if unknown
  std::string remedy;  // empty if nothing helps
};

struct SelfTestReport {
  std::vector<SelfTestCase> cases;  // cases of a group are adjacent

  [[nodiscard]] std::size_t count(Verdict) const;
  [[nodiscard]] bool all_right() const { return count(Verdict::right) == cases.size(); }
};

}  // namespace portexplorer
