// Dumps that fail, from forged datagrams.
#include "collect/netlink/dump.h"

#include <gmock/gmock.h>

#include "support/netlink/forged.h"

namespace portexplorer {
namespace {

constexpr unsigned kRow = 20;
constexpr std::uint32_t kFirst = ReplayChannel::kFirstSequence;

// Collects the numbers in the messages; rejects 0 as malformed.
class Numbers : public DumpReader {
 public:
  void begin() override { seen.clear(); }
  bool accept(std::uint16_t, Bytes payload) override {
    const int number = load<int>(payload).value_or(0);
    if (number != 0) seen.push_back(number);
    return number != 0;
  }
  std::vector<int> seen;
};

Forgery rows(std::initializer_list<int> numbers, std::uint32_t sequence = kFirst,
             unsigned flags = NLM_F_MULTI) {
  Forgery forgery;
  for (const int n : numbers)
    forgery.add_message(kRow, std::as_bytes(std::span(&n, 1)), sequence, flags);
  return forgery;
}

struct Conversation {
  Result<DumpOutcome> outcome;
  std::vector<int> seen;
  int requests = 0;
};

Conversation converse(const std::vector<std::pair<ReplayStep, Forgery>>& script) {
  std::vector<std::pair<ReplayStep, Bytes>> steps;
  steps.reserve(script.size());
  for (const auto& [step, forgery] : script) steps.emplace_back(step, forgery.bytes());
  ReplayChannel channel(steps);
  Numbers numbers;
  std::array<std::byte, sizeof(nlmsghdr)> request{};
  auto outcome = run_dump(channel, request, numbers);
  return {std::move(outcome), numbers.seen, channel.requests()};
}

using enum ReplayStep;
using ::testing::ElementsAre;

TEST(Dump, ReadsAllDatagramsUntilTheEnd) {
  const auto result =
      converse({{datagram, rows({1, 2})}, {datagram, rows({3})}, {datagram, Forgery().add_done()}});
  ASSERT_TRUE(result.outcome);
  EXPECT_THAT(result.seen, ElementsAre(1, 2, 3));
  EXPECT_EQ(result.outcome->restarts, 0u);
  EXPECT_FALSE(result.outcome->incomplete);
}

TEST(Dump, IgnoresAnswersToOtherRequestsAndOtherSenders) {
  const auto result = converse({{datagram, rows({9}, kFirst + 7)},
                                {datagram, Forgery().add_done(0, kFirst + 7)},
                                {foreign, rows({8})},
                                {foreign, Forgery().add_done()},
                                {datagram, rows({1}).add_done()}});
  ASSERT_TRUE(result.outcome);
  EXPECT_THAT(result.seen, ElementsAre(1));
  EXPECT_FALSE(result.outcome->incomplete);
}

// inet_diag: only this number distinguishes a missing protocol from an empty dump.
TEST(Dump, FindsTheErrorHiddenInTheEnd) {
  const auto result = converse({{datagram, Forgery().add_done(-ENOENT)}});
  ASSERT_FALSE(result.outcome);
  EXPECT_EQ(result.outcome.error().kind, ErrorKind::not_supported);
}

TEST(Dump, DistinguishesErrors) {
  const auto kind = [](int status) {
    const auto result = converse({{datagram, Forgery().add_error(status)}});
    EXPECT_FALSE(result.outcome);
    return result.outcome ? ErrorKind::io : result.outcome.error().kind;
  };
  EXPECT_EQ(kind(-ENOENT), ErrorKind::not_supported);
  EXPECT_EQ(kind(-EOPNOTSUPP), ErrorKind::not_supported);
  EXPECT_EQ(kind(-EPERM), ErrorKind::not_permitted);
  EXPECT_EQ(kind(-EBUSY), ErrorKind::unavailable);
  EXPECT_EQ(kind(-EINVAL), ErrorKind::io);
}

TEST(Dump, AnEndWithoutPayloadOrWithAPositiveNumberIsAnEnd) {
  EXPECT_TRUE(converse({{datagram, Forgery().add_message(NLMSG_DONE, {})}}).outcome);
  EXPECT_TRUE(converse({{datagram, Forgery().add_done(4711)}}).outcome);
}

TEST(Dump, RestartsAnInterruptedDumpAndDropsItsRows) {
  const auto result =
      converse({{datagram, rows({1}, kFirst, NLM_F_MULTI | NLM_F_DUMP_INTR).add_done()},
                {datagram, rows({2}, kFirst + 1).add_done(0, kFirst + 1)}});
  ASSERT_TRUE(result.outcome);
  EXPECT_THAT(result.seen, ElementsAre(2));
  EXPECT_EQ(result.outcome->restarts, 1u);
  EXPECT_EQ(result.requests, 2);
  EXPECT_FALSE(result.outcome->incomplete);
}

TEST(Dump, KeepsAndReportsADumpThatIsInterruptedEachTime) {
  std::vector<std::pair<ReplayStep, Forgery>> script;
  for (std::uint32_t i = 0; i <= kMostDumpRestarts + 2; ++i) {
    script.emplace_back(datagram, rows({static_cast<int>(i) + 1}, kFirst + i)
                                      .add_done(0, kFirst + i, NLM_F_MULTI | NLM_F_DUMP_INTR));
  }
  const auto result = converse(script);
  ASSERT_TRUE(result.outcome);
  EXPECT_THAT(result.seen, ElementsAre(kMostDumpRestarts + 1));
  EXPECT_EQ(result.outcome->restarts, static_cast<std::uint64_t>(kMostDumpRestarts));
  EXPECT_EQ(result.requests, kMostDumpRestarts + 1);
  EXPECT_TRUE(result.outcome->incomplete);
}

TEST(Dump, RestartsAfterLostDatagrams) {
  const auto result = converse({{overrun, {}},
                                {datagram, rows({1}).add_done()},
                                {datagram, rows({1, 2}, kFirst + 1).add_done(0, kFirst + 1)}});
  ASSERT_TRUE(result.outcome);
  EXPECT_THAT(result.seen, ElementsAre(1, 2));
  EXPECT_EQ(result.outcome->restarts, 1u);
}

TEST(Dump, RestartsIfTheEndItselfWasLost) {
  std::vector<std::pair<ReplayStep, Bytes>> steps;
  const Forgery first = rows({1});
  steps.emplace_back(datagram, first.bytes());
  steps.emplace_back(overrun, Bytes{});
  ReplayChannel channel(steps);  // then silence
  Numbers numbers;
  std::array<std::byte, sizeof(nlmsghdr)> request{};
  const auto outcome = run_dump(channel, request, numbers);
  ASSERT_FALSE(outcome) << "nothing answers the second request either";
  EXPECT_EQ(outcome.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(channel.requests(), 2);
}

TEST(Dump, GivesUpIfEverythingIsLost) {
  const std::vector<std::pair<ReplayStep, Forgery>> script(1000, {overrun, {}});
  const auto result = converse(script);
  ASSERT_FALSE(result.outcome);
  EXPECT_EQ(result.outcome.error().errno_value, ENOBUFS);
}

TEST(Dump, GivesUpIfTheKernelStopsAnswering) {
  const auto result = converse({{datagram, rows({1})}});
  ASSERT_FALSE(result.outcome);
  EXPECT_EQ(result.outcome.error().kind, ErrorKind::unavailable);
}

TEST(Dump, RestartsATruncatedDumpAndFinallyKeepsIt) {
  std::vector<std::pair<ReplayStep, Forgery>> script;
  for (std::uint32_t i = 0; i <= kMostDumpRestarts; ++i) {
    Forgery cut = rows({1, 2}, kFirst + i);
    cut.raw().resize(cut.raw().size() - 3);
    script.emplace_back(truncated, cut);
    script.emplace_back(datagram, Forgery().add_done(0, kFirst + i));
  }
  const auto result = converse(script);
  ASSERT_TRUE(result.outcome);
  EXPECT_THAT(result.seen, ElementsAre(1));
  EXPECT_TRUE(result.outcome->incomplete);
}

TEST(Dump, RestartsIfTheCutIsBetweenTwoMessages) {
  const auto result = converse({{truncated, rows({1})},
                                {datagram, Forgery().add_done()},
                                {datagram, rows({1, 2}, kFirst + 1).add_done(0, kFirst + 1)}});
  ASSERT_TRUE(result.outcome);
  EXPECT_THAT(result.seen, ElementsAre(1, 2));
  EXPECT_EQ(result.outcome->restarts, 1u);
}

// Lengths of 0, shorter than a header, and beyond the datagram: each ends the datagram, none is
// followed.
TEST(Dump, TrustsNoLength) {
  for (const std::uint32_t length : {0u, 1u, 15u, 21u, 4096u, 0xFFFFFFFFu}) {
    SCOPED_TRACE(length);
    std::vector<std::pair<ReplayStep, Forgery>> script;
    for (std::uint32_t i = 0; i <= kMostDumpRestarts; ++i) {
      Forgery forgery = rows({1, 2}, kFirst + i);
      std::memcpy(forgery.raw().data() + 20, &length, sizeof length);
      script.emplace_back(datagram, forgery);
      script.emplace_back(datagram, Forgery().add_done(0, kFirst + i));
    }
    const auto result = converse(script);
    ASSERT_TRUE(result.outcome);
    EXPECT_THAT(result.seen, ElementsAre(1));
    EXPECT_TRUE(result.outcome->incomplete);
  }
}

TEST(Dump, SkipsAndReportsAMalformedMessageWithoutARestart) {
  const auto result = converse({{datagram, rows({1, 0, 3}).add_done()}});
  ASSERT_TRUE(result.outcome);
  EXPECT_THAT(result.seen, ElementsAre(1, 3));
  EXPECT_EQ(result.requests, 1);
  EXPECT_TRUE(result.outcome->incomplete);
}

TEST(Dump, KeepsWhatCameBeforeAnErrorInTheMiddle) {
  std::vector<std::pair<ReplayStep, Forgery>> script;
  for (std::uint32_t i = 0; i <= kMostDumpRestarts; ++i)
    script.emplace_back(datagram, rows({1, 2}, kFirst + i).add_done(-EMSGSIZE, kFirst + i));
  const auto result = converse(script);
  ASSERT_TRUE(result.outcome);
  EXPECT_THAT(result.seen, ElementsAre(1, 2));
  EXPECT_TRUE(result.outcome->incomplete);
}

TEST(Dump, AnEmptyDatagramIsNoEnd) {
  const auto result = converse({{datagram, {}}, {datagram, rows({5}).add_done()}});
  ASSERT_TRUE(result.outcome);
  EXPECT_THAT(result.seen, ElementsAre(5));
}

}  // namespace
}  // namespace portexplorer
