// Processes that start and end while the tables are read, and reused pids: an owner may be missing,
// but never wrong.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <vector>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;

constexpr std::uint16_t kStormPort = 7300;
constexpr int kStayingGenerations = 10;
constexpr int kListings = 40;
constexpr int kAtOnce = 12;

// Converts a number to an address of 127/8 and back: the address of a socket identifies its owner.
std::string address_of(unsigned number) {
  std::array<char, 20> text{};
  std::snprintf(text.data(), text.size(), "127.%u.%u.%u", number >> 16 & 255, number >> 8 & 255,
                number & 255);
  return text.data();
}

unsigned number_of(const std::string& address) {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  if (std::sscanf(address.c_str(), "127.%u.%u.%u", &a, &b, &c) != 3)
    fail_now("no such address: " + address);
  return a << 16 | b << 8 | c;
}

bool ended(const Conversation& conversation) {
  pollfd wait{conversation.in(), POLLIN, 0};
  return poll(&wait, 1, 0) > 0;
}

// Some exist only for a few system calls, others for some milliseconds more. They leave no
// TIME_WAIT.
[[noreturn]] void short_life() {
  const auto pid = static_cast<unsigned>(getpid());
  const UniqueFd server = listener(address_of(pid), kStormPort);
  const UniqueFd client = connected_socket(SOCK_STREAM, address_of(pid), kStormPort);
  const UniqueFd connection = accepted(server.get());
  const linger vanish{1, 0};
  check(setsockopt(client.get(), SOL_SOCKET, SO_LINGER, &vanish, sizeof vanish), "SO_LINGER");
  check(setsockopt(connection.get(), SOL_SOCKET, SO_LINGER, &vanish, sizeof vanish), "SO_LINGER");
  poll(nullptr, 0, static_cast<int>(pid % 64));
  _exit(0);
}

void storm(Conversation& test) {
  test.say("blowing");
  int alive = 0;
  while (!ended(test)) {
    for (; alive < kAtOnce; ++alive) {
      if (check(fork(), "fork") == 0) short_life();
    }
    check(wait(nullptr), "wait");
    --alive;
  }
  while (wait(nullptr) > 0) {
  }
}

// Processes that stay while others come and go: their sockets always have an owner.
void stay(Conversation& test) {
  const UniqueFd server = listener(address_of(static_cast<unsigned>(getpid())), kStormPort);
  test.say("here");
  test.wait_for_end();
}

TEST(Storm, ShortProcessesNeverGetAWrongOwner) {
  const ScopedNetns netns;
  std::vector<std::unique_ptr<ChildProcess>> staying;
  for (int i = 0; i < kAtOnce; ++i) staying.push_back(std::make_unique<ChildProcess>(stay));
  for (const auto& child : staying) child->hear();
  ChildProcess storming(storm);
  storming.hear();
  const std::string own = own_netns();
  std::size_t seen = 0;
  std::size_t owned = 0;
  const auto stays = [&](unsigned pid) {
    return std::ranges::any_of(
        staying, [&](const auto& child) { return static_cast<unsigned>(child->pid()) == pid; });
  };
  for (int i = 0; i < kListings; ++i) {
    int stayed = 0;
    for (const json& row :
         rows_where(list_json({"--tcp"}), {{"local_port", kStormPort}, {"netns", own}})) {
      const unsigned holder = number_of(row.at("local_address"));
      if (stays(holder)) ++stayed;
      else ++seen;
      if (!stays(holder) && row.at("pid").is_null()) continue;
      if (!stays(holder)) ++owned;
      ASSERT_EQ(row.at("pid"), holder) << row.dump(1);
    }
    ASSERT_EQ(stayed, kAtOnce);
  }
  EXPECT_EQ(storming.end(), 0);
  std::printf("%zu rows seen, %zu with an owner\n", seen, owned);
  // Otherwise the test covered too little. How many of them still exist when the owners are read
  // depends on the machine.
  EXPECT_GT(seen, static_cast<std::size_t>(kListings));
}

// Makes the next process of this PID namespace get this pid, unless it is in use.
void choose_next_pid(int pid) { std::ofstream("/proc/sys/kernel/ns_last_pid") << pid - 1; }

constexpr int kReusedPid = 300;

// Consecutive processes with the same pid. The command line and the address identify each.
void reuse_one_pid(Conversation& test) {
  test.say("running");
  for (unsigned generation = 1; !ended(test); ++generation) {
    choose_next_pid(kReusedPid);
    const pid_t pid = check(fork(), "fork");
    if (pid == 0) {
      set_command_line("generation-" + std::to_string(generation));
      const UniqueFd fd = bound_socket(SOCK_DGRAM, address_of(generation), kStormPort);
      poll(nullptr, 0, static_cast<int>(generation % 4));
      _exit(0);
    }
    check(waitpid(pid, nullptr, 0), "waitpid");
  }
}

struct Tally {
  int seen = 0;
  int reused = 0;  // rows with this pid
  std::string wrong;
};

void examine(const json& row, Tally& tally) {
  ++tally.seen;
  if (row.at("pid").is_null()) return;
  if (row.at("pid") == kReusedPid) ++tally.reused;
  std::string command = row.at("command").is_null() ? "" : row.at("command").get<std::string>();
  command.erase(command.find_last_not_of(' ') + 1);
  const std::string expected = "generation-" + std::to_string(number_of(row.at("local_address")));
  if (!command.empty() && command != expected)
    tally.wrong = "the socket of " + expected + " was given to " + command;
}

void stay_as_generation(Conversation& test, unsigned generation) {
  set_command_line("generation-" + std::to_string(generation));
  const UniqueFd fd = bound_socket(SOCK_DGRAM, address_of(generation), kStormPort);
  test.say(std::to_string(getpid()));
  test.wait_for_end();
}

// Generations of the pid that exist while they are listed: each is the owner of its socket. Returns
// the number of correct rows.
int count_staying_owners() {
  int right = 0;
  for (unsigned generation = 1; generation <= unsigned{kStayingGenerations}; ++generation) {
    choose_next_pid(kReusedPid);
    ChildProcess child([generation](Conversation& test) { stay_as_generation(test, generation); });
    const int pid = std::stoi(child.hear());
    const auto rows = rows_where(list_json({"--udp"}), {{"local_port", kStormPort}});
    if (rows.size() != 1 || pid != kReusedPid || rows[0].at("pid") != pid) continue;
    right += rows[0].at("command").get<std::string>().starts_with("generation-" +
                                                                  std::to_string(generation))
                 ? 1
                 : 0;
  }
  return right;
}

// In a separate PID namespace, where pids can be chosen.
void watch_reuse(Conversation& test) {
  mount_own_proc();
  set_loopback_up();
  ChildProcess reusing(reuse_one_pid);
  reusing.hear();
  Tally tally;
  for (int i = 0; i < kListings; ++i) {
    for (const json& row : rows_where(list_json({"--udp"}), {{"local_port", kStormPort}}))
      examine(row, tally);
  }
  reusing.end();
  test.say(std::to_string(count_staying_owners()));
  test.say(std::to_string(tally.seen));
  test.say(std::to_string(tally.reused));
  test.say(tally.wrong);
}

TEST(Storm, AReusedPidNeverGetsTheSocketOfAnotherProcess) {
  ChildProcess container(watch_reuse, CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET);
  EXPECT_EQ(std::stoi(container.hear()), kStayingGenerations);
  const int seen = std::stoi(container.hear());
  const int reused = std::stoi(container.hear());
  EXPECT_EQ(container.hear(), "");
  EXPECT_GT(seen, kListings / 4);
  std::printf("%d rows seen, %d with an owner of the one pid\n", seen, reused);
}

}  // namespace
}  // namespace portexplorer
