// Owners of sockets: short-lived processes, sockets that are inherited, passed on, or in another
// network namespace.
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <memory>

#include "base/fd_passing.h"
#include "collect/diagnose/selftest.h"
#include "collect/diagnose/stage.h"
#include "collect/netns/namespaces.h"

namespace portexplorer {
namespace {

constexpr std::size_t kSwarm = 100;
constexpr std::size_t kShortBytes = 1000;

Told told_of(const DoneSocket& done) {
  return {done.cookie.value(),       done.inode.value(), done.made_after->value(),
          done.made_before->value(), done.netns.value(), 0};
}

DoneSocket done_by(const Told& told, const Actor& actor, Protocol protocol, std::string label) {
  DoneSocket done;
  done.label = std::move(label);
  done.protocol = protocol;
  done.netns = NetnsId{told.netns};
  done.cookie = Cookie{told.cookie};
  done.inode = Inode{told.inode};
  done.maker = done.owner = actor;
  done.made_after = Timestamp{told.made_after};
  done.made_before = Timestamp{told.made_before};
  return done;
}

// Shared memory in which children record what they did: they end too soon for pipes.
class SharedResolvedNames {
 public:
  static Result<SharedResolvedNames> create() {
    void* memory = ::mmap(nullptr, sizeof(Told) * kSwarm, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return fail_errno(errno, "shared memory could not be allocated");
    return SharedResolvedNames(static_cast<Told*>(memory));
  }
  Told& operator[](std::size_t i) { return memory_.get()[i]; }

 private:
  struct Unmap {
    void operator()(Told* memory) const { ::munmap(memory, sizeof(Told) * kSwarm); }
  };
  explicit SharedResolvedNames(Told* memory) : memory_(memory) {}
  std::unique_ptr<Told, Unmap> memory_;
};

// Makes a socket, connects, sends and ends immediately.
[[noreturn]] void live_shortly(const Stage& stage, Protocol protocol, const Address& to,
                               Told& told) {
  const int type = protocol == Protocol::tcp ? SOCK_STREAM : SOCK_DGRAM;
  const auto act = [&]() -> Result<void> {
    TRY(made, make_socket(stage, "", protocol, AF_INET, type));
    TRY_VOID(connect_to(made.fd.get(), to));
    TRY_VOID(send_bytes(made.fd.get(), kShortBytes));
    told = told_of(made.done);
    return {};
  };
  const auto done = act();
  if (!done) told.error = done.error().errno_value != 0 ? done.error().errno_value : EIO;
  ::_exit(0);
}

class Swarm {
 public:
  explicit Swarm(SharedResolvedNames told) : told_(std::move(told)) {}
  Swarm(const Swarm&) = delete;
  Swarm& operator=(const Swarm&) = delete;
  ~Swarm() { await(); }

  // Waits until all have ended. Their calls time out after some seconds.
  void await() {
    for (; ended_ < started_; ++ended_) {
      while (::waitpid(pids_[ended_], nullptr, 0) < 0 && errno == EINTR) {
      }
    }
  }

  Result<void> start_one(const Stage& stage, Protocol protocol, const Address& to) {
    const int pid = ::fork();
    if (pid < 0) return fail_errno(errno, "the processes could not be created");
    if (pid == 0) live_shortly(stage, protocol, to, told_[started_]);
    pids_[started_++] = pid;
    return {};
  }

  // Returns what they did, once all have ended.
  Result<std::vector<DoneSocket>> collect(const Stage& stage, Protocol protocol) {
    await();
    std::vector<DoneSocket> all;
    for (std::size_t i = 0; i < started_; ++i) {
      if (told_[i].error != 0)
        return fail_errno(told_[i].error, "a helper process of the self-test failed");
      DoneSocket done = done_by(told_[i], {Pid{pids_[i]}, stage.self.name}, protocol, "");
      done.sent_bytes = kShortBytes;
      if (protocol == Protocol::udp) done.sent_packets = 1;
      all.push_back(std::move(done));
    }
    return all;
  }

 private:
  SharedResolvedNames told_;
  std::array<int, kSwarm> pids_{};
  std::size_t started_ = 0;
  std::size_t ended_ = 0;
};

Result<void> read_to_end(int fd) {
  TRY_VOID(receive_bytes(fd, kShortBytes));
  char byte = 0;
  if (::recv(fd, &byte, 1, 0) < 0) return fail_errno(errno, "a connection did not end");
  return {};
}

Result<Scene> short_tcp(const Stage& stage) {
  TRY(listener, open_listener(AF_INET, kSwarm));
  TRY(address, address_of(listener.get()));
  TRY(told, SharedResolvedNames::create());
  Scene scene;
  Swarm swarm(std::move(told));
  for (std::size_t i = 0; i < kSwarm; ++i) TRY_VOID(swarm.start_one(stage, Protocol::tcp, address));
  for (std::size_t i = 0; i < kSwarm; ++i) {
    TRY(server, accept_from(stage, listener.get(), ""));
    TRY_VOID(read_to_end(server.fd.get()));
  }
  TRY(all, swarm.collect(stage, Protocol::tcp));
  scene.sockets = std::move(all);
  return scene;
}

Result<Scene> short_udp(const Stage& stage) {
  TRY(receiver, make_socket(stage, "", Protocol::udp, AF_INET, SOCK_DGRAM));
  const Address any = loopback(AF_INET);
  if (::bind(receiver.fd.get(), any.get(), any.length) != 0)
    return fail_errno(errno, "there is no loopback address to bind to");
  TRY(address, address_of(receiver.fd.get()));
  TRY(told, SharedResolvedNames::create());
  Scene scene;
  Swarm swarm(std::move(told));
  for (std::size_t i = 0; i < kSwarm; ++i) {
    TRY_VOID(swarm.start_one(stage, Protocol::udp, address));
    TRY_VOID(receive_bytes(receiver.fd.get(), kShortBytes));
  }
  TRY(all, swarm.collect(stage, Protocol::udp));
  scene.sockets = std::move(all);
  return scene;
}

// The parent makes the socket, the child inherits it, the parent closes it.
Result<Scene> forked(const Stage& stage) {
  TRY(both, make_connection(stage, AF_INET));
  auto& [client, server] = both;
  TRY_VOID(send_bytes(client.fd.get(), 100));
  const std::array kept = {client.fd.get()};
  TRY(child, Child::start(kept, [fd = client.fd.get()](ChildLine& line) -> Result<void> {
        TRY_VOID(send_bytes(fd, 200));
        line.tell({});
        line.await_end();
        return {};
      }));
  TRY_VOID(child.hear());
  client.fd.reset();
  TRY_VOID(receive_bytes(server.fd.get(), 300));
  client.done.label.clear();
  client.done.owner = Actor{child.pid(), stage.self.name};
  client.done.sent_bytes = 300;
  Scene scene;
  scene.sockets.push_back(std::move(client.done));
  scene.files.push_back(std::move(server.fd));
  scene.children.push_back(std::move(child));
  return scene;
}

Result<Scene> handed_over(const Stage& stage) {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    return fail_errno(errno, "the kernel refuses unix sockets");
  const UniqueFd here(pair[0]);
  const UniqueFd there(pair[1]);
  const std::array kept = {there.get()};
  TRY(child, Child::start(kept, [fd = there.get()](ChildLine& line) -> Result<void> {
        TRY(taken, take_fd(fd));
        TRY_VOID(send_bytes(taken.get(), 100));
        line.tell({});
        line.await_end();
        return {};
      }));
  TRY(both, make_connection(stage, AF_INET));
  auto& [client, server] = both;
  TRY_VOID(pass_fd(here.get(), client.fd.get()));
  client.fd.reset();
  TRY_VOID(child.hear());
  TRY_VOID(receive_bytes(server.fd.get(), 100));
  client.done.label.clear();
  client.done.owner = Actor{child.pid(), stage.self.name};
  client.done.sent_bytes = 100;
  Scene scene;
  scene.sockets.push_back(std::move(client.done));
  scene.files.push_back(std::move(server.fd));
  scene.children.push_back(std::move(child));
  return scene;
}

constexpr const char* kReentry = "--self-test-connect";

std::string number(int n) { return std::to_string(n); }

// Executes this program again; it connects the socket that it inherits.
Result<void> become_connector(int fd, std::uint32_t port, const ChildLine& line) {
  for (const int kept : {fd, line.up(), line.down()}) {
    if (::fcntl(kept, F_SETFD, 0) != 0)
      return fail_errno(errno, "a file descriptor could not be kept across execve()");
  }
  std::array<std::string, 6> words = {"portexplorer",    kReentry,
                                      number(fd),        number(static_cast<int>(port)),
                                      number(line.up()), number(line.down())};
  std::array<char*, 7> arguments{};
  for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
  ::prctl(PR_SET_NAME, "before-exec");
  ::execv("/proc/self/exe", arguments.data());
  return fail_errno(errno, "this program cannot be executed");
}

Result<Scene> executed(const Stage& stage) {
  if (!stage.can_reenter)
    return fail(ErrorKind::not_supported, "this program cannot be executed again");
  TRY(listener, open_listener(AF_INET, 1));
  TRY(address, address_of(listener.get()));
  const auto port = ntohs(reinterpret_cast<const sockaddr_in*>(address.get())->sin_port);
  TRY(child, Child::start({}, [&stage, port](ChildLine& line) -> Result<void> {
        TRY(made, make_socket(stage, "", Protocol::tcp, AF_INET, SOCK_STREAM));
        line.tell(told_of(made.done));
        return become_connector(made.fd.get(), port, line);
      }));
  TRY(told, child.hear());
  TRY_VOID(child.hear());
  TRY(server, accept_from(stage, listener.get(), ""));
  TRY_VOID(receive_bytes(server.fd.get(), 100));
  Scene scene;
  scene.sockets.push_back(done_by(told, {child.pid(), stage.self.name}, Protocol::tcp, ""));
  scene.sockets.back().sent_bytes = 100;
  scene.files.push_back(std::move(server.fd));
  scene.children.push_back(std::move(child));
  return scene;
}

Result<void> raise_loopback() {
  const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  request.ifr_name[0] = 'l';
  request.ifr_name[1] = 'o';
  if (::ioctl(fd.get(), SIOCGIFFLAGS, &request) != 0)
    return fail_errno(errno, "the new namespace has no loopback interface");
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
  if (::ioctl(fd.get(), SIOCSIFFLAGS, &request) != 0)
    return fail_errno(errno, "the loopback interface cannot be set up");
  return {};
}

Result<void> act_elsewhere(Stage stage, ChildLine& line) {
  if (::unshare(CLONE_NEWNET) != 0)
    return fail_errno(errno, "a network namespace could not be created");
  TRY_VOID(raise_loopback());
  stage.netns = own_netns_id();
  TRY(both, make_connection(stage, AF_INET));
  TRY_VOID(send_bytes(both.client.fd.get(), 400));
  TRY_VOID(receive_bytes(both.server.fd.get(), 400));
  line.tell(told_of(both.client.done));
  line.await_end();
  return {};
}

Result<Scene> elsewhere(const Stage& stage) {
  TRY(child, Child::start({}, [&stage](ChildLine& line) { return act_elsewhere(stage, line); }));
  auto told = child.hear();
  if (!told && told.error().kind == ErrorKind::not_permitted) {
    return fail(ErrorKind::not_permitted, "creating a network namespace requires CAP_SYS_ADMIN",
                told.error().errno_value);
  }
  if (!told) return tl::unexpected<Error>(std::move(told).error());
  Scene scene;
  scene.sockets.push_back(done_by(*told, {child.pid(), stage.self.name}, Protocol::tcp, ""));
  scene.sockets.back().sent_bytes = 400;
  scene.children.push_back(std::move(child));
  return scene;
}

}  // namespace

std::optional<int> act_if_asked(std::span<const char* const> arguments) {
  if (arguments.size() != 5 || std::string_view(arguments[0]) != kReentry) return std::nullopt;
  std::array<int, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string_view text = arguments[i + 1];
    if (std::from_chars(text.data(), text.data() + text.size(), numbers[i]).ec != std::errc{})
      return 1;
  }
  const auto [fd, port, up, down] = numbers;
  const ChildLine line{UniqueFd(up), UniqueFd(down)};
  if (!connect_to(fd, loopback(AF_INET, static_cast<std::uint16_t>(port))) || !send_bytes(fd, 100))
    return 1;
  line.tell({});
  line.await_end();
  return 0;
}

std::vector<CaseSpec> owner_cases() {
  return {
      {"100 short-lived processes: connect, send 1000 bytes, end", short_tcp, false, true},
      {"100 short-lived processes: send 1000 bytes by UDP, end", short_udp, false, true},
      {"fork: the child keeps a socket that its parent created and closed", forked},
      {"execve between socket and connect", executed},
      {"passed to another process over a unix socket", handed_over},
      {"in another network namespace", elsewhere},
  };
}

}  // namespace portexplorer
