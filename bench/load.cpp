// pe_load: creates sockets to measure with. Prints "ready" when all exist, and holds them until its
// standard input ends.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "bench/churn.h"
#include "bench/loopback.h"

namespace portexplorer::bench {
namespace {

constexpr std::string_view kUsage =
    R"(pe_load: creates loopback sockets, prints "ready", and holds them until its standard input ends.
  --connections N  TCP connections; both ends are held here, so there are 2N sockets (1000)
  --processes P    number of processes that share them (10)
  --bytes B        bytes sent and received over each connection (64)
  --udp N          UDP sockets, half of them connected (0)
  --unix N         pairs of unix sockets (0)
  --churn R        connections per second, each held for one second by a short-lived process (0)
)";

struct Options {
  std::uint64_t connections = 1000;
  std::uint64_t processes = 10;
  std::uint64_t bytes = 64;
  std::uint64_t udp = 0;
  std::uint64_t unix_pairs = 0;
  std::uint64_t churn = 0;
};

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> fds{};
  if (pipe2(fds.data(), O_CLOEXEC) != 0) return fail_errno(errno, "cannot create a pipe");
  return Pipe{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

std::uint64_t* option_named(Options& options, std::string_view name) {
  if (name == "--connections") return &options.connections;
  if (name == "--processes") return &options.processes;
  if (name == "--bytes") return &options.bytes;
  if (name == "--udp") return &options.udp;
  if (name == "--unix") return &options.unix_pairs;
  if (name == "--churn") return &options.churn;
  return nullptr;
}

Result<Options> parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; i += 2) {
    std::uint64_t* value = option_named(options, argv[i]);
    if (value == nullptr)
      return fail(ErrorKind::malformed, fmt::format("unknown option {}", argv[i]));
    const std::string_view text = i + 1 < argc ? argv[i + 1] : "";
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
    if (error != std::errc() || end != text.data() + text.size())
      return fail(ErrorKind::malformed, fmt::format("{} requires a number", argv[i]));
  }
  if (options.processes == 0) return fail(ErrorKind::malformed, "--processes must be at least 1");
  return options;
}

// The part of `total` assigned to process `index` of `count`.
struct Share {
  std::uint64_t first;
  std::uint64_t last;
  Share(std::uint64_t total, std::uint64_t index, std::uint64_t count)
      : first(total * index / count), last(total * (index + 1) / count) {}
};

// Each process connects and then accepts any connection, so the ends of one connection are in
// different processes. No process blocks for long, because every accept follows a connect.
Result<void> open_sockets(const Options& options, std::uint64_t process, int listener,
                          std::vector<UniqueFd>& sockets) {
  TRY(port, local_port(listener));
  const Share tcp(options.connections, process, options.processes);
  const Share udp(options.udp, process, options.processes);
  const Share pairs(options.unix_pairs, process, options.processes);
  sockets.reserve(2 * (tcp.last - tcp.first + pairs.last - pairs.first) + udp.last - udp.first);
  for (std::uint64_t i = tcp.first; i < tcp.last; ++i) {
    TRY(client, connect_loopback(port, i));
    TRY_VOID(send_payload(client.get(), options.bytes));
    TRY(server, accept_loopback(listener, options.bytes));
    sockets.push_back(std::move(client));
    sockets.push_back(std::move(server));
  }
  for (std::uint64_t i = udp.first; i < udp.last; ++i) {
    TRY(socket, open_udp(i));
    sockets.push_back(std::move(socket));
  }
  for (std::uint64_t i = pairs.first; i < pairs.last; ++i) TRY_VOID(open_unix_pair(sockets));
  return {};
}

void wait_for_end(int fd) {
  std::array<char, 64> ignored;
  ssize_t n = 0;
  do n = read(fd, ignored.data(), ignored.size());
  while (n > 0 || (n < 0 && errno == EINTR));
}

[[noreturn]] void hold_sockets(const Options& options, std::uint64_t process, UniqueFd listener,
                               UniqueFd ready, const UniqueFd& stop) {
  raise_file_limit();
  std::vector<UniqueFd> sockets;
  const auto opened = open_sockets(options, process, listener.get(), sockets);
  listener.reset();
  if (!opened) {
    fmt::print(stderr, "pe_load: {} ({})\n", opened.error().what,
               strerror(opened.error().errno_value));
    _exit(1);
  }
  const bool told = write(ready.get(), "r", 1) == 1;
  ready.reset();
  if (told) wait_for_end(stop.get());
  _exit(told ? 0 : 1);
}

Result<void> await_ready(int fd, std::uint64_t processes) {
  std::array<char, 256> bytes;
  for (std::uint64_t ready = 0; ready < processes;) {
    const ssize_t n = read(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return fail(ErrorKind::io, "a process could not create its sockets");
    ready += static_cast<std::uint64_t>(n);
  }
  return {};
}

Result<void> start_churn(const Options& options, int listener, const Pipe& stop) {
  const pid_t pid = fork();
  if (pid < 0) return fail_errno(errno, "cannot fork");
  if (pid > 0) return {};
  close(stop.write.get());
  _exit(churn(listener, options.churn, options.bytes, stop.read.get()) ? 0 : 1);
}

Result<void> run(const Options& options) {
  TRY(listener, listen_loopback());
  TRY(ready, make_pipe());
  TRY(stop, make_pipe());
  for (std::uint64_t i = 0; i < options.processes; ++i) {
    const pid_t pid = fork();
    if (pid < 0) return fail_errno(errno, "cannot fork");
    if (pid == 0) {
      stop.write.reset();
      ready.read.reset();
      hold_sockets(options, i, std::move(listener), std::move(ready.write), stop.read);
    }
  }
  ready.write.reset();
  TRY_VOID(await_ready(ready.read.get(), options.processes));
  if (options.churn > 0) TRY_VOID(start_churn(options, listener.get(), stop));
  fmt::print("ready\n");
  std::fflush(stdout);
  wait_for_end(STDIN_FILENO);
  stop.write.reset();
  while (wait(nullptr) > 0 || errno == EINTR) {
  }
  return {};
}

}  // namespace
}  // namespace portexplorer::bench

int main(int argc, char** argv) {
  using namespace portexplorer::bench;  // NOLINT(google-build-using-namespace): the program's own
  if (argc > 1 && (std::string_view(argv[1]) == "--help" || std::string_view(argv[1]) == "-h")) {
    fmt::print("{}", kUsage);
    return 0;
  }
  const auto options = parse(argc, argv);
  if (!options) {
    fmt::print(stderr, "pe_load: {}\n{}", options.error().what, kUsage);
    return 2;
  }
  const auto done = run(*options);
  if (!done) fmt::print(stderr, "pe_load: {}\n", done.error().what);
  return done ? 0 : 1;
}
