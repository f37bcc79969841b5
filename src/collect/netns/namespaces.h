// Finds the network namespaces and how to read each: those of processes, and those that are bound
// to a file (/run/netns and wherever else nsfs is mounted).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "model/sample.h"

namespace portexplorer {

struct NetnsHandle {
  NetnsId id;
  std::string name;  // of /run/netns/NAME, or the file's name elsewhere; may be empty
  bool own = false;  // the caller's
  UniqueFd ns_fd;    // open nsfs file, verified to be that of `id`; empty if it could not be opened
  Pid member{0};     // a process in the namespace, for /proc/PID/net; 0: none
  // The namespace's number is not readable, which requires ptrace access to a member, so `id` is a
  // stand_in_key(). It groups rows and is never shown.
  bool stand_in_id = false;
  int open_errno = 0;  // why ns_fd is empty; 0: not tried, or ns_fd is set
};

// A process and its namespace, as the process scan read them; id 0 if it was not readable.
struct NetnsMember {
  NetnsId id;
  Pid pid;
};

// Returns each namespace once, the calling thread's first. `members` may contain a namespace many
// times. Names come from the nsfs entries of /proc/self/mountinfo. A namespace that can neither be
// entered nor read through a member is omitted and counted in a coverage gap, as are those whose
// number is unknown. `proc_root` differs from "/proc" only in tests.
std::vector<NetnsHandle> find_namespaces(const std::vector<NetnsMember>& members, Coverage&,
                                         const std::string& proc_root = "/proc");

// Runs `work` inside the namespace, on a separate thread, waits for it and returns its result; an
// exception becomes an error. Requires CAP_SYS_ADMIN for any namespace except the caller's.
Result<void> run_in_namespace(const NetnsHandle&, const std::function<Result<void>()>& work);

// Returns the id of the calling thread's namespace; 0 if neither /proc nor a socket (SIOCGSKNS,
// Linux 4.10, CAP_NET_ADMIN) provides it.
[[nodiscard]] NetnsId own_netns_id();

// Reads the interfaces and addresses of the calling thread's namespace, by rtnetlink dumps. The
// caller sets `name` and `own`.
Result<Netns> describe_own_namespace();

}  // namespace portexplorer
