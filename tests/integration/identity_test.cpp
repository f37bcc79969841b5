// The identity of a process is the same in every run and for every reader.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// Field 22 of /proc/self/stat. The second field, in parentheses, may contain anything.
std::uint64_t own_start_ticks() {
  const std::string stat = text_of("/proc/self/stat");
  std::istringstream rest(stat.substr(stat.rfind(')') + 2));
  std::string word;
  for (int field = 3; field <= 22; ++field) rest >> word;
  return std::stoull(word);
}

class Identity : public ::testing::Test {
 protected:
  ScopedNetns netns_;
};

TEST_F(Identity, OfAProcessIsTheSameInEveryRun) {
  const UniqueFd fd = listener("127.0.0.1", 7100);
  const std::uint64_t ticks = own_start_ticks();
  std::map<std::string, int> started;
  for (int run = 0; run < 6; ++run) {
    const json document = list_json({"--tcp", "--backend", run % 2 == 0 ? "netlink" : "bpf"});
    EXPECT_EQ(document.at("boot_id"), text_of("/proc/sys/kernel/random/boot_id"));
    const json row = only_row(document, {{"inode", inode_of(fd.get())}});
    EXPECT_EQ(row.at("start_ticks"), ticks);
    const std::string at = row.at("started_at");
    EXPECT_EQ(at.substr(at.size() - 8), "0000000Z")
        << at << " is finer than a hundredth of a second";
    ++started[at];
  }
  EXPECT_EQ(started.size(), 1u) << json(started).dump();
}

}  // namespace
}  // namespace portexplorer
