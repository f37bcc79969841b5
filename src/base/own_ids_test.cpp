#include "base/own_ids.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace portexplorer {
namespace {

TEST(IdMaps, TheInitialUserNamespaceHasAllIds) {
  const IdMap map = parse_id_map("         0          0 4294967295\n", "65534\n");
  EXPECT_TRUE(map.is_complete);
  EXPECT_FALSE(map.is_unknown(65534)) << "it is nobody";
}

TEST(IdMaps, UnmappedIdsHaveTheOverflowId) {
  const IdMap root_alone = parse_id_map("         0       1000          1\n", "65534\n");
  EXPECT_TRUE(root_alone.is_unknown(65534));
  EXPECT_FALSE(root_alone.is_unknown(0));
  const IdMap rootless = parse_id_map("0 1000 1\n1 100000 65536\n", "99\n");
  EXPECT_TRUE(rootless.is_unknown(99)) << "it is in the map, but may also be anybody outside of it";
  EXPECT_FALSE(rootless.is_unknown(65534));
  EXPECT_TRUE(parse_id_map("0 0 10\n10 10 4294967285\n", "").is_complete);
}

TEST(IdMaps, AnEmptyMapHasNoIds) {
  const IdMap map = parse_id_map("", "65534\n");
  EXPECT_FALSE(map.is_complete);
  EXPECT_TRUE(map.is_unknown(65534));
}

TEST(IdMaps, AnUnreadableMapCountsAsComplete) {
  EXPECT_TRUE(parse_id_map(std::nullopt, "65534\n").is_complete);
  for (const char* text : {"x", "0 0", "0 0 -1\n"})
    EXPECT_TRUE(parse_id_map(text, "65534\n").is_complete) << text;
}

// The /proc of this process was mounted in the PID namespace that the child leaves.
TEST(PidShownByProc, IsThatOfTheNamespaceInWhichProcWasMounted) {
  EXPECT_EQ(pid_shown_by_proc(), ::getpid());
  const pid_t in_outer = ::fork();
  if (in_outer == 0) {
    if (::unshare(CLONE_NEWPID) != 0) ::_exit(errno == EPERM ? 2 : 1);
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) ::_exit(1);
    const pid_t child = ::fork();
    if (child == 0) {
      const std::int32_t shown = ::getpid() == 1 ? pid_shown_by_proc() : -1;
      ::_exit(::write(pipe[1], &shown, sizeof shown) == sizeof shown ? 0 : 1);
    }
    std::int32_t shown = 0;
    const bool heard = ::read(pipe[0], &shown, sizeof shown) == sizeof shown;
    ::waitpid(child, nullptr, 0);
    ::_exit(heard && shown == child ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(in_outer, &status, 0), in_outer);
  if (WEXITSTATUS(status) == 2) GTEST_SKIP() << "creating a PID namespace requires CAP_SYS_ADMIN";
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace portexplorer
