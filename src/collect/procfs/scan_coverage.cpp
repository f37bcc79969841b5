#include "collect/procfs/scan_coverage.h"

#include <string>

#include "base/words.h"

namespace portexplorer {
namespace {

Message run_as_root(bool as_root) { return {as_root ? ""_text : "Run as root: sudo portexplorer"_text, {}}; }

CoverageGap not_permitted(const ScanSight& sight) {
  CoverageGap gap;
  gap.id = "fds.not_permitted";
  if (sight.unreadable == 1) {
    gap.what.text = "The sockets of one process could not be read, so they show no owner."_text;
  } else {
    gap.what = {"The sockets of {count} processes could not be read, so they show no owner."_text,
                {{"count", std::to_string(sight.unreadable)}}};
  }
  gap.why.text = sight.as_root ? "Some processes are protected even from root, by rights that root lacks here or by a security module."_text
                               : "They belong to other users, or protect themselves."_text;
  gap.remedy = run_as_root(sight.as_root);
  return gap;
}

CoverageGap invisible(const ScanSight& sight) {
  return {"proc.hidepid",
          {"Processes of other users are invisible, so their sockets show no owner."_text, {}},
          {"The system hides them: /proc is mounted with the option hidepid."_text, {}},
          run_as_root(sight.as_root),
          true};
}

CoverageGap pid_namespace() {
  return {"proc.pid_namespace",
          {"Only the processes of this container are visible."_text, {}},
          {"This /proc shows a pid namespace that is not the machine's first one."_text, {}},
          {"Run portexplorer outside of the container, or start the container with the pid namespace of the host."_text, {}},
          false};
}

}  // namespace

void add_scan_gaps(Coverage& coverage, const ScanSight& sight) {
  if (sight.unreadable > 0) coverage.add(not_permitted(sight));
  if (sight.processes_invisible) coverage.add(invisible(sight));
  if (sight.own_pid_namespace) coverage.add(pid_namespace());
}

}  // namespace portexplorer
