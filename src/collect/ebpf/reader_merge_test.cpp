#include "collect/ebpf/reader_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "support/bpf/forged_stream.h"

namespace portexplorer {
namespace {

pe_socket_record flagged(pe_socket_record record, unsigned flags) {
  record.flags |= flags;
  return record;
}

// Two streams, as read by two threads, on a machine with processes 5 and 6.
class ReaderMergeTest : public ::testing::Test {
 protected:
  ReaderMergeTest() {
    first_.header();
    second_.header();
    for (const std::uint32_t tgid : {5u, 6u}) {
      ReaderProcess process;
      process.pid = Pid{static_cast<int>(tgid)};
      process.key = {tgid, 1'000'000'000ull * tgid};
      reading_.processes.push_back(process);
    }
  }

  void merge() {
    ReaderPart parts[2];
    EXPECT_TRUE(RecordParser(parts[0], 100).parse(first_.bytes()));
    EXPECT_TRUE(RecordParser(parts[1], 100).parse(second_.bytes()));
    merge_parts(parts, reading_);
  }

  // The process that is the only holder of each socket: 0 if there is none or several.
  std::map<std::uint64_t, int> owners() const {
    std::map<std::uint64_t, int> owners;
    for (const Socket& s : reading_.sockets) {
      const bool is_new =
          owners
              .emplace(s.inode.value(),
                       s.process == kNoIndex ? 0 : reading_.processes[s.process].pid.value())
              .second;
      EXPECT_TRUE(is_new) << "inode " << s.inode.value() << " twice";
    }
    return owners;
  }
  std::set<int> holders(std::uint64_t inode) const {
    std::set<int> pids;
    for (const Mapping& m : reading_.shared) {
      if (m.inode.value() == inode) pids.insert(reading_.processes[m.process].pid.value());
    }
    return pids;
  }

  ForgedStream first_;
  ForgedStream second_;
  SocketReading reading_;
};

using Owners = std::map<std::uint64_t, int>;

TEST_F(ReaderMergeTest, JoinsWhatTwoThreadsRead) {
  first_.socket(forged_tcp(1, 5)).socket(forged_tcp(2, 5));
  second_.socket(forged_tcp(3, 6));
  merge();
  EXPECT_EQ(owners(), (Owners{{1, 5}, {2, 5}, {3, 6}}));
  EXPECT_TRUE(reading_.shared.empty());
}

TEST_F(ReaderMergeTest, ASocketOfTwoProcessesIsOneRowWithTwoHolders) {
  first_.socket(flagged(forged_tcp(1, 5), PE_SHARED)).socket(forged_tcp(2, 5));
  second_.socket(flagged(forged_tcp(1, 6), PE_SHARED));
  merge();
  EXPECT_EQ(owners(), (Owners{{1, 0}, {2, 5}}));
  EXPECT_EQ(holders(1), (std::set<int>{5, 6}));
}

TEST_F(ReaderMergeTest, TwoFdsOfOneProcessAreOneHolder) {
  first_.socket(flagged(forged_tcp(1, 5), PE_SHARED))
      .socket(flagged(forged_tcp(1, 5), PE_SHARED | PE_SEEN));
  merge();
  EXPECT_EQ(owners(), (Owners{{1, 5}}));
  EXPECT_TRUE(reading_.shared.empty());
}

TEST_F(ReaderMergeTest, ASocketPassedOnDuringTheReadingIsFound) {
  first_.socket(forged_tcp(1, 5)).socket(forged_tcp(2, 5));
  second_.socket(flagged(forged_tcp(1, 6), PE_SHARED | PE_SEEN));
  merge();
  EXPECT_EQ(owners(), (Owners{{1, 0}, {2, 5}}));
  EXPECT_EQ(holders(1), (std::set<int>{5, 6}));
}

TEST_F(ReaderMergeTest, AHeldSocketWhoseMarkWasLostIsOneRow) {
  first_.socket(forged_tcp(1, 5)).socket(forged_tcp(2, 5));
  second_.socket(flagged(forged_tcp(1), PE_HAS_FILE)).socket(flagged(forged_tcp(9), PE_HAS_FILE));
  merge();
  EXPECT_EQ(owners(), (Owners{{1, 5}, {2, 5}, {9, 0}}));
  EXPECT_EQ(reading_.held_otherwise, 1u);
}

TEST_F(ReaderMergeTest, AConnectionClosedDuringTheReadingIsOneRow) {
  auto time_wait = forged_tcp(0);
  time_wait.cookie = 1001;
  time_wait.state = 6;
  first_.socket(forged_tcp(1, 5)).socket(forged_tcp(2, 5));
  second_.socket(time_wait);
  merge();
  EXPECT_EQ(owners(), (Owners{{0, 0}, {2, 5}}));
  const auto closed = std::ranges::find(reading_.sockets, Cookie{1001}, &Socket::cookie);
  ASSERT_NE(closed, reading_.sockets.end());
  EXPECT_EQ(closed->state, State::time_wait);
  ASSERT_NE(closed->last_process(), kNoIndex);
  EXPECT_EQ(reading_.processes[closed->last_process()].pid, Pid{5});
}

// As after shutdown() on both sides: the connection is in TIME_WAIT, and the process has not closed
// its fd.
TEST_F(ReaderMergeTest, ATimeWaitConnectionWhoseSocketIsHeldHasItsHolder) {
  auto closed = forged_tcp(1, 5);
  closed.state = 7;
  closed.local_port = 0;
  auto time_wait = forged_tcp(0);
  time_wait.cookie = closed.cookie;
  time_wait.state = 6;
  time_wait.local_port = 40000;
  first_.socket(closed);
  second_.socket(time_wait);
  merge();
  EXPECT_EQ(owners(), (Owners{{1, 5}, {0, 0}}));
  ASSERT_EQ(reading_.sockets.size(), 2u);
  const auto left = std::ranges::find(reading_.sockets, State::time_wait, &Socket::state);
  ASSERT_NE(left, reading_.sockets.end());
  EXPECT_EQ(left->local_port, 40000u);
  EXPECT_EQ(left->cookie.value(), closed.cookie);
  ASSERT_NE(left->last_process(), kNoIndex);
  EXPECT_EQ(reading_.processes[left->last_process()].pid, Pid{5});
  const auto held = std::ranges::find(reading_.sockets, State::closed, &Socket::state);
  ASSERT_NE(held, reading_.sockets.end());
  EXPECT_EQ(held->cookie, Cookie{});  // the other row has it
}

TEST_F(ReaderMergeTest, AWrongOwnerIsWorseThanNone) {
  auto reused = forged_tcp(1, 5);  // the pid is in the task list, but with another start time
  reused.start_boottime_ns += 1;
  first_.socket(reused).socket(forged_tcp(2, 7));
  merge();
  EXPECT_EQ(owners(), (Owners{{1, 0}, {2, 0}}));
  EXPECT_EQ(reading_.vanished, 2u);
}

TEST_F(ReaderMergeTest, ConnectionsHaveTheirListenerAlsoAfterRowsMoved) {
  pe_queued_record queued{};
  queued.listener_cookie = 77;
  queued.cookie = 1000 + 4;
  first_.socket(flagged(forged_tcp(1), PE_HAS_FILE))
      .socket(forged_tcp(1, 5))
      .add(queued, PE_QUEUED)
      .socket(forged_tcp(4));
  merge();
  ASSERT_EQ(reading_.waiting.size(), 1u);
  EXPECT_EQ(reading_.sockets[reading_.waiting[0].socket].cookie, Cookie{1004});
  EXPECT_EQ(reading_.waiting[0].listener, Cookie{77});
  EXPECT_EQ(owners(), (Owners{{1, 5}, {4, 0}}));
}

TEST_F(ReaderMergeTest, UnknownUnixQueuesAreReported) {
  auto record = forged_tcp(1, 5);
  record.family = 1;
  record.protocol = PE_UNIX;
  first_.socket(flagged(record, PE_QUEUES)).socket(forged_tcp(2, 5));
  record.inode = 3;
  record.flags &= ~static_cast<__u32>(PE_QUEUES);
  const auto say = [&] { return reading_.coverage.find("ebpf.unix_queues") != nullptr; };
  merge();
  EXPECT_FALSE(say());
  second_.socket(record);
  merge();
  EXPECT_TRUE(say());
}

TEST_F(ReaderMergeTest, NamesMoveWithTheirRows) {
  auto record = forged_tcp(1, 5);
  record.family = 1;
  record.protocol = PE_UNIX;
  first_.socket(record, "/one");
  record.inode = 2;
  second_.socket(record, "/two");
  merge();
  ASSERT_EQ(reading_.sockets.size(), 2u);
  EXPECT_EQ(reading_.text.substr(reading_.sockets[1].text.offset, reading_.sockets[1].text.length),
            "/two");
}

}  // namespace
}  // namespace portexplorer
