// What is true of the machine, or of the reader itself, while processes are scanned.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "model/types.h"

namespace portexplorer {

// The reader, as /proc/self tells it. Values are 0 or empty where they could not be read.
struct OwnPlace {
  std::string container;
  NetnsId netns;
  std::uint64_t net_inode = 0;  // of /proc/self/net/dev: each network namespace has its own
  std::uint32_t pid_namespace = 0;
  std::uint32_t shown_pid_namespace = 0;  // that /proc shows: an outer one, if it was mounted there
  std::uint32_t mount_namespace = 0;
  std::uint64_t root_device = 0;
  std::uint64_t root_inode = 0;
  bool links_may_wait = false;  // mount_table.h
};

OwnPlace read_own_place(int proc_fd);

// Whether /proc shows the pids of the reader's own PID namespace, which are those that the kernel's
// programs report.
[[nodiscard]] bool proc_shows_own_pids(int proc_fd);

// Whether /proc may leave out processes because they live in another PID namespace. False where
// that is not known.
[[nodiscard]] bool hides_other_pid_namespaces(const OwnPlace&);

// Turns clock ticks after the boot into a time of day: the same in every scan and in every run,
// unless the clock was set meanwhile. To the hundredth of a second, which is as fine as the ticks
// are.
class BootClock {
 public:
  void refresh();  // once a scan
  [[nodiscard]] Timestamp at(std::uint64_t start_ticks) const;

 private:
  std::int64_t boot_ns_ = 0;
  std::int64_t ticks_per_second_ = 100;
};

// True if the machine runs systemd as its init (sd_booted(3)). `run_systemd` is "/run/systemd".
[[nodiscard]] bool systemd_booted(const std::string& run_systemd);

// LEADER= of the text of a file of logind's folder of sessions. Pure.
[[nodiscard]] std::optional<Pid> parse_session_leader(std::string_view text);

// The leader of logind's session `name` ("3"); empty where the session is not known any more.
[[nodiscard]] std::optional<Pid> session_leader(const std::string& run_systemd,
                                                std::string_view name);

}  // namespace portexplorer
