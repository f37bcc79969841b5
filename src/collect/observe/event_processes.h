// What processes of events are, asked of /proc once for each.
#pragma once

#include <unordered_map>
#include <vector>

#include "collect/procfs/user_names.h"
#include "collect/scan/process_scan.h"

namespace portexplorer {

// One thread at a time.
class EventProcesses {
 public:
  // Fills in what /proc still knows of each. A process that has ended keeps what the kernel
  // reported; if it was forked, it gets the path of its parent's executable too.
  void describe(std::vector<Process>& processes);

 private:
  static constexpr std::size_t kMost = 4096;  // then all are forgotten, and asked for again

  struct Identity {
    Pid pid;
    std::uint64_t start_ticks = 0;
    std::string name;  // execve() makes another program of a process
    friend bool operator==(const Identity&, const Identity&) = default;
  };
  struct Hash {
    std::size_t operator()(const Identity& id) const noexcept {
      return std::hash<std::string>{}(id.name) ^ (static_cast<std::size_t>(id.pid.value()) << 32) ^
             id.start_ticks;
    }
  };

  void learn(const std::vector<Process>& processes);
  // Of a process that was forked and has ended: the path of its parent's executable, which was its
  // own. Empty: not known.
  [[nodiscard]] std::string parents_path(const Process& process) const;

  ProcessScanner scanner_;
  UserNames users_;
  std::unordered_map<Identity, Process, Hash> known_;
  std::unordered_map<Pid, Identity> latest_;  // of each pid
};

}  // namespace portexplorer
