// The loaded BPF socket iterators (bpf/sockets.bpf.c).
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "base/result.h"
#include "base/unique_fd.h"
#include "bpf/records.h"
#include "collect/ebpf/reader/socket_reader.h"

struct bpf_program;

namespace portexplorer {

// One program per table.
enum class ReaderTable : std::uint8_t { tasks, files, tcp, udp, unix_domain, netlink };
constexpr std::size_t kReaderTableCount = 6;

class ReaderPrograms {
 public:
  // Fails unless tasks and files can be loaded. Of the other tables, loads those that the kernel
  // supports.
  static Result<ReaderPrograms> load(const ReaderOptions&);

  [[nodiscard]] bool has(ReaderTable) const;

  // Configuration shared with the programs. Must not be changed while a stream is read, unless it
  // is paused.
  [[nodiscard]] pe_control& control();

  // Starts an iteration and returns a stream of records. Tables are those of the network namespace,
  // and tasks those of the PID namespace, that the calling thread is in. The stream may be read on
  // any thread. May be called on several threads at once.
  [[nodiscard]] Result<UniqueFd> iterate(ReaderTable) const;
  // The fds of one process. Requires a kernel that filters by pid (RecordParser::filters_by_pid());
  // others would iterate over all processes.
  [[nodiscard]] Result<UniqueFd> iterate_files_of(Pid) const;

 private:
  using Selection = std::array<bool, kReaderTableCount>;
  // One of the two builds of the programs (bpf/sockets.bpf.c, bpf/sockets_prefetch.bpf.c), loaded
  // in two parts that share their maps.
  struct Loaded {
    std::array<std::shared_ptr<void>, 2> skeletons;
    std::array<bpf_program*, kReaderTableCount> programs{};
    std::shared_ptr<void> variables;  // the shared .bss, mapped into this process
    pe_control* control = nullptr;    // points into variables
  };

  friend class ReaderLoader;
  ReaderPrograms(Loaded loaded, const Selection& selection);

  Loaded loaded_;
  Selection selection_;
  std::array<UniqueFd, kReaderTableCount> links_;
};

}  // namespace portexplorer
