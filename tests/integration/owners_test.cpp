// Owners of sockets, for every way in which a process can get one.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <thread>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/netns/own_cgroup.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr std::uint16_t kOwnersPort = 7200;
constexpr unsigned kSomeUser = 4242;

struct SocketPair {
  UniqueFd first;
  UniqueFd second;
  SocketPair() {
    std::array<int, 2> fds{};
    check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()), "socketpair");
    first.reset(fds[0]);
    second.reset(fds[1]);
  }
};

json row_of_port(std::uint16_t port) {
  return only_row(list_json({"--tcp"}), {{"local_port", port}, {"netns", own_netns()}});
}

class Owners : public ::testing::Test {
 protected:
  // Starts a process that runs a copy of cat named `name` and holds a listening socket.
  ChildProcess holder_named(const std::string& name,
                            const std::vector<std::string>& arguments = {"program"}) const {
    const std::string path = directory_.path() + "/" + name;
    std::filesystem::copy_file("/bin/cat", path);
    ChildProcess child([&](Conversation& test) {
      const UniqueFd fd = listener("127.0.0.1", kOwnersPort);
      hold_as_program(test, path, arguments, fd.get());
    });
    child.await_program();
    return child;
  }

  TemporaryDirectory directory_;
  ScopedNetns netns_;
};

TEST_F(Owners, InheritedByForkBelongsToTheProcessThatStartedFirst) {
  ChildProcess first([](Conversation& test) {
    const UniqueFd fd = listener("127.0.0.1", kOwnersPort);
    ChildProcess second([](Conversation& parent) { parent.wait_for_end(); });
    test.say(std::to_string(second.pid()));
    test.wait_for_end();
  });
  const int second = std::stoi(first.hear());
  const json row = row_of_port(kOwnersPort);
  EXPECT_EQ(row.at("pid"), first.pid());
  EXPECT_THAT(row.at("holders").get<std::vector<int>>(), UnorderedElementsAre(first.pid(), second));
}

// The files of a thread with an unshared file table are only in /proc/PID/task/TID/fd.
TEST_F(Owners, ASocketInTheFileTableOfAThreadBelongsToItsProcess) {
  ChildProcess process([](Conversation& test) {
    std::thread holder([&] {
      check(unshare(CLONE_FILES), "unshare");
      const UniqueFd fd = listener("127.0.0.1", kOwnersPort);
      test.say(std::to_string(inode_of(fd.get())));
      test.wait_for_end();
    });
    holder.join();
  });
  const std::uint64_t inode = std::stoull(process.hear());
  for (const std::string backend : {"netlink", "auto", "bpf"}) {
    const json row = only_row(list_json({"--tcp", "--backend", backend}), {{"inode", inode}});
    EXPECT_EQ(row.at("pid"), process.pid()) << backend;
    EXPECT_EQ(row.at("owner"), "known") << backend;
    EXPECT_EQ(row.at("holders"), json({process.pid()})) << backend;
  }
  EXPECT_THAT(run_portexplorer({"what", "process", std::to_string(process.pid())}).out,
              HasSubstr(std::to_string(kOwnersPort)));
}

TEST_F(Owners, InheritedByForkBelongsToTheSocketsUser) {
  ChildProcess first([](Conversation& test) {
    const UniqueFd fd = listener("127.0.0.1", kOwnersPort);
    check(fchown(fd.get(), kSomeUser, kSomeUser), "chown");
    ChildProcess second([](Conversation& parent) {
      check(setresuid(kSomeUser, kSomeUser, kSomeUser), "setuid");
      parent.say("ready");
      parent.wait_for_end();
    });
    second.hear();
    test.say(std::to_string(second.pid()));
    test.wait_for_end();
  });
  const int second = std::stoi(first.hear());
  const json row = row_of_port(kOwnersPort);
  EXPECT_EQ(row.at("pid"), second);
  EXPECT_EQ(row.at("uid"), kSomeUser);
  EXPECT_THAT(row.at("holders").get<std::vector<int>>(), UnorderedElementsAre(first.pid(), second));
}

TEST_F(Owners, SocketHeldTwiceByOneProcessIsOneRow) {
  const UniqueFd fd = listener("127.0.0.1", kOwnersPort);
  const UniqueFd again(check(fcntl(fd.get(), F_DUPFD_CLOEXEC, 0), "dup"));
  const json row = row_of_port(kOwnersPort);
  EXPECT_THAT(row.at("holders").get<std::vector<int>>(), UnorderedElementsAre(getpid()));
}

TEST_F(Owners, PassedOverAUnixSocketBelongsToTheReceiver) {
  const SocketPair pair;
  ChildProcess receiver([&](Conversation& test) {
    const UniqueFd fd = receive_fd(pair.second.get());
    test.say("have it");
    test.wait_for_end();
  });
  {
    const UniqueFd fd = listener("127.0.0.1", kOwnersPort);
    send_fd(pair.first.get(), fd.get());
    receiver.hear();
  }
  const json row = row_of_port(kOwnersPort);
  EXPECT_EQ(row.at("pid"), receiver.pid());
  EXPECT_THAT(row.at("holders").get<std::vector<int>>(), UnorderedElementsAre(receiver.pid()));
}

// In a separate PID namespace and control group, so that no process of the machine can be its
// owner.
TEST_F(Owners, InFlightHasNoOwnerButIsListed) {
  ChildProcess container(
      [](Conversation& test) {
        mount_own_proc();
        const OwnCgroup group("pe-in-flight");
        set_loopback_up();
        const SocketPair pair;
        send_fd(pair.first.get(), listener("127.0.0.1", kOwnersPort).get());
        test.say(only_row(list_json({"--tcp"}), {{"local_port", kOwnersPort}}).dump());
      },
      CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET);
  const json row = json::parse(container.hear());
  EXPECT_EQ(row.at("state"), "LISTEN");
  EXPECT_EQ(row.at("pid"), nullptr);
  EXPECT_EQ(row.at("mapped"), nullptr);
  EXPECT_EQ(row.at("owner"), "unknown");
}

TEST_F(Owners, EachSocketOfAReuseportGroupHasItsOwnOwner) {
  const auto share_port = [](Conversation& test) {
    const UniqueFd fd(check(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
    const int yes = 1;
    check(setsockopt(fd.get(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes), "SO_REUSEPORT");
    const sockaddr_in address{AF_INET, htons(kOwnersPort), {htonl(INADDR_LOOPBACK)}, {}};
    check(bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), "bind");
    check(listen(fd.get(), 1), "listen");
    test.say(std::to_string(inode_of(fd.get())));
    test.wait_for_end();
  };
  ChildProcess first(share_port);
  ChildProcess second(share_port);
  const auto first_inode = std::stoull(first.hear());
  const auto second_inode = std::stoull(second.hear());
  const json listing = list_json({"--tcp"});
  EXPECT_EQ(rows_where(listing, {{"local_port", kOwnersPort}, {"netns", own_netns()}}).size(), 2u);
  EXPECT_EQ(only_row(listing, {{"inode", first_inode}}).at("pid"), first.pid());
  EXPECT_EQ(only_row(listing, {{"inode", second_inode}}).at("pid"), second.pid());
}

TEST_F(Owners, DeletedExecutableKeepsItsNameAndIsHidden) {
  const ChildProcess holder = holder_named("a-program");
  std::filesystem::remove(directory_.path() + "/a-program");
  const json row = row_of_port(kOwnersPort);
  EXPECT_EQ(row.at("pid"), holder.pid());
  EXPECT_EQ(row.at("process"), "a-program");
  EXPECT_EQ(row.at("class"), "hidden");
}

// A new file of a package at the old path means that the program was updated and not restarted.
// That alone does not make it hidden.
TEST_F(Owners, ReplacedExecutableKeepsItsName) {
  const ChildProcess holder = holder_named("a-program");
  const json before = row_of_port(kOwnersPort);
  std::filesystem::remove(directory_.path() + "/a-program");
  std::filesystem::copy_file("/bin/true", directory_.path() + "/a-program");
  const json row = row_of_port(kOwnersPort);
  EXPECT_EQ(row.at("pid"), holder.pid());
  EXPECT_EQ(row.at("process"), "a-program");
  EXPECT_EQ(row.at("class_reason"), before.at("class_reason"));
}

TEST_F(Owners, ProgramInMemoryIsHidden) {
  ChildProcess holder([](Conversation& test) {
    const UniqueFd fd = listener("127.0.0.1", kOwnersPort);
    const int program = check(memfd_create("in-memory", 0), "memfd_create");
    const std::string bytes = read_file("/bin/cat");
    check(write(program, bytes.data(), bytes.size()), "write");
    hold_as_program(test, "/proc/self/fd/" + std::to_string(program), {"cat"}, fd.get());
  });
  // The pipe stays open until the program runs: the input of cat ends later.
  holder.await_program();
  const json row = row_of_port(kOwnersPort);
  EXPECT_EQ(row.at("pid"), holder.pid());
  EXPECT_EQ(row.at("class"), "hidden");
  EXPECT_THAT(row.at("process").get<std::string>(), HasSubstr("in-memory"));
}

// A name that breaks careless parsers of /proc/PID/stat, terminals and line-based readers.
TEST_F(Owners, HostileNamesAreEscaped) {
  const std::string name = "ev)il S 1\n(\x1b[31m\xff\xe2\x80\xae";
  const ChildProcess holder = holder_named(name, {name, "-", "two\nlines \x1b]0;title\x07 \xfe"});
  const json row = row_of_port(kOwnersPort);
  EXPECT_EQ(row.at("pid"), holder.pid());
  EXPECT_THAT(row.at("process").get<std::string>(), HasSubstr("ev)il S 1"));
  EXPECT_THAT(row.at("command").get<std::string>(), HasSubstr("two"));
  for (const char* format : {"--wide", "--csv", "--json", "--jsonl"}) {
    const Outcome shown = run_portexplorer(
        {"list", format, "--columns", "local_port,pid,process,path,command", "local_port:7200"});
    EXPECT_EQ(shown.exit_code, 0) << format;
    for (const char* bad : {"\x1b", "\x07", "\xff", "\xfe"})
      EXPECT_THAT(shown.out, Not(HasSubstr(bad))) << format;
    // JSON may contain characters that change the writing direction, since it is data.
    if (std::string_view(format).starts_with("--json")) continue;
    EXPECT_THAT(shown.out, Not(HasSubstr("\xe2\x80\xae"))) << format;
  }
  const Outcome text =
      run_portexplorer({"list", "--no-header", "--columns", "pid,process", "local_port:7200", "and",
                        "pid:" + std::to_string(holder.pid())});
  EXPECT_EQ(std::count(text.out.begin(), text.out.end(), '\n'), 1) << text.out;
}

TEST_F(Owners, ProcessIsNamedByItsExecutableNotByItsComm) {
  ChildProcess holder([](Conversation& test) {
    const UniqueFd fd = listener("127.0.0.1", kOwnersPort);
    check(prctl(PR_SET_NAME, "sshd"), "PR_SET_NAME");
    test.say("ready");
    test.wait_for_end();
  });
  holder.hear();
  EXPECT_EQ(row_of_port(kOwnersPort).at("process"), "integration_test");
}

TEST_F(Owners, SocketOfAnEndedProcessIsNotListed) {
  ChildProcess holder([](Conversation& test) {
    const UniqueFd fd = listener("127.0.0.1", kOwnersPort);
    test.say("ready");
    test.wait_for_end();
  });
  holder.hear();
  EXPECT_EQ(row_of_port(kOwnersPort).at("pid"), holder.pid());
  holder.kill();
  EXPECT_TRUE(
      rows_where(list_json({"--tcp"}), {{"local_port", kOwnersPort}, {"netns", own_netns()}})
          .empty());
}

}  // namespace
}  // namespace portexplorer
