#include "collect/diagnose/uring.h"

#include <linux/io_uring.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

namespace portexplorer {

Uring::Mapping::~Mapping() {
  if (address != nullptr) ::munmap(address, size);
}

struct Uring::Rings {
  io_uring_params parameters{};
  Mapping submissions;
  Mapping completions;
  Mapping entries;

  template <typename T>
  static T* at(const Mapping& mapping, std::uint32_t offset) {
    return reinterpret_cast<T*>(static_cast<char*>(mapping.address) + offset);
  }
};

Result<Uring> Uring::create() {
  Uring uring;
  uring.rings_ = std::make_shared<Rings>();
  Rings& rings = *uring.rings_;
  uring.fd_.reset(static_cast<int>(::syscall(SYS_io_uring_setup, 1, &rings.parameters)));
  if (!uring.fd_) return fail_errno(errno, "io_uring is not available");
  const auto map = [&](Mapping& mapping, std::size_t size, off_t offset) -> Result<void> {
    void* address = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
                           uring.fd_.get(), offset);
    if (address == MAP_FAILED) return fail_errno(errno, "io_uring's memory cannot be mapped");
    mapping.address = address;
    mapping.size = size;
    return {};
  };
  const io_uring_params& p = rings.parameters;
  TRY_VOID(map(rings.submissions, p.sq_off.array + p.sq_entries * sizeof(std::uint32_t),
               IORING_OFF_SQ_RING));
  TRY_VOID(map(rings.completions, p.cq_off.cqes + p.cq_entries * sizeof(io_uring_cqe),
               IORING_OFF_CQ_RING));
  TRY_VOID(map(rings.entries, p.sq_entries * sizeof(io_uring_sqe), IORING_OFF_SQES));
  return uring;
}

Result<std::size_t> Uring::send(int socket, const void* bytes, std::size_t count) {
  return run(IORING_OP_SEND, socket, reinterpret_cast<std::uint64_t>(bytes), count);
}

Result<std::size_t> Uring::receive(int socket, void* bytes, std::size_t count) {
  return run(IORING_OP_RECV, socket, reinterpret_cast<std::uint64_t>(bytes), count);
}

Result<std::size_t> Uring::run(std::uint8_t operation, int socket, std::uint64_t address,
                               std::size_t count) {
  constexpr int kRingWaitLimitMs = 2000;
  Rings& rings = *rings_;
  const io_uring_params& p = rings.parameters;
  auto* const entry = Rings::at<io_uring_sqe>(rings.entries, 0);
  *entry = io_uring_sqe{};
  entry->opcode = operation;
  entry->fd = socket;
  entry->addr = address;
  entry->len = static_cast<std::uint32_t>(count);
  entry->msg_flags = MSG_NOSIGNAL;
  auto* const tail = Rings::at<std::uint32_t>(rings.submissions, p.sq_off.tail);
  *Rings::at<std::uint32_t>(rings.submissions, p.sq_off.array) = 0;
  std::atomic_ref(*tail).fetch_add(1, std::memory_order_release);
  if (::syscall(SYS_io_uring_enter, fd_.get(), 1, 0, 0, nullptr, 0) != 1)
    return fail_errno(errno, "io_uring accepts no requests");

  pollfd ready{fd_.get(), POLLIN, 0};
  if (::poll(&ready, 1, kRingWaitLimitMs) != 1)
    return fail(ErrorKind::unavailable, "io_uring did not complete the request");
  auto* const head = Rings::at<std::uint32_t>(rings.completions, p.cq_off.head);
  const std::uint32_t mask = *Rings::at<std::uint32_t>(rings.completions, p.cq_off.ring_mask);
  const std::uint32_t end =
      std::atomic_ref(*Rings::at<std::uint32_t>(rings.completions, p.cq_off.tail))
          .load(std::memory_order_acquire);
  if (*head == end) return fail(ErrorKind::unavailable, "io_uring did not complete the request");
  const int result = Rings::at<io_uring_cqe>(rings.completions, p.cq_off.cqes)[*head & mask].res;
  std::atomic_ref(*head).fetch_add(1, std::memory_order_release);
  if (result < 0)
    return fail_errno(result == -EINVAL ? EOPNOTSUPP : -result,
                      "io_uring does not support send and receive");  // EINVAL: before 5.6
  return static_cast<std::size_t>(result);
}

}  // namespace portexplorer
