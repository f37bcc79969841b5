#include "collect/netns/namespaces.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <fstream>
#include <iterator>
#include <system_error>
#include <thread>
#include <unordered_map>

#include "base/privilege.h"
#include "base/words.h"
#include "collect/netns/nsfs_mounts.h"
#include "collect/procfs/mount_table.h"
#include "model/netns_number.h"

namespace portexplorer {
namespace {

// If the namespace of one member cannot be opened, the same nearly always holds for the others of
// its kind: there is no need to try thousands.
constexpr int kMostRefusals = 8;

struct OpenedNamespace {
  UniqueFd fd;
  NetnsId id;
};

// Opened without blocking: the path may have become a pipe since it was listed.
Result<OpenedNamespace> open_namespace(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0)
    return fail_errno(errno, "a network namespace cannot be opened");
  return OpenedNamespace{std::move(fd), NetnsId{static_cast<std::uint32_t>(status.st_ino)}};
}

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

bool is_official(const std::string& path) {
  return path.starts_with("/run/netns/") || path.starts_with("/var/run/netns/");
}

class Finder {
 public:
  explicit Finder(const std::string& proc_root) : proc_(proc_root) {}

  std::vector<NetnsHandle> find(const std::vector<NetnsMember>& members, Coverage& coverage) {
    add_own();
    add_named(coverage);
    add_lived_in(members);
    add_nameless(members);
    drop_unreachable(coverage);
    report_unnumbered(coverage);
    return std::move(handles_);
  }

 private:
  std::string proc_path(Pid pid, const char* rest) const {
    return proc_ + "/" + std::to_string(pid.value()) + rest;
  }

  // Returns the inode of a namespace's own instance of a file of /proc/net, or 0 if it is not
  // visible. Requires no privilege.
  static std::uint32_t proc_net_inode(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? static_cast<std::uint32_t>(status.st_ino) : 0;
  }

  NetnsHandle& handle(NetnsId id) {
    const auto [place, added] = index_.try_emplace(id, handles_.size());
    if (added) handles_.emplace_back().id = id;
    return handles_[place->second];
  }

  void add_own() {
    auto own = open_namespace(proc_ + "/thread-self/ns/net");
    if (!own) own = open_namespace(proc_ + "/self/ns/net");
    NetnsHandle& mine = handle(own ? own->id : NetnsId{});
    mine.own = true;
    if (own) mine.ns_fd = std::move(own->fd);
    const auto process = open_namespace(proc_ + "/self/ns/net");
    if (process && process->id == mine.id) mine.member = Pid{::getpid()};
    known_by_inode_.emplace_back(proc_net_inode(proc_ + "/thread-self/net/dev"));
  }

  void add_named(Coverage& coverage) {
    std::ifstream file(proc_ + "/self/mountinfo");
    if (const Error error = error_from_errno(errno, ""); !file.is_open() && is_out_of_files(error))
      coverage.add(unnamed_gap(error));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto mounts = MountTable::parse(text);
    for (const NsfsMount& mount : parse_nsfs_mounts(text)) add_mount(mount, mounts);
  }

  static CoverageGap unnamed_gap(const Error& error) {
    return {
        "netns.mounts",
        {"Network namespaces without processes are missing, and no namespace has a name."_text, {}},
        {why_failed(error, {}), {}},
        {remedy_for(error), {}},
        true};
  }

  void add_mount(const NsfsMount& mount, const MountTable& mounts) {
    NetnsHandle& named = handle(mount.id);
    if (named.name.empty() || is_official(mount.path)) named.name = base_name(mount.path);
    if (named.ns_fd || mounts.waits_on_way(mount.path)) return;
    auto opened = open_namespace(mount.path);  // something else may be mounted over it by now
    if (!opened) named.open_errno = opened.error().errno_value;
    if (opened && opened->id == mount.id) named.ns_fd = std::move(opened->fd);
  }

  void add_lived_in(const std::vector<NetnsMember>& members) {
    for (const NetnsMember& member : members) {
      if (member.id != NetnsId{}) visit(member);
    }
  }

  void visit(const NetnsMember& member) {
    NetnsHandle& lived_in = handle(member.id);
    if (lived_in.member != Pid{0} && (lived_in.ns_fd || refusals_[member.id] >= kMostRefusals))
      return;
    auto opened = open_namespace(proc_path(member.pid, "/ns/net"));
    if (opened && opened->id != member.id) return;  // it moved, or its pid was reused
    if (!opened) {
      const bool is_refusal =
          opened.error().kind == ErrorKind::not_permitted || is_out_of_files(opened.error());
      if (!is_refusal) return;
      lived_in.open_errno = opened.error().errno_value;
      ++refusals_[member.id];
    }
    const std::uint32_t inode = proc_net_inode(proc_path(member.pid, "/net/dev"));
    if (inode == 0) return;  // it ended
    if (lived_in.member == Pid{0} || opened) lived_in.member = member.pid;
    if (opened && !lived_in.ns_fd) lived_in.ns_fd = std::move(opened->fd);
    known_by_inode_.push_back(inode);
  }

  // Adds the members whose namespace id is not readable, grouped by what is visible to every user.
  void add_nameless(const std::vector<NetnsMember>& members) {
    for (const NetnsMember& member : members) {
      if (member.id != NetnsId{}) continue;
      const std::uint32_t inode = proc_net_inode(proc_path(member.pid, "/net/dev"));
      if (inode == 0 ||
          std::find(known_by_inode_.begin(), known_by_inode_.end(), inode) != known_by_inode_.end())
        continue;
      NetnsHandle& stand_in = handle(stand_in_key(inode));
      if (stand_in.member == Pid{0}) stand_in.member = member.pid;
      stand_in.stand_in_id = true;
      note_refusal(stand_in, member.pid);
    }
  }

  // Notes why the scan could not read the member's namespace. If it can be opened now, it was not
  // refused: the scan had run out of files. That reason takes precedence over a refusal, since with
  // more files some member could have been read.
  void note_refusal(NetnsHandle& stand_in, Pid member) {
    if (stand_in.open_errno == EMFILE || refusals_[stand_in.id]++ >= kMostRefusals) return;
    const auto opened = open_namespace(proc_path(member, "/ns/net"));
    stand_in.open_errno =
        opened || is_out_of_files(opened.error()) ? EMFILE : opened.error().errno_value;
  }

  void drop_unreachable(Coverage& coverage) {
    Error reason;
    const auto lost = std::erase_if(handles_, [&](const NetnsHandle& h) {
      if (h.own || h.ns_fd || h.member != Pid{0}) return false;
      const Error error = error_from_errno(h.open_errno, "");
      if (is_out_of_files(error) ||
          (error.kind == ErrorKind::not_permitted && !is_out_of_files(reason)))
        reason = error;
      return true;
    });
    if (lost == 0) return;
    CoverageGap gap;
    gap.id = "netns.unreadable";
    const std::string count = std::to_string(lost);
    if (lost == 1)
      gap.what = {"The sockets of one network namespace are missing."_text, {{"count", count}}};
    else
      gap.what = {"The sockets of {count} network namespaces are missing."_text,
                  {{"count", count}}};
    if (::access((proc_ + "/self").c_str(), F_OK) != 0) {
      gap.why.text = "They are opened through /proc, which is not mounted."_text;
      gap.remedy.text = "Mount /proc."_text;
    } else {
      gap.why.text =
          why_failed(reason, "They could not be opened, and no process was found in them."_text);
      if (reason.errno_value != 0)
        gap.remedy.text = remedy_for(reason);  // nothing helps if the only known process has ended
    }
    coverage.add(std::move(gap));
  }

  void report_unnumbered(Coverage& coverage) const {
    std::size_t unnumbered = 0;
    Error reason;
    for (const NetnsHandle& handle : handles_) {
      if (!handle.stand_in_id) continue;
      ++unnumbered;
      if (const Error error = error_from_errno(handle.open_errno, "");
          reason.errno_value == 0 || is_out_of_files(error))
        reason = error;
    }
    if (unnumbered == 0) return;
    CoverageGap gap;
    gap.id = "netns.number";
    if (unnumbered == 1) gap.what = {"The number of one network namespace is unknown."_text, {}};
    else
      gap.what = {"The numbers of {count} network namespaces are unknown."_text,
                  {{"count", std::to_string(unnumbered)}}};
    gap.why.text =
        why_failed(reason, "Only the users of their processes may read /proc/PID/ns/net."_text);
    gap.remedy.text = remedy_for(reason);
    coverage.add(std::move(gap));
  }

  std::string proc_;
  std::vector<NetnsHandle> handles_;
  std::unordered_map<NetnsId, std::size_t> index_;
  std::unordered_map<NetnsId, int> refusals_;
  std::vector<std::uint32_t> known_by_inode_;  // /proc/PID/net/dev of namespaces that have a handle
};

Result<void> enter_and_work(const NetnsHandle& target, const std::function<Result<void>()>& work) {
  if (!target.own && ::setns(target.ns_fd.get(), CLONE_NEWNET) != 0)
    return fail_errno(errno, "a network namespace cannot be entered");
  try {
    return work();
  } catch (const std::exception& e) {
    return fail(ErrorKind::io, std::string("work in a network namespace failed: ") + e.what());
  }
}

}  // namespace

std::vector<NetnsHandle> find_namespaces(const std::vector<NetnsMember>& members,
                                         Coverage& coverage, const std::string& proc_root) {
  return Finder(proc_root).find(members, coverage);
}

Result<void> run_in_namespace(const NetnsHandle& target,
                              const std::function<Result<void>()>& work) {
  if (!target.own && !target.ns_fd)
    return fail(ErrorKind::not_permitted, "a network namespace could not be opened",
                target.open_errno);
  Result<void> result;
  try {
    std::thread([&] { result = enter_and_work(target, work); }).join();
  } catch (const std::system_error& error) {
    return fail(ErrorKind::unavailable, "no thread can be created", error.code().value());
  }
  return result;
}

}  // namespace portexplorer
