#include "collect/socket_tables.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/privilege.h"
#include "base/words.h"
#include "collect/procnet/interface_names.h"
#include "collect/procnet/mptcp_count.h"
#include "collect/procnet/proc_net.h"
#include "model/netns_number.h"

namespace portexplorer {
namespace {

std::string protocol_name(Protocol p) { return std::string(to_string(p)); }

// Why the tables of a namespace are not read by netlink, other than because the kernel lacks a
// table. The text is empty if they are.
using NoNetlink = Message;

CoverageGap no_table_gap(Protocol p, const NoNetlink& no_netlink,
                         const std::optional<Error>& failure) {
  CoverageGap gap{
      "protocol." + protocol_name(p),
      {"Sockets of protocol {protocol} are not listed."_text, {{"protocol", protocol_name(p)}}},
      {"This kernel has no table for them."_text, {}},
      {"If they are used here, load the kernel module {module}."_text,
       {{"module", diag_module(p)}}},
      false};
  if (failure) {
    gap.why.text = why_failed(*failure, "/proc/net cannot be opened."_text);
    gap.remedy = {is_out_of_files(*failure) ? remedy_for(*failure) : "Mount /proc."_text, {}};
  }
  if (no_netlink.text.empty()) return gap;
  gap.why = no_netlink;
  gap.remedy = {"", {}};
  return gap;
}

CoverageGap procfs_gap(Protocol p, const NoNetlink& no_netlink) {
  return {
      "procfs." + protocol_name(p),
      {"Sockets of protocol {protocol} are read from /proc/net, without cookies and traffic counters."_text,
       {{"protocol", protocol_name(p)}}},
      no_netlink.text.empty() ? Message{"The kernel does not provide them by netlink."_text, {}}
                              : no_netlink,
      {"", {}},
      false};
}

CoverageGap failed_gap(Protocol p, const Error& error) {
  return {
      "failed." + protocol_name(p),
      {"Sockets of protocol {protocol} could not be read."_text, {{"protocol", protocol_name(p)}}},
      {"{reason}.", {}, {{"reason", own_words(error.what)}}},
      {"", {}},
      true};
}

// Returns the files of a protocol that belong to `family`; each of sctp's two files covers both
// families.
std::vector<std::string_view> files_of(const DiagTable& table) {
  std::vector<std::string_view> files = proc_net_files(table.protocol);
  if (table.family == Family::unknown) return files;
  std::erase_if(files, [&](std::string_view name) {
    return name.ends_with('6') != (table.family == Family::ipv6);
  });
  return files;
}

// Returns the tables to read: those of sock_diag, and one for each protocol that it does not
// support.
std::vector<DiagTable> tables_to_read(const ProtocolSet& protocols) {
  std::vector<DiagTable> tables = diag_tables(protocols);
  for (int i = 0; i < kProtocolCount; ++i) {
    const auto p = static_cast<Protocol>(i);
    const bool has_diag =
        std::ranges::any_of(tables, [&](const DiagTable& t) { return t.protocol == p; });
    if (protocols.contains(p) && !has_diag && !proc_net_files(p).empty())
      tables.push_back({p, Family::unknown});
  }
  return tables;
}

class TableReader {
 public:
  TableReader(int diag_fd, NoNetlink no_netlink, const Result<UniqueFd>& net_dir, NetnsId id,
              const TablesRequest& request)
      : diag_fd_(diag_fd),
        no_netlink_(std::move(no_netlink)),
        net_dir_(net_dir),
        net_dir_fd_(net_dir ? net_dir->get() : -1),
        id_(id),
        request_(request) {}

  TablePart read_all(bool& anything) {
    TablePart whole;
    const bool no_mptcp = diag_fd_ >= 0 && net_dir_fd_ >= 0 &&
                          request_.protocols.contains(Protocol::mptcp) &&
                          mptcp_count(net_dir_fd_) == 0;
    for (const DiagTable& table : tables_to_read(request_.protocols)) {
      if (no_mptcp && table.protocol == Protocol::mptcp) continue;
      const bool got = read(whole, table);
      anything = anything || got;
    }
    return whole;
  }

  // Returns the last error of a file that could not be opened because too many files are open.
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  bool read(TablePart& whole, const DiagTable& table) {
    if (diag_fd_ >= 0 && table.protocol != Protocol::icmp) {
      auto part = read_diag_table(diag_fd_, table, id_, {request_.traffic, request_.memory});
      if (part) {
        append_part(whole, std::move(*part));
        return true;
      }
      const bool other_way = part.error().kind == ErrorKind::not_supported ||
                             part.error().kind == ErrorKind::not_permitted;
      if (!other_way) whole.coverage.add(failed_gap(table.protocol, part.error()));
    }
    return read_files(whole, table);
  }

  bool read_files(TablePart& whole, const DiagTable& table) {
    bool got = false;
    for (const std::string_view file : files_of(table)) {
      if (net_dir_fd_ < 0) break;
      auto part = read_proc_net(net_dir_fd_, file, id_);
      if (!part && is_out_of_files(part.error())) failure_ = part.error();
      if (!part) continue;
      got = true;
      append_part(whole, std::move(*part));
    }
    const bool is_second_family =
        table.family == Family::ipv6;  // missing if IPv6 is off; the protocol itself is available
    if (got) whole.coverage.add(procfs_gap(table.protocol, no_netlink_));
    else if (!is_second_family)
      whole.coverage.add(
          no_table_gap(table.protocol, no_netlink_, net_dir_ ? failure_ : net_dir_.error()));
    return got;
  }

  int diag_fd_;
  NoNetlink no_netlink_;
  const Result<UniqueFd>& net_dir_;
  int net_dir_fd_;
  NetnsId id_;
  const TablesRequest& request_;
  std::optional<Error> failure_;
};

Result<UniqueFd> open_net_directory(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return fail_errno(errno, path + " cannot be opened");
  return fd;
}

Inode inode_of(int socket_fd) {
  struct stat status {};
  return Inode(socket_fd >= 0 && ::fstat(socket_fd, &status) == 0 ? status.st_ino : 0);
}

NoNetlink not_entered(const Error& error) {
  return {why_failed(error,
                     "This network namespace cannot be entered: that requires CAP_SYS_ADMIN."_text),
          {}};
}

TablesReading read_with(int diag_fd, NoNetlink no_netlink, const Result<UniqueFd>& net_dir,
                        NetnsId id, const TablesRequest& request) {
  TablesReading reading;
  TableReader reader(diag_fd, std::move(no_netlink), net_dir, id, request);
  reading.table = reader.read_all(reading.anything);
  if (!net_dir) reading.failure = net_dir.error();
  else if (reader.failure()) reading.failure = *reader.failure();
  reading.netns.id = id;
  if (request.protocols.contains(Protocol::netlink)) reading.diag_socket = inode_of(diag_fd);
  return reading;
}

}  // namespace

std::string diag_module(Protocol p) {
  return p == Protocol::xdp ? "xsk_diag" : protocol_name(p) + "_diag";
}

void append_part(TablePart& whole, TablePart&& part) {
  whole.losses.restarted_dumps += part.losses.restarted_dumps;
  whole.losses.truncated_dumps += part.losses.truncated_dumps;
  whole.losses.lost_events += part.losses.lost_events;
  for (CoverageGap& gap : part.coverage.gaps) whole.coverage.add(std::move(gap));
  if (whole.sockets.empty() && whole.text.empty()) {
    whole.sockets = std::move(part.sockets);
    whole.text = std::move(part.text);
    return;
  }
  const auto shift = static_cast<std::uint32_t>(whole.text.size());
  if (shift != 0) {
    for (Socket& s : part.sockets) s.text.offset += s.text.length != 0 ? shift : 0;
  }
  whole.sockets.insert(whole.sockets.end(), part.sockets.begin(), part.sockets.end());
  whole.text += part.text;
}

void append_reading(Sample& sample, TablesReading&& reading, const std::string& name, bool own) {
  reading.netns.name = name.empty() ? netns_number(reading.netns.id) : name;
  reading.netns.own = own;
  sample.namespaces.push_back(std::move(reading.netns));
  TablePart whole{std::move(sample.sockets), std::move(sample.tables.text), sample.losses,
                  std::move(sample.coverage)};
  append_part(whole, std::move(reading.table));
  sample.sockets = std::move(whole.sockets);
  sample.tables.text = std::move(whole.text);
  sample.losses = whole.losses;
  sample.coverage = std::move(whole.coverage);
}

CoverageGap unread_namespace_gap(const NetnsHandle& handle, const Error& failure) {
  const std::string name = handle.name.empty() ? netns_number(handle.id) : handle.name;
  Message what{"Sockets of network namespace {name} are not listed."_text, {{"name", name}}};
  if (name.empty())
    what = {"Sockets of the network namespace of process {pid} are not listed."_text,
            {{"pid", std::to_string(handle.member.value())}}};
  const std::string id = "netns." + std::to_string(handle.id.value());
  if (failure.kind == ErrorKind::not_found)
    return {id, std::move(what), {"Its last process ended while it was read."_text, {}}, {}, true};
  return {
      id,
      std::move(what),
      {why_failed(
           failure,
           "Entering it requires CAP_SYS_ADMIN, and no process in it is accessible instead."_text),
       {}},
      {remedy_for(failure), {}},
      true};
}

TablesReading read_own_socket_tables(NetnsId id, const TablesRequest& request) {
  const auto diag = open_diag_socket();
  const auto net_dir = open_net_directory("/proc/thread-self/net");
  NoNetlink no_netlink;
  if (!diag && is_out_of_files(diag.error())) no_netlink = {why_failed(diag.error(), {}), {}};
  else if (!diag) no_netlink = {"{reason}.", {}, {{"reason", own_words(diag.error().what)}}};
  TablesReading reading =
      read_with(diag ? diag->get() : -1, std::move(no_netlink), net_dir, id, request);
  if (!diag) reading.failure = diag.error();
  if (auto described = describe_own_namespace()) {
    reading.netns = std::move(*described);
    reading.netns.id = id;
  } else if (net_dir) {
    reading.netns.interfaces = read_interface_names(net_dir->get());
  }
  return reading;
}

TablesReading read_socket_tables(const NetnsHandle& handle, const TablesRequest& request) {
  TablesReading reading;
  reading.failure = error_from_errno(handle.open_errno, "a network namespace could not be opened");
  if (handle.ns_fd) {
    const auto entered = run_in_namespace(handle, [&]() -> Result<void> {
      reading = read_own_socket_tables(handle.id, request);
      return {};
    });
    if (entered) return reading;
    reading.failure = entered.error();
  }
  if (handle.member.value() == 0) return reading;
  const auto net_dir =
      open_net_directory("/proc/" + std::to_string(handle.member.value()) + "/net");
  TablesReading through_member =
      read_with(-1, not_entered(reading.failure), net_dir, handle.id, request);
  if (net_dir) through_member.netns.interfaces = read_interface_names(net_dir->get());
  if (through_member.failure.errno_value == 0) through_member.failure = std::move(reading.failure);
  return through_member;
}

}  // namespace portexplorer
