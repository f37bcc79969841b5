#include "collect/packages/dpkg_lists.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"
#include "base/unique_fd.h"
#include "collect/procfs/proc_dir.h"

namespace portexplorer {
namespace {

constexpr std::size_t kLargestList = std::size_t{64} << 20;

// The searched paths. A list names files as its package was built: before or after the merge of /
// and /usr.
class Wanted {
 public:
  explicit Wanted(std::span<const std::string> paths) {
    for (const std::string& path : paths) {
      lines_.emplace(path, &path);
      if (path.starts_with("/usr/")) lines_.emplace(std::string_view(path).substr(4), &path);
    }
  }

  template <typename Take>
  void search(std::string_view text, Take take) const {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      const auto hit = lines_.find(text.substr(0, end));
      if (hit != lines_.end()) take(*hit->second);
      text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
  }

 private:
  std::unordered_map<std::string_view, const std::string*> lines_;
};

bool read_into(int dir_fd, const char* name, std::string& buffer, std::string_view& text) {
  const UniqueFd fd(::openat(dir_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > kLargestList) return false;
  if (buffer.size() < size) buffer.resize(size);
  const ssize_t got = ::read(fd.get(), buffer.data(), size);
  if (got < 0) return false;
  text = {buffer.data(), static_cast<std::size_t>(got)};
  return true;
}

// Returns the prefix of a program's file name that is likely to begin the name of its package, too.
std::string beginning_of_name(std::string_view path) {
  constexpr std::size_t kLetters = 3;
  return ascii_lower(path.substr(path.rfind('/') + 1).substr(0, kLetters));
}

// Returns the names of all lists, likely candidates first, since reading stops when every path has
// been found.
std::vector<std::string> lists_in(int info_fd, std::span<const std::string> paths) {
  constexpr std::string_view kList = ".list";
  std::vector<std::string> beginnings;
  for (const std::string& path : paths) beginnings.push_back(beginning_of_name(path));
  alignas(8) std::array<char, 32768> entries;
  std::vector<std::string> lists;
  ::lseek(info_fd, 0, SEEK_SET);
  DirectoryReader reader(info_fd, entries);
  for (auto name = reader.next(); !name.empty(); name = reader.next()) {
    if (name.ends_with(kList)) lists.emplace_back(name);
  }
  std::stable_partition(lists.begin(), lists.end(), [&](const std::string& list) {
    return std::ranges::any_of(
        beginnings, [&](const std::string& b) { return list.find(b) != std::string::npos; });
  });
  return lists;
}

}  // namespace

std::unordered_map<std::string, std::string> owners_in_lists(int info_fd,
                                                             std::span<const std::string> paths) {
  std::unordered_map<std::string, std::string> found;
  const Wanted wanted(paths);
  std::string buffer;
  for (const std::string& name : lists_in(info_fd, paths)) {
    if (found.size() == paths.size()) break;
    std::string_view text;
    if (!read_into(info_fd, name.c_str(), buffer, text)) continue;
    const std::string_view list = std::string_view(name).substr(0, name.rfind('.'));
    wanted.search(text, [&](const std::string& path) { found.emplace(path, list); });
  }
  return found;
}

std::string_view package_of_list(std::string_view list_name) {
  return list_name.substr(0, list_name.find(':'));
}

}  // namespace portexplorer
