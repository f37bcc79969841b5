#include "model/temporary.h"

namespace portexplorer {
namespace {

constexpr std::uint32_t kFirstUnprivileged = 1024;

bool is_temporary(Direction direction, std::uint32_t port, PortRange range, bool remote) {
  switch (direction) {
    case Direction::listening: return false;
    case Direction::inbound: return remote && port >= kFirstUnprivileged;
    case Direction::outbound: return !remote && range.contains(port);
    case Direction::unknown: break;
  }
  return range.contains(port);
}

}  // namespace

bool has_temporary_port(const RowView& view, bool remote) {
  const Socket& s = view.socket();
  return is_temporary(view.row().direction, remote ? s.remote_port : s.local_port, temporary_range(view.snapshot().sample->host), remote);
}

}  // namespace portexplorer
