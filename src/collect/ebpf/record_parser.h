// Parses the records of the BPF socket iterators (bpf/records.h) into rows. Pure. The input is not
// trusted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/sample.h"

struct pe_process_record;
struct pe_socket_record;
struct pe_queued_record;
struct pe_ring_record;

namespace portexplorer {

// Identifies a process independently of the namespaces of the process and of the reader.
struct ProcessKey {
  std::uint32_t tgid = 0;
  std::uint64_t start_boottime_ns = 0;
  friend bool operator==(const ProcessKey&, const ProcessKey&) = default;
};

// A process in the kernel's task list that is visible in the reader's PID namespace. `pid` and
// `start_ticks` are equal to those in /proc/PID/stat, also in PID and time namespaces.
struct ReaderProcess {
  Pid pid;
  std::uint64_t start_ticks = 0;
  Pid parent;                     // 0: outside the reader's PID namespace
  std::uint32_t uid = 0;          // effective
  std::uint32_t fd_capacity = 0;  // size of the fd table
  NetnsId netns;                  // of the first thread; 0: that thread has exited
  std::array<char, 16> comm{};
  ProcessKey key;

  [[nodiscard]] std::string_view comm_text() const {
    return {comm.data(), std::string_view(comm.data(), comm.size()).find('\0')};
  }
};

// A row that may have other records of the same socket, as its file has several references.
struct Claim {
  std::uint32_t socket = 0;  // index
  std::int32_t fd = -1;
  // The BPF program has already reported the socket in this iteration.
  bool seen = false;
};

// A connection in the accept queue of a listener.
struct QueuedConnection {
  NetnsId netns;
  Cookie listener;
  Cookie connection;
};

// A row of a socket table to which no fd refers.
struct WithoutFd {
  std::uint32_t socket = 0;  // index
  Cookie listener;           // the listener whose queue it is in; 0: none or unknown
  // Held other than by an fd, or by an fd that was opened after the reading.
  bool has_file = false;
};

// Number of TCP sockets of a namespace that were read through fds, without those in
// ReaderPart::claims.
struct HeldTcp {
  NetnsId netns;
  std::uint64_t established = 0;
  std::uint64_t close_wait = 0;
  std::uint64_t hashed = 0;  // in any state except CLOSE
  bool requests = false;     // one of its listeners has half-open connections
  bool mptcp = false;        // MPTCP sockets are among them
};

// An fd that may be an io_uring.
struct RingFile {
  ProcessKey process;
  std::int32_t fd = -1;
};

// Contents of one or more streams. Socket::process is an index into `holders`, and Socket::text
// refers to `text`.
struct ReaderPart {
  std::vector<Socket> sockets;
  std::vector<ProcessKey> holders;
  std::vector<ReaderProcess> processes;  // from the stream of processes
  std::vector<Claim> claims;
  std::vector<QueuedConnection> queued;
  std::vector<WithoutFd> without_fd;
  std::vector<HeldTcp> held_tcp;
  std::vector<RingFile> rings;
  // TCP sockets that were read through fds, including claims, in states other than ESTABLISHED.
  std::vector<Inode> not_established;
  bool unsummed = false;  // the queues of a unix socket are unknown
  // There is a TCP socket that has a port, but is neither connected nor listening.
  bool bound_tcp = false;
  std::string text;

  HeldTcp& held_tcp_of(NetnsId);
  void clear();  // keeps the allocated memory
  // Frees memory that is much larger than the last reading needed. Must be called before clear().
  void drop_oversized();
};

// Parses one stream. Each call must receive whole reads; records never span two reads.
class RecordParser {
 public:
  // `clock_ticks` is the unit of /proc/PID/stat, per second (sysconf(_SC_CLK_TCK)).
  RecordParser(ReaderPart& part, long clock_ticks);

  // Appends the contents of `bytes`. Fails with malformed if the programs cannot have written them;
  // rows before that point are kept.
  Result<void> parse(std::span<const std::byte> bytes);

  [[nodiscard]] bool filters_by_pid() const { return filters_by_pid_; }

 private:
  Result<void> take(unsigned kind, std::span<const std::byte> record);
  Result<void> take_header(std::span<const std::byte> record);
  Result<void> take_process(std::span<const std::byte> record);
  Result<void> take_socket(std::span<const std::byte> record);
  Result<void> take_queued(std::span<const std::byte> record);
  Result<void> take_ring(std::span<const std::byte> record);
  void add_holder(const pe_socket_record&);
  void count_tcp(const Socket& row, unsigned flags);
  [[nodiscard]] std::uint64_t ticks(std::uint64_t start_boottime_ns) const;

  ReaderPart& part_;
  std::uint64_t ns_per_tick_;
  std::int64_t boottime_offset_ns_ = 0;
  bool begun_ = false;
  bool filters_by_pid_ = false;
};

}  // namespace portexplorer
