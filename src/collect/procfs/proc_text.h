// The texts of /proc/PID, parsed. Pure: a process chooses much of what stands in them, so nothing
// is taken on trust. Source: fs/proc/array.c, fs/proc/base.c; Documentation/filesystems/proc.rst.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

// The fields of /proc/PID/stat that we use.
struct ProcessStat {
  std::string_view comm;  // raw bytes, part of the parsed text
  char state = '?';       // 'Z': ended, but its parent has not asked for its status yet
  Pid parent;             // 0: none, or outside the pid namespace of this /proc
  std::int32_t session = 0;
  std::uint32_t tty_nr = 0;  // 0: no controlling terminal
  std::uint32_t flags = 0;
  std::uint32_t threads = 0;
  std::uint64_t start_ticks = 0;  // clock ticks after the boot
  std::uint64_t stack_start = 0;  // its bottom, where the arguments begin that exec put there; 0:
                                  // not known, or may not be known
  std::uint64_t arguments_start = 0;  // of what /proc/PID/cmdline shows; the same

  [[nodiscard]] bool kernel_thread() const;
  // Reading its memory through /proc (cmdline, environ, maps) may have to wait with it: it sleeps
  // where nothing can interrupt it, or shows as its arguments another place than its stack, which
  // may be a file that a server serves.
  [[nodiscard]] bool may_hold_memory() const;
  [[nodiscard]] bool ended() const;  // has given up its files: a zombie with no thread left
};

// comm may hold anything, also ") S 1": the last parenthesis ends it.
[[nodiscard]] std::optional<ProcessStat> parse_stat(std::string_view text);

// "socket:[123]", what an fd of /proc/PID/fd points to if it is a socket.
[[nodiscard]] std::optional<Inode> parse_socket_link(std::string_view link);

// "net:[4026531840]", what a file of /proc/PID/ns points to.
[[nodiscard]] std::optional<std::uint32_t> parse_namespace_link(std::string_view link,
                                                                std::string_view kind);

// A decimal number and nothing else.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);

// The value of a line of /proc/PID/status ("FDSize:\t256"), without the blanks around it.
[[nodiscard]] std::optional<std::string_view> status_value(std::string_view status,
                                                           std::string_view key);

// The arguments in /proc/PID/cmdline; each ends with a NUL, but for a cut text or a process that
// writes its own title. Empty ones at the end, the room of an overwritten title, are left out.
[[nodiscard]] std::vector<std::string_view> split_arguments(std::string_view cmdline);
[[nodiscard]] std::string join_arguments(std::string_view cmdline);

// The name that people know a terminal by ("pts/0", "tty1", "ttyS0"), from its device number; ""
// for 0. Source: Documentation/admin-guide/devices.txt.
[[nodiscard]] std::string terminal_name(std::uint32_t tty_nr);

// The value of a variable in /proc/PID/environ. Empty: not set.
[[nodiscard]] std::optional<std::string> environment_value(std::string_view environment,
                                                           std::string_view name);

}  // namespace portexplorer
