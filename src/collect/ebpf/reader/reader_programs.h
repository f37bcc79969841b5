// The loaded kernel programs of the walk (bpf/sockets.bpf.c), and their iterations.
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

// One program for each.
enum class ReaderTable : std::uint8_t { tasks, files, tcp, udp, unix_domain, netlink };
constexpr std::size_t kReaderTableCount = 6;

class ReaderPrograms {
 public:
  // Tasks and files must load; of the others those that this kernel can do.
  static Result<ReaderPrograms> load(const ReaderOptions&);

  [[nodiscard]] bool has(ReaderTable) const;

  // What the programs go by; shared with them, so set it only while nothing is read.
  [[nodiscard]] pe_control& control();

  // An iteration to read a stream of records from. Tables are those of the network namespace, and
  // tasks those of the pid namespace, that the calling thread is in now; any thread may read. Any
  // thread, also several at once.
  [[nodiscard]] Result<UniqueFd> iterate(ReaderTable) const;
  // The fds of one process. Wants a kernel that filters by pid (RecordParser::filters_by_pid);
  // others would give all.
  [[nodiscard]] Result<UniqueFd> iterate_files_of(Pid) const;

 private:
  using Selection = std::array<bool, kReaderTableCount>;
  // One of the two compilations of the programs (bpf/sockets.bpf.c, bpf/sockets_prefetch.bpf.c),
  // loaded in two parts that share their maps.
  struct Loaded {
    std::array<std::shared_ptr<void>, 2> skeletons;
    std::array<bpf_program*, kReaderTableCount> programs{};
    std::shared_ptr<void> variables;  // the shared .bss, in this process's memory
    pe_control* control = nullptr;    // within it
  };

  friend class ReaderLoader;
  ReaderPrograms(Loaded loaded, const Selection& selection);

  Loaded loaded_;
  Selection selection_;
  std::array<UniqueFd, kReaderTableCount> links_;
};

}  // namespace portexplorer
