// Runs GoogleTest's tests in separate PID, mount and network namespaces, so that the program under
// test sees only their processes and sockets: not those of concurrent tests or of the rest of the
// machine, and not its named namespaces. PORTEXPLORER_TESTS_ALONE=no runs the tests directly, in
// the machine's PID namespace, for a machine that is otherwise idle.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/netns/netns_fixture.h"
#include "support/posix_check.h"

namespace portexplorer::fixture {
namespace {

int status_of(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) != child) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// The init process of the PID namespace reaps all others and exits with the tests. The kernel then
// kills the remaining processes.
int first_process(pid_t tests) {
  for (;;) {
    int status = 0;
    const pid_t ended = waitpid(-1, &status, 0);
    if (ended == tests) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
}

// A named network namespace is a mount, which was copied into this mount namespace.
void forget_named_namespaces() {
  std::vector<std::string> places;
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    if (line.find(" - nsfs ") == std::string::npos) continue;
    std::size_t start = 0;
    for (int field = 0; field < 4; ++field) start = line.find(' ', start) + 1;
    places.push_back(line.substr(start, line.find(' ', start) - start));
  }
  for (const std::string& place : places) umount2(place.c_str(), MNT_DETACH);
}

int run_all_alone() {
  check(unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET),
        "namespaces of the tests' own (requires root)");
  const pid_t first = check(fork(), "fork");
  // Skips exit handlers: the leak checker's handler would start a process in a PID namespace whose
  // init has exited.
  if (first != 0) _exit(status_of(first));
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  mount_own_proc();
  forget_named_namespaces();
  set_loopback_up();
  const pid_t tests =
      check(fork(), "fork");  // not the init process itself, which ignores most signals
  if (tests != 0) _exit(first_process(tests));
  const int result = RUN_ALL_TESTS();
  std::fflush(nullptr);
  _exit(result);
}

}  // namespace
}  // namespace portexplorer::fixture

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  const char* alone =
      std::getenv("PORTEXPLORER_TESTS_ALONE");  // NOLINT(concurrency-mt-unsafe): no thread yet
  const bool as_it_is =
      GTEST_FLAG_GET(list_tests) || (alone != nullptr && std::string_view(alone) == "no");
  return as_it_is ? RUN_ALL_TESTS() : portexplorer::fixture::run_all_alone();
}
