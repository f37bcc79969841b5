// `what process`, and the columns that are read in the same way, with the built program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill()
#include <unistd.h>

#include <filesystem>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using ::testing::HasSubstr;

// Reading a file of this size takes longer than the deadline of a test.
TEST(WhatProcess, CtrlCSkipsTheChecksumAndShowsTheRest) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/prog";
  std::filesystem::copy_file("/bin/cat", path);
  check(truncate(path.c_str(), off_t{1} << 40), "truncate");
  ChildProcess child([&](Conversation& c) {
    check(dup2(c.in(), STDIN_FILENO), "dup2");
    execute(path, {"prog"});
  });
  child.await_program();
  RunOptions options;
  options.awaited = "Ctrl+C skips this";
  options.then = [](int pid) { check(kill(pid, SIGINT), "kill"); };
  const Outcome outcome =
      run_portexplorer({"what", "process", std::to_string(child.pid()), "--all"}, options);
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("reading the file was cancelled"));
  EXPECT_THAT(outcome.out, HasSubstr("Works in"));
  EXPECT_THAT(outcome.out, HasSubstr("\nSockets\n"));
}

TEST(ListColumns, PackageAndFindingsAreReadOnlyOnRequest) {
  const ScopedNetns netns;
  const UniqueFd socket = listener("127.0.0.1", 8080);
  ChildProcess child(
      [&](Conversation& c) { hold_as_program(c, "/bin/cat", {"cat"}, socket.get()); });
  child.await_program();
  const std::string own = "netns:" + own_netns();
  const auto all = only_row(list_json({own, "state:LISTEN"}), {{"local_port", 8080}});
  EXPECT_TRUE(all.at("package").is_null());
  EXPECT_TRUE(all.at("findings").is_null());
  const auto asked = list_json({own, "--columns", "process,package,findings,local_port"});
  const auto row = only_row(asked, {{"local_port", 8080}});
  EXPECT_FALSE(row.at("package").is_null());
  EXPECT_FALSE(row.at("findings").is_null());
  EXPECT_EQ(
      list_json({own, "--columns", "local_port", "package:no-such-package"}).at("sockets").size(),
      0u);
  EXPECT_EQ(
      list_json({own, "--columns", "local_port", "package:unpackaged"}).at("sockets").size() +
          list_json({own, "--columns", "local_port", "package:coreutils"}).at("sockets").size(),
      1u);
}

}  // namespace
}  // namespace portexplorer
