#include "collect/packages/dpkg.h"

#include <fcntl.h>

#include "base/words.h"
#include "collect/packages/dpkg_lists.h"
#include "collect/packages/dpkg_text.h"

namespace portexplorer {
namespace {

constexpr std::size_t kLargestFile = std::size_t{64} << 20;

}  // namespace

Result<Dpkg> Dpkg::open(const ProcPidDir& process) {
  TRY(info, process.open_in_root(kDpkgInfo, O_RDONLY | O_DIRECTORY));
  return Dpkg(process, std::move(info));
}

std::unordered_map<std::string, std::string> Dpkg::owners(
    std::span<const std::string> paths) const {
  return owners_in_lists(info_.get(), paths);
}

Result<Package> Dpkg::package(const std::string& list_name) const {
  TRY(status, process_->read_in_root("/var/lib/dpkg/status", kLargestFile));
  const std::string name(package_of_list(list_name));
  const std::string architecture =
      name.size() == list_name.size() ? "" : list_name.substr(name.size() + 1);
  auto package = find_in_status(status, name, architecture);
  if (!package) return fail(ErrorKind::not_found, "dpkg's package list does not contain " + name);
  const auto copyright = process_->read_in_root("/usr/share/doc/" + name + "/copyright");
  if (copyright) {
    CopyrightFacts facts = parse_copyright(*copyright);
    package->licence = std::move(facts.licence);
    package->copyright = std::move(facts.copyright);
  }
  return *std::move(package);
}

Result<std::string> Dpkg::packaged_md5(const std::string& list_name,
                                       const std::string& path) const {
  const UniqueFd fd(::openat(info_.get(), (list_name + ".md5sums").c_str(),
                             O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd) return fail(ErrorKind::not_found, "its package has no checksums"_text);
  TRY(text, read_all(fd.get(), kLargestFile));
  auto sum = find_in_md5sums(text, path);
  if (!sum) return fail(ErrorKind::not_found, "its package has no checksum for it"_text);
  return *std::move(sum);
}

}  // namespace portexplorer
