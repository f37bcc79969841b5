#include "collect/procnet/proc_net.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>

#include "base/privilege.h"
#include "base/words.h"
#include "collect/procnet/proc_net_fields.h"
#include "collect/procnet/proc_net_rows.h"

namespace portexplorer {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;

constexpr std::array kFiles = {
    ProcNetFile{"tcp", Protocol::tcp, Family::ipv4, append_inet_line},
    ProcNetFile{"tcp6", Protocol::tcp, Family::ipv6, append_inet_line},
    ProcNetFile{"udp", Protocol::udp, Family::ipv4, append_inet_line},
    ProcNetFile{"udp6", Protocol::udp, Family::ipv6, append_inet_line},
    ProcNetFile{"udplite", Protocol::udplite, Family::ipv4, append_inet_line},
    ProcNetFile{"udplite6", Protocol::udplite, Family::ipv6, append_inet_line},
    ProcNetFile{"raw", Protocol::raw, Family::ipv4, append_inet_line},
    ProcNetFile{"raw6", Protocol::raw, Family::ipv6, append_inet_line},
    ProcNetFile{"icmp", Protocol::icmp, Family::ipv4, append_inet_line},
    ProcNetFile{"icmp6", Protocol::icmp, Family::ipv6, append_inet_line},
    ProcNetFile{"sctp/eps", Protocol::sctp, Family::unknown, append_sctp_endpoint_line},
    ProcNetFile{"sctp/assocs", Protocol::sctp, Family::unknown, append_sctp_association_line},
    ProcNetFile{"unix", Protocol::unix_domain, Family::unix_domain, append_unix_line},
    ProcNetFile{"packet", Protocol::packet, Family::packet, append_packet_line},
    ProcNetFile{"netlink", Protocol::netlink, Family::netlink, append_netlink_line},
};

const ProcNetFile* find_file(std::string_view name) {
  for (const ProcNetFile& file : kFiles) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

CoverageGap forged_names() {
  CoverageGap gap;
  gap.id = "proc_net.unix_names";
  gap.what.text =
      "Some names of unix sockets contain line breaks, so rows of this table may be forged."_text;
  gap.why.text =
      "/proc/net/unix prints names unescaped, and netlink, which delimits them, could not be used."_text;
  gap.remedy.text = how_to_get_privilege();
  return gap;
}

void parse_line(std::string_view line, const ProcNetFile& file, NetnsId netns, TablePart& part) {
  if (file.append(line, file, netns, part)) return;
  if (file.protocol == Protocol::unix_domain && continue_unix_name(line, part))
    part.coverage.add(forged_names());
  else ++part.losses.truncated_dumps;
}

Result<std::string> read_all(int fd) {
  std::string text;
  const auto buffer = std::make_unique_for_overwrite<char[]>(kReadBytes);
  while (true) {
    const ssize_t length = ::read(fd, buffer.get(), kReadBytes);
    if (length > 0) text.append(buffer.get(), static_cast<std::size_t>(length));
    if (length == 0) return text;
    if (length < 0 && errno != EINTR)
      return fail_errno(errno, "a table of /proc/net cannot be read");
  }
}

}  // namespace

std::vector<std::string_view> proc_net_files(Protocol protocol) {
  std::vector<std::string_view> names;
  for (const ProcNetFile& file : kFiles) {
    if (file.protocol == protocol) names.push_back(file.name);
  }
  return names;
}

TablePart parse_proc_net(std::string_view file_name, std::string_view text, NetnsId netns) {
  TablePart part;
  const ProcNetFile* const file = find_file(file_name);
  if (file == nullptr) return part;
  (void)take_until(text, '\n');  // the column titles
  while (!text.empty()) parse_line(take_until(text, '\n'), *file, netns, part);
  if (file->protocol == Protocol::unix_domain && settle_unix_claims(part))
    part.coverage.add(forged_names());
  return part;
}

Result<TablePart> read_proc_net(int net_dir_fd, std::string_view file_name, NetnsId netns) {
  if (find_file(file_name) == nullptr)
    return fail(ErrorKind::not_found, "/proc/net has no such table");
  const std::string path(file_name);
  const UniqueFd fd(::openat(net_dir_fd, path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return fail_errno(errno, "/proc/net/" + path + " cannot be opened");
  TRY(text, read_all(fd.get()));
  return parse_proc_net(file_name, text, netns);
}

}  // namespace portexplorer
