// A running pe_load. Its sockets exist from start() until the object is destroyed.
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer::bench {

struct LoadSize {
  std::uint64_t connections = 0;
  std::uint64_t processes = 0;
  std::uint64_t churn = 0;  // connections per second
};

class LoadProcess {
 public:
  // Returns when all sockets exist.
  static Result<LoadProcess> start(const LoadSize&);
  LoadProcess(LoadProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, 0)), input_(std::move(other.input_)) {}
  LoadProcess& operator=(LoadProcess&&) = delete;
  LoadProcess(const LoadProcess&) = delete;
  LoadProcess& operator=(const LoadProcess&) = delete;
  ~LoadProcess();

 private:
  LoadProcess(pid_t pid, UniqueFd input) : pid_(pid), input_(std::move(input)) {}
  pid_t pid_;
  UniqueFd input_;
};

}  // namespace portexplorer::bench
