#include "collect/scan/ring_files.h"

#include <gmock/gmock.h>

namespace portexplorer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(RingFiles, FindsTheSocketsOfTheList) {
  EXPECT_THAT(parse_ring_sockets("pos:\t0\nSqThread:\t-1\nUserFiles:\t5\n"
                                 "    0: socket:[443606]\n    1: /dev/null\n    2: <none>\n    3: "
                                 "pipe:[7]\n12345: socket:[9]\n"
                                 "UserBufs:\t1\n    0: 0x7f00/4096\nPollList:\n"),
              ElementsAre(Inode{443606}, Inode{9}));
}

TEST(RingFiles, ReadsNothingBeyondTheList) {
  EXPECT_THAT(
      parse_ring_sockets("    0: socket:[1]\nUserFiles:\t0\nUserBufs:\t1\n    0: socket:[2]\n"),
      IsEmpty());
  EXPECT_THAT(parse_ring_sockets(""), IsEmpty());
  EXPECT_THAT(parse_ring_sockets("UserFiles:\t1"), IsEmpty());
}

// A path begins with "/", whatever the name of the file, and a line feed in it is printed as \\012.
TEST(RingFiles, PathsAreNoSockets) {
  EXPECT_THAT(parse_ring_sockets("UserFiles:\t3\n    0: /tmp/socket:[1]\n    1: /tmp/a\\012    2: "
                                 "socket:[2]\n    2: socket:[\n"),
              IsEmpty());
}

}  // namespace
}  // namespace portexplorer
