// Describes the processes of events, reading /proc once per process.
#pragma once

#include <unordered_map>
#include <vector>

#include "collect/procfs/user_names.h"
#include "collect/scan/process_scan.h"

namespace portexplorer {

// Not thread-safe.
class EventProcesses {
 public:
  // Adds what /proc reports about each process. A process that has ended keeps what the kernel
  // reported; if it was forked, it also gets the path of its parent's executable.
  void describe(std::vector<Process>& processes);

 private:
  static constexpr std::size_t kMost = 4096;  // beyond that, all are dropped and read again

  struct Identity {
    Pid pid;
    std::uint64_t start_ticks = 0;
    std::string name;  // execve() changes the program of a process
    friend bool operator==(const Identity&, const Identity&) = default;
  };
  struct Hash {
    std::size_t operator()(const Identity& id) const noexcept {
      return std::hash<std::string>{}(id.name) ^ (static_cast<std::size_t>(id.pid.value()) << 32) ^
             id.start_ticks;
    }
  };

  void learn(const std::vector<Process>& processes);
  // For a forked process that has ended: returns the path of its parent's executable, which was
  // also its own. Empty if unknown.
  [[nodiscard]] std::string parents_path(const Process& process) const;

  ProcessScanner scanner_;
  UserNames users_;
  std::unordered_map<Identity, Process, Hash> known_;
  std::unordered_map<Pid, Identity> latest_;  // of each pid
};

}  // namespace portexplorer
