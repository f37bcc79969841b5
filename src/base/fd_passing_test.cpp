#include "base/fd_passing.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

namespace portexplorer {
namespace {

class FdPassing : public ::testing::Test {
 protected:
  void SetUp() override {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    one_ = UniqueFd(ends[0]);
    other_ = UniqueFd(ends[1]);
  }
  UniqueFd one_;
  UniqueFd other_;
};

TEST_F(FdPassing, TheReceiverHasTheSameFileClosedOnExec) {
  const UniqueFd file(::open("/proc/self/stat", O_RDONLY | O_CLOEXEC));
  ASSERT_TRUE(pass_fd(one_.get(), file.get()));
  const auto taken = take_fd(other_.get());
  ASSERT_TRUE(taken);
  struct stat sent {};
  struct stat received {};
  ASSERT_EQ(::fstat(file.get(), &sent), 0);
  ASSERT_EQ(::fstat(taken->get(), &received), 0);
  EXPECT_EQ(received.st_ino, sent.st_ino);
  EXPECT_EQ(::fcntl(taken->get(), F_GETFD), FD_CLOEXEC);
}

TEST_F(FdPassing, AByteWithoutADescriptorIsAnError) {
  ASSERT_EQ(::send(one_.get(), "x", 1, MSG_NOSIGNAL), 1);
  EXPECT_FALSE(take_fd(other_.get()));
}

TEST_F(FdPassing, AClosedPeerIsAnError) {
  one_ = UniqueFd();
  EXPECT_FALSE(take_fd(other_.get()));
  EXPECT_EQ(pass_fd(other_.get(), 0).error().errno_value, EPIPE);
}

TEST_F(FdPassing, AnInvalidDescriptorIsAnError) {
  EXPECT_EQ(pass_fd(one_.get(), -1).error().errno_value, EBADF);
}

}  // namespace
}  // namespace portexplorer
