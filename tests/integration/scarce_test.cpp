// What the program does where the system gives it no thread or process: the same, more slowly, and never an abort.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "support/netns_fixture.h"
#include "support/program.h"
#include "support/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): what these tests are written in
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint16_t kScarcePort = 7510;
// Nobody else's, so that the limit counts this program alone. It is not root's, whom the limit does not bind.
constexpr unsigned kLonelyUser = 64'321;

RunOptions without_threads() {
  RunOptions options;
  options.as_user = kLonelyUser;
  options.before = [] {
    const rlimit one{1, 1};
    check(setrlimit(RLIMIT_NPROC, &one), "RLIMIT_NPROC");
  };
  return options;
}

class Scarce : public ::testing::Test {
 protected:
  ScopedNetns netns_;
  UniqueFd socket_ = listener("127.0.0.1", kScarcePort);
};

TEST_F(Scarce, ListsWithoutThreads) {
  const auto row = only_row(list_json({"-l"}, without_threads()), {{"local_port", kScarcePort}});
  EXPECT_EQ(row.at("inode"), inode_of(socket_.get()));
}

TEST_F(Scarce, EveryCommandEndsByItselfWithoutThreads) {
  const std::vector<std::vector<std::string>> commands = {{"list", "-l", "--resolve", "local_port:7510"},
                                                          {"list", "-l", "--columns", "+package,look_reasons"},
                                                          {"watch", "--count", "2", "--interval", "0.1s"},
                                                          {"what", "port", "7510"},
                                                          {"what", "address", "127.0.0.1"},
                                                          {"doctor"}};
  for (const auto& command : commands) {
    const Outcome shown = run_portexplorer(command, without_threads());
    EXPECT_LE(shown.exit_code, 3) << command[0] << ' ' << shown.err;
    EXPECT_THAT(shown.err, Not(HasSubstr("terminate")));
    EXPECT_FALSE(shown.out.empty()) << command[0] << ' ' << shown.err;
  }
}

}  // namespace
}  // namespace portexplorer
