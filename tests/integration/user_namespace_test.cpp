// A reader in a separate user namespace, where the kernel reports the same number for all users
// outside of its map: they are unknown.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint16_t kPort = 7520;
constexpr unsigned kOutside = 64'322;  // not in the map of the reader's user namespace

void write_file(const char* path, const std::string& text) {
  const UniqueFd fd(check(open(path, O_WRONLY | O_CLOEXEC), path));
  check(static_cast<int>(write(fd.get(), text.data(), text.size())), path);
}

// Only root is mapped, to itself.
void enter_user_namespace() {
  check(unshare(CLONE_NEWUSER), "unshare");
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/uid_map", "0 0 1");
  write_file("/proc/self/gid_map", "0 0 1");
}

json said_inside(const std::vector<std::string>& arguments) {
  ChildProcess reader([&](Conversation& test) {
    enter_user_namespace();
    const Outcome outcome = run_portexplorer(arguments);
    test.say(json{{"out", outcome.out}, {"err", outcome.err}}.dump());
    test.wait_for_end();
  });
  return json::parse(reader.hear());
}

class UserNamespace : public ::testing::Test {
 protected:
  ScopedNetns netns_;
};

TEST_F(UserNamespace, AUserOutsideOfItIsUnknownAndNotNobody) {
  ChildProcess owner([](Conversation& test) {
    check(setgid(kOutside), "setgid");
    check(setuid(kOutside), "setuid");
    const UniqueFd socket = listener("127.0.0.1", kPort);
    test.say("listens");
    test.wait_for_end();
  });
  ASSERT_EQ(owner.hear(), "listens");
  const UniqueFd own = listener("127.0.0.1", kPort + 1);

  const json listing =
      json::parse(said_inside({"list", "--json", "-l"}).at("out").get<std::string>());
  const json row = only_row(listing, {{"local_port", kPort}});
  EXPECT_EQ(row.at("socket_uid"), nullptr);
  EXPECT_EQ(row.at("user"), nullptr);
  EXPECT_EQ(row.at("uid"), nullptr);
  EXPECT_EQ(only_row(listing, {{"local_port", kPort + 1}}).at("socket_uid"), 0) << "in the map";
  EXPECT_THAT(listing.at("coverage").dump(), HasSubstr("not mapped into the user namespace"));
  EXPECT_EQ(only_row(list_json({"-l"}), {{"local_port", kPort}}).at("uid"), kOutside)
      << "outside of it";

  const json text = said_inside({"list", "-l", "port:7520"});
  EXPECT_THAT(text.at("out").get<std::string>(), Not(HasSubstr("nobody")));
  const json process = said_inside({"what", "process", std::to_string(owner.pid())});
  EXPECT_THAT(process.at("out").get<std::string>(), Not(ContainsRegex("[Uu]ser +nobody")));
  EXPECT_THAT(process.at("out").get<std::string>(), ContainsRegex("as the user[ \n]\\(unknown\\)"));
}

TEST_F(UserNamespace, WhoMayWriteAFileOfAnUnknownUserIsUnknown) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/prog";
  std::filesystem::copy_file("/bin/cat", path);
  check(chmod(path.c_str(), 0755), "chmod");
  check(chown(path.c_str(), kOutside, kOutside), "chown");
  ChildProcess reader([&](Conversation& test) {
    enter_user_namespace();
    ChildProcess program([&](Conversation& inner) {
      check(dup2(inner.in(), STDIN_FILENO), "dup2");
      execute(path, {"prog"});
    });
    program.await_program();
    test.say(std::to_string(program.pid()));
    static_cast<void>(test.hear());
    test.say(json{
        {"out", run_portexplorer({"what", "process", "--json", std::to_string(program.pid())}).out}}
                 .dump());
    test.wait_for_end();
  });
  const std::string pid = reader.hear();
  const json outside = json::parse(run_portexplorer({"what", "process", "--json", pid}).out);
  reader.say("now");
  const json inside = json::parse(json::parse(reader.hear()).at("out").get<std::string>());
  EXPECT_THAT(outside.dump(), HasSubstr("by user 64322"));
  EXPECT_THAT(inside.dump(), Not(HasSubstr("65534")));
  EXPECT_THAT(inside.dump(), HasSubstr("it is outside the map of this user namespace"));
}

// As after `unshare -U`: no ID is mapped.
TEST_F(UserNamespace, WithoutAMapNoUserIsKnown) {
  const UniqueFd socket = listener("127.0.0.1", kPort);
  ChildProcess reader([&](Conversation& test) {
    check(unshare(CLONE_NEWUSER), "unshare");
    const Outcome data = run_portexplorer({"list", "--json", "-l"});
    const Outcome text = run_portexplorer({"list", "-l"});
    test.say(json{{"data", data.out}, {"text", text.out + text.err}}.dump());
    test.wait_for_end();
  });
  const json said = json::parse(reader.hear());
  const json row =
      only_row(json::parse(said.at("data").get<std::string>()), {{"local_port", kPort}});
  EXPECT_EQ(row.at("socket_uid"), nullptr);
  EXPECT_EQ(row.at("user"), nullptr);
  EXPECT_THAT(said.at("text").get<std::string>(), Not(HasSubstr("nobody")));
  EXPECT_THAT(said.at("text").get<std::string>(), Not(HasSubstr("sudo")))
      << "it does not help there";
}

TEST_F(UserNamespace, ItsCapabilitiesDoNotApplyToTheMachine) {
  const std::string inside = said_inside({"doctor"}).at("out").get<std::string>();
  EXPECT_THAT(inside, ContainsRegex("part CAP_SYS_PTRACE +held in this user namespace only"));
  EXPECT_THAT(inside, Not(HasSubstr("held; allows")));
  EXPECT_THAT(run_portexplorer({"doctor"}).out, ContainsRegex("ok +CAP_SYS_PTRACE +held; allows"));
}

}  // namespace
}  // namespace portexplorer
