// What came of making known traffic and looking whether it is told rightly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portexplorer {

enum class Verdict : std::uint8_t {
  right,
  wrong,     // something else was told than what was done
  not_seen,  // it was done, and nothing was told of it, or not all that was asked for
  untried,   // this machine or this privilege does not let it be done, or looked at
};

[[nodiscard]] std::string_view to_string(
    Verdict);  // "right", "wrong", "not seen", "cannot be tried here"

struct SelfTestCase {
  std::string group;  // by which way it was looked at
  std::string what;   // what was done
  std::string expected;
  std::string seen;  // empty: nothing
  Verdict verdict = Verdict::untried;
  std::string why;     // of what is not right; empty where nothing more can be said
  std::string remedy;  // empty where nothing would help
};

struct SelfTestReport {
  std::vector<SelfTestCase> cases;  // those of a group stand together

  [[nodiscard]] std::size_t count(Verdict) const;
  [[nodiscard]] bool all_right() const { return count(Verdict::right) == cases.size(); }
};

}  // namespace portexplorer
