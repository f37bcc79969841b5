#include "collect/scan/class_judge.h"

#include <sys/stat.h>

#include <array>

#include "collect/process/evidence.h"
#include "collect/process/executable.h"
#include "collect/procfs/cgroup_text.h"
#include "collect/procfs/mount_table.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"
#include "model/classify.h"

namespace portexplorer {
namespace {

constexpr int kMaxAncestors =
    64;  // a supervisor is close; the limit also ends loops in a changing table

// Returns an empty text if the process has ended.
std::string read_of_process(int proc_fd, Pid pid, const char* name) {
  std::array<char, 8192> buffer;
  const auto text =
      read_small_file(proc_fd, (std::to_string(pid.value()) + "/" + name).c_str(), buffer);
  return text ? std::string(*text) : std::string();
}

std::string supervisor_name(std::string_view comm) {
  if (comm == "supervise-daemo" || comm == "supervise-daemon" || comm == "openrc") return "openrc";
  if (comm == "runsv" || comm == "runsvdir" || comm == "runit") return "runit";
  if (comm == "s6-supervise" || comm == "s6-svscan") return "s6";
  return {};
}

// Returns whether the facts that are free to read do not explain the process yet.
bool is_open(const Process& process) {
  const ClassReason reason = classify(process).reason;
  return reason == ClassReason::nothing_explains_it || reason == ClassReason::parent_outside;
}

// Returns whether the path leads to the file that runs, which may not be so in another mount
// namespace. A file that was replaced by a package upgrade can only be judged by its path.
bool is_running_file(int proc_fd, const Process& process, const JudgeFacts& read) {
  // In other user namespaces, the user controls the target of /proc/PID/exe.
  const auto dir = open_directory(proc_fd, std::to_string(process.pid.value()).c_str());
  if (!dir || !in_initial_user_namespace(dir->get())) return false;
  if (process.facts.executable == Executable::replaced) return read.own_mounts;
  struct stat status {};
  return read.exe_inode != 0 && ::stat(process.path.c_str(), &status) == 0 &&
         status.st_ino == read.exe_inode && status.st_dev == read.exe_device;
}

}  // namespace

ClassJudge::ClassJudge(const MachinePaths& paths)
    : run_systemd_(paths.run_systemd), users_(paths.passwd), packages_(paths.dpkg_info) {}

void ClassJudge::judge(int proc_fd, const OwnPlace& own, std::span<Process> processes,
                       std::span<const JudgeFacts> read) {
  if (processes.empty()) return;
  proc_fd_ = proc_fd;
  sessions_.clear();
  ancestors_.clear();
  systemd_booted_ = systemd_booted(run_systemd_);
  const std::string init = read_of_process(proc_fd, Pid(1), "stat");
  const auto init_stat = parse_stat(init);
  init_session_ = init_stat ? std::optional(init_stat->session) : std::nullopt;
  users_.refresh();
  for (std::size_t i = 0; i < processes.size(); ++i) judge_one(own, processes[i], read[i]);
  if (!systemd_booted_) judge_packages(processes, read);
}

void ClassJudge::judge_one(const OwnPlace& own, Process& process, const JudgeFacts& read) {
  if (process.uid) process.user = users_.name(*process.uid);
  ClassFacts& facts = process.facts;
  facts.systemd_booted = systemd_booted_;
  if (process.container != own.container) facts.foreign_container = process.container;
  if (process.unit.starts_with("session-")) facts.session_leader_lives = leader_lives(process.unit);
  facts.in_init_session =
      process.pid == Pid(1) || (init_session_ && read.session == *init_session_);
  facts.parent_outside = process.parent == Pid(0) && process.pid != Pid(1) && !facts.kernel_thread;
  if (read.openrc) facts.supervisor = "openrc";
  if (!is_open(process)) return;
  if (read.foreign_pid_namespace != 0 && in_namespaces_of_root(process.pid)) {
    facts.foreign_container = "pid namespace " + std::to_string(read.foreign_pid_namespace);
  } else if (!systemd_booted_ && facts.supervisor.empty()) {
    facts.supervisor = supervisor_of(process);
  }
}

std::optional<bool> ClassJudge::leader_lives(const std::string& unit) {
  const auto known = sessions_.find(unit);
  if (known != sessions_.end()) return known->second;
  constexpr std::size_t kPrefix = std::string_view("session-").size();
  constexpr std::size_t kSuffix = std::string_view(".scope").size();
  std::optional<bool> lives;
  struct stat status {};
  if (::stat((run_systemd_ + "/sessions").c_str(), &status) == 0 &&
      unit.size() > kPrefix + kSuffix) {
    const auto leader = session_leader(
        run_systemd_, std::string_view(unit).substr(kPrefix, unit.size() - kPrefix - kSuffix));
    lives = leader && in_session_scope(*leader, unit);
  }
  return sessions_.emplace(unit, lives).first->second;
}

// The pid of a leader that has ended may have been reused.
bool ClassJudge::in_session_scope(Pid pid, const std::string& unit) {
  const std::string text = read_of_process(proc_fd_, pid, "stat");
  const auto stat = parse_stat(text);
  return stat && !stat->ended() &&
         parse_cgroup(read_of_process(proc_fd_, pid, "cgroup")).unit == unit;
}

// Any user may create a pid namespace within his own user namespace; that is no container of the
// system.
bool ClassJudge::in_namespaces_of_root(Pid pid) const {
  const auto dir = open_directory(proc_fd_, std::to_string(pid.value()).c_str());
  return dir && in_user_namespace_of_root(dir->get());
}

// A user who starts a program of root's (su, sudo) through a link controls its comm, and can then
// hide below it.
bool ClassJudge::is_of_root(Pid pid, const std::string& comm) const {
  const std::string status = read_of_process(proc_fd_, pid, "status");
  const auto ids = status_value(status, "Uid");
  if (!ids || ids->find_first_not_of("0\t ") != std::string_view::npos) return false;
  const auto dir = open_directory(proc_fd_, std::to_string(pid.value()).c_str());
  if (!dir) return false;
  const ExecutableFile program = read_executable(dir->get());
  const std::string_view name = file_name(program.path);
  return program.state == Executable::unreadable || name == "busybox" ||
         supervisor_name(name) == supervisor_name(comm);
}

const ClassJudge::Ancestor& ClassJudge::ancestor(Pid pid) {
  const auto known = ancestors_.find(pid);
  if (known != ancestors_.end()) return known->second;
  Ancestor found;
  const std::string text = read_of_process(proc_fd_, pid, "stat");
  if (const auto stat = parse_stat(text)) {
    found.parent = stat->parent;
    found.comm = stat->comm;
  }
  if (!supervisor_name(found.comm).empty()) found.root = is_of_root(pid, found.comm);
  return ancestors_.emplace(pid, std::move(found)).first->second;
}

std::string ClassJudge::supervisor_of(const Process& process) {
  Pid pid = process.parent;
  for (int i = 0; i < kMaxAncestors && pid.value() > 0; ++i) {
    const Ancestor& parent = ancestor(pid);
    // Any process can have this name; only root's own is the system's.
    if (parent.root) {
      if (std::string name = supervisor_name(parent.comm); !name.empty()) return name;
    }
    pid = parent.parent;
  }
  return {};
}

void ClassJudge::judge_packages(std::span<Process> processes, std::span<const JudgeFacts> read) {
  std::vector<std::size_t> open;
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < processes.size(); ++i) {
    Process& process = processes[i];
    if (process.path.empty() || !is_open(process)) continue;
    // A file on a served file system may be controlled by its server, which also may not answer.
    const auto is_served = [&] { return own_mounts()->waits_on_way(process.path).has_value(); };
    if (!may_be_packaged(process.path) || is_served() || !only_root_writes(process.path) ||
        !is_running_file(proc_fd_, process, read[i])) {
      process.facts.trusted_executable = false;
      continue;
    }
    open.push_back(i);
    paths.push_back(process.path);
  }
  packages_.look_up(paths);
  for (const std::size_t i : open)
    processes[i].facts.trusted_executable = packages_.is_packaged(processes[i].path);
}

}  // namespace portexplorer
