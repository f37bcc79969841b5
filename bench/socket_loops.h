// Loops that do nothing but move bytes through loopback, or open and close connections: what
// watching them costs shows here.
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
  // Does what it does so many times, in this thread.
  virtual Result<void> run(std::uint64_t times) = 0;
};

struct NamedLoop {
  std::string name;
  std::optional<double> most;  // the bar of its slowdown; none: it is only reported
  std::unique_ptr<SocketLoop> loop;
};

// "tcp", "udp" and "unix" (a send of 1,000 bytes and its receive) and "connect" (a connection from
// socket() to both closes).
Result<std::vector<NamedLoop>> make_loops();

Result<std::unique_ptr<SocketLoop>> make_connects();  // "connect" alone

// Makes a network namespace for this process with its loopback up, where closed connections leave
// no TIME_WAIT, so that ports never run out.
Result<void> enter_quiet_namespace();

// The calling thread runs on this core only, counted from 0 among those that it may use.
Result<void> pin_to_core(unsigned core);

}  // namespace portexplorer::bench
