// From the records of the kernel programs (bpf/records.h) to rows. Pure; the bytes are not trusted.
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

// A process as the kernel itself names it, whatever namespaces it and the reader are in.
struct ProcessKey {
  std::uint32_t tgid = 0;
  std::uint64_t start_boottime_ns = 0;
  friend bool operator==(const ProcessKey&, const ProcessKey&) = default;
};

// A process of the kernel's task list that the reader's pid namespace shows. pid and start_ticks
// are what /proc/PID/stat says of it, also in pid and time namespaces.
struct ReaderProcess {
  Pid pid;
  std::uint64_t start_ticks = 0;
  Pid parent;                     // 0: outside the reader's pid namespace
  std::uint32_t uid = 0;          // effective
  std::uint32_t fd_capacity = 0;  // size of its fd table
  NetnsId netns;                  // of its first thread; 0: that has ended
  std::array<char, 16> comm{};
  ProcessKey key;

  [[nodiscard]] std::string_view comm_text() const {
    return {comm.data(), std::string_view(comm.data(), comm.size()).find('\0')};
  }
};

// A held socket of which another record may tell too: its file has several references.
struct Claim {
  std::uint32_t socket = 0;  // index
  std::int32_t fd = -1;
  bool seen = false;  // the kernel's program remembers that it has told of it before
};

// A connection that waits to be accepted, and where.
struct QueuedConnection {
  NetnsId netns;
  Cookie listener;
  Cookie connection;
};

// A row of a table that no fd stood for.
struct WithoutFd {
  std::uint32_t socket = 0;  // index
  Cookie listener;           // it waits there; 0: none, or not known
  bool has_file = false;  // somebody holds it in a way that is no fd, or got the fd after the walk
};

// How many TCP sockets of a namespace fds stood for, those apart that stand in ReaderPart::claims.
struct HeldTcp {
  NetnsId netns;
  std::uint64_t established = 0;
  std::uint64_t close_wait = 0;
  std::uint64_t hashed = 0;  // in any state but CLOSE
  bool requests = false;     // connections are being made to one of its listeners, held or not
  bool mptcp = false;        // MPTCP's sockets are held, too
};

// A file descriptor that may be an io_uring.
struct RingFile {
  ProcessKey process;
  std::int32_t fd = -1;
};

// What streams have said. Socket::process is an index into `holders`; Socket::text refers to
// `text`.
struct ReaderPart {
  std::vector<Socket> sockets;
  std::vector<ProcessKey> holders;
  std::vector<ReaderProcess> processes;  // of a stream of processes
  std::vector<Claim> claims;
  std::vector<QueuedConnection> queued;
  std::vector<WithoutFd> without_fd;
  std::vector<HeldTcp> held_tcp;
  std::vector<RingFile> rings;
  std::vector<Inode> not_established;  // of TCP sockets that fds stood for, also those of claims
  bool unsummed = false;               // a unix socket's queues were left out
  bool bound_tcp =
      false;  // there is a TCP socket that has a port and is neither connected nor listening
  std::string text;

  HeldTcp& held_tcp_of(NetnsId);
  void clear();           // keeps the memory
  void drop_oversized();  // of what is much larger than the last reading, which must still be there
};

// One stream's parser. Give it whole reads: records never straddle two of them.
class RecordParser {
 public:
  // `clock_ticks`: of /proc/PID/stat, per second (sysconf(_SC_CLK_TCK)).
  RecordParser(ReaderPart& part, long clock_ticks);

  // Appends what the bytes say. malformed: they are not what these programs write; rows before that
  // place are kept.
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
