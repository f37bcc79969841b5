// Waiting in tests of windows.
#pragma once

#include <QTest>

namespace portexplorer::gui {

constexpr int kWaitLimit = 20'000;  // milliseconds until a test fails

// Processes events until the condition is true. Returns false after kWaitLimit.
template <typename Condition>
[[nodiscard]] bool becomes(Condition condition) {
  return QTest::qWaitFor(condition, kWaitLimit);
}

}  // namespace portexplorer::gui
