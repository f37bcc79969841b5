// The TCP connections whose connect or accept was logged, and whose close was not yet. A program in
// the kernel that never ran cannot count what it missed, so these connections are compared with the
// socket tables: what is in none of them any more has been closed, and its close was missed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/event.h"
#include "model/sample.h"

namespace portexplorer {

class OpenConnections {
 public:
  // Remembers at most `most` connections; what connects beyond that is not compared, only counted.
  explicit OpenConnections(std::size_t most = 250'000) : most_(most) {}

  void note(const EventBatch& batch);

  // Cookies of the connections that were logged before `time`.
  [[nodiscard]] std::vector<std::uint64_t> begun_before(Timestamp time) const;

  // Of `candidates`, which were taken before `tables` were read: those still known here that the
  // tables prove to be gone. The tables have to be complete (why_incomplete), and all that was
  // logged until the reading ended has to be noted before. `is_final`: there will be no other
  // reading; a connection whose network namespace is gone from sight too counts as gone then,
  // otherwise it is left for later.
  [[nodiscard]] std::vector<std::uint64_t> gone(const std::vector<std::uint64_t>& candidates,
                                                const Sample& tables, bool is_final) const;

  // Appends a close with result "missed" for each of them, counts them as lost, and forgets them.
  void append_missed(const std::vector<std::uint64_t>& gone, Timestamp now, EventBatch& batch);

  // How many of these are still open, as far as was logged.
  [[nodiscard]] std::size_t count_of(const std::vector<std::uint64_t>& cookies) const;
  [[nodiscard]] std::size_t size() const { return open_.size(); }
  // Connections that were not remembered because there were too many.
  [[nodiscard]] std::uint64_t not_remembered() const { return not_remembered_; }

 private:
  struct Connection {
    Timestamp begun;
    Socket socket;
    std::shared_ptr<const Process> process;  // null: not known
  };

  std::size_t most_;
  std::uint64_t not_remembered_ = 0;
  std::unordered_map<std::uint64_t, Connection> open_;  // by cookie
};

// Why the absence of a TCP socket from these tables does not prove that it is gone; empty: it does,
// all were read to their ends.
[[nodiscard]] std::string why_incomplete(const Sample& tables);

}  // namespace portexplorer
