#include "model/identity_index.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

std::vector<Socket> sockets(std::initializer_list<std::uint64_t> cookies) {
  std::vector<Socket> all;
  for (const std::uint64_t cookie : cookies) {
    Socket& s = all.emplace_back();
    s.protocol = Protocol::tcp;
    s.cookie = Cookie{cookie};
  }
  return all;
}

TEST(SequentialIndex, FindsSocketsInAnyOrder) {
  const auto before = sockets({1, 2, 3, 4, 5});
  SequentialIndex index(before);
  const auto now = sockets({1, 2, 5, 3, 4, 2, 1});
  std::vector<std::uint32_t> found;
  for (const Socket& s : now) found.push_back(index.find_index(s));
  EXPECT_EQ(found, (std::vector<std::uint32_t>{0, 1, 4, 2, 3, 1, 0}));
}

TEST(SequentialIndex, AMissDoesNotDisturbTheOrder) {
  const auto before = sockets({1, 2, 3});
  SequentialIndex index(before);
  EXPECT_EQ(index.find_index(sockets({1})[0]), 0u);
  EXPECT_EQ(index.find_index(sockets({9})[0]), kNoIndex);
  EXPECT_EQ(index.find_index(sockets({2})[0]), 1u);
  EXPECT_EQ(index.find_index(sockets({3})[0]), 2u);
  EXPECT_EQ(index.find_index(sockets({9})[0]), kNoIndex);
}

TEST(SequentialIndex, AnEmptyOneFindsNothing) {
  EXPECT_EQ(SequentialIndex({}).find_index(sockets({1})[0]), kNoIndex);
}

}  // namespace
}  // namespace portexplorer
