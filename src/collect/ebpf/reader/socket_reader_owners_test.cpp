// Owners of sockets: processes, threads, namespaces, and sockets that no fd refers to.
#include <linux/io_uring.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cstdlib>

#include "support/bpf/reader.h"

namespace portexplorer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

UniqueFd listening_socket() {
  UniqueFd fd = make_socket(AF_INET, SOCK_STREAM);
  bind_to(fd, loopback4());
  EXPECT_EQ(::listen(fd.get(), 5), 0);
  return fd;
}

// Opens a listener in a child process and returns its inode as text.
std::string own_listener() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  struct stat status {};
  if (fd < 0 || ::listen(fd, 1) != 0 || ::fstat(fd, &status) != 0) return "0";
  return std::to_string(status.st_ino);
}

TEST(ReaderOwners, AProcessIsIdentifiedByPidAndStart) {
  const Forked child(own_listener);
  const auto inode = std::stoull(child.hear());
  TestReader reader;
  for (const unsigned threads : {1u, 2u}) {
    ReaderRequest request;
    request.threads = threads;
    const SocketReading& reading = reader.read(request);
    const Socket* listener = find_by_inode(reading.sockets, inode);
    ASSERT_NE(listener, nullptr);
    ASSERT_NE(listener->process, kNoIndex);
    const ReaderProcess& process = reading.processes[listener->process];
    EXPECT_EQ(process.pid, Pid{child.pid()});
    EXPECT_EQ(process.start_ticks, start_ticks_of(std::to_string(child.pid())));
    EXPECT_EQ(process.parent, Pid{::getpid()});
    EXPECT_EQ(process.uid, ::geteuid());
    EXPECT_EQ(process.comm_text(), "ebpf_kernel_tes");
  }
}

TEST(ReaderOwners, AnInheritedSocketHasBothHolders) {
  const UniqueFd listener = listening_socket();
  const UniqueFd copy(::dup(listener.get()));
  TestReader reader;
  EXPECT_THAT(pids_of(reader.read(), inode_of(listener)), ElementsAre(::getpid()));
  const Forked child([] { return "ready"; });
  EXPECT_EQ(child.hear(), "ready");
  for (const unsigned threads : {1u, 2u}) {
    ReaderRequest request;
    request.threads = threads;
    const SocketReading& reading = reader.read(request);
    EXPECT_THAT(pids_of(reading, inode_of(listener)),
                ::testing::UnorderedElementsAre(::getpid(), child.pid()));
    EXPECT_EQ(std::ranges::count(reading.sockets, Inode{inode_of(listener)}, &Socket::inode), 1);
  }
}

TEST(ReaderOwners, AThreadsOwnFdBelongsToItsProcess) {
  UniqueFd out;
  std::uint64_t inode = 0;
  TestReader reader;
  std::thread([&] {
    ::prctl(PR_SET_NAME, "a thread");
    ASSERT_EQ(::unshare(CLONE_FILES), 0);
    const UniqueFd socket = listening_socket();  // only in the fd table of this thread
    inode = inode_of(socket);
    const SocketReading& reading = reader.read();
    EXPECT_THAT(pids_of(reading, inode), ElementsAre(::getpid()));
    const Socket* row = find_by_inode(reading.sockets, inode);
    ASSERT_TRUE(row != nullptr && row->process != kNoIndex);
    EXPECT_EQ(reading.processes[row->process].comm_text(), "ebpf_kernel_tes");
  }).join();
}

TEST(ReaderOwners, AProcessWhoseFirstThreadEndedIsOneHolder) {
  const Forked child(
      [] {
        // Shares the fd table.
        for (int i = 0; i < 2; ++i) std::thread([] { ::pause(); }).detach();
        return own_listener();
      },
      Forked::FirstThread::ends);
  const auto inode = std::stoull(child.hear());
  TestReader reader;
  const SocketReading& reading = reader.read();
  EXPECT_THAT(pids_of(reading, inode), ElementsAre(child.pid()));
  EXPECT_EQ(std::ranges::count(reading.sockets, Inode{inode}, &Socket::inode), 1);
}

TEST(ReaderOwners, AnFdInFlightHasNoProcess) {
  in_new_namespace([] {
    int pair[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    const UniqueFd sender(pair[0]);
    UniqueFd receiver(pair[1]);
    UniqueFd listener = listening_socket();
    const std::uint64_t inode = inode_of(listener);
    send_fd(sender.get(), listener.get());
    TestReader reader;
    EXPECT_THAT(pids_of(reader.read(), inode), ElementsAre(::getpid()));
    listener.reset();
    for (int i = 0; i < 3; ++i) {
      const SocketReading& reading = reader.read();
      const Socket* row = find_by_inode(reading.sockets, inode);
      ASSERT_NE(row, nullptr);
      EXPECT_EQ(row->state, State::listen);
      EXPECT_THAT(pids_of(reading, inode), IsEmpty());
      EXPECT_EQ(reading.held_otherwise, 1u);
    }
    receiver.reset();  // discards the message in flight
    EXPECT_EQ(reader.read().held_otherwise, 0u);
    EXPECT_EQ(find_by_inode(reader.read().sockets, inode), nullptr);
  });
}

// Registered files of an io_uring are in no fd table.
TEST(ReaderOwners, AFixedFileOfIoUringHasNoProcess) {
  in_new_namespace([] {
    UniqueFd listener = listening_socket();
    const std::uint64_t inode = inode_of(listener);
    io_uring_params params{};
    UniqueFd ring(static_cast<int>(::syscall(SYS_io_uring_setup, 1, &params)));
    ASSERT_TRUE(ring) << errno_text();
    const int fd = listener.get();
    ASSERT_EQ(::syscall(SYS_io_uring_register, ring.get(), IORING_REGISTER_FILES, &fd, 1), 0)
        << errno_text();
    TestReader reader;
    EXPECT_THAT(pids_of(reader.read(), inode), ElementsAre(::getpid()));
    listener.reset();
    const SocketReading& reading = reader.read();
    const Socket* row = find_by_inode(reading.sockets, inode);
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->state, State::listen);
    EXPECT_FALSE(row->has(SocketFlag::of_kernel));
    EXPECT_THAT(pids_of(reading, inode), IsEmpty());
    EXPECT_EQ(reading.held_otherwise, 1u);
  });
}

// A tunnel receives through a kernel socket.
TEST(ReaderOwners, AKernelSocketIsMarked) {
  in_new_namespace([] {
    constexpr std::uint16_t kPort = 4789;
    // NOLINTNEXTLINE(cert-env33-c,concurrency-mt-unsafe): a constant command of this test
    ASSERT_EQ(
        std::system(
            "ip link add tunnel type vxlan id 5 dstport 4789 dev lo && ip link set tunnel up"),
        0);
    const UniqueFd own = make_socket(AF_INET, SOCK_DGRAM);
    bind_to(own, loopback4());
    TestReader reader;
    const SocketReading& reading = reader.read();
    const auto of_kernel = std::ranges::find(reading.sockets, kPort, &Socket::local_port);
    ASSERT_NE(of_kernel, reading.sockets.end());
    EXPECT_EQ(of_kernel->protocol, Protocol::udp);
    EXPECT_TRUE(of_kernel->has(SocketFlag::of_kernel));
    EXPECT_EQ(of_kernel->process, kNoIndex);
    const Socket* held = find_by_inode(reading.sockets, inode_of(own));
    ASSERT_NE(held, nullptr);
    EXPECT_FALSE(held->has(SocketFlag::of_kernel));
    EXPECT_EQ(reading.held_otherwise, 0u);
  });
}

TEST(ReaderOwners, QueuedConnectionsHaveTheirListener) {
  in_new_namespace([] {
    const HeldState unaccepted = make_unaccepted();
    const HeldState half_open = make_syn_recv();
    TestReader reader;
    const SocketReading& reading = reader.read();
    for (const HeldState* held : {&unaccepted, &half_open}) {
      const auto is_it = [&](const WaitingConnection& w) {
        const Socket& s = reading.sockets[w.socket];
        return s.local_port == held->local_port && s.remote_port == held->remote_port;
      };
      const auto it = std::ranges::find_if(reading.waiting, is_it);
      ASSERT_NE(it, reading.waiting.end()) << to_string(held->state);
      EXPECT_EQ(it->listener.value(), cookie_of(held->held[0]));
      EXPECT_EQ(reading.sockets[it->socket].process, kNoIndex);
    }
  });
}

TEST(ReaderOwners, AnOrphanHasNoProcess) {
  in_new_namespace([] {
    TcpPair pair = connect_pair(true);
    fill_up(pair.client);
    const std::uint64_t cookie = cookie_of(pair.client);
    pair.client.reset();
    TestReader reader;
    const SocketReading& reading = reader.read();
    const Socket* orphan = find_by_cookie(reading, cookie);
    ASSERT_NE(orphan, nullptr);
    EXPECT_EQ(orphan->state, State::fin_wait1);
    EXPECT_EQ(orphan->process, kNoIndex);
    EXPECT_TRUE(orphan->has(SocketFlag::no_file));
    EXPECT_GT(orphan->send_queue, 0u);
    EXPECT_EQ(reading.held_otherwise, 0u);
  });
}

TEST(ReaderOwners, FewMarksMakeNoDifference) {
  in_new_namespace([] {
    std::vector<UniqueFd> held(200);
    for (UniqueFd& fd : held) fd = listening_socket();
    ReaderOptions options;
    options.expected_sockets = 1;
    TestReader reader(options);
    for (const unsigned threads : {1u, 2u}) {
      ReaderRequest request;
      request.threads = threads;
      const SocketReading& reading = reader.read(request);
      for (const UniqueFd& fd : held) {
        EXPECT_THAT(pids_of(reading, inode_of(fd)), ElementsAre(::getpid()));
        EXPECT_EQ(std::ranges::count(reading.sockets, Inode{inode_of(fd)}, &Socket::inode), 1);
      }
      EXPECT_EQ(reading.held_otherwise, 0u);
    }
  });
}

// The namespaces are requested when the processes are known and before their fds are read, so a
// process that starts in this callback is new.
TEST(ReaderOwners, AProcessThatStartsDuringTheReadingIsFoundByTheRescan) {
  for (const unsigned threads : {1u, 2u}) {
    std::unique_ptr<Forked> child;
    ReaderRequest request;
    request.threads = threads;
    auto reader = BpfSocketReader::create();
    ASSERT_TRUE(reader) << reader.error().what;
    SocketReading reading;
    std::uint64_t inode = 0;
    const auto come_late = [&](std::span<const ReaderProcess>) {
      child = std::make_unique<Forked>(own_listener);
      inode = std::stoull(child->hear());
      return std::span<const NetnsHandle>();
    };
    const auto read = (*reader)->read_in(request, come_late, reading);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_THAT(pids_of(reading, inode), ElementsAre(child->pid()));
    EXPECT_EQ(std::ranges::count(reading.sockets, Inode{inode}, &Socket::inode), 1);
  }
}

TEST(ReaderOwners, OtherNamespacesAreReadAndTheirSocketsWithoutFdOnRequest) {
  UniqueFd ns;
  HeldState time_wait;
  UniqueFd listener;
  NetnsId other;
  in_new_namespace([&] {
    ns = UniqueFd(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    other = netns_of_this_thread();
    time_wait = make_time_wait();
    listener = listening_socket();
  });
  in_new_namespace([&] {
    TestReader reader;
    const auto without_fd = [&](const SocketReading& reading) {
      return std::ranges::any_of(reading.sockets, [&](const Socket& s) {
        return s.netns == other && s.state == State::time_wait;
      });
    };
    const SocketReading& without = reader.read();
    const Socket* row = find_by_cookie(without, cookie_of(listener));
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->netns, other);
    EXPECT_FALSE(without_fd(without));
    std::vector<NetnsHandle> others(1);
    others[0].id = other;
    others[0].ns_fd = std::move(ns);
    const SocketReading& with = reader.read({}, others);
    EXPECT_TRUE(without_fd(with));
    EXPECT_THAT(with.without_fd_read, ElementsAre(other));
    EXPECT_TRUE(with.coverage.gaps.empty());
    others[0].ns_fd.reset();
    EXPECT_NE(reader.read({}, others).coverage.find("ebpf.netns." + std::to_string(other.value())),
              nullptr);
  });
}

// Runs in a child: returns pid and start time of the process that holds the child's own listener.
std::string read_for_own_listener() {
  const std::string inode = own_listener();
  auto reader = BpfSocketReader::create();
  if (!reader) return reader.error().what;
  SocketReading reading;
  if (const auto read = (*reader)->read({}, {}, reading); !read) return read.error().what;
  const Socket* row = find_by_inode(reading.sockets, std::stoull(inode));
  if (row == nullptr || row->process == kNoIndex)
    return "not found among " + std::to_string(reading.sockets.size());
  const ReaderProcess& process = reading.processes[row->process];
  return std::to_string(process.pid.value()) + " " + std::to_string(process.parent.value()) + " " +
         std::to_string(process.start_ticks) + " " + std::to_string(reading.processes.size());
}

TEST(ReaderOwners, PidsAreThoseOfTheReadersPidNamespace) {
  const Forked here(read_for_own_listener);
  EXPECT_THAT(here.hear(), ::testing::StartsWith(std::to_string(here.pid()) + " " +
                                                 std::to_string(::getpid()) + " "));
  // Only children enter the PID namespace, so a second fork creates its first process.
  std::thread([] {
    ASSERT_EQ(::unshare(CLONE_NEWPID), 0);
    const Forked child(read_for_own_listener);
    const std::string line = child.hear();
    EXPECT_THAT(line, ::testing::StartsWith("1 0 ")) << line;
    EXPECT_THAT(line, ::testing::EndsWith(" 1"))
        << "of all processes only itself is in its namespace";
    EXPECT_THAT(line, ::testing::HasSubstr(
                          " " + std::to_string(start_ticks_of(std::to_string(child.pid()))) + " "));
  }).join();
}

// Returns the start time of this process as read by BPF and from /proc.
std::string own_start_twice() {
  std::istringstream fields(read_for_own_listener());
  std::string pid;
  std::string parent;
  std::string start;
  fields >> pid >> parent >> start;
  return start + " " + std::to_string(start_ticks_of("self"));
}

// The same in a child in a time namespace whose clock is 10,000 seconds ahead.
std::string start_twice_in_later_time() {
  if (::unshare(CLONE_NEWTIME) != 0) return "no time namespace";
  std::ofstream("/proc/self/timens_offsets") << "boottime 10000 0\n";
  return Forked(own_start_twice).hear();
}

std::pair<std::uint64_t, std::uint64_t> two_numbers(const std::string& line) {
  std::istringstream fields(line);
  std::pair<std::uint64_t, std::uint64_t> numbers;
  EXPECT_TRUE(fields >> numbers.first >> numbers.second) << line;
  return numbers;
}

TEST(ReaderOwners, StartTimesAreThoseOfTheReadersTimeNamespace) {
  const auto [walked, proc] = two_numbers(Forked(own_start_twice).hear());
  EXPECT_EQ(walked, proc);
  const auto [scanned_later, proc_later] = two_numbers(Forked(start_twice_in_later_time).hear());
  EXPECT_EQ(scanned_later, proc_later);
  EXPECT_GE(scanned_later, walked + 1'000'000);
}

}  // namespace
}  // namespace portexplorer
