#include "collect/netlink/unix_backlog.h"

#include <linux/unix_diag.h>

#include <cstdint>
#include <unordered_map>

#include "base/words.h"
#include "collect/netlink/dump.h"
#include "collect/netlink/requests.h"
#include "collect/netlink/rows.h"

namespace portexplorer {
namespace {

using Listeners = std::unordered_map<std::uint64_t, std::size_t>;  // inode → index of the row

Listeners busy_listeners(const TablePart& part, std::size_t first_row) {
  Listeners listeners;
  for (std::size_t i = first_row; i < part.sockets.size(); ++i) {
    const Socket& s = part.sockets[i];
    const bool is_busy =
        s.state == State::listen && s.known(Known::recv_queue) && s.recv_queue != 0;
    if (is_busy) listeners.emplace(s.inode.value(), i);
  }
  return listeners;
}

Socket waiting_row(const Socket& listener, NetnsId netns, std::uint32_t peer_inode) {
  Socket row;
  row.netns = netns;
  row.protocol = Protocol::unix_domain;
  row.family = Family::unix_domain;
  row.state = State::established;
  row.raw_protocol = listener.raw_protocol;
  row.text = listener.text;
  row.remote_port = peer_inode;  // 0: the other end has been closed
  if (listener.has(SocketFlag::abstract_name)) row.set(SocketFlag::abstract_name);
  row.set(SocketFlag::connected);
  row.set(SocketFlag::no_file);
  row.set_known(Known::endpoints);
  return row;
}

class BacklogReader : public DumpReader {
 public:
  BacklogReader(const Listeners& listeners, NetnsId netns, TablePart& part)
      : listeners_(listeners), netns_(netns), part_(part), rows_before_(part.sockets.size()) {}

  void begin() override {
    part_.sockets.resize(rows_before_);
    reported_ = 0;
  }

  bool accept(std::uint16_t, Bytes payload) override {
    const auto wire = load<unix_diag_msg>(payload);
    if (!wire) return false;
    const auto it = listeners_.find(wire->udiag_ino);
    if (it == listeners_.end()) return true;
    ++reported_;
    AttributeCursor attributes(payload.subspan(sizeof *wire));
    NetlinkAttribute attribute;
    while (attributes.next(attribute)) {
      if (attribute.type == UNIX_DIAG_ICONS) append(part_.sockets[it->second], attribute.payload);
    }
    return true;
  }

  [[nodiscard]] bool all_reported() const { return reported_ >= listeners_.size(); }

 private:
  void append(Socket listener, Bytes inodes) {
    for (; inodes.size() >= sizeof(std::uint32_t); inodes = inodes.subspan(sizeof(std::uint32_t)))
      part_.sockets.push_back(waiting_row(listener, netns_, *load<std::uint32_t>(inodes)));
  }

  const Listeners& listeners_;
  NetnsId netns_;
  TablePart& part_;
  std::size_t rows_before_;
  std::size_t reported_ = 0;
};

CoverageGap missing_backlog_gap() {
  return {
      "unix.backlog",
      {"Some unix connections that wait to be accepted are not listed."_text, {}},
      {"The kernel did not report those of every listener: a listener was closed meanwhile, or has too many."_text,
       {}},
      {"", {}},
      false};
}

}  // namespace

Result<void> append_unix_backlog(NetlinkChannel& channel, NetnsId netns, std::size_t first_row,
                                 TablePart& part) {
  const Listeners listeners = busy_listeners(part, first_row);
  if (listeners.empty()) return {};
  NetlinkRequest request = unix_backlog_request();
  BacklogReader reader(listeners, netns, part);
  TRY(outcome, run_dump(channel, request.bytes(), reader));
  part.losses.restarted_dumps += outcome.restarts;
  if (outcome.incomplete) ++part.losses.truncated_dumps;
  else if (!reader.all_reported()) part.coverage.add(missing_backlog_gap());
  return {};
}

}  // namespace portexplorer
