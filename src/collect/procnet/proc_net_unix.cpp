#include <algorithm>
#include <cstring>

#include "collect/netlink/rows.h"
#include "collect/procnet/proc_net_fields.h"
#include "collect/procnet/proc_net_rows.h"

namespace portexplorer {
namespace {

constexpr std::size_t kLongestName = 108;  // sockaddr_un::sun_path

// __SO_ACCEPTCON, and enum socket_state of linux/net.h as unix_seq_show() derives it from the
// socket's state.
constexpr std::uint32_t kAccepts = 1u << 16;
constexpr unsigned kUnconnected = 1;
constexpr unsigned kConnecting = 2;
constexpr unsigned kConnected = 3;

struct UnixLine {
  std::uint32_t flags = 0;
  unsigned type = 0;
  unsigned state = 0;
  std::uint64_t inode = 0;
  std::string_view name;
};

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// Removes exactly `digits` hex digits and the separator after them.
std::optional<std::uint32_t> take_hex(std::string_view& line, std::size_t digits, char separator) {
  if (line.size() <= digits || line[digits] != separator || !is_hex(line.substr(0, digits)))
    return std::nullopt;
  const auto value = number<std::uint32_t>(line.substr(0, digits), 16);
  line.remove_prefix(digits + 1);
  return value;
}

// "%pK: " with 8 or 16 digits.
bool take_pointer(std::string_view& line) {
  const std::size_t colon = line.find(':');
  const bool pointer_size = colon == 8 || colon == 16;
  if (!pointer_size || !is_hex(line.substr(0, colon)) || line.size() < colon + 2 ||
      line[colon + 1] != ' ')
    return false;
  line.remove_prefix(colon + 2);
  return true;
}

// "%5lu", and the rest of the line after one space.
std::optional<std::uint64_t> take_inode(std::string_view& line) {
  constexpr std::size_t kWidth = 5;
  const std::size_t start = line.find_first_not_of(' ');
  if (start >= kWidth) return std::nullopt;  // also rejects spaces alone
  const std::size_t end = std::min(line.find(' ', start), line.size());
  if (end < kWidth) return std::nullopt;
  const auto inode = number<std::uint64_t>(line.substr(start, end - start));
  line.remove_prefix(std::min(end + 1, line.size()));
  return inode;
}

// Parses "%pK: %08X %08X %08X %04X %02X %5lu[ name]", of unix/af_unix.c. Each column must have its
// exact width, since a name may look like the rest of a line, or like a whole one.
std::optional<UnixLine> split_unix_line(std::string_view line) {
  if (!take_pointer(line)) return std::nullopt;
  const auto references = take_hex(line, 8, ' ');
  const auto protocol = take_hex(line, 8, ' ');
  const auto flags = take_hex(line, 8, ' ');
  const auto type = take_hex(line, 4, ' ');
  const auto state = take_hex(line, 2, ' ');
  const auto inode = take_inode(line);
  if (!references || !protocol || !flags || !type || !state || !inode || line.size() > kLongestName)
    return std::nullopt;
  return UnixLine{*flags, *type, *state, *inode, line};
}

State unix_line_state(const UnixLine& line) {
  if ((line.flags & kAccepts) != 0) return State::listen;
  switch (line.state) {
    case kUnconnected: return State::unconnected;
    case kConnecting:  // connected, and waiting to be accepted
    case kConnected: return State::established;
    default: return State::closed;
  }
}

std::string_view name_of(const TablePart& part, const Socket& row) {
  return std::string_view(part.text).substr(row.text.offset, row.text.length);
}

void forget_name(Socket& row) {
  row.text = {};
  row.flags = static_cast<std::uint16_t>(row.flags &
                                         ~static_cast<std::uint16_t>(SocketFlag::abstract_name));
}

}  // namespace

bool append_unix_line(std::string_view line, const ProcNetFile& file, NetnsId netns,
                      TablePart& part) {
  const auto fields = split_unix_line(line);
  if (!fields) return false;
  Socket row = proc_net_row(file, netns, fields->inode);
  row.raw_protocol = static_cast<std::uint8_t>(fields->type);
  row.state = unix_line_state(*fields);
  if (row.state == State::established) row.set(SocketFlag::connected);
  std::string_view name = fields->name;
  if (!name.empty() &&
      name[0] == '@') {  // a path may begin the same way; the file does not distinguish them
    row.set(SocketFlag::abstract_name);
    name.remove_prefix(1);
  }
  if (!name.empty()) row.text = add_text(part, name);
  part.sockets.push_back(row);
  return true;
}

bool continue_unix_name(std::string_view line, TablePart& part) {
  if (part.sockets.empty()) return false;
  Socket& row = part.sockets.back();
  const bool named = row.text.length != 0 || row.has(SocketFlag::abstract_name);
  if (!named || row.text.length + 1 + line.size() > kLongestName) return false;
  if (row.text.length == 0) row.text.offset = static_cast<std::uint32_t>(part.text.size());
  part.text += '\n';
  part.text += line;
  row.text.length += static_cast<std::uint32_t>(1 + line.size());
  return true;
}

bool settle_unix_claims(TablePart& part) {
  std::vector<Socket>& rows = part.sockets;
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Socket& a, const Socket& b) { return a.inode < b.inode; });
  bool disagreed = false;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool claimed =
        kept > 0 && rows[i].inode.value() != 0 && rows[kept - 1].inode == rows[i].inode;
    if (!claimed) {
      rows[kept++] = rows[i];
      continue;
    }
    Socket& first = rows[kept - 1];
    if (name_of(part, first) == name_of(part, rows[i]) && first.state == rows[i].state) continue;
    disagreed = true;
    forget_name(first);
  }
  rows.resize(kept);
  return disagreed;
}

}  // namespace portexplorer
