#include "collect/procfs/mount_table.h"

#include <fcntl.h>
#include <limits.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <mutex>

#include "base/lines.h"
#include "collect/procfs/mount_line.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_pid_dir.h"
#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

constexpr std::size_t kLargestTable = std::size_t{16} << 20;
constexpr std::array kLocalTypes = {
    "adfs",        "affs",         "aufs",      "bcachefs",   "befs",      "bfs",       "binder",
    "binfmt_misc", "bpf",          "btrfs",     "cgroup",     "cgroup2",   "configfs",  "cpuset",
    "cramfs",      "debugfs",      "devpts",    "devtmpfs",   "dmabuf",    "ecryptfs",  "efivarfs",
    "efs",         "erofs",        "exfat",     "ext2",       "ext3",      "ext4",      "f2fs",
    "fusectl",     "guest_memfd",  "hfs",       "hfsplus",    "hpfs",      "hugetlbfs", "iso9660",
    "jffs2",       "jfs",          "minix",     "mqueue",     "msdos",     "nilfs2",    "nsfs",
    "ntfs",        "ntfs3",        "omfs",      "overlay",    "pidfs",     "pipefs",    "proc",
    "pstore",      "qnx4",         "qnx6",      "ramfs",      "reiserfs",  "resctrl",   "romfs",
    "rootfs",      "rpc_pipefs",   "secretmem", "securityfs", "selinuxfs", "smackfs",   "sockfs",
    "squashfs",    "sysfs",        "sysv",      "tmpfs",      "tracefs",   "ubifs",     "udf",
    "ufs",         "vfat",         "xenfs",     "xfs",        "zfs",       "zonefs",    "bdev",
    "mtd_inodefs", "anon_inodefs", "drm",       "v7",         "functionfs"};
// File systems with a server that is not involved in the operations used on links of /proc.
constexpr std::array kQuietTypes = {"autofs", "fuse", "fuseblk", "virtiofs"};

// Returns the layers of an overlay. Empty if they are unknown, because not all of them are absolute
// paths.
std::optional<std::vector<std::string>> layers_of(std::string_view options) {
  std::vector<std::string> layers;
  while (!options.empty()) {
    const std::size_t end = options.find(',');
    const std::string_view option = options.substr(0, end);
    options = end == std::string_view::npos ? std::string_view() : options.substr(end + 1);
    const std::size_t equals = option.find('=');
    const std::string_view name = option.substr(0, equals);
    const bool is_list = name == "lowerdir";
    if (equals == std::string_view::npos ||
        (!is_list && name != "lowerdir+" && name != "datadir+" && name != "upperdir"))
      continue;
    std::string_view value = option.substr(equals + 1);
    while (!value.empty()) {
      const std::size_t colon = is_list ? value.find(':') : std::string_view::npos;
      std::string layer = unescaped_mount_path(value.substr(0, colon));
      value = colon == std::string_view::npos ? std::string_view() : value.substr(colon + 1);
      if (layer.empty()) continue;  // "::" precedes data-only layers
      if (!layer.starts_with('/') || layer.ends_with('\\'))
        return std::nullopt;  // a colon in a name is written "\\:"
      layers.push_back(std::move(layer));
    }
  }
  if (layers.empty()) return std::nullopt;
  return layers;
}

bool is_below(std::string_view path, std::string_view place) {
  return place == "/" ||
         (path.starts_with(place) && (path.size() == place.size() || path[place.size()] == '/'));
}

// Converts a path shown by a link of /proc/PID to a path as the process itself sees it; `root` is
// the text of its link "root". Empty if the path is outside of that root.
std::optional<std::string_view> below_root(std::string_view root, std::string_view path) {
  if (root.empty() || !is_below(path, root)) return std::nullopt;
  if (root == "/") return path;
  return path.size() == root.size() ? std::string_view("/") : path.substr(root.size());
}

}  // namespace

bool is_local_type(std::string_view type) {
  return std::ranges::find(kLocalTypes, type) != kLocalTypes.end();
}

MountTable MountTable::parse(std::string_view mountinfo, const MountTable* readers) {
  MountTable table;
  table.has_root_ = readers == nullptr;
  std::vector<Overlay> overlays;
  while (!mountinfo.empty()) {
    const auto line = parse_mount_line(take_line(mountinfo));
    if (!line) continue;
    const bool local = is_local_type(line->type);
    if (line->place == "/") {  // the last one is on top
      table.has_root_ = true;
      table.root_device_ = local ? 0 : line->device;
    }
    if (!local) table.waiting_.push_back({line->place, line->device});
    if (line->type == "overlay")
      overlays.push_back({{line->place, line->device}, std::string(line->options)});
  }
  // The reader runs from this device, so its server has answered.
  const std::uint64_t answering = readers != nullptr ? readers->root_device_ : table.root_device_;
  std::erase_if(table.waiting_,
                [&](const Mount& mount) { return answering != 0 && mount.device == answering; });
  if (readers != nullptr) table.add_overlays(overlays, *readers);
  else table.add_own_overlays(overlays);
  // Nothing of interest is below these, where systemd creates automounts.
  std::erase_if(table.waiting_, [](const Mount& mount) {
    return is_below(mount.place, "/proc") || is_below(mount.place, "/sys");
  });
  std::ranges::sort(table.waiting_, {}, [](const Mount& mount) { return mount.place.size(); });
  return table;
}

MountTable::WaitsFor MountTable::waits_for_layers(const Overlay& overlay) const {
  const auto layers = layers_of(overlay.options);
  if (!layers) return overlay.mount.device;
  for (const std::string& layer : *layers) {
    if (const auto waits = waits_on_way(layer)) return waits;
  }
  return std::nullopt;
}

// A layer may be on another overlay, so the overlays that do not wait are checked again after each
// pass that found one that does.
void MountTable::add_own_overlays(const std::vector<Overlay>& overlays) {
  // The reader runs from its root, so that root has answered, whatever its layers are called in the
  // namespace in which it was mounted.
  for (const Overlay& overlay : overlays) {
    if (overlay.mount.place == "/") overlays_[overlay.mount.device] = std::nullopt;
  }
  std::vector<const Overlay*> rest;
  for (const Overlay& overlay : overlays) {
    if (!overlays_.contains(overlay.mount.device)) rest.push_back(&overlay);
  }
  for (bool found = true; found;) {
    found = false;
    std::erase_if(rest, [&](const Overlay* overlay) {
      const auto waits = waits_for_layers(*overlay);
      if (!waits) return false;
      waiting_.push_back({overlay->mount.place, *waits});
      overlays_[overlay->mount.device] = waits;
      return found = true;
    });
  }
  for (const Overlay* overlay : rest) overlays_.try_emplace(overlay->mount.device, std::nullopt);
}

void MountTable::add_overlays(const std::vector<Overlay>& overlays, const MountTable& readers) {
  for (const Overlay& overlay : overlays) {
    const auto known = readers.overlays_.find(overlay.mount.device);
    const WaitsFor waits =
        known == readers.overlays_.end() ? WaitsFor(overlay.mount.device) : known->second;
    if (waits) waiting_.push_back({overlay.mount.place, *waits});
  }
}

std::optional<std::uint64_t> MountTable::waits_on_way(std::string_view path) const {
  if (!has_root_) return 0;
  for (const Mount& mount : waiting_) {
    if (is_below(path, mount.place)) return mount.device;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> MountTable::waits_at_link(std::string_view path) const {
  if (readers_ != nullptr) return readers_->waits_on_way(path);
  const auto below = below_root(root_, path);
  return below ? waits_on_way(*below) : 0;
}

bool links_may_wait() {
  std::array<char, 8192> buffer;
  const auto text = read_small_file(AT_FDCWD, "/proc/filesystems", buffer);
  if (!text) return true;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    const std::string_view type = line.substr(line.rfind('\t') + 1);
    if (!type.empty() && !is_local_type(type) &&
        std::ranges::find(kQuietTypes, type) == kQuietTypes.end())
      return true;
  }
  return false;
}

namespace {

using Clock = std::chrono::steady_clock;

// A new mount is noticed after at most this time.
constexpr std::chrono::milliseconds kFresh{300};
constexpr std::size_t kMostTables = 256;

struct KnownTable {
  Clock::time_point read;
  std::shared_ptr<const MountTable> table;
};

class KnownTables {
 public:
  std::shared_ptr<const MountTable> find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto it = tables_.find(key);
    if (it == tables_.end() || Clock::now() - it->second.read > kFresh) return nullptr;
    return it->second.table;
  }

  void keep(const std::string& key, const std::shared_ptr<const MountTable>& table) {
    const std::lock_guard lock(mutex_);
    if (tables_.size() >= kMostTables) tables_.clear();
    tables_[key] = {Clock::now(), table};
  }

 private:
  std::mutex mutex_;
  std::map<std::string, KnownTable> tables_;
};

KnownTables& known_tables() {
  static KnownTables tables;
  return tables;
}

std::shared_ptr<MountTable> read_table(int dir, const char* name, const MountTable* readers) {
  const UniqueFd fd(::openat(dir, name, O_RDONLY | O_CLOEXEC));
  const auto text =
      fd ? read_all(fd.get(), kLargestTable) : Result<std::string>(fail(ErrorKind::io, ""));
  return std::make_shared<MountTable>(MountTable::parse(text ? *text : std::string(), readers));
}

std::string link_text(int dir, const char* name) {
  std::array<char, PATH_MAX> buffer;
  return std::string(read_link(dir, name, buffer));
}

bool shares_our_mounts(std::string_view mount_namespace) {
  return !mount_namespace.empty() && mount_namespace == link_text(AT_FDCWD, "/proc/self/ns/mnt");
}

}  // namespace

std::optional<LinkPlace> place_of_link(int process_dir, std::string_view path) {
  if (const auto below = below_root(link_text(process_dir, "root"), path))
    return LinkPlace{std::string(*below), false};
  if (shares_our_mounts(link_text(process_dir, "ns/mnt")))
    return LinkPlace{std::string(path), true};
  return std::nullopt;
}

std::shared_ptr<const MountTable> own_mounts() {
  const std::string key = "own";
  if (auto known = known_tables().find(key)) return known;
  std::shared_ptr<const MountTable> table = read_table(AT_FDCWD, "/proc/self/mountinfo", nullptr);
  known_tables().keep(key, table);
  return table;
}

std::shared_ptr<const MountTable> mounts_of(int process_dir) {
  const std::string mounts = link_text(process_dir, "ns/mnt");
  const std::string root = link_text(process_dir, "root");
  const bool is_known = !mounts.empty() && !root.empty();
  const bool is_near = is_known && shares_our_mounts(mounts);
  if (is_near && root == "/") return own_mounts();
  // Processes of one mount namespace see different parts of it if their roots differ.
  const std::string key = mounts + root;
  if (is_known) {
    if (auto known = known_tables().find(key)) return known;
  }
  const auto own = own_mounts();
  auto table = read_table(process_dir, "mountinfo", own.get());
  if (is_near && !own->waits_on_way(root)) table->trust_root();
  if (is_near) table->set_readers(own);
  table->set_root(root);
  if (is_known) known_tables().keep(key, table);
  return table;
}

}  // namespace portexplorer
