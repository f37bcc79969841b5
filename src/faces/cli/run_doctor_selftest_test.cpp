#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <sstream>

#include "base/escape.h"
#include "base/unique_fd.h"
#include "faces/cli/run.h"

namespace portexplorer::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Said {
  int code = -1;
  std::string text;
};

Said said_of(const SelfTestReport& proof, bool json = false) {
  const UniqueFd file(::memfd_create("out", MFD_CLOEXEC));
  Environment env;
  env.out = file.get();
  env.variable = [](const char*) { return std::string(); };
  env.prove = [&] { return proof; };
  Said said;
  said.code = json ? run(std::array{"doctor", "--self-test", "--json"}, env)
                   : run(std::array{"doctor", "--self-test"}, env);
  std::array<char, 65536> bytes;
  const ssize_t length = ::pread(file.get(), bytes.data(), bytes.size(), 0);
  said.text.assign(bytes.data(), static_cast<std::size_t>(length));
  return said;
}

const SelfTestCase kRight{"Lists", "TCP over IPv4", "owner 1/me", "owner 1/me", Verdict::right, "",
                          ""};
const SelfTestCase kWrong{
    "Lists", "TCP over IPv6",    "owner 1/me, sent 1000", "owner 2/it, sent 1000", Verdict::wrong,
    "",      "Please report it."};
const SelfTestCase kNotSeen{
    "Log", "fork", "owner 1/me", "", Verdict::not_seen, "7 events were lost.", ""};
const SelfTestCase kUntried{
    "Log", "raw", "", "", Verdict::untried, "The kernel refuses.", "Run portexplorer as root."};

TEST(DoctorSelfTest, ExitsWithZeroIfAllCasesAreRight) {
  const Said said = said_of({{kRight}});
  EXPECT_EQ(said.code, kExitFine);
  EXPECT_EQ(said.text, "Lists\n  right     TCP over IPv4\n\n1 of 1 right\n");
}

TEST(DoctorSelfTest, ExplainsCasesThatAreNotRight) {
  const Said said = said_of({{kRight, kWrong, kNotSeen, kUntried, kUntried}});
  EXPECT_EQ(said.code, kExitNothing);
  EXPECT_EQ(said.text,
            "Lists\n"
            "  right     TCP over IPv4\n"
            "  WRONG     TCP over IPv6\n"
            "            expected: owner 1/me, sent 1000\n"
            "            seen:     owner 2/it, sent 1000\n"
            "            → Please report it.\n"
            "\n"
            "Log\n"
            "  not seen  fork\n"
            "            expected: owner 1/me\n"
            "            seen:     nothing\n"
            "            7 events were lost.\n"
            "  not tried raw\n"
            "  not tried raw\n"
            "            The kernel refuses.\n"
            "            → Run portexplorer as root.\n"
            "\n"
            "1 of 5 right, 1 wrong, 1 not seen, 2 not tried\n");
}

TEST(DoctorSelfTest, ACaseThatCannotBeTriedIsNotRight) {
  EXPECT_EQ(said_of({{kRight, kUntried}}).code, kExitNothing);
}

TEST(DoctorSelfTest, WrapsLongTexts) {
  SelfTestCase wordy = kWrong;
  for (int i = 0; i < 40; ++i) wordy.expected += " and then more";
  std::istringstream lines(said_of({{wordy}}).text);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count)
    EXPECT_LE(display_width(line), 80) << line;
  EXPECT_GT(count, 10);
}

TEST(DoctorSelfTest, JsonHasAllMembers) {
  const Said said = said_of({{kWrong, kUntried}}, true);
  EXPECT_EQ(said.code, kExitNothing);
  EXPECT_EQ(said.text,
            "{\"schema\":\"portexplorer.self-test/1\",\"cases\":[\n"
            "{\"group\":\"Lists\",\"what\":\"TCP over IPv6\",\"expected\":\"owner 1/me, sent "
            "1000\",\"seen\":\"owner 2/it, sent 1000\","
            "\"verdict\":\"wrong\",\"why\":null,\"remedy\":\"Please report it.\"},\n"
            "{\"group\":\"Log\",\"what\":\"raw\",\"expected\":null,\"seen\":null,\"verdict\":"
            "\"not tried\","
            "\"why\":\"The kernel refuses.\",\"remedy\":\"Run portexplorer as root.\"}]}\n");
}

TEST(DoctorSelfTest, HostileTextIsEscaped) {
  SelfTestCase hostile = kUntried;
  hostile.what = hostile.why = "\x1b[31m\nred";
  EXPECT_THAT(said_of({{hostile}}).text, HasSubstr("\\x1b[31m\\nred"));
  EXPECT_THAT(said_of({{hostile}}).text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(said_of({{hostile}}, true).text, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace portexplorer::cli
