// The TCP connections whose connect or accept was logged and whose close was not. A BPF program
// that did not run cannot count the events that it missed. So these connections are compared with
// the socket tables: a connection that is in none of them has been closed, and its close was
// missed.
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
  // Remembers at most `most` connections; further ones are only counted, not compared.
  explicit OpenConnections(std::size_t most = 250'000) : most_(most) {}

  void note(const EventBatch& batch);

  // Returns the cookies of the connections that were logged before `time`.
  [[nodiscard]] std::vector<std::uint64_t> begun_before(Timestamp time) const;

  // Returns those of `candidates`, selected before `tables` were read, that are still open here and
  // that the tables prove to be gone. The tables must be complete (why_incomplete), and everything
  // that was logged until the reading ended must have been noted. `is_final`: there will be no
  // further reading. Only then, a connection whose network namespace is no longer visible also
  // counts as gone.
  [[nodiscard]] std::vector<std::uint64_t> gone(const std::vector<std::uint64_t>& candidates,
                                                const Sample& tables, bool is_final) const;

  // Appends a close with result "missed" for each, counts them as lost, and drops them.
  void append_missed(const std::vector<std::uint64_t>& gone, Timestamp now, EventBatch& batch);

  // Returns how many of these are still open according to the log.
  [[nodiscard]] std::size_t count_of(const std::vector<std::uint64_t>& cookies) const;
  [[nodiscard]] std::size_t size() const { return open_.size(); }
  // Returns the number of connections that were not remembered because there were too many.
  [[nodiscard]] std::uint64_t not_remembered() const { return not_remembered_; }

 private:
  struct Connection {
    Timestamp begun;
    Socket socket;
    std::shared_ptr<const Process> process;  // null: unknown
  };

  std::size_t most_;
  std::uint64_t not_remembered_ = 0;
  std::unordered_map<std::uint64_t, Connection> open_;  // by cookie
};

// Returns why the absence of a TCP socket from these tables does not prove that it is gone. Empty
// if it does, because all were read to their ends.
[[nodiscard]] std::string why_incomplete(const Sample& tables);

}  // namespace portexplorer
