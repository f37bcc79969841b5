#include "collect/diagnose/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <vector>

namespace portexplorer {
namespace {

using ::testing::HasSubstr;

const Actor kMe{Pid{100}, "prover"};
const Actor kOther{Pid{200}, "other"};

DoneSocket done_tcp() {
  DoneSocket done;
  done.protocol = Protocol::tcp;
  done.maker = done.owner = kMe;
  done.made_after = Timestamp{10 * kNanosecondsPerSecond};
  done.made_before = Timestamp{11 * kNanosecondsPerSecond};
  done.sent_bytes = 1000;
  done.received_bytes = 500;
  return done;
}

SeenSocket seen_tcp() {
  SeenSocket seen;
  seen.maker = seen.owner = kMe;
  seen.made_at = Timestamp{10 * kNanosecondsPerSecond + 5};
  seen.sent_bytes = 1000;
  seen.received_bytes = 500;
  return seen;
}

SelfTestCase judged(View view, const DoneSocket& done, const std::optional<SeenSocket>& seen) {
  const std::vector<Sighting> one = {{done, seen}};
  return judge(view, one);
}

TEST(Judge, ACorrectReportIsRight) {
  for (const View view : {View::plain_list, View::kernel_list, View::log}) {
    EXPECT_EQ(judged(view, done_tcp(), seen_tcp()).verdict, Verdict::right);
  }
  const SelfTestCase result = judged(View::log, done_tcp(), seen_tcp());
  EXPECT_EQ(result.expected,
            "maker 100/prover, owner 100/prover, made during the call, sent 1000, received 500");
  EXPECT_EQ(result.seen, result.expected);
}

TEST(Judge, AWrongOwnerIsWrong) {
  SeenSocket seen = seen_tcp();
  seen.owner = Actor{Pid{101}, "prover"};
  EXPECT_EQ(judged(View::plain_list, done_tcp(), seen).verdict, Verdict::wrong);
  seen.owner = Actor{Pid{100}, "another"};
  const SelfTestCase result = judged(View::log, done_tcp(), seen);
  EXPECT_EQ(result.verdict, Verdict::wrong);
  EXPECT_THAT(result.seen, HasSubstr("owner 100/another"));
}

TEST(Judge, AWrongMakerIsWrongInTheLog) {
  SeenSocket seen = seen_tcp();
  seen.maker = kOther;
  EXPECT_EQ(judged(View::log, done_tcp(), seen).verdict, Verdict::wrong);
  EXPECT_EQ(judged(View::plain_list, done_tcp(), seen).verdict,
            Verdict::right);  // it is not reported
}

TEST(Judge, AByteMoreOrLessIsWrong) {
  SeenSocket seen = seen_tcp();
  seen.sent_bytes = 1001;
  EXPECT_EQ(judged(View::plain_list, done_tcp(), seen).verdict, Verdict::wrong);
  seen = seen_tcp();
  seen.received_bytes = 499;
  EXPECT_EQ(judged(View::log, done_tcp(), seen).verdict, Verdict::wrong);
}

TEST(Judge, AMissingReportIsNotSeen) {
  EXPECT_EQ(judged(View::log, done_tcp(), std::nullopt).verdict, Verdict::not_seen);
  EXPECT_EQ(judged(View::log, done_tcp(), std::nullopt).seen, "");
  SeenSocket seen = seen_tcp();
  seen.sent_bytes.reset();
  const SelfTestCase result = judged(View::plain_list, done_tcp(), seen);
  EXPECT_EQ(result.verdict, Verdict::not_seen);
  EXPECT_THAT(result.seen, HasSubstr("\"sent 1000\" not reported"));
}

TEST(Judge, AMissingOwnerIsNotSeenButAWrongValueBesideItIsWorse) {
  SeenSocket seen = seen_tcp();
  seen.owner.reset();
  EXPECT_EQ(judged(View::plain_list, done_tcp(), seen).verdict, Verdict::not_seen);
  seen.sent_bytes = 1;
  EXPECT_EQ(judged(View::plain_list, done_tcp(), seen).verdict, Verdict::wrong);
}

TEST(Judge, AnOwnerOfAnUnheldSocketIsWrong) {
  DoneSocket done = done_tcp();
  done.nobody_holds_it = true;
  done.owner.reset();
  SeenSocket seen = seen_tcp();
  EXPECT_EQ(judged(View::plain_list, done, seen).verdict, Verdict::wrong);
  seen.owner.reset();
  EXPECT_EQ(judged(View::plain_list, done, seen).verdict, Verdict::right);
}

TEST(Judge, TheLastOwnerIsRequiredOfTheBpfBackendOnly) {
  DoneSocket done = done_tcp();
  done.nobody_holds_it = true;
  SeenSocket seen = seen_tcp();
  seen.owner.reset();
  EXPECT_EQ(judged(View::plain_list, done, seen).verdict, Verdict::right);
  EXPECT_EQ(judged(View::kernel_list, done, seen).verdict, Verdict::not_seen);
  seen.last_owner = kOther;
  EXPECT_EQ(judged(View::kernel_list, done, seen).verdict, Verdict::wrong);
  seen.last_owner = kMe;
  EXPECT_EQ(judged(View::kernel_list, done, seen).verdict, Verdict::right);
}

TEST(Judge, ATimeOutsideTheCallIsWrong) {
  SeenSocket seen = seen_tcp();
  seen.made_at = Timestamp{10 * kNanosecondsPerSecond - 2'000'000};
  EXPECT_THAT(judged(View::log, done_tcp(), seen).seen, HasSubstr("made 2 ms before it"));
  EXPECT_EQ(judged(View::log, done_tcp(), seen).verdict, Verdict::wrong);
  seen.made_at = Timestamp{11 * kNanosecondsPerSecond + 3'000'000};
  EXPECT_THAT(judged(View::kernel_list, done_tcp(), seen).seen, HasSubstr("made 3 ms after it"));
  seen.made_at.reset();
  EXPECT_EQ(judged(View::log, done_tcp(), seen).verdict, Verdict::not_seen);
  EXPECT_EQ(judged(View::plain_list, done_tcp(), seen).verdict, Verdict::right);
}

TEST(Judge, UdpTrafficMayBeUnknownToTheNetlinkBackendButNotWrong) {
  DoneSocket done = done_tcp();
  done.protocol = Protocol::udp;
  done.sent_packets = 3;
  SeenSocket seen = seen_tcp();
  seen.sent_packets = 3;
  seen.sent_bytes.reset();
  EXPECT_EQ(judged(View::plain_list, done, seen).verdict, Verdict::right);
  EXPECT_EQ(judged(View::kernel_list, done, seen).verdict, Verdict::not_seen);
  EXPECT_EQ(judged(View::log, done, seen).verdict, Verdict::not_seen);
  seen.sent_bytes = 999;
  EXPECT_EQ(judged(View::plain_list, done, seen).verdict, Verdict::wrong);
  seen.sent_bytes = 1000;
  seen.sent_packets = 2;
  EXPECT_EQ(judged(View::log, done, seen).verdict, Verdict::wrong);
}

TEST(Judge, AnUnreportedErrorIsWrong) {
  DoneSocket done = done_tcp();
  done.error = ECONNREFUSED;
  SeenSocket seen = seen_tcp();
  const SelfTestCase result = judged(View::log, done, seen);
  EXPECT_EQ(result.verdict, Verdict::wrong);
  EXPECT_THAT(result.seen, HasSubstr("no error"));
  seen.error = ECONNREFUSED;
  EXPECT_EQ(judged(View::log, done, seen).verdict, Verdict::right);
}

TEST(Judge, BothSidesCount) {
  DoneSocket client = done_tcp();
  client.label = "client";
  DoneSocket server = done_tcp();
  server.label = "server";
  const std::vector<Sighting> both = {{client, seen_tcp()}, {server, std::nullopt}};
  const SelfTestCase result = judge(View::log, both);
  EXPECT_EQ(result.verdict, Verdict::not_seen);
  EXPECT_THAT(result.seen, HasSubstr("server: nothing"));
}

TEST(Judge, OneOfAHundredIsEnoughToBeWrong) {
  std::vector<Sighting> hundred(100, {done_tcp(), seen_tcp()});
  EXPECT_EQ(judge(View::log, hundred).verdict, Verdict::right);
  EXPECT_EQ(judge(View::log, hundred).seen, "100 of 100 right");
  hundred[41].second->owner = kOther;
  const SelfTestCase result = judge(View::log, hundred);
  EXPECT_EQ(result.verdict, Verdict::wrong);
  EXPECT_EQ(result.seen, "99 of 100 right");
  EXPECT_THAT(result.why, HasSubstr("owner 200/other"));
}

TEST(Judge, NothingDoneIsNothingShown) {
  EXPECT_EQ(judge(View::log, {}).verdict, Verdict::not_seen);
}

TEST(Judge, HostileNamesAreEscaped) {
  SeenSocket seen = seen_tcp();
  seen.owner = Actor{Pid{1}, "\x1b[2J"};
  EXPECT_THAT(judged(View::log, done_tcp(), seen).seen, HasSubstr("1/\\x1b[2J"));
}

}  // namespace
}  // namespace portexplorer
