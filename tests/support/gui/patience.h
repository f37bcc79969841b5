// How the tests of windows wait. Tests only.
#pragma once

#include <QTest>

namespace portexplorer::gui {

constexpr int kWaitLimit = 20'000;  // milliseconds until a test gives up

// Whether the condition comes true; events are handled meanwhile.
template <typename Condition>
[[nodiscard]] bool becomes(Condition condition) {
  return QTest::qWaitFor(condition, kWaitLimit);
}

}  // namespace portexplorer::gui
