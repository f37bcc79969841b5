#include "bench/churn.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "bench/loopback.h"

namespace portexplorer::bench {
namespace {

constexpr int kStepMs = 100;
constexpr int kStepsPerSecond = 1000 / kStepMs;
constexpr int kLifeMs = 1000;

// Returns true if `stop_fd` reached its end within the time.
bool stopped_within(int stop_fd, int milliseconds) {
  pollfd wait{stop_fd, POLLIN, 0};
  return poll(&wait, 1, milliseconds) > 0;
}

// Reverts SO_LINGER of loopback.h, so that closing sends a FIN.
void close_orderly(int fd) {
  const linger orderly{0, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &orderly, sizeof orderly);
}

Result<void> open_batch(int listener, std::uint64_t count, std::uint64_t first, std::size_t bytes,
                        std::vector<UniqueFd>& sockets) {
  TRY(port, local_port(listener));
  for (std::uint64_t i = 0; i < count; ++i) {
    TRY(client, connect_loopback(port, first + i));
    TRY_VOID(send_payload(client.get(), bytes));
    TRY(server, accept_loopback(listener, bytes));
    if (i % 2 == 0) {
      close_orderly(client.get());
      close_orderly(server.get());
    }
    sockets.push_back(std::move(client));
    sockets.push_back(std::move(server));
  }
  return {};
}

[[noreturn]] void live_briefly(int listener, std::uint64_t count, std::uint64_t first,
                               std::size_t bytes, int stop_fd) {
  raise_file_limit();
  std::vector<UniqueFd> sockets;
  if (!open_batch(listener, count, first, bytes, sockets)) _exit(1);
  stopped_within(stop_fd, kLifeMs);
  _exit(0);
}

}  // namespace

bool churn(int listener, std::uint64_t per_second, std::size_t bytes, int stop_fd) {
  std::uint64_t made = 0;
  for (int step = 0; !stopped_within(stop_fd, kStepMs); step = (step + 1) % kStepsPerSecond) {
    const std::uint64_t due = per_second * static_cast<std::uint64_t>(step + 1) / kStepsPerSecond -
                              per_second * static_cast<std::uint64_t>(step) / kStepsPerSecond;
    const pid_t pid = fork();
    if (pid == 0) live_briefly(listener, due, made, bytes, stop_fd);
    if (pid > 0) made += due;
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
  }
  while (waitpid(-1, nullptr, 0) > 0) {
  }
  return true;
}

}  // namespace portexplorer::bench
