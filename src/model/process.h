// One process, as reported by /proc. Identified by pid and start time, since pids are reused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/types.h"

namespace portexplorer {

// What became of the executable file of a process.
enum class Executable : std::uint8_t {
  unreadable,  // not permitted, or the process has exited
  none,        // a kernel thread
  present,     // still at its path
  replaced,    // deleted, with another file at its path: updated but not restarted
  deleted,     // deleted, with nothing at its path
  memory,      // never had a file: memfd_create
  // Not deleted, but its path is empty or holds another file. Detected only when a process is
  // inspected.
  elsewhere,
};

// The facts that classify() uses. Each is empty if it could not be read.
struct ClassFacts {
  bool kernel_thread = false;
  Executable executable = Executable::unreadable;
  bool has_terminal = false;
  bool systemd_booted = false;               // the machine runs systemd as its init
  std::string foreign_container;             // name or id of a container other than the reader's
  std::optional<bool> session_leader_lives;  // whether the leader of its session-N.scope still runs
  bool in_init_session = false;              // pid 1, or in pid 1's session
  std::string supervisor;       // "openrc", "runit" or "s6" if one of them is an ancestor
  bool parent_outside = false;  // its parent is outside the reader's PID namespace
  std::optional<bool> trusted_executable;  // belongs to a package, and only root can write it
  bool missing_from_proc = false;          // reported by the kernel but missing from /proc
};

// Facts for findings. Each is empty if it could not be read.
struct LookFacts {
  bool looked = false;  // false: not requested, so the other members are meaningless
  std::optional<bool> exposed_program;  // users other than root and its own can change its program
  std::optional<bool> preloaded;        // LD_PRELOAD is set in its environment
  std::optional<std::uint64_t>
      standard_input;            // the inode of the socket on fd 0; 0 if it is no socket
  std::optional<bool> packaged;  // its file belongs to an installed package
};

struct Process {
  Pid pid;                        // 0: known from an event, but outside the reader's PID namespace
  std::uint64_t start_ticks = 0;  // field 22 of /proc/PID/stat; with pid, the identity
  std::optional<Timestamp> started_at;
  Pid parent;
  std::optional<Uid> uid;  // effective
  std::string comm;        // name of the main thread, at most 15 bytes
  std::string name;        // file name of the executable; comm if unreadable
  std::string program;     // the script if an interpreter runs one, otherwise `name`
  std::string path;        // of the executable; empty if unreadable
  std::string command;     // arguments joined by spaces, raw bytes
  std::string user;        // name of `uid`, or its number if it has none
  std::string terminal;    // "pts/0"
  std::string cgroup;      // path in the unified (or systemd's) hierarchy
  std::string unit;        // systemd unit, from the cgroup
  std::string container;   // id or name, from the cgroup
  NetnsId netns;           // of its main thread; 0 if unreadable
  // Runs the program of its parent: neither has called execve() since the fork.
  bool forked = false;
  // The installed package that its file belongs to; empty if not requested or if there is none.
  std::string package;
  ClassFacts facts;
  LookFacts look;
};

}  // namespace portexplorer
