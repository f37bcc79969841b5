// Descriptors of sockets that refer to another file by the time they are read. Requires root.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <thread>

#include "collect/owners/unlisted.h"
#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/netns/private_mounts.h"
#include "support/posix_check.h"
#include "support/sockets/silent_server.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests

constexpr std::uint64_t kFormerInode = 4711;

std::uint64_t inode_behind(int fd) {
  struct stat status {};
  check(fstat(fd, &status), "fstat");
  return status.st_ino;
}

Sample one_socket(Protocol protocol, std::uint64_t inode, int fd) {
  Sample sample;
  Process& process = sample.tables.processes.emplace_back();
  process.pid = Pid(getpid());
  Socket& socket = sample.sockets.emplace_back();
  socket.protocol = protocol;
  socket.state = State::closed;
  socket.inode = Inode(inode);
  socket.process = 0;
  sample.mappings.push_back({Inode(inode), 0, fd});
  return sample;
}

TEST(Unlisted, ASocketIsNamedByItsDescriptor) {
  const UniqueFd udp(check(socket(AF_INET6, SOCK_DGRAM, 0), "socket"));
  Sample sample = one_socket(Protocol::unknown, inode_behind(udp.get()), udp.get());
  identify_unlisted(sample);
  EXPECT_EQ(sample.sockets[0].protocol, Protocol::udp);
  EXPECT_EQ(sample.sockets[0].family, Family::ipv6);
}

TEST(Unlisted, ABoundMptcpSocketIsNamedByItsDescriptor) {
  const UniqueFd mptcp(socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP));
  if (!mptcp) GTEST_SKIP() << "this kernel has no MPTCP";
  Sample sample = one_socket(Protocol::tcp, inode_behind(mptcp.get()), mptcp.get());
  identify_bound_mptcp(sample);
  EXPECT_EQ(sample.sockets[0].protocol, Protocol::mptcp);
  Sample other = one_socket(Protocol::tcp, inode_behind(mptcp.get()) + 1, mptcp.get());
  identify_bound_mptcp(other);
  EXPECT_EQ(other.sockets[0].protocol, Protocol::tcp) << "the descriptor has been used again";
}

// A hang fails at the deadline of ChildProcess.
TEST(Unlisted, AFileThatReusesTheDescriptorIsNotAccessed) {
  std::thread([] {
    check(unshare(CLONE_NEWNS), "unshare");
    ASSERT_TRUE(make_mounts_private());
    const TemporaryDirectory directory;
    std::optional<ChildProcess> reader;
    SilentServer server(directory.path(),
                        "text");  // ends first: a process that waits for it cannot be killed before
    const UniqueFd file(check(open(server.page().c_str(), O_PATH | O_CLOEXEC),
                              "open"));  // closing it sends no request
    server.fall_silent();
    reader.emplace([&](Conversation& conversation) {
      Sample sample = one_socket(Protocol::tcp, kFormerInode, file.get());
      sample.tables.processes[0].pid = Pid(getppid());
      identify_bound_mptcp(sample);
      conversation.say(sample.sockets[0].protocol == Protocol::tcp ? "is left alone"
                                                                   : "is taken for another");
    });
    EXPECT_EQ(reader->hear(), "is left alone");
  }).join();
}

}  // namespace
}  // namespace portexplorer
