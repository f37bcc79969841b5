// Empties the kernel's ring into a bounded place, by a thread of its own, so that the ring has room while nobody asks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

struct ring_buffer;

namespace portexplorer {

class RingDrain {
 public:
  // `ring_fd` must stay open as long as this lives.
  static Result<std::unique_ptr<RingDrain>> start(int ring_fd, std::size_t most_bytes);
  ~RingDrain();
  RingDrain(const RingDrain&) = delete;
  RingDrain& operator=(const RingDrain&) = delete;

  // Exchanges `records` (which is emptied) for all whole records that came, also those still in the ring. Gives how many
  // were thrown away since the last call, because too many waited.
  std::uint64_t take(std::vector<std::byte>& records);

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

  std::unique_ptr<ring_buffer, Free> ring_;
  UniqueFd event_;
  UniqueFd stop_;
  std::mutex mutex_;  // for what follows, and for reading from the ring
  std::vector<std::byte> pending_;
  std::size_t most_bytes_ = 0;
  std::uint64_t dropped_ = 0;
  int budget_ = 0;
  std::thread thread_;
};

}  // namespace portexplorer
