#include "collect/procfs/cgroup_root.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include <cerrno>
#include <fstream>
#include <vector>

namespace portexplorer {
namespace {

bool is_octal(char c) { return c >= '0' && c <= '7'; }

// Blanks and backslashes are written as \ooo there.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size() && is_octal(text[i + 1]) && is_octal(text[i + 2]) && is_octal(text[i + 3])) {
      out += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    if (end > 0) words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

// Without /proc nobody lists the mounts; systemd and most others mount the hierarchy at one of these.
Result<UniqueFd> open_usual_root(const std::vector<std::string>& places) {
  for (const std::string& place : places) {
    UniqueFd fd(::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct statfs status {};
    if (fd && ::fstatfs(fd.get(), &status) == 0 && status.f_type == CGROUP2_SUPER_MAGIC) return fd;
  }
  return fail(ErrorKind::unavailable, "the control groups cannot be found: /proc is not mounted");
}

}  // namespace

std::string cgroup2_mount_point(std::string_view line) {
  constexpr std::size_t kMountPoint = 4;
  const auto words = words_of(line);
  for (std::size_t i = kMountPoint + 1; i + 1 < words.size(); ++i) {
    if (words[i] == "-") return words[i + 1] == "cgroup2" ? unescaped(words[kMountPoint]) : "";
  }
  return "";
}

Result<UniqueFd> open_cgroup_root(const std::string& mountinfo, const std::vector<std::string>& usual_places) {
  std::ifstream file(mountinfo);
  if (!file.is_open()) return open_usual_root(usual_places);
  for (std::string line; std::getline(file, line);) {
    const std::string path = cgroup2_mount_point(line);
    if (path.empty()) continue;
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return fail_errno(errno, "the root of the control groups cannot be opened");
    return fd;
  }
  return fail(ErrorKind::not_supported, "no hierarchy of control groups (version 2) is mounted");
}

}  // namespace portexplorer
