// Reports about a process whose file is no longer at the path it was started from, and about one
// whose first thread has ended.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "support/netns/netns_fixture.h"
#include "support/netns/private_mounts.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;

constexpr std::uint16_t kFilePort = 7530;

json report_of(int pid) {
  const Outcome outcome = run_portexplorer({"what", "process", std::to_string(pid), "--json"});
  if (outcome.exit_code != 0) fail_now("what process: " + outcome.err);
  return json::parse(outcome.out);
}

// Starts a copy of cat in a directory of a separate mount, changes its path with `change`, and
// returns the report.
template <typename Change>
json report_after(const Change& change) {
  json report;
  std::thread([&] {
    check(unshare(CLONE_NEWNS), "unshare");
    if (!make_mounts_private()) fail_with_errno("private mounts");
    std::string place = std::filesystem::temp_directory_path() / "portexplorer-file-XXXXXX";
    if (mkdtemp(place.data()) == nullptr) fail_with_errno("mkdtemp");
    check(mount("files", place.c_str(), "tmpfs", 0, nullptr), "mount tmpfs");
    const std::string program = place + "/program";
    std::filesystem::copy_file("/bin/cat", program);
    {
      ChildProcess child([&](Conversation& conversation) {
        const UniqueFd socket = listener("127.0.0.1", kFilePort);
        hold_as_program(conversation, program, {"program"}, socket.get());
      });
      child.await_program();
      change(place, program);
      report = report_of(child.pid());
    }
    while (umount2(place.c_str(), MNT_DETACH) == 0) {
    }
    std::filesystem::remove(place);
  }).join();
  return report;
}

class RunningFile : public ::testing::Test {
 protected:
  ScopedNetns netns_;
};

const json& executable_in(const json& report) { return report.at("general").at("executable"); }

TEST_F(RunningFile, IsAtItsPathIfUnchanged) {
  EXPECT_EQ(executable_in(report_after([](const std::string&, const std::string&) {})), "present");
}

TEST_F(RunningFile, IsElsewhereAfterItsMountIsRemoved) {
  const json report = report_after([](const std::string& place, const std::string&) {
    check(umount2(place.c_str(), MNT_DETACH), "umount");
  });
  EXPECT_EQ(executable_in(report), "elsewhere");
}

TEST_F(RunningFile, IsElsewhereUnderAnotherMount) {
  const json report = report_after([](const std::string& place, const std::string& program) {
    check(mount("more", place.c_str(), "tmpfs", 0, nullptr), "mount tmpfs");
    std::filesystem::copy_file("/bin/cat", program);  // a different file with the same content
  });
  EXPECT_EQ(executable_in(report), "elsewhere");
}

TEST_F(RunningFile, IsElsewhereBehindAnotherFile) {
  const json report = report_after([](const std::string&, const std::string& program) {
    check(mount("/bin/sh", program.c_str(), nullptr, MS_BIND, nullptr), "bind");
  });
  EXPECT_EQ(executable_in(report), "elsewhere");
}

TEST_F(RunningFile, RenamedIsAtItsNewPath) {
  const json report = report_after([](const std::string& place, const std::string& program) {
    std::filesystem::rename(program, place + "/renamed");
  });
  EXPECT_EQ(executable_in(report), "present");
}

// Returns the entries of a report without a value.
void add_unknown(const json& value, const std::string& place, std::set<std::string>& unknown) {
  if (value.is_null()) unknown.insert(place);
  if (!value.is_object()) return;
  for (const auto& [key, inner] : value.items()) add_unknown(inner, place + "/" + key, unknown);
}

std::set<std::string> unknown_in(const json& report) {
  std::set<std::string> unknown;
  add_unknown(report, "", unknown);
  return unknown;
}

ChildProcess process_with_two_threads(bool first_ends) {
  return ChildProcess([first_ends](Conversation& conversation) {
    const UniqueFd socket = listener("127.0.0.1", first_ends ? kFilePort + 1 : kFilePort + 2);
    std::thread other([&] {
      conversation.say("ready");
      conversation.wait_for_end();
      _exit(0);
    });
    if (first_ends) syscall(SYS_exit, 0);
    other.join();
  });
}

TEST_F(RunningFile, IsReportedForAProcessWhoseFirstThreadHasEnded) {
  const ChildProcess whole = process_with_two_threads(false);
  const ChildProcess headless = process_with_two_threads(true);
  whole.hear();
  headless.hear();
  const std::string stat = "/proc/" + std::to_string(headless.pid()) + "/stat";
  for (std::string text = read_file(stat); text[text.rfind(')') + 2] != 'Z'; text = read_file(stat))
    sched_yield();

  const json expected = report_of(whole.pid());
  const json report = report_of(headless.pid());
  EXPECT_EQ(unknown_in(report), unknown_in(expected));
  for (const char* field : {"path", "executable", "command", "name"}) {
    EXPECT_EQ(report.at("general").at(field), expected.at("general").at(field)) << field;
  }
}

}  // namespace
}  // namespace portexplorer
