// Empties the kernel's ring buffer into a bounded buffer on a separate thread, so that the ring has
// room even if nothing calls take().
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

struct ring_buffer;

namespace portexplorer {

// Whole records in pieces, so that appending never moves existing records.
using RecordPieces = std::deque<std::vector<std::byte>>;

class RingDrain {
 public:
  // `ring_fd` must remain open for the lifetime of this object.
  static Result<std::unique_ptr<RingDrain>> start(int ring_fd, std::size_t most_bytes);
  ~RingDrain();
  RingDrain(const RingDrain&) = delete;
  RingDrain& operator=(const RingDrain&) = delete;

  // Replaces `records`, whose memory is reused, with all records that have arrived, including those
  // that are still in the ring. Returns the number of records dropped since the last call because
  // the buffer was full.
  std::uint64_t take(RecordPieces& records);

  // event_fd() is readable when there are records to take. wake() makes it readable until the next
  // take().
  [[nodiscard]] int event_fd() const { return event_.get(); }
  void wake() const;

 private:
  struct Free {
    void operator()(ring_buffer*) const;
  };
  RingDrain() = default;
  static int on_record(void* self, void* data, std::size_t size);
  void run();
  void consume();
  void append(std::span<const std::byte> record);

  std::unique_ptr<ring_buffer, Free> ring_;
  UniqueFd event_;
  UniqueFd stop_;
  std::mutex mutex_;  // protects the members below and reading from the ring
  RecordPieces pending_;
  RecordPieces spare_;  // empty pieces
  std::size_t pending_bytes_ = 0;
  std::size_t most_bytes_ = 0;
  std::uint64_t dropped_ = 0;
  int budget_ = 0;
  std::thread thread_;
};

}  // namespace portexplorer
