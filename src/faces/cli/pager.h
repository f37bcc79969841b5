// Runs a pager as git does: $PORTEXPLORER_PAGER, $PAGER or less, with LESS=FRX unless LESS is set.
#pragma once

#include <sys/types.h>

#include <optional>
#include <utility>

#include "base/unique_fd.h"
#include "faces/cli/environment.h"

namespace portexplorer::cli {

class Pager {
 public:
  // Returns nothing if the pager is "cat" or cannot be started.
  [[nodiscard]] static std::optional<Pager> start(const Environment&);

  Pager(Pager&& other) noexcept
      : pipe_(std::move(other.pipe_)), pid_(std::exchange(other.pid_, 0)) {}
  Pager& operator=(Pager&&) = delete;
  Pager(const Pager&) = delete;
  Pager& operator=(const Pager&) = delete;
  ~Pager();  // waits for the pager to end

  [[nodiscard]] int fd() const { return pipe_.get(); }
  // Closes the pipe and waits until the pager ends. Returns false if the shell did not find it.
  [[nodiscard]] bool finish();

 private:
  Pager(UniqueFd pipe, pid_t pid) : pipe_(std::move(pipe)), pid_(pid) {}

  UniqueFd pipe_;
  pid_t pid_;
};

}  // namespace portexplorer::cli
