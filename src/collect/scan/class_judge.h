// Collects the facts for a process's class that need more than the process itself: users, sessions,
// supervisors, packages, containers.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "collect/packages/package_files.h"
#include "collect/procfs/machine.h"
#include "collect/procfs/user_names.h"
#include "collect/scan/process_reader.h"
#include "collect/scan/process_scan.h"

namespace portexplorer {

// Kept between scans; not thread-safe. Expensive facts are read only if the cheaper ones leave the
// class open.
class ClassJudge {
 public:
  explicit ClassJudge(const MachinePaths& paths);

  // Fills in user and facts. processes[i] and read[i] belong together. `proc_fd` is an open /proc.
  void judge(int proc_fd, const OwnPlace& own, std::span<Process> processes,
             std::span<const JudgeFacts> read);

 private:
  struct Ancestor {
    Pid parent;
    std::string comm;
    bool root = false;  // checked only if `comm` is a supervisor's
  };

  void judge_one(const OwnPlace& own, Process& process, const JudgeFacts& read);
  std::optional<bool> leader_lives(const std::string& unit);
  bool in_session_scope(Pid pid, const std::string& unit);
  [[nodiscard]] bool in_namespaces_of_root(Pid pid) const;
  [[nodiscard]] bool is_of_root(Pid pid, const std::string& comm) const;
  const Ancestor& ancestor(Pid pid);
  std::string supervisor_of(const Process& process);
  void judge_packages(std::span<Process> processes, std::span<const JudgeFacts> read);

  std::string run_systemd_;
  UserNames users_;
  PackageFiles packages_;

  // Of the current scan.
  int proc_fd_ = -1;
  bool systemd_booted_ = false;
  std::optional<std::int32_t> init_session_;
  std::unordered_map<std::string, std::optional<bool>> sessions_;
  std::unordered_map<Pid, Ancestor> ancestors_;
};

}  // namespace portexplorer
