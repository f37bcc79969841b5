#include "collect/procfs/proc_text.h"

#include "collect/procfs/machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portexplorer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::string_literals;
using namespace std::string_view_literals;

// As written by Linux 6.1.
constexpr std::string_view kSshd =
    "612 (sshd) S 1 612 612 0 -1 4194560 1043 2190 6 12 1 2 4 5 20 0 1 0 1187 15810560 1861 "
    "18446744073709551615 "
    "94120000000000 94120000600000 140720000000000 0 0 0 0 4096 81925 0 0 0 17 1 0 0 0 0 0 0 0 0 0 "
    "0 0 0 0\n";

std::string stat_with_comm(std::string_view comm) {
  return "77 (" + std::string(comm) +
         ") R 76 70 60 34816 77 4194304 0 0 0 0 0 0 0 0 20 0 3 0 98765 0 0\n";
}

// Fields as numbered by proc_pid_stat(5): the bottom of the stack is field 28, the beginning of the
// arguments field 48.
ProcessStat stat_with(char state, std::uint64_t stack, std::uint64_t arguments) {
  std::string text = std::string("7 (x) ") + state +
                     " 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 500 0 0 0 0 0 " +
                     std::to_string(stack);
  for (int field = 29; field < 48; ++field) text += " 0";
  return parse_stat(text + ' ' + std::to_string(arguments) + " 0 0 0 0\n").value();
}

TEST(ProcessStat, RecognizesMemoryThatMayBlock) {
  constexpr std::uint64_t kStack = 0x7ffd'1234'0000;
  EXPECT_FALSE(stat_with('S', kStack, kStack + 100).may_hold_memory());
  EXPECT_FALSE(stat_with('S', kStack, kStack + (6u << 20)).may_hold_memory());
  EXPECT_FALSE(stat_with('S', 0, 0).may_hold_memory()) << "where this may not be known";
  EXPECT_TRUE(stat_with('D', kStack, kStack + 100).may_hold_memory());
  EXPECT_TRUE(stat_with('S', kStack, 0x7f00'0000'0000).may_hold_memory());
  EXPECT_TRUE(stat_with('S', kStack, kStack + (9u << 20)).may_hold_memory());
}

TEST(ParseStat, ReadsADaemon) {
  const auto stat = parse_stat(kSshd);
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->comm, "sshd");
  EXPECT_EQ(stat->state, 'S');
  EXPECT_EQ(stat->parent, Pid(1));
  EXPECT_EQ(stat->session, 612);
  EXPECT_EQ(stat->tty_nr, 0u);
  EXPECT_EQ(stat->threads, 1u);
  EXPECT_EQ(stat->start_ticks, 1187u);
  EXPECT_FALSE(stat->kernel_thread());
  EXPECT_FALSE(stat->ended());
}

TEST(ParseStat, AcceptsAnyNameUpToTheLastParenthesis) {
  for (const std::string_view comm : {"a) S 1 2 (b"sv, ")"sv, "("sv, "line\nbreak"sv,
                                      "\x1b[31m\xff\xfe"sv, ""sv, " ) R 1 1 1 1"sv}) {
    const std::string text = stat_with_comm(comm);
    const auto stat = parse_stat(text);
    ASSERT_TRUE(stat) << comm;
    EXPECT_EQ(stat->comm, comm);
    EXPECT_EQ(stat->parent, Pid(76));
    EXPECT_EQ(stat->session, 60);
    EXPECT_EQ(stat->tty_nr, 34816u);
    EXPECT_EQ(stat->start_ticks, 98765u);
  }
}

TEST(ParseStat, RecognizesKernelThreadsAndZombies) {
  const auto thread =
      parse_stat("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0");
  ASSERT_TRUE(thread);
  EXPECT_TRUE(thread->kernel_thread());
  const auto zombie = parse_stat("9 (x) Z 1 9 9 0 -1 4227084 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0");
  ASSERT_TRUE(zombie);
  EXPECT_TRUE(zombie->ended());
  const auto leader_gone = parse_stat("9 (x) Z 1 9 9 0 -1 4227084 0 0 0 0 0 0 0 0 20 0 2 0 5 0 0");
  ASSERT_TRUE(leader_gone);
  EXPECT_FALSE(leader_gone->ended()) << "other threads go on";
}

TEST(ParseStat, RejectsTruncatedOrMalformedText) {
  for (const std::string_view text :
       {""sv, "1"sv, "1 (a"sv, "1 )a( S 1"sv, "1 (a)"sv, "1 (a) S"sv,
        "1 (a) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0"sv,
        "1 (a) S x 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5"sv,
        "1 (a) SS 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5"sv,
        "1 (a) S 99999999999 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5"sv}) {
    EXPECT_FALSE(parse_stat(text)) << text;
  }
  // Truncated at any length, a text is either rejected or yields the same values for the fields
  // before the cut.
  for (std::size_t length = 0; length < kSshd.size(); ++length) {
    const auto stat = parse_stat(kSshd.substr(0, length));
    if (!stat) continue;
    EXPECT_EQ(stat->comm, "sshd");
  }
}

TEST(ParseLinks, AcceptsSocketsOnly) {
  EXPECT_EQ(parse_socket_link("socket:[4026531840]"), Inode(4026531840));
  EXPECT_EQ(parse_socket_link("socket:[18446744073709551615]"), Inode(18446744073709551615u));
  for (const std::string_view link :
       {""sv, "socket:[]"sv, "socket:[12"sv, "socket:[1x]"sv, "socket:[-1]"sv, "pipe:[12]"sv,
        "/tmp/socket:[12]"sv, "socket:[18446744073709551616]"sv, "socket:[1]]"sv,
        "socket:[ 1]"sv}) {
    EXPECT_FALSE(parse_socket_link(link)) << link;
  }
  EXPECT_EQ(parse_namespace_link("net:[4026531840]", "net"), 4026531840u);
  for (const std::string_view link : {""sv, "net"sv, "net:"sv, "net:["sv, "net:[]"sv, "net:]"sv,
                                      "pid:[1]"sv, "net:[4294967296]"sv, "net:[1]x"sv}) {
    EXPECT_FALSE(parse_namespace_link(link, "net")) << link;
  }
}

TEST(StatusValue, FindsTheLineOfTheKey) {
  constexpr std::string_view kStatus =
      "Name:\tUid:\nState:\tS (sleeping)\nUid:\t0\t1\t2\t3\nFDSize:\t256\nGroups:\t\nNSpid:\t12";
  EXPECT_EQ(status_value(kStatus, "FDSize"), "256");
  EXPECT_EQ(status_value(kStatus, "Uid"), "0\t1\t2\t3");
  EXPECT_EQ(status_value(kStatus, "Groups"), "");
  EXPECT_EQ(status_value(kStatus, "NSpid"), "12");
  EXPECT_FALSE(status_value(kStatus, "FD"));
  EXPECT_FALSE(status_value("", "FDSize"));
}

TEST(SessionLeader, IsANumberOnASeparateLine) {
  EXPECT_EQ(parse_session_leader("UID=0\nNOTLEADER=3\nLEADER=812\nAUDIT=3\n"), Pid(812));
  EXPECT_EQ(parse_session_leader("LEADER=1"), Pid(1));
  for (const std::string_view text : {""sv, "LEADER="sv, "LEADER=0"sv, "LEADER=-1"sv,
                                      "LEADER=4294967297"sv, "LEADER=1x\n"sv, "NOTLEADER=1"sv}) {
    EXPECT_FALSE(parse_session_leader(text)) << text;
  }
}

TEST(Arguments, AreSplitAndJoined) {
  EXPECT_THAT(split_arguments("nginx\0-g\0daemon off;\0"sv),
              ElementsAre("nginx", "-g", "daemon off;"));
  EXPECT_THAT(split_arguments("a\0\0b\0"sv), ElementsAre("a", "", "b"));
  EXPECT_THAT(split_arguments("cut in the mid"sv), ElementsAre("cut in the mid"));
  EXPECT_THAT(split_arguments(""sv), IsEmpty());
  EXPECT_THAT(split_arguments("\0\0\0"sv), IsEmpty());
  EXPECT_EQ(join_arguments("nginx: master process /usr/sbin/nginx\0\0\0\0"sv),
            "nginx: master process /usr/sbin/nginx");
  EXPECT_EQ(join_arguments("a\0b\nc\0\xff\x1b\0"sv), "a b\nc \xff\x1b");
}

TEST(TerminalName, IsTheCommonName) {
  EXPECT_EQ(terminal_name(0), "");
  EXPECT_EQ(terminal_name(34816), "pts/0");  // ps calls it pts/0
  EXPECT_EQ(terminal_name(34823), "pts/7");
  EXPECT_EQ(terminal_name((137u << 8) | 1), "pts/257");
  EXPECT_EQ(terminal_name((136u << 8) | 44 | (1u << 20)), "pts/300");
  EXPECT_EQ(terminal_name(1025), "tty1");
  EXPECT_EQ(terminal_name(1088), "ttyS0");
  EXPECT_EQ(terminal_name(1281), "console");
  EXPECT_EQ(terminal_name((229u << 8) | 0), "hvc0");
  EXPECT_EQ(terminal_name((204u << 8) | 64), "ttyAMA0");
  EXPECT_EQ(terminal_name((99u << 8) | 3), "tty device 99:3");
}

TEST(Environment, HasValues) {
  const std::string text("A=1\0LD_PRELOADX=2\0LD_PRELOAD=/x.so\0B", 37);
  EXPECT_EQ(environment_value(text, "LD_PRELOAD"), "/x.so");
  EXPECT_FALSE(environment_value(text, "B"));
  EXPECT_FALSE(environment_value("", "A"));
}

}  // namespace
}  // namespace portexplorer
