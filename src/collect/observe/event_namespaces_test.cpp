#include "collect/observe/event_namespaces.h"

#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "support/netns/namespace.h"
#include "support/remove_tree.h"

namespace portexplorer {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Pair;

NetnsId netns_of(const std::string& thread) {
  struct stat status {};
  EXPECT_EQ(::stat(("/proc/" + thread + "/ns/net").c_str(), &status), 0);
  return NetnsId{static_cast<std::uint32_t>(status.st_ino)};
}

EventBatch batch_of(NetnsId netns, std::uint32_t interface, Pid pid) {
  EventBatch batch;
  SocketEvent& event = batch.events.emplace_back();
  event.socket.netns = netns;
  event.socket.interface = interface;
  event.process = 0;
  batch.processes.emplace_back().pid = pid;
  return batch;
}

const Netns& described(EventNamespaces& namespaces, EventBatch& batch) {
  namespaces.describe(batch);
  EXPECT_EQ(batch.namespaces.size(), 1u);
  return batch.namespaces.at(0);
}

TEST(EventNamespaces, AreNamedAsInTheList) {
  in_new_namespace([] {
    const NetnsId id = netns_of("thread-self");
    EventNamespaces namespaces;
    EventBatch plain = batch_of(id, 0, Pid{::getpid()});
    const Netns& without = described(namespaces, plain);
    EXPECT_EQ(without.id, id);
    EXPECT_EQ(without.name, std::to_string(id.value()));
    EXPECT_THAT(without.interfaces, IsEmpty()) << "read only where an event has one";
    EventBatch bound = batch_of(id, 1, Pid{::getpid()});
    EXPECT_THAT(described(namespaces, bound).interfaces, Contains(Pair(1u, "lo")));
  });
}

// The kernel reuses the number of a namespace, and its file may be renamed.
TEST(EventNamespaces, NamesAreReadAgain) {
  const auto directory =
      std::filesystem::path(::testing::TempDir()) / ("pe-names-" + std::to_string(::getpid()));
  std::filesystem::create_directories(directory);
  in_new_namespace([&] {
    const auto mount_as = [&](const char* name) {
      std::ofstream(directory / name) << "";
      EXPECT_EQ(::mount("/proc/thread-self/ns/net", (directory / name).c_str(), nullptr, MS_BIND,
                        nullptr),
                0);
    };
    EventNamespaces namespaces;
    EventBatch batch = batch_of(netns_of("thread-self"), 0, Pid{::getpid()});
    const auto name_at = [&](EventNamespaces::Clock::time_point now) {
      namespaces.describe(batch, now);
      return batch.namespaces.at(0).name;
    };
    const auto start = EventNamespaces::Clock::now();
    mount_as("one");
    EXPECT_EQ(name_at(start), "one");
    EXPECT_EQ(::umount2((directory / "one").c_str(), MNT_DETACH), 0);
    mount_as("two");
    EXPECT_EQ(name_at(start + std::chrono::seconds(1)), "one") << "not read for each batch";
    EXPECT_EQ(name_at(start + std::chrono::seconds(10)), "two");
    EXPECT_EQ(::umount2((directory / "two").c_str(), MNT_DETACH), 0);
    EXPECT_EQ(name_at(start + std::chrono::seconds(20)),
              std::to_string(netns_of("thread-self").value()));
  });
  remove_tree(directory);
}

TEST(EventNamespaces, OthersAreReachedThroughTheProcessOfTheEvent) {
  std::array<int, 2> ready{};
  std::array<int, 2> end{};
  ASSERT_EQ(::pipe(ready.data()) | ::pipe(end.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(end[1]);
    const char done = ::unshare(CLONE_NEWNET) == 0 ? 'y' : 'n';
    char ignored = 0;
    const bool told = ::write(ready[1], &done, 1) == 1;
    ::_exit(told && ::read(end[0], &ignored, 1) == 0 ? 0 : 1);
  }
  char done = 0;
  ASSERT_EQ(::read(ready[0], &done, 1), 1);
  if (done == 'y') {
    EventNamespaces namespaces;
    const NetnsId id = netns_of(std::to_string(child));
    EventBatch batch = batch_of(id, 1, Pid{child});
    const Netns& other = described(namespaces, batch);
    EXPECT_EQ(other.name, std::to_string(id.value()));
    EXPECT_FALSE(other.own);
    EXPECT_THAT(other.interfaces, Contains(Pair(1u, "lo")));
  }
  for (const int fd : {end[1], end[0], ready[0], ready[1]}) ::close(fd);
  ::waitpid(child, nullptr, 0);
  if (done == 'y') return;
  ASSERT_FALSE(has_capability(CAP_SYS_ADMIN)) << "a new network namespace is refused";
  GTEST_SKIP() << "a new network namespace is refused; run as root";
}

// The namespace ended before the event was read.
TEST(EventNamespaces, AnEndedOneHasItsNumber) {
  EventNamespaces namespaces;
  EventBatch batch = batch_of(NetnsId{1}, 3, Pid{4'999'999});
  const Netns& gone = described(namespaces, batch);
  EXPECT_EQ(gone.name, "1");
  EXPECT_THAT(gone.interfaces, IsEmpty());
}

}  // namespace
}  // namespace portexplorer
