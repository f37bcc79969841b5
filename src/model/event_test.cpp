#include "model/event.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

TEST(Event, ActionsHaveNames) {
  EXPECT_EQ(to_string(Action::open), "open");
  EXPECT_EQ(to_string(Action::receive), "receive");
  EXPECT_EQ(to_string(Action::close), "close");
  EXPECT_EQ(action_from_string("accept"), Action::accept);
  EXPECT_EQ(action_from_string("Accept"), std::nullopt);
  EXPECT_EQ(action_from_string(""), std::nullopt);
  for (int i = 0; i < kActionCount; ++i)
    EXPECT_EQ(action_from_string(to_string(static_cast<Action>(i))), static_cast<Action>(i));
}

}  // namespace
}  // namespace portexplorer
