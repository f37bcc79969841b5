#include "inspect/dpkg.h"

#include <fcntl.h>

#include <array>
#include <string_view>
#include <vector>

#include "collect/procfs/proc_dir.h"
#include "inspect/dpkg_text.h"

namespace portexplorer {
namespace {

constexpr std::size_t kLargestFile = std::size_t{64} << 20;
constexpr const char* kInfo = "/var/lib/dpkg/info";

// The lines to look for: each path, and its name before / and /usr were merged.
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
  if (size > kLargestFile) return false;
  if (buffer.size() < size) buffer.resize(size);
  const ssize_t got = ::read(fd.get(), buffer.data(), size);
  if (got < 0) return false;
  text = {buffer.data(), static_cast<std::size_t>(got)};
  return true;
}

}  // namespace

Result<Dpkg> Dpkg::open(const ProcFolder& process) {
  TRY(info, process.open_in_root(kInfo, O_RDONLY | O_DIRECTORY));
  return Dpkg(process, std::move(info));
}

std::unordered_map<std::string, std::string> Dpkg::owners(std::span<const std::string> paths) const {
  std::unordered_map<std::string, std::string> found;
  const Wanted wanted(paths);
  alignas(8) std::array<char, 32768> entries;
  std::string buffer;
  DirectoryReader reader(info_.get(), entries);
  for (auto name = reader.next(); !name.empty(); name = reader.next()) {
    constexpr std::string_view kList = ".list";
    std::string_view text;
    if (!name.ends_with(kList) || !read_into(info_.get(), name.data(), buffer, text)) continue;
    const std::string_view stem = name.substr(0, name.size() - kList.size());
    wanted.search(text, [&](const std::string& path) { found.emplace(path, stem); });
  }
  return found;
}

Result<Package> Dpkg::package(const std::string& list_name) const {
  TRY(status, process_->read_in_root("/var/lib/dpkg/status", kLargestFile));
  const std::string name = list_name.substr(0, list_name.find(':'));
  const std::string architecture = name.size() == list_name.size() ? "" : list_name.substr(name.size() + 1);
  auto package = find_in_status(status, name, architecture);
  if (!package) return fail(ErrorKind::not_found, "dpkg's list of packages does not have " + name);
  const auto copyright = process_->read_in_root("/usr/share/doc/" + name + "/copyright");
  if (copyright) {
    CopyrightFacts facts = parse_copyright(*copyright);
    package->licence = std::move(facts.licence);
    package->copyright = std::move(facts.copyright);
  }
  return *std::move(package);
}

Result<std::string> Dpkg::packaged_md5(const std::string& list_name, const std::string& path) const {
  const UniqueFd fd(::openat(info_.get(), (list_name + ".md5sums").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd) return fail(ErrorKind::not_found, "its package tells no checksums");
  TRY(text, read_all(fd.get(), kLargestFile));
  auto sum = find_in_md5sums(text, path);
  if (!sum) return fail(ErrorKind::not_found, "its package tells no checksum of it");
  return *std::move(sum);
}

}  // namespace portexplorer
