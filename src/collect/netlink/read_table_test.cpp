#include "collect/netlink/read_table.h"

#include <gmock/gmock.h>
#include <linux/inet_diag.h>
#include <sys/socket.h>

#include <cerrno>

#include "support/netlink/forged.h"

namespace portexplorer {
namespace {

constexpr DiagTable kTcp{Protocol::tcp, Family::unknown};
constexpr std::uint32_t kFirstDump = ReplayChannel::kFirstSequence;

Forgery tcp_row(unsigned family, std::uint32_t inode, std::uint32_t sequence) {
  inet_diag_msg wire{};
  wire.idiag_family = static_cast<std::uint8_t>(family);
  wire.idiag_state = 1;
  wire.idiag_inode = inode;
  return Forgery().add_message(20, std::as_bytes(std::span(&wire, 1)), sequence);
}

// Answers each request with the next forgery.
Result<void> read_from(const std::vector<Forgery>& answers, TablePart& part) {
  std::vector<std::pair<ReplayStep, Bytes>> steps;
  steps.reserve(answers.size());
  for (const Forgery& answer : answers) steps.emplace_back(ReplayStep::datagram, answer.bytes());
  ReplayChannel channel(steps);
  return read_table(channel, kTcp, NetnsId{1}, {.traffic = true}, part);
}

TEST(ReadTable, IfOneDumpForBothFamiliesIsRefusedReadsThemSeparately) {
  for (const int refusal : {-EINVAL, -EPERM, -ENOENT}) {
    TablePart part;
    ASSERT_TRUE(read_from({Forgery().add_error(refusal),
                           tcp_row(AF_INET, 4, kFirstDump + 1).add_done(0, kFirstDump + 1),
                           tcp_row(AF_INET6, 6, kFirstDump + 2).add_done(0, kFirstDump + 2)},
                          part));
    ASSERT_EQ(part.sockets.size(), 2u);
    EXPECT_EQ(part.sockets[0].inode, Inode{4});
    EXPECT_EQ(part.sockets[1].inode, Inode{6});
  }
}

TEST(ReadTable, AFullRefusalIsAnErrorThatNamesTheTable) {
  TablePart part;
  const auto result =
      read_from({Forgery().add_error(-EPERM), Forgery().add_error(-EPERM, kFirstDump + 1)}, part);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::not_permitted);
  EXPECT_THAT(result.error().what, ::testing::HasSubstr("tcp"));
}

TEST(ReadTable, AnErrorLeavesThePartAsItWas) {
  TablePart part;
  part.sockets.resize(3);
  part.text = "kept";
  const auto result = read_from({tcp_row(AF_INET, 4, kFirstDump)}, part);  // then silence
  ASSERT_FALSE(result);
  EXPECT_EQ(part.sockets.size(), 3u);
  EXPECT_EQ(part.text, "kept");
}

TEST(ReadTable, ARestartDropsOnlyItsOwnRows) {
  TablePart part;
  part.sockets.resize(2);
  ASSERT_TRUE(read_from(
      {tcp_row(AF_INET, 4, kFirstDump).add_done(0, kFirstDump, NLM_F_MULTI | NLM_F_DUMP_INTR),
       tcp_row(AF_INET, 5, kFirstDump + 1).add_done(0, kFirstDump + 1)},
      part));
  ASSERT_EQ(part.sockets.size(), 3u);
  EXPECT_EQ(part.sockets[2].inode, Inode{5});
  EXPECT_EQ(part.losses.restarted_dumps, 1u);
  EXPECT_EQ(part.losses.truncated_dumps, 0u);
}

TEST(ReadTable, KeepsItsRowsWhileItGrows) {
  Forgery answer;
  constexpr std::uint32_t kRows = 40000;
  for (std::uint32_t i = 0; i < kRows; ++i) {
    inet_diag_msg wire{};
    wire.idiag_family = AF_INET;
    wire.idiag_inode = i;
    answer.add_message(20, std::as_bytes(std::span(&wire, 1)));
  }
  TablePart part;
  ASSERT_TRUE(read_from({answer.add_done()}, part));
  ASSERT_EQ(part.sockets.size(), kRows);
  for (std::uint32_t i = 0; i < kRows; ++i) ASSERT_EQ(part.sockets[i].inode, Inode{i});
}

}  // namespace
}  // namespace portexplorer
