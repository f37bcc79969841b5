// The runner with fake sources: the traffic is real, but too little of it is reported.
#include "collect/diagnose/selftest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>

#include "support/fake_source.h"

namespace portexplorer {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

SelfTestReport report_with(const std::vector<std::shared_ptr<const Sample>>& samples) {
  return prove(
      {.make_source = [samples] { return std::make_unique<testing::FakeSource>(samples); }});
}

const SelfTestCase& case_of(const SelfTestReport& proof, std::size_t group, std::string_view what) {
  std::size_t passed = 0;
  for (std::size_t i = 0; i < proof.cases.size(); ++i) {
    if (i > 0 && proof.cases[i].group != proof.cases[i - 1].group) ++passed;
    if (passed == group && proof.cases[i].what.starts_with(what)) return proof.cases[i];
  }
  throw std::runtime_error("no such case");
}

TEST(SelfTest, ASocketMissingFromAListIsNotSeen) {
  const SelfTestReport proof = report_with({std::make_shared<const Sample>()});
  EXPECT_FALSE(proof.all_right());
  EXPECT_EQ(proof.count(Verdict::right), 0u);
  const SelfTestCase& tcp = case_of(proof, 0, "TCP over IPv4");
  EXPECT_EQ(tcp.verdict, Verdict::not_seen);
  EXPECT_THAT(tcp.expected, HasSubstr("diagnose_test, sent 1000, received 500"));
  EXPECT_EQ(tcp.seen, "client: nothing; server: nothing");
  EXPECT_EQ(case_of(proof, 1, "TCP over IPv4").verdict, Verdict::not_seen);
}

TEST(SelfTest, ASourceThatFailsReportsWhy) {
  const SelfTestReport proof = report_with({});
  EXPECT_EQ(proof.count(Verdict::untried), proof.cases.size());
  const SelfTestCase& listed = case_of(proof, 0, "TCP over IPv4");
  EXPECT_EQ(listed.why, "The kernel refuses to list sockets.");
  EXPECT_EQ(listed.remedy, "Run portexplorer as root.");
  EXPECT_EQ(case_of(proof, 2, "TCP over IPv4").why, "This source reports no events.");
}

TEST(SelfTest, ACaseThatFailsReportsWhy) {
  const SelfTestReport proof = report_with({std::make_shared<const Sample>()});
  const SelfTestCase& executed =
      case_of(proof, 0, "execve");  // this test program does not support being executed again
  EXPECT_EQ(executed.verdict, Verdict::untried);
  EXPECT_EQ(executed.why, "This program cannot be executed again.");
}

TEST(SelfTest, LeavesNoProcess) {
  const SelfTestReport proof = report_with({});
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(SelfTest, OtherArgumentsAreIgnored) {
  const std::array<const char*, 1> list = {"list"};
  EXPECT_EQ(act_if_asked(list), std::nullopt);
  const std::array<const char*, 5> odd = {"--self-test-connect", "x", "1", "2", "3"};
  EXPECT_EQ(act_if_asked(odd), 1);
}

}  // namespace
}  // namespace portexplorer
