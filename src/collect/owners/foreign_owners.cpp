#include "collect/owners/foreign_owners.h"

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
#include "collect/procfs/cgroup_root.h"
#include "collect/procfs/cgroup_text.h"
#include "collect/procfs/proc_dir.h"
#include "model/socket_facts.h"

namespace portexplorer {
namespace {

using CgroupIds = std::unordered_map<std::uint64_t, std::uint64_t>;  // inode of the socket → id of
                                                                     // its control group

class CgroupReader : public DumpReader {
 public:
  CgroupReader(const std::unordered_set<std::uint64_t>& wanted, CgroupIds& ids)
      : wanted_(wanted), ids_(ids) {}

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
    if (!has_unknown_holder(s) || (s.family != Family::ipv4 && s.family != Family::ipv6)) continue;
    wanted.insert(s.inode.value());
    tables[{s.protocol, Family::ipv4}] = tables[{s.protocol, Family::ipv6}] =
        true;  // an IPv6 socket may carry IPv4
  }
  CgroupIds ids;
  const auto diag = wanted.empty() ? Result<UniqueFd>(UniqueFd()) : open_diag_socket();
  if (!diag || !*diag) return ids;
  for (const auto& [table, unused] : tables) {
    auto request = diag_request({table.first, table.second}, {.traffic = false});
    if (!request) continue;
    SocketChannel channel(diag->get());
    CgroupReader reader(wanted, ids);
    if (!run_dump(channel, request->bytes(), reader))
      continue;  // no such table here: their owners stay unknown
  }
  return ids;
}

// The processes that a control group has now.
struct GroupMembers {
  bool read = false;
  bool visible = false;  // the reader's PID namespace shows one
  bool outside =
      false;  // at least one that it does not show: cgroup.procs has 0 in its place (cgroups(7))
};

GroupMembers members_of(int group) {
  std::vector<char> buffer(std::size_t{1} << 20);
  const auto text = read_small_file(group, "cgroup.procs", buffer);
  if (!text) return {};
  GroupMembers members{true, false, false};
  for (std::string_view rest = *text; !rest.empty();)
    (take_line(rest) == "0" ? members.outside : members.visible) = true;
  return members;
}

struct Group {
  std::string path;
  GroupMembers members;
};

// Control groups by their id, which is the inode of their directory. Those outside of the reader's
// cgroup namespace are not found.
class CgroupTree {
 public:
  explicit CgroupTree(std::unordered_set<std::uint64_t> wanted) : wanted_(std::move(wanted)) {
    if (const auto root = open_cgroup_root()) visit(root->get(), "");
  }

  [[nodiscard]] const Group* find(std::uint64_t id) const {
    const auto it = groups_.find(id);
    return it == groups_.end() ? nullptr : &it->second;
  }

 private:
  static constexpr int kDeepest = 32;
  static constexpr int kMostVisited = 50'000;

  void visit(int directory, const std::string& path) {
    if (++visited_ > kMostVisited || depth_ >= kDeepest || groups_.size() == wanted_.size()) return;
    struct stat status {};
    if (::fstat(directory, &status) == 0 && wanted_.contains(status.st_ino))
      groups_.emplace(status.st_ino, Group{path.empty() ? "/" : path, members_of(directory)});
    std::vector<std::string> children;
    alignas(8) std::array<char, 16384> buffer;
    DirectoryReader reader(directory, buffer);
    for (auto name = reader.next(); !name.empty(); name = reader.next()) {
      struct stat child {};
      const bool is_group = ::fstatat(directory, name.data(), &child, AT_SYMLINK_NOFOLLOW) == 0 &&
                            S_ISDIR(child.st_mode);
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
  std::unordered_map<std::uint64_t, Group> groups_;
  int visited_ = 0;
  int depth_ = 0;
};

// Returns whether the reader is in the machine's first network namespace, like the processes that
// its PID namespace does not show. Only that namespace has machine-wide settings (net_core_table in
// net/core/sysctl_net_core.c).
bool is_in_first_netns() { return ::access("/proc/sys/net/core/netdev_budget", F_OK) == 0; }

// Decides which sockets are held by a process outside of the reader's PID namespace.
class ForeignOwners {
 public:
  explicit ForeignOwners(Sample& sample)
      : sample_(sample), owners_(sample.tables.foreign_containers) {}

  void find() {
    find_by_group();
    if (is_in_first_netns()) {
      for (const Netns& ns : sample_.namespaces) {
        if (ns.own) shared_.insert(ns.id);
      }
    }
    for (const Socket& s : sample_.sockets) {
      if (has_unknown_holder(s) && shared_.contains(s.netns) && !judged_.contains(s.inode.value()))
        owners_.emplace_back(s.inode, "");
    }
    std::ranges::sort(owners_);
  }

 private:
  // The control group is that of the process that created the socket.
  void find_by_group() {
    const CgroupIds ids = read_cgroup_ids(sample_);
    if (ids.empty()) return;
    std::unordered_set<std::uint64_t> wanted;
    for (const auto& [inode, id] : ids) wanted.insert(id);
    const CgroupTree tree(std::move(wanted));
    for (const Socket& s : sample_.sockets) {
      const auto id = has_unknown_holder(s) ? ids.find(s.inode.value()) : ids.end();
      const Group* group = id == ids.end() ? nullptr : tree.find(id->second);
      if (group == nullptr || !group->members.read || !judged_.insert(s.inode.value()).second)
        continue;
      std::string container = container_of_path(group->path);
      const bool is_of_others =
          group->members.outside || (!container.empty() && !group->members.visible);
      if (!is_of_others) continue;
      owners_.emplace_back(s.inode, std::move(container));
      shared_.insert(s.netns);
    }
  }

  Sample& sample_;
  std::vector<std::pair<Inode, std::string>>& owners_;
  std::unordered_set<std::uint64_t> judged_;  // inodes of sockets whose control group was read
  std::unordered_set<NetnsId> shared_;        // network namespaces that processes outside use, too
};

}  // namespace

void describe_foreign_owners(Sample& sample) {
  if (sample.sees_all_namespaces || !sample.fds_complete) return;
  if (std::ranges::none_of(sample.sockets, has_unknown_holder)) return;
  for (CoverageGap& gap : sample.coverage.gaps) {
    if (gap.id == "proc.pid_namespace") gap.notable = true;
  }
  ForeignOwners(sample).find();
}

}  // namespace portexplorer
