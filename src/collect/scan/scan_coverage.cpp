#include "collect/scan/scan_coverage.h"

#include <string>

#include "base/privilege.h"
#include "base/words.h"

namespace portexplorer {
namespace {

Message run_as_root(bool as_root) { return {as_root ? ""_text : how_to_become_root(), {}}; }

CoverageGap out_of_files(std::uint64_t count) {
  CoverageGap gap;
  gap.id = "fds.limit";
  if (count == 1) {
    gap.what.text = "The sockets of one process could not be read, so they show no owner."_text;
  } else {
    gap.what = {"The sockets of {count} processes could not be read, so they show no owner."_text,
                {{"count", std::to_string(count)}}};
  }
  gap.why.text =
      "This program may not open more files: its limit (RLIMIT_NOFILE) or the system's is reached."_text;
  gap.remedy.text = "Raise the limit: ulimit -n 1024"_text;
  return gap;
}

CoverageGap not_permitted(const ScanSight& sight) {
  CoverageGap gap;
  gap.id = "fds.not_permitted";
  if (sight.unreadable == 1) {
    gap.what.text = "The sockets of one process could not be read, so they show no owner."_text;
  } else {
    gap.what = {"The sockets of {count} processes could not be read, so they show no owner."_text,
                {{"count", std::to_string(sight.unreadable)}}};
  }
  gap.why.text =
      sight.as_root
          ? "Some processes are inaccessible even to root here, because of missing capabilities or a security module."_text
          : "They belong to other users, or protect themselves."_text;
  gap.remedy = run_as_root(sight.as_root);
  return gap;
}

CoverageGap invisible(const ScanSight& sight) {
  return {
      "proc.hidepid",
      {"Processes of other users are invisible, so their sockets show no owner, or are missing if they are in another network namespace."_text,
       {}},
      {"The system hides them: /proc is mounted with the option hidepid."_text, {}},
      run_as_root(sight.as_root),
      true};
}

CoverageGap pid_namespace() {
  return {
      "proc.pid_namespace",
      {"Processes outside this PID namespace are not visible, so their sockets show no process."_text,
       {}},
      {"This /proc shows a PID namespace other than the machine's first one, as in a container."_text,
       {}},
      {"Run portexplorer outside the container, or start the container with the host's PID namespace (--pid=host)."_text,
       {}},
      false};
}

}  // namespace

void add_scan_gaps(Coverage& coverage, const ScanSight& sight) {
  if (sight.out_of_files > 0) coverage.add(out_of_files(sight.out_of_files));
  if (sight.unreadable > 0) coverage.add(not_permitted(sight));
  if (sight.processes_invisible) coverage.add(invisible(sight));
  if (sight.own_pid_namespace) coverage.add(pid_namespace());
}

}  // namespace portexplorer
