// Loops that only transfer bytes over loopback, or open and close connections. They show the
// overhead of tracing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace portexplorer::bench {

class SocketLoop {
 public:
  virtual ~SocketLoop() = default;
  // Repeats the operation `times` times on this thread.
  virtual Result<void> run(std::uint64_t times) = 0;
};

struct NamedLoop {
  std::string name;
  // Maximum slowdown that is allowed; none: it is only reported.
  std::optional<double> most;
  std::unique_ptr<SocketLoop> loop;
};

// "tcp", "udp" and "unix" (a send of 1,000 bytes and its receive) and "connect" (a connection from
// socket() until both ends are closed).
Result<std::vector<NamedLoop>> make_loops();

Result<std::unique_ptr<SocketLoop>> make_connects();  // only "connect"

// Creates a network namespace for this process with loopback up and without TIME_WAIT, so that
// ports never run out.
Result<void> enter_quiet_namespace();

// Pins the calling thread to one core, counted from 0 among those that it may use.
Result<void> pin_to_core(unsigned core);

}  // namespace portexplorer::bench
