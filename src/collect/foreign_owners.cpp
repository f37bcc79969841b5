#include "collect/foreign_owners.h"

#include <fcntl.h>
#include <linux/inet_diag.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/lines.h"
#include "base/unique_fd.h"
#include "collect/netlink/dump.h"
#include "collect/netlink/requests.h"
#include "collect/netlink/sock_diag.h"
#include "collect/procfs/cgroup_text.h"
#include "collect/procfs/proc_dir.h"

namespace portexplorer {
namespace {

using CgroupIds = std::unordered_map<std::uint64_t, std::uint64_t>;  // inode of the socket → id of its control group

bool is_foreign(const Socket& s) {
  const bool of_kernel = s.has(SocketFlag::of_kernel) || (s.protocol == Protocol::netlink && s.local_port == 0);
  return s.process == kNoIndex && s.inode.value() != 0 && !of_kernel;
}

class CgroupReader : public DumpReader {
 public:
  CgroupReader(const std::unordered_set<std::uint64_t>& wanted, CgroupIds& ids) : wanted_(wanted), ids_(ids) {}

  void begin() override {}

  bool accept(std::uint16_t, Bytes payload) override {
    const auto wire = load<inet_diag_msg>(payload);
    if (!wire) return false;
    if (!wanted_.contains(wire->idiag_inode)) return true;
    AttributeCursor attributes(payload.subspan(NLMSG_ALIGN(sizeof *wire)));
    NetlinkAttribute attribute;
    while (attributes.next(attribute)) {
      if (attribute.type != INET_DIAG_CGROUP_ID) continue;
      if (const auto id = load<std::uint64_t>(attribute.payload)) ids_[wire->idiag_inode] = *id;
    }
    return true;
  }

 private:
  const std::unordered_set<std::uint64_t>& wanted_;
  CgroupIds& ids_;
};

CgroupIds read_cgroup_ids(const Sample& sample) {
  std::unordered_set<std::uint64_t> wanted;
  std::map<std::pair<Protocol, Family>, bool> tables;
  for (const Socket& s : sample.sockets) {
    if (!is_foreign(s) || (s.family != Family::ipv4 && s.family != Family::ipv6)) continue;
    wanted.insert(s.inode.value());
    tables[{s.protocol, Family::ipv4}] = tables[{s.protocol, Family::ipv6}] = true;  // an IPv6 socket may carry IPv4
  }
  CgroupIds ids;
  const auto diag = wanted.empty() ? Result<UniqueFd>(UniqueFd()) : open_diag_socket();
  if (!diag || !*diag) return ids;
  for (const auto& [table, unused] : tables) {
    auto request = diag_request({table.first, table.second}, false);
    if (!request) continue;
    SocketChannel channel(diag->get());
    CgroupReader reader(wanted, ids);
    if (!run_dump(channel, request->bytes(), reader)) break;
  }
  return ids;
}

// Where the unified hierarchy of control groups is mounted; "" where it is not.
std::string find_cgroup_mount() {
  std::vector<char> buffer(std::size_t{1} << 20);
  const auto text = read_small_file(AT_FDCWD, "/proc/self/mountinfo", buffer);
  std::string_view rest = text ? *text : std::string_view();
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (line.find(" - cgroup2 ") == std::string_view::npos) continue;
    std::string_view place = line;  // the fifth word
    for (int i = 0; i < 4; ++i) place.remove_prefix(std::min(place.find(' ') + 1, place.size()));
    return std::string(place.substr(0, place.find(' ')));
  }
  return {};
}

// Paths of control groups by their id, which is the inode of their directory.
class CgroupPaths {
 public:
  explicit CgroupPaths(std::unordered_set<std::uint64_t> wanted) : wanted_(std::move(wanted)) {
    const std::string mount = find_cgroup_mount();
    const UniqueFd root(mount.empty() ? -1 : ::open(mount.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (root) visit(root.get(), "");
  }

  [[nodiscard]] std::string_view find(std::uint64_t id) const {
    const auto it = paths_.find(id);
    return it == paths_.end() ? std::string_view() : std::string_view(it->second);
  }

 private:
  static constexpr int kDeepest = 32;
  static constexpr int kMostVisited = 50'000;

  void visit(int directory, const std::string& path) {
    if (++visited_ > kMostVisited || depth_ >= kDeepest || paths_.size() == wanted_.size()) return;
    struct stat status {};
    if (::fstat(directory, &status) == 0 && wanted_.contains(status.st_ino)) paths_.emplace(status.st_ino, path.empty() ? "/" : path);
    std::vector<std::string> children;
    alignas(8) std::array<char, 16384> buffer;
    DirectoryReader reader(directory, buffer);
    for (auto name = reader.next(); !name.empty(); name = reader.next()) {
      struct stat child {};
      const bool is_group = ::fstatat(directory, name.data(), &child, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(child.st_mode);
      if (is_group) children.emplace_back(name);
    }
    ++depth_;
    for (const std::string& name : children) {
      const auto child = open_directory(directory, name.c_str());
      std::string below = path;
      below += '/';
      below += name;
      if (child) visit(child->get(), below);
    }
    --depth_;
  }

  std::unordered_set<std::uint64_t> wanted_;
  std::unordered_map<std::uint64_t, std::string> paths_;
  int visited_ = 0;
  int depth_ = 0;
};

void name_containers(Sample& sample) {
  const CgroupIds ids = read_cgroup_ids(sample);
  if (ids.empty()) return;
  std::unordered_set<std::uint64_t> wanted;
  for (const auto& [inode, id] : ids) wanted.insert(id);
  const CgroupPaths paths(std::move(wanted));
  auto& containers = sample.tables.foreign_containers;
  for (const auto& [inode, id] : ids) {
    std::string name = container_of_path(paths.find(id));
    if (!name.empty()) containers.emplace_back(Inode{inode}, std::move(name));
  }
  std::ranges::sort(containers);
}

}  // namespace

void describe_foreign_owners(Sample& sample) {
  if (sample.sees_all_namespaces || !sample.fds_complete) return;
  if (std::ranges::none_of(sample.sockets, is_foreign)) return;
  for (CoverageGap& gap : sample.coverage.gaps) {
    if (gap.id == "proc.pid_namespace") gap.notable = true;
  }
  name_containers(sample);
}

}  // namespace portexplorer
