// One process as /proc tells it. Identified by pid and start time; pids are reused, start times are
// not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/types.h"

namespace portexplorer {

// What became of the file that a process runs.
enum class Executable : std::uint8_t {
  unreadable,  // not permitted, or the process has ended
  none,        // a kernel thread
  present,     // stands at its path
  replaced,    // deleted, and another file stands at its path: updated, not restarted
  deleted,     // deleted, and nothing stands at its path
  memory,      // never was a file: memfd_create
  elsewhere,   // not deleted, but nothing or another file is at its path; found out only where a
               // process is inspected
};

// What classify() judges by; each is empty where it could not be read.
struct ClassFacts {
  bool kernel_thread = false;
  Executable executable = Executable::unreadable;
  bool has_terminal = false;
  bool systemd_booted = false;               // the machine runs systemd as its init
  std::string foreign_container;             // name or id, if it is in a container other than ours
  std::optional<bool> session_leader_lives;  // of the session-N.scope that it is in
  bool in_init_session = false;              // pid 1, or in pid 1's session
  std::string supervisor;                  // "openrc", "runit", "s6" if one of them is an ancestor
  bool parent_outside = false;             // its parent is outside our pid namespace
  std::optional<bool> trusted_executable;  // belongs to a package, and only root may write it
  bool missing_from_proc = false;          // the kernel knows it, /proc does not
};

// What a closer look at a process tells, for findings. Each is empty where it could not be read.
struct LookFacts {
  bool looked = false;                  // false: nobody asked for it, so the others say nothing
  std::optional<bool> exposed_program;  // others than root and its own user can change what it runs
  std::optional<bool> preloaded;        // LD_PRELOAD is set in its environment
  std::optional<std::uint64_t> standard_input;  // the inode of the socket that it is; 0: no socket
  std::optional<bool> packaged;                 // an installed package has its file
};

struct Process {
  Pid pid;  // 0: known by an event, and in a PID namespace that the reader does not see
  std::uint64_t start_ticks = 0;  // field 22 of /proc/PID/stat: with pid, the identity
  std::optional<Timestamp> started_at;
  Pid parent;
  std::optional<Uid> uid;  // effective
  std::string comm;        // of the main thread, at most 15 bytes
  std::string name;        // file name of the executable; comm where that cannot be read
  std::string program;     // the script where an interpreter runs one, otherwise name
  std::string path;        // of the executable; empty where unreadable
  std::string command;     // arguments joined by spaces, raw bytes
  std::string user;        // name of uid; the number where it has none
  std::string terminal;    // "pts/0"
  std::string cgroup;      // path in the unified (or systemd's) hierarchy
  std::string unit;        // systemd unit, from the cgroup
  std::string container;   // id or name, from the cgroup
  NetnsId netns;           // of its main thread; 0 where not readable
  bool forked =
      false;  // runs its parent's program: neither has called execve() since the parent forked it
  std::string package;  // the installed package that its file came with; empty where not asked for,
                        // or where there is none
  ClassFacts facts;
  LookFacts look;
};

}  // namespace portexplorer
