// Empties the kernel's ring into a bounded place, by a thread of its own, so that the ring has room
// while nobody asks.
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

// Whole records, in pieces: what is added never moves what is there.
using RecordPieces = std::deque<std::vector<std::byte>>;

class RingDrain {
 public:
  // `ring_fd` must stay open as long as this lives.
  static Result<std::unique_ptr<RingDrain>> start(int ring_fd, std::size_t most_bytes);
  ~RingDrain();
  RingDrain(const RingDrain&) = delete;
  RingDrain& operator=(const RingDrain&) = delete;

  // Exchanges `records`, whose memory is used again, for all records that came, also those still in
  // the ring. Returns how many were dropped since the last call because too many waited.
  std::uint64_t take(RecordPieces& records);

  // Readable when there is something to take. `wake`: makes it so until the next take().
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
  std::mutex mutex_;  // for what follows, and for reading from the ring
  RecordPieces pending_;
  RecordPieces spare_;  // empty pieces
  std::size_t pending_bytes_ = 0;
  std::size_t most_bytes_ = 0;
  std::uint64_t dropped_ = 0;
  int budget_ = 0;
  std::thread thread_;
};

}  // namespace portexplorer
