// Facts about the machine, or about the reader itself, while processes are scanned.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "model/types.h"

namespace portexplorer {

// The reader, as described by /proc/self. Values are 0 or empty if they could not be read.
struct OwnPlace {
  std::string container;
  NetnsId netns;
  std::uint64_t net_inode = 0;  // of /proc/self/net/dev: each network namespace has its own
  std::uint32_t pid_namespace = 0;
  std::uint32_t shown_pid_namespace = 0;  // shown by /proc: an outer one, if it was mounted there
  std::uint32_t mount_namespace = 0;
  std::uint64_t root_device = 0;
  std::uint64_t root_inode = 0;
  bool links_may_wait = false;  // mount_table.h
};

OwnPlace read_own_place(int proc_fd);

// Returns whether /proc shows the pids of the reader's own PID namespace, which are those that BPF
// programs report.
[[nodiscard]] bool proc_shows_own_pids(int proc_fd);

// Returns whether /proc may omit processes because they are in another PID namespace; false if
// unknown.
[[nodiscard]] bool hides_other_pid_namespaces(const OwnPlace&);

// Converts clock ticks since boot to wall-clock time. The result is the same in every scan and in
// every run, unless the clock was set meanwhile. It is rounded to hundredths of a second, the
// resolution of the ticks.
class BootClock {
 public:
  void refresh();  // once per scan
  [[nodiscard]] Timestamp at(std::uint64_t start_ticks) const;

 private:
  std::int64_t boot_ns_ = 0;
  std::int64_t ticks_per_second_ = 100;
};

// Returns whether the machine runs systemd as its init (sd_booted(3)). `run_systemd` is
// "/run/systemd".
[[nodiscard]] bool systemd_booted(const std::string& run_systemd);

// Returns LEADER= from the text of a file of logind's sessions directory. Pure.
[[nodiscard]] std::optional<Pid> parse_session_leader(std::string_view text);

// Returns the leader of logind's session `name` ("3"); empty if the session no longer exists.
[[nodiscard]] std::optional<Pid> session_leader(const std::string& run_systemd,
                                                std::string_view name);

}  // namespace portexplorer
