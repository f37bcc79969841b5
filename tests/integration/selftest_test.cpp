// `portexplorer doctor --self-test` on this kernel: all of its traffic must be reported correctly.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <set>
#include <sstream>

#include "base/escape.h"
#include "support/netns/netns_fixture.h"
#include "support/program.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::EndsWith;
using ::testing::HasSubstr;

class DoctorSelfTests : public ::testing::Test {
 protected:
  DoctorSelfTests() {
    const UniqueFd groups(check(open("/proc/sys/net/ipv4/ping_group_range", O_WRONLY | O_CLOEXEC),
                                "ping_group_range"));
    check(write(groups.get(), "0 4294967294", 12), "ping_group_range");
  }

  static json proof(const Outcome& outcome) {
    if (outcome.out.empty()) fail_now("portexplorer printed nothing: " + outcome.err);
    return json::parse(outcome.out);
  }

  static Outcome run_self_test(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"doctor", "--self-test"});
    return run_portexplorer(arguments);
  }

  ScopedNetns netns_;
};

std::string text_of(const json& c) { return c.is_string() ? c.get<std::string>() : std::string(); }

TEST_F(DoctorSelfTests, AllCasesAreRightWithPrivilege) {
  const Outcome outcome = run_self_test({"--json"});
  const json document = proof(outcome);
  EXPECT_EQ(document.at("schema"), "portexplorer.self-test/1");
  std::set<std::string> groups;
  for (const json& c : document.at("cases")) {
    groups.insert(c.at("group"));
    EXPECT_EQ(c.at("verdict"), "right") << c.dump(2);
    EXPECT_THAT(text_of(c.at("expected")), HasSubstr("owner"));
  }
  EXPECT_EQ(groups.size(), 3u);
  EXPECT_GE(document.at("cases").size(), 80u);
  EXPECT_EQ(outcome.exit_code, 0);
}

TEST_F(DoctorSelfTests, TheTextFitsATerminalAndEndsWithTheCount) {
  const Outcome outcome = run_self_test({});
  EXPECT_EQ(outcome.err, "");
  std::istringstream lines(outcome.out);
  std::string last;
  for (std::string line; std::getline(lines, line); last = line)
    EXPECT_LE(display_width(line), 80) << line;
  EXPECT_THAT(last, EndsWith(" right"));
  EXPECT_THAT(outcome.out, HasSubstr("  right     100 short-lived processes: connect"));
}

TEST_F(DoctorSelfTests, WithoutPrivilegeItCoversTheNetlinkBackend) {
  RunOptions options;
  options.as_user = 4242;
  const Outcome outcome = run_portexplorer({"doctor", "--self-test", "--json"}, options);
  EXPECT_EQ(outcome.exit_code, 1);
  const json document = proof(outcome);
  int right = 0;
  int without_programs = 0;
  for (const json& c : document.at("cases")) {
    const std::string verdict = c.at("verdict");
    EXPECT_TRUE(verdict == "right" || verdict == "not tried") << c.dump(2);
    if (verdict == "right") ++right;
    else EXPECT_FALSE(text_of(c.at("why")).empty() || text_of(c.at("remedy")).empty()) << c.dump(2);
    if (text_of(c.at("why")).find("CAP_BPF") != std::string::npos) ++without_programs;
  }
  EXPECT_GE(right, 20);  // owners of its own sockets, and the bytes of TCP
  EXPECT_GE(without_programs, 50);
}

TEST_F(DoctorSelfTests, NoSocketsAreLeft) {
  const Outcome outcome = run_self_test({});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err << outcome.out;
  const json left = list_json({"--all-families", "--tcp", "--udp", "--raw", "netns=" + own_netns(),
                               "not", "state:time_wait", "process:portexplorer"});
  for (const json& row : left.at("sockets"))
    EXPECT_EQ(row.at("protocol"), "netlink") << row.dump(2);  // of the list itself
}

// A case is not right by default: here nothing is reachable on the loopback interface, so nothing
// is reported.
TEST_F(DoctorSelfTests, WithoutALoopbackInterfaceItReportsThat) {
  ip({"link", "set", "lo", "down"});
  const Outcome outcome = run_portexplorer({"doctor", "--self-test", "--json"});
  EXPECT_EQ(outcome.exit_code, 1);
  const json document = proof(outcome);
  int found = 0;
  for (const json& c : document.at("cases")) {
    if (text_of(c.at("what")).rfind("TCP over IPv4", 0) != 0) continue;
    ++found;
    EXPECT_EQ(c.at("verdict"), "not tried");
    EXPECT_FALSE(text_of(c.at("why")).empty());
    EXPECT_EQ(text_of(c.at("remedy")), "Bring the loopback interface up: ip link set lo up");
  }
  EXPECT_EQ(found, 3);  // once in each view
}

}  // namespace
}  // namespace portexplorer
