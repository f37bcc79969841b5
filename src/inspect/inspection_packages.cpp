// Determines which packages the files of a process come from.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <unordered_map>

#include "base/words.h"
#include "collect/packages/dpkg_lists.h"
#include "collect/packages/rpm.h"
#include "collect/process/bundles.h"
#include "collect/process/evidence.h"
#include "collect/procfs/proc_text.h"
#include "inspect/inspection.h"
#include "inspect/security_text.h"

namespace portexplorer {
namespace {

// rpm takes up to a millisecond per file.
constexpr std::size_t kMostAskedOfRpm = 300;

Package package_of(Bundle bundle) {
  Package package;
  package.manager = std::move(bundle.manager);
  package.name = std::move(bundle.name);
  package.version = std::move(bundle.version);
  package.summary = std::move(bundle.summary);
  package.licence = std::move(bundle.licence);
  package.proven = bundle.proven;
  return package;
}

// The package databases visible to a process.
class Databases {
 public:
  explicit Databases(const ProcPidDir& directory, bool same_root)
      : directory_(directory), dpkg_(Dpkg::open(directory)), rpm_(open_rpm(same_root)) {
    if (dpkg_) dpkg_proves_ = is_evidence(directory, kDpkgInfo);
    const auto database = rpm_ ? find_rpm_database() : std::nullopt;
    if (database) rpm_proves_ = is_evidence(directory, database->directory);
  }

  [[nodiscard]] bool has_dpkg() const { return dpkg_.has_value(); }

  void look_for(const std::vector<std::string>& paths) {
    if (dpkg_) owners_ = dpkg_->owners(paths);
  }

  // Returns the name of dpkg's lists of the package.
  [[nodiscard]] std::string dpkg_owner(const std::string& path) const {
    const auto owner = owners_.find(path);
    return owner == owners_.end() ? "" : owner->second;
  }

  // Returns nothing if unknown.
  [[nodiscard]] std::optional<bool> packaged(const std::string& path, bool ask_rpm) const {
    if (owners_.contains(path)) return dpkg_proves_ ? std::optional(true) : std::nullopt;
    if (rpm_) {
      if (!ask_rpm) return std::nullopt;
      if (!rpm_->owns(path)) return false;
      return rpm_proves_ ? std::optional(true) : std::nullopt;
    }
    if (!dpkg_ || rpm_.error().kind != ErrorKind::not_found) return std::nullopt;
    return false;
  }

  [[nodiscard]] Found<Package> package(const std::string& path,
                                       std::string* rpm_digest = nullptr) const {
    const std::string owner = dpkg_owner(path);
    if (!owner.empty()) {
      auto package = dpkg_->package(owner);
      if (!package) return Found<Package>::missing(reason_of(package.error()));
      package->proven = dpkg_proves_;
      return *std::move(package);
    }
    if (!rpm_) return Found<Package>::missing(why_none());
    auto file = rpm_->file(path);
    if (!file) return Found<Package>::missing(file.error().what);
    if (rpm_digest != nullptr) *rpm_digest = std::move(file->digest);
    file->package.proven = rpm_proves_;
    return std::move(file->package);
  }

 private:
  [[nodiscard]] Result<Rpm> open_rpm(bool same_root) const {
    if (same_root) return Rpm::open();
    for (const char* directory : {"/usr/lib/sysimage/rpm", "/var/lib/rpm"}) {
      for (const char* file : {"/rpmdb.sqlite", "/Packages.db", "/Packages"}) {
        if (directory_.exists_in_root(std::string(directory) + file))
          return fail(
              ErrorKind::not_supported,
              "its packages are rpm's, in another root than ours, where they are not read"_text);
      }
    }
    return fail(ErrorKind::not_found, "there is no rpm database"_text);
  }

  [[nodiscard]] std::string why_none() const {
    if (rpm_.error().kind != ErrorKind::not_found) return rpm_.error().what;
    if (dpkg_) return kNotPackaged;
    if (dpkg_.error().kind == ErrorKind::unavailable) return dpkg_.error().what;
    if (dpkg_.error().kind == ErrorKind::not_permitted) return reason_of(dpkg_.error());
    return "no list of installed packages that can be read is there"_text;
  }

  const ProcPidDir& directory_;
  Result<Dpkg> dpkg_;
  Result<Rpm> rpm_;
  bool dpkg_proves_ = false;  // dpkg's answers are evidence
  bool rpm_proves_ = false;
  std::unordered_map<std::string, std::string> owners_;
};

// Returns whether the mapped file is at its path and is really named "… (deleted)". Layered file
// systems (overlay, btrfs) report device numbers for a file that differ from those in the maps,
// which have major number 0. While a file is mapped, no other file of that file system has its
// inode.
bool is_named_deleted(const ProcPidDir& directory, const ProgramMap& map) {
  const auto file = directory.open_in_root(map.path + " (deleted)", O_PATH | O_NOFOLLOW);
  struct stat status {};
  if (!file || ::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode) ||
      status.st_ino != map.inode)
    return false;
  const bool same_device =
      major(status.st_dev) == map.device_major && minor(status.st_dev) == map.device_minor;
  return same_device || major(status.st_dev) == 0 || map.device_major == 0;
}

}  // namespace

std::vector<MappedFile> Inspection::files_mapped() const {
  constexpr std::size_t kMostMapped = 4000;
  std::vector<MappedFile> mapped;
  for (ProgramMap& map : parse_program_maps(maps_.value_or(""), kMostMapped)) {
    if (map.deleted && is_named_deleted(directory_, map)) {
      map.path += " (deleted)";
      map.deleted = false;
    }
    if (map.path != report_.general.process.path)
      mapped.push_back({.path = std::move(map.path), .deleted = map.deleted, .packaged = {}});
  }
  return mapped;
}

// Looks up all files in one pass over dpkg's lists.
void Inspection::read_packages() {
  ProcessVersion& version = report_.version;
  const Process& process = report_.general.process;
  const auto& script = report_.general.script;
  std::vector<MappedFile> mapped = files_mapped();
  std::vector<std::string> paths;
  if (!process.path.empty()) paths.push_back(process.path);
  if (script) paths.push_back(*script);
  for (const MappedFile& file : mapped) paths.push_back(file.path);

  Databases databases(directory_, report_.general.same_root);
  databases.look_for(paths);
  dpkg_here_ = databases.has_dpkg();
  std::size_t asked = 0;
  for (MappedFile& file : mapped) {
    const bool may_ask = ++asked <= kMostAskedOfRpm && !options_.stop.stop_requested();
    file.packaged = databases.packaged(file.path, may_ask);
  }
  if (process.path.empty()) version.package.why = "which file it runs is not known"_text;
  else if (process.facts.executable == Executable::elsewhere)
    version.package.why = "the file that it runs is not the one at its path"_text;
  else version.package = databases.package(process.path, &rpm_digest_);
  if (script) version.script_package = databases.package(*script);
  if (process.facts.executable != Executable::elsewhere)
    executable_owner_ = databases.dpkg_owner(process.path);
  version.app_image = app_image_named_by(directory_, process).value_or("");
  if (auto bundle = bundle_of(directory_, process)) {
    version.package = package_of(*std::move(bundle));
    executable_owner_.clear();
    rpm_digest_.clear();
  }
  if (maps_) report_.security.mapped = std::move(mapped);
  else report_.security.mapped.why = maps_trouble_;
}

}  // namespace portexplorer
