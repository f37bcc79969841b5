// Control groups of the unified hierarchy for tests.
#pragma once

#include <sys/mount.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "support/posix_check.h"

namespace portexplorer::fixture {

// Returns the directory of the unified hierarchy, and mounts it in the tests' mount namespace if it
// is not mounted.
inline std::string cgroup_root() {
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    if (line.find(" - cgroup2 ") == std::string::npos) continue;
    std::istringstream words(line);
    std::string word;
    for (int i = 0; i < 5; ++i) words >> word;
    return word;
  }
  std::string place = "/tmp/pe-cgroup-XXXXXX";
  if (::mkdtemp(place.data()) == nullptr) check(-1, "mkdtemp");
  check(::mount("none", place.c_str(), "cgroup2", 0, nullptr), "mount cgroup2");
  return place;
}

// A control group with the calling process and its future children.
class OwnCgroup {
 public:
  // The name does not contain the pid, which other PID namespaces reuse.
  explicit OwnCgroup(const std::string& name)
      : root_(cgroup_root()), path_(root_ + "/" + name + "-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr || !move_to(path_))
      check(-1, "move into a control group");
  }
  OwnCgroup(const OwnCgroup&) = delete;
  OwnCgroup& operator=(const OwnCgroup&) = delete;
  ~OwnCgroup() {
    static_cast<void>(move_to(root_));
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

 private:
  static bool move_to(const std::string& group) {
    std::ofstream members(group + "/cgroup.procs");
    members << ::getpid() << std::flush;
    return members.good();
  }

  std::string root_;
  std::string path_;
};

}  // namespace portexplorer::fixture
