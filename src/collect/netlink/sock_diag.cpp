#include "collect/netlink/sock_diag.h"

#include <linux/netlink.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <span>

#include "collect/netlink/dump.h"
#include "collect/netlink/read_table.h"
#include "collect/netlink/requests.h"
#include "collect/netlink/rows.h"
#include "collect/netlink/unix_backlog.h"

namespace portexplorer {
namespace {

// Makes room for another row. The kernel does not announce the number of rows. Reserved memory that
// is never touched costs nothing, while growing by the usual factor, page by page, takes a sixth of
// the whole reading at 200,000 sockets.
void make_room(std::vector<Socket>& rows) {
  constexpr std::size_t kFirstRows = 1024;
  constexpr std::size_t kGrowth = 8;
  constexpr std::size_t kHugeBytes = 4 * 1024 * 1024;
  if (rows.size() < rows.capacity()) return;
  try {
    rows.reserve(std::max(kFirstRows, rows.capacity() * kGrowth));
  } catch (const std::bad_alloc&) {
    return;  // too little memory to reserve: the vector grows as usual
  }
  if (rows.capacity() * sizeof(Socket) < kHugeBytes) return;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const auto data = std::as_writable_bytes(std::span(rows.data(), rows.capacity()));
  const auto before_page = (page - reinterpret_cast<std::uintptr_t>(data.data()) % page) % page;
  // Only a hint; failure is harmless.
  (void)::madvise(data.data() + before_page, (data.size() - before_page) / page * page,
                  MADV_HUGEPAGE);
}

// Appends the rows of one dump to those in the part.
class TableReader : public DumpReader {
 public:
  TableReader(const DiagTable& table, NetnsId netns, TablePart& part)
      : reading_{table, netns, kNoRow},
        append_(row_parser(table.protocol)),
        part_(part),
        rows_before_(part.sockets.size()),
        text_before_(part.text.size()) {}

  void begin() override {
    part_.sockets.resize(rows_before_);
    part_.text.resize(text_before_);
    reading_.sctp_socket = kNoRow;
  }
  bool accept(std::uint16_t, Bytes payload) override {
    make_room(part_.sockets);
    return append_(payload, reading_, part_);
  }

 private:
  RowReading reading_;
  AppendRow append_;
  TablePart& part_;
  std::size_t rows_before_;
  std::size_t text_before_;
};

Error about_table(Error error, const DiagTable& table) {
  error.what += " (" + std::string(to_string(table.protocol)) + ")";
  return error;
}

Result<void> read_once(NetlinkChannel& channel, const DiagTable& table, NetnsId netns,
                       const DiagExtras& extras, TablePart& part) {
  auto request = diag_request(table, extras);
  if (!request)
    return tl::unexpected<Error>(
        about_table({ErrorKind::not_supported, 0, "netlink has no such table"}, table));
  TableReader reader(table, netns, part);
  auto outcome = run_dump(channel, request->bytes(), reader);
  if (!outcome) return tl::unexpected<Error>(about_table(outcome.error(), table));
  part.losses.restarted_dumps += outcome->restarts;
  if (outcome->incomplete) ++part.losses.truncated_dumps;
  return {};
}

}  // namespace

std::vector<DiagTable> diag_tables(const ProtocolSet& wanted) {
  constexpr std::array kOfBothFamilies = {Protocol::mptcp, Protocol::udp,  Protocol::udplite,
                                          Protocol::sctp,  Protocol::dccp, Protocol::raw};
  constexpr std::array kOthers = {Protocol::unix_domain, Protocol::packet, Protocol::netlink,
                                  Protocol::vsock,       Protocol::xdp,    Protocol::tipc};
  std::vector<DiagTable> tables;
  if (wanted.contains(Protocol::tcp)) tables.push_back({Protocol::tcp, Family::unknown});
  for (const Protocol protocol : kOfBothFamilies) {
    if (!wanted.contains(protocol)) continue;
    tables.push_back({protocol, Family::ipv4});
    tables.push_back({protocol, Family::ipv6});
  }
  for (const Protocol protocol : kOthers) {
    if (wanted.contains(protocol)) tables.push_back({protocol, Family::unknown});
  }
  return tables;
}

Result<UniqueFd> open_diag_socket() { return open_netlink_socket(NETLINK_SOCK_DIAG); }

Result<void> read_table(NetlinkChannel& channel, const DiagTable& table, NetnsId netns,
                        const DiagExtras& extras, TablePart& part) {
  const std::size_t rows_before = part.sockets.size();
  const std::size_t text_before = part.text.size();
  auto result = read_once(channel, table, netns, extras, part);
  const bool both = table.protocol == Protocol::tcp && table.family == Family::unknown;
  if (!result && both && result.error().kind != ErrorKind::unavailable) {
    // A filter (seccomp, SELinux) may allow only the newer request.
    result = read_once(channel, {Protocol::tcp, Family::ipv4}, netns, extras, part);
    if (result) result = read_once(channel, {Protocol::tcp, Family::ipv6}, netns, extras, part);
  }
  if (result && table.protocol == Protocol::unix_domain)
    result = append_unix_backlog(channel, netns, rows_before, part);
  if (!result) {
    part.sockets.resize(rows_before);
    part.text.resize(text_before);
  }
  return result;
}

Result<void> append_diag_table(int diag_fd, const DiagTable& table, NetnsId netns,
                               const DiagExtras& extras, TablePart& part) {
  SocketChannel channel(diag_fd);
  return read_table(channel, table, netns, extras, part);
}

Result<TablePart> read_diag_table(int diag_fd, const DiagTable& table, NetnsId netns,
                                  const DiagExtras& extras) {
  TablePart part;
  TRY_VOID(append_diag_table(diag_fd, table, netns, extras, part));
  return part;
}

}  // namespace portexplorer
