// Which network namespaces there are, and how to read each: those that processes live in, and those that are named
// (bound to a file: /run/netns and wherever else nsfs is mounted).
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
  std::string name;      // of /run/netns/NAME, or the file's name elsewhere; may be empty
  bool own = false;      // the caller's
  UniqueFd ns_fd;        // open nsfs file; empty where it could not be opened
  Pid member{0};         // a process that lives in it, for /proc/PID/net; 0: none
};

// A process and the namespace that it lives in, as the process scan saw it.
struct NetnsMember {
  NetnsId id;
  Pid pid;
};

// Each namespace once, the caller's first. `members` may hold a namespace many times. Names come from the nsfs entries
// of /proc/self/mountinfo. `proc_root` is "/proc" but for tests.
std::vector<NetnsHandle> find_namespaces(const std::vector<NetnsMember>& members, Coverage&, const std::string& proc_root = "/proc");

// Runs `work` with the calling thread inside the namespace, on a thread of its own, and gives back its result.
// Wants CAP_SYS_ADMIN for any namespace but the caller's own.
Result<void> run_in_namespace(const NetnsHandle&, const std::function<Result<void>()>& work);

// Interfaces and addresses of the calling thread's namespace, by rtnetlink dumps.
Result<Netns> describe_own_namespace();

}  // namespace portexplorer
