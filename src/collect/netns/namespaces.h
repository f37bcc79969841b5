// Which network namespaces there are, and how to read each: those that processes live in, and those
// that are named (bound to a file: /run/netns and wherever else nsfs is mounted).
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
  UniqueFd ns_fd;  // open nsfs file, checked to be that of `id`; empty where it could not be opened
  Pid member{0};   // a process that lives in it, for /proc/PID/net; 0: none
  // The namespace's number may not be read, which takes ptrace access to a member, so `id` is a
  // stand_in_key(). It groups rows and is never shown.
  bool stand_in_id = false;
  int open_errno = 0;  // why ns_fd is empty; 0: it was not tried, or is not
};

// A process and the namespace that it lives in, as the process scan saw it; id 0 where it was not
// readable.
struct NetnsMember {
  NetnsId id;
  Pid pid;
};

// Each namespace once, the caller's (the calling thread's) first. `members` may hold a namespace
// many times. Names come from the nsfs entries of /proc/self/mountinfo. A namespace that can be
// neither entered nor read through a member is left out and counted in a coverage gap, as are those
// whose number is not known. `proc_root` is "/proc" but for tests.
std::vector<NetnsHandle> find_namespaces(const std::vector<NetnsMember>& members, Coverage&,
                                         const std::string& proc_root = "/proc");

// Runs `work` inside the namespace, on a thread of its own, waits for it and gives back its result;
// an exception becomes an error. Wants CAP_SYS_ADMIN for any namespace but the caller's own.
Result<void> run_in_namespace(const NetnsHandle&, const std::function<Result<void>()>& work);

// Returns the id of the calling thread's namespace; 0 if neither /proc nor a socket (SIOCGSKNS,
// Linux 4.10, CAP_NET_ADMIN) provides it.
[[nodiscard]] NetnsId own_netns_id();

// Interfaces and addresses of the calling thread's namespace, by rtnetlink dumps. `name` and `own`
// are left to the caller.
Result<Netns> describe_own_namespace();

}  // namespace portexplorer
