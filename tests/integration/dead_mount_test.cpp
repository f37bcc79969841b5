// A file system whose server does not answer: the program shows what the kernel provides without
// the server, and reports what is missing. A hang fails at the deadline of the fixture.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>
#include <vector>

#include "support/netns/netns_fixture.h"
#include "support/netns/private_mounts.h"
#include "support/program.h"
#include "support/sockets/silent_server.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint16_t kDeadPort = 7520;

// Makes /proc/PID/cmdline of the calling process show this memory, as any user may. The other
// fields of the memory map are unchanged.
void show_as_arguments(std::uint64_t begin, std::uint64_t size) {
  const std::string stat = read_file("/proc/self/stat");
  std::istringstream fields(stat.substr(stat.rfind(')') + 2));
  std::vector<std::uint64_t> values(3);  // indices are field numbers of proc_pid_stat(5)
  for (std::string word; fields >> word;)
    values.push_back(word[0] == '-' || word[0] > '9' ? 0 : std::stoull(word));
  prctl_mm_map map{};
  map.start_code = values.at(26);
  map.end_code = values.at(27);
  map.start_stack = values.at(28);
  map.start_data = values.at(45);
  map.end_data = values.at(46);
  map.start_brk = values.at(47);
  map.brk = reinterpret_cast<std::uint64_t>(sbrk(0));
  map.arg_start = begin;
  map.arg_end = begin + size;
  map.env_start = values.at(50);
  map.env_end = values.at(51);
  map.exe_fd = static_cast<__u32>(-1);
  check(prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof map, 0), "PR_SET_MM_MAP");
}

// Three listening processes: one has its executable on the file system, one its working directory,
// and one shows a part of a file on it as its arguments.
struct Scene {
  explicit Scene(const std::string& place) {
    server.emplace(place, read_file("/bin/cat"));
    runs_there.emplace([&](Conversation& conversation) {
      const UniqueFd socket = listener("127.0.0.1", kDeadPort);
      hold_as_program(conversation, server->program(), {"program", "-"}, socket.get());
    });
    runs_there->await_program();
    works_there.emplace([&](Conversation& conversation) {
      const UniqueFd socket = listener("127.0.0.1", kDeadPort + 1);
      check(chdir(place.c_str()), "chdir");
      conversation.say("ready");
      conversation.wait_for_end();
    });
    works_there->hear();
    shows_it.emplace([&](Conversation& conversation) {
      const UniqueFd socket = listener("127.0.0.1", kDeadPort + 2);
      const UniqueFd file(check(open(server->page().c_str(), O_RDONLY | O_CLOEXEC), "open"));
      void* page = mmap(nullptr, 4096, PROT_READ, MAP_SHARED, file.get(), 0);
      check(page == MAP_FAILED ? -1 : 0, "mmap");
      show_as_arguments(reinterpret_cast<std::uint64_t>(page), 4096);
      conversation.say("ready");
      conversation.wait_for_end();
    });
    shows_it->hear();
  }

  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;
  // The server first: a process that waits for it cannot be killed before.
  ~Scene() { server.reset(); }

  std::optional<SilentServer> server;
  std::optional<ChildProcess> runs_there;
  std::optional<ChildProcess> works_there;
  std::optional<ChildProcess> shows_it;
};

class DeadMount : public ::testing::Test {
 protected:
  // Runs `body` in a separate mount namespace in which the server does not answer any more.
  static void with_silent_server(const std::function<void(const Scene&)>& body) {
    std::thread([&] {
      check(unshare(CLONE_NEWNS), "unshare");
      ASSERT_TRUE(make_mounts_private());
      std::string place = std::filesystem::temp_directory_path() / "portexplorer-dead-XXXXXX";
      ASSERT_NE(mkdtemp(place.data()), nullptr);
      {
        Scene scene(place);
        scene.server->fall_silent();
        body(scene);
      }
      std::filesystem::remove(place);
    }).join();
  }

  ScopedNetns netns_;
};

TEST_F(DeadMount, TheListShowsWhatTheKernelProvides) {
  with_silent_server([](const Scene& scene) {
    for (const char* backend : {"netlink", "bpf"}) {
      const json listing = list_json({"-l", "--backend", backend});
      const json runs = only_row(listing, {{"local_port", kDeadPort}});
      EXPECT_EQ(runs.at("pid"), scene.runs_there->pid());
      EXPECT_EQ(runs.at("path"), scene.server->program());
      EXPECT_EQ(runs.at("command"), "program -");
      EXPECT_EQ(only_row(listing, {{"local_port", kDeadPort + 1}}).at("pid"),
                scene.works_there->pid());
      const json shows = only_row(listing, {{"local_port", kDeadPort + 2}});
      EXPECT_EQ(shows.at("pid"), scene.shows_it->pid());
      EXPECT_EQ(shows.at("command"), nullptr);
    }
  });
}

TEST_F(DeadMount, ValuesThatRequireTheServerAreUnknown) {
  with_silent_server([](const Scene&) {
    const json listing =
        list_json({"-l", "--columns", "local_port,package,findings", "local_port:7520..7522"});
    ASSERT_EQ(listing.at("sockets").size(), 3u);
    const json runs = only_row(listing, {{"local_port", kDeadPort}});
    EXPECT_EQ(runs.at("package"), "unpackaged")
        << "the list of packages is here, and does not name that path";
    EXPECT_THAT(runs.at("findings").dump(), Not(HasSubstr("writable_place")));
  });
}

// The number of children of the process, including zombies.
std::size_t children_of(int pid) {
  std::istringstream children(
      read_file("/proc/" + std::to_string(pid) + "/task/" + std::to_string(pid) + "/children"));
  return static_cast<std::size_t>(std::distance(std::istream_iterator<int>(children), {}));
}

TEST_F(DeadMount, AWatchContinuesAndLeavesAtMostTwoChildren) {
  with_silent_server([](const Scene&) {
    RunOptions options;
    options.awaited = "\n\n";  // between two refreshes
    options.then = [](int pid) { EXPECT_LE(children_of(pid), 2u); };
    const Outcome watch = run_portexplorer(
        {"watch", "-l", "--count", "4", "--interval", "0.1s", "--columns", "+package,findings"},
        options);
    EXPECT_EQ(watch.exit_code, 0);
  });
}

TEST_F(DeadMount, AWatchEndsOnASignal) {
  with_silent_server([](const Scene&) {
    RunOptions options;
    options.awaited = "7520";
    options.then = [](int pid) { check(kill(pid, SIGTERM), "kill"); };
    const Outcome watch = run_portexplorer(
        {"watch", "-l", "--jsonl", "--interval", "0.1s", "--columns", "local_port,package"},
        options);
    EXPECT_EQ(watch.exit_code, 128 + SIGTERM);
  });
}

TEST_F(DeadMount, APageReportsWhatDoesNotAnswer) {
  with_silent_server([](const Scene& scene) {
    const std::string pid = std::to_string(scene.runs_there->pid());
    const Outcome page = run_portexplorer({"what", "process", pid, "--all"});
    EXPECT_EQ(page.exit_code, 0) << page.err;
    EXPECT_THAT(page.out, HasSubstr("its file system does not answer"));
    EXPECT_THAT(page.out, Not(HasSubstr("at its path")));
    const Outcome report = run_portexplorer({"what", "process", pid, "--json"});
    ASSERT_EQ(report.exit_code, 0) << report.err;
    EXPECT_EQ(json::parse(report.out).at("general").at("executable"), "unreadable");
    for (const auto& other :
         {std::to_string(scene.works_there->pid()), std::to_string(scene.shows_it->pid())}) {
      EXPECT_EQ(run_portexplorer({"what", "process", other}).exit_code, 0);
    }
    EXPECT_EQ(run_portexplorer({"what", "port", "7520"}).exit_code, 0);
  });
}

// A server that answers is read like any other file system.
TEST_F(DeadMount, AServerThatAnswersIsRead) {
  std::thread([&] {
    check(unshare(CLONE_NEWNS), "unshare");
    ASSERT_TRUE(make_mounts_private());
    std::string place = std::filesystem::temp_directory_path() / "portexplorer-live-XXXXXX";
    ASSERT_NE(mkdtemp(place.data()), nullptr);
    {
      const Scene scene(place);
      const Outcome shown =
          run_portexplorer({"what", "process", std::to_string(scene.runs_there->pid()), "--json"});
      ASSERT_EQ(shown.exit_code, 0) << shown.err;
      const json report = json::parse(shown.out);
      EXPECT_EQ(report.at("general").at("executable"), "present");
      EXPECT_THAT(shown.out, Not(HasSubstr("does not answer")));
      const json row = only_row(list_json({"-l", "--columns", "local_port,findings,command"}),
                                {{"local_port", kDeadPort}});
      EXPECT_EQ(row.at("command"), "program -");
    }
    std::filesystem::remove(place);
  }).join();
}

void in_own_mounts(const std::function<void(const std::string& directory)>& body) {
  std::thread([&] {
    check(unshare(CLONE_NEWNS), "unshare");
    ASSERT_TRUE(make_mounts_private());
    const TemporaryDirectory directory;
    body(directory.path());
  }).join();
}

std::string make_directory(const std::string& path) {
  std::filesystem::create_directories(path);
  return path;
}

void expect_that_it_is_seen(int pid) {
  for (const char* backend : {"netlink", "bpf"}) {
    const json listing =
        list_json({"-l", "--backend", backend, "--columns", "local_port,pid,package,findings"});
    EXPECT_EQ(only_row(listing, {{"local_port", kDeadPort}}).at("pid"), pid);
  }
  const Outcome page = run_portexplorer({"what", "process", std::to_string(pid), "--all"});
  EXPECT_EQ(page.exit_code, 0) << page.err;
  EXPECT_THAT(page.out, HasSubstr("its file system does not answer"));
}

// The layers of an overlay may be mounted where the reader does not see them, by any user in a
// separate namespace.
TEST_F(DeadMount, AnOverlayInOtherMountsDoesNotHideIt) {
  in_own_mounts([](const std::string& directory) {
    const ChildProcess elsewhere(
        [&](Conversation& conversation) {
          check(make_mounts_private() ? 0 : -1, "private mounts");
          std::optional<ChildProcess> runs_there;
          SilentServer server(make_directory(directory + "/far"),
                              read_file("/bin/cat"));  // ends first, see Scene
          const std::string layers =
              "lowerdir=" + directory + "/far:" + make_directory(directory + "/near");
          const std::string place = make_directory(directory + "/both");
          check(mount("overlay", place.c_str(), "overlay", 0, layers.c_str()), "mount an overlay");
          runs_there.emplace([&](Conversation& inner) {
            const UniqueFd socket = listener("127.0.0.1", kDeadPort);
            hold_as_program(inner, place + "/program", {"program", "-"}, socket.get());
          });
          runs_there->await_program();
          server.fall_silent();
          conversation.say(std::to_string(runs_there->pid()));
          conversation.wait_for_end();
        },
        CLONE_NEWNS);
    expect_that_it_is_seen(std::stoi(elsewhere.hear()));
  });
}

}  // namespace
}  // namespace portexplorer
