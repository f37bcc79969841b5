// Parses the texts of /proc/PID. Pure: a process controls much of their contents, so nothing is
// trusted. Source: fs/proc/array.c, fs/proc/base.c; Documentation/filesystems/proc.rst.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

// The fields of /proc/PID/stat in use.
struct ProcessStat {
  std::string_view comm;  // raw bytes, part of the parsed text
  char state = '?';       // 'Z': ended, but its parent has not waited for it yet
  Pid parent;             // 0: none, or outside the pid namespace of this /proc
  std::int32_t session = 0;
  std::uint32_t tty_nr = 0;  // 0: no controlling terminal
  std::uint32_t flags = 0;
  std::uint32_t threads = 0;
  std::uint64_t start_ticks = 0;  // clock ticks since boot
  std::uint64_t stack_start =
      0;  // its bottom, where the arguments of exec begin; 0: unknown, or not permitted
  std::uint64_t arguments_start = 0;  // of what /proc/PID/cmdline shows; 0 likewise

  [[nodiscard]] bool kernel_thread() const;
  // Returns whether reading its memory through /proc (cmdline, environ, maps) may block: it is in
  // uninterruptible sleep, or its arguments have been moved away from its stack, possibly to a file
  // that a server provides.
  [[nodiscard]] bool may_hold_memory() const;
  [[nodiscard]] bool ended() const;  // has released its files: a zombie with no thread left
};

// comm may contain anything, even ") S 1": the last parenthesis ends it.
[[nodiscard]] std::optional<ProcessStat> parse_stat(std::string_view text);

// Parses "socket:[123]", the target of an fd in /proc/PID/fd if it is a socket.
[[nodiscard]] std::optional<Inode> parse_socket_link(std::string_view link);

// Parses "net:[4026531840]", the target of a link in /proc/PID/ns.
[[nodiscard]] std::optional<std::uint32_t> parse_namespace_link(std::string_view link,
                                                                std::string_view kind);

// Parses a decimal number and nothing else.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);

// Returns the value of a line of /proc/PID/status ("FDSize:\t256"), without the blanks around it.
[[nodiscard]] std::optional<std::string_view> status_value(std::string_view status,
                                                           std::string_view key);

// Returns the arguments in /proc/PID/cmdline. Each ends with a NUL, except in a truncated text or
// if the process overwrites its title. Empty arguments at the end, the remains of an overwritten
// title, are omitted.
[[nodiscard]] std::vector<std::string_view> split_arguments(std::string_view cmdline);
[[nodiscard]] std::string join_arguments(std::string_view cmdline);

// Returns the common name of a terminal ("pts/0", "tty1", "ttyS0") for its device number; "" for 0.
// Source: Documentation/admin-guide/devices.txt.
[[nodiscard]] std::string terminal_name(std::uint32_t tty_nr);

// Returns the value of a variable in /proc/PID/environ. Empty if it is not set.
[[nodiscard]] std::optional<std::string> environment_value(std::string_view environment,
                                                           std::string_view name);

}  // namespace portexplorer
