#include "collect/ebpf/tracer/ring_drain.h"

#include <bpf/libbpf.h>
#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "collect/ebpf/loader/load_error.h"

namespace portexplorer {
namespace {

// Limits how long the lock is held.
constexpr int kRecordsAtOnce = 4096;
constexpr std::size_t kPieceBytes = 256u << 10;
constexpr std::size_t kSparePieces = 16;
// The kernel signals the first record in an empty ring. More are likely to follow, so they are
// collected for this long before the ring is read.
constexpr int kGatherMilliseconds = 5;

// Blocks all signals while a thread is created, so that it receives none. They are handled by the
// other threads of the program.
class SignalsElsewhere {
 public:
  SignalsElsewhere() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsElsewhere(const SignalsElsewhere&) = delete;
  SignalsElsewhere& operator=(const SignalsElsewhere&) = delete;
  ~SignalsElsewhere() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

void RingDrain::Free::operator()(ring_buffer* ring) const { ring_buffer__free(ring); }

Result<std::unique_ptr<RingDrain>> RingDrain::start(int ring_fd, std::size_t most_bytes) {
  std::unique_ptr<RingDrain> drain(new RingDrain);
  drain->most_bytes_ = most_bytes;
  drain->event_ = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  drain->stop_ = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!drain->event_ || !drain->stop_)
    return tl::unexpected<Error>(start_error(errno, "creating an eventfd failed"));
  drain->ring_.reset(ring_buffer__new(ring_fd, &RingDrain::on_record, drain.get(), nullptr));
  if (!drain->ring_)
    return tl::unexpected<Error>(start_error(errno, "the BPF ring buffer cannot be read"));
  try {
    const SignalsElsewhere guard;
    drain->thread_ = std::thread([self = drain.get()] { self->run(); });
  } catch (const std::system_error& error) {
    return fail(ErrorKind::unavailable, "no thread can be created", error.code().value());
  }
  return drain;
}

RingDrain::~RingDrain() {
  if (!thread_.joinable()) return;
  eventfd_write(stop_.get(), 1);
  thread_.join();
}

int RingDrain::on_record(void* self, void* data, std::size_t size) {
  auto& drain = *static_cast<RingDrain*>(self);
  if (drain.pending_bytes_ + size > drain.most_bytes_) ++drain.dropped_;
  else drain.append({static_cast<const std::byte*>(data), size});
  return --drain.budget_ > 0 ? 0 : -EAGAIN;  // the record has been consumed in either case
}

void RingDrain::append(std::span<const std::byte> record) {
  if (pending_.empty() || pending_.back().capacity() - pending_.back().size() < record.size()) {
    if (spare_.empty()) {
      pending_.emplace_back().reserve(std::max(kPieceBytes, record.size()));
    } else {
      pending_.push_back(std::move(spare_.back()));
      spare_.pop_back();
    }
  }
  pending_.back().insert(pending_.back().end(), record.begin(), record.end());
  pending_bytes_ += record.size();
}

void RingDrain::consume() {
  budget_ = kRecordsAtOnce;
  const bool was_empty = pending_.empty() && dropped_ == 0;
  ring_buffer__consume(ring_.get());
  if (was_empty && (!pending_.empty() || dropped_ > 0)) wake();
}

void RingDrain::wake() const { eventfd_write(event_.get(), 1); }

void RingDrain::run() {
  pollfd wait[2] = {{ring_buffer__epoll_fd(ring_.get()), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
  while (::poll(wait, 2, -1) >= 0 || errno == EINTR) {
    if ((wait[1].revents & POLLIN) != 0) return;
    bool more = true;
    while (more) {
      const std::lock_guard lock(mutex_);
      consume();
      more = budget_ <= 0;
    }
    pollfd stop{stop_.get(), POLLIN, 0};
    if (::poll(&stop, 1, kGatherMilliseconds) > 0) return;
  }
}

std::uint64_t RingDrain::take(RecordPieces& records) {
  if (records.size() > kSparePieces) records.resize(kSparePieces);
  for (auto& piece : records) piece.clear();
  const std::lock_guard lock(mutex_);
  while (!records.empty() && spare_.size() < kSparePieces) {
    spare_.push_back(std::move(records.back()));
    records.pop_back();
  }
  records.clear();
  budget_ = 0;
  for (int round = 0; round < 64 && budget_ <= 0; ++round) consume();
  records.swap(pending_);
  pending_bytes_ = 0;
  eventfd_t ignored = 0;
  eventfd_read(event_.get(), &ignored);
  return std::exchange(dropped_, 0);
}

}  // namespace portexplorer
