#include "faces/cli/cells.h"

#include <ctime>

#include "base/escape.h"
#include "faces/export/digits.h"
#include "knowledge/services.h"
#include "model/ephemeral_ports.h"
#include "model/socket_facts.h"

namespace portexplorer::cli {
namespace {

constexpr std::string_view kNetstat = "--NETSTAT--";
constexpr std::size_t kMaxService = 64;
constexpr std::size_t kMaxPeerNote = 32;

CellLength measured(std::size_t length, bool ascii) {
  return static_cast<CellLength>(length) | (ascii ? 0 : kWideFlag);
}

bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

CellLength append_ascii(TextBuffer& out, std::string_view text) {
  out.append(text);
  return static_cast<CellLength>(text.size());
}

CellLength append_number(TextBuffer& out, std::uint64_t value) {
  char* p = out.room(20);
  char* end = put_number(p, value);
  out.advance_to(end);
  return static_cast<CellLength>(end - p);
}

CellLength append_bytes(TextBuffer& out, const Socket& s, std::uint64_t bytes) {
  if (!s.known(Known::bytes)) return kUnknownCell;
  char* p = out.room(24);
  char* end = put_human_bytes(p, bytes);
  out.advance_to(end);
  return static_cast<CellLength>(end - p);
}

std::string_view shown_name(const Process& p, ProcessAs as) {
  const std::string& wanted = as == ProcessAs::path      ? p.path
                              : as == ProcessAs::program ? p.program
                                                         : p.name;
  return wanted.empty() ? p.name : wanted;
}

std::tm local_time(std::int64_t second) {
  const std::time_t when = second;
  std::tm parts{};
  localtime_r(&when, &parts);
  return parts;
}

bool is_unspecified_v4(const IpAddress& a) {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, a.bytes.data(), 4);
  return bytes == 0;
}

bool is_ip(const Socket& s) { return s.family == Family::ipv4 || s.family == Family::ipv6; }

}  // namespace

ProcessNames::ProcessNames(const Tables& tables, ProcessAs as) {
  entries_.reserve(tables.processes.size());
  for (const Process& p : tables.processes) {
    const std::size_t start = texts_.size();
    append_escaped(texts_, shown_name(p, as));
    if (texts_.size() == start) texts_ += kNetstat;
    const std::string_view text = std::string_view(texts_).substr(start);
    entries_.push_back({start, measured(text.size(), is_ascii(text))});
  }
}

CellRenderer::CellRenderer(const Snapshot& snapshot, const ProcessNames& names,
                           const CellOptions& options)
    : snapshot_(snapshot), names_(names), options_(options) {}

CellLength CellRenderer::render(const Column& column, const RowView& view, TextBuffer& out) {
  switch (column.kind) {
    case ColumnKind::field: return render_field(column.id, view, out);
    case ColumnKind::local: return render_endpoint(view, false, out);
    case ColumnKind::remote: return render_endpoint(view, true, out);
    case ColumnKind::created: return render_created(view, out);
    case ColumnKind::class_sign: break;
  }
  switch (view.row().klass) {
    case Class::system: return append_ascii(out, "s");
    case Class::hidden: return append_ascii(out, "h");
    case Class::unknown: return append_ascii(out, view.mapped() ? "?" : "");
    default: return 0;
  }
}

CellLength CellRenderer::render_field(FieldId id, const RowView& view, TextBuffer& out) {
  const Socket& s = view.socket();
  switch (id) {
    case FieldId::protocol:
      return s.protocol == Protocol::raw ? render_slowly(id, view, out)
                                         : append_ascii(out, to_string(s.protocol));
    case FieldId::state:
      return s.state == State::unknown ? kUnknownCell : append_ascii(out, to_string(s.state));
    case FieldId::process: return render_process(view, out);
    case FieldId::pid: return render_pid(view, out);
    case FieldId::sent_bytes: return append_bytes(out, s, s.sent_bytes);
    case FieldId::received_bytes: return append_bytes(out, s, s.received_bytes);
    default: return render_slowly(id, view, out);
  }
}

CellLength CellRenderer::render_slowly(FieldId id, const RowView& view, TextBuffer& out) {
  scratch_.clear();
  append_human(scratch_, field(id), view);
  return append_scratch(out);
}

CellLength CellRenderer::append_scratch(TextBuffer& out) const {
  if (scratch_ == kUnknownText) return kUnknownCell;
  out.append(scratch_);
  return measured(scratch_.size(), is_ascii(scratch_));
}

CellLength CellRenderer::render_process(const RowView& view, TextBuffer& out) const {
  const Socket& s = view.socket();
  if (s.process == kNoIndex) return append_ascii(out, kNetstat);
  if (!view.row().is_closed) {
    out.append(names_.text(s.process));
    return names_.length(s.process);
  }
  // The process of a closed row is in separate tables, without an entry in names_.
  const std::string text = escaped(shown_name(*view.process(), options_.process_as));
  out.append(text);
  return measured(text.size(), is_ascii(text));
}

// "812 +3": three other processes hold the socket too.
CellLength CellRenderer::render_pid(const RowView& view, TextBuffer& out) const {
  const Process* p = view.process();
  if (is_unseen(view.row().owner)) return kUnknownCell;
  const CellLength pid =
      append_number(out, p == nullptr ? 0 : static_cast<std::uint64_t>(p->pid.value()));
  const std::uint32_t holders = view.socket().holder_count;
  if (holders < 2) return pid;
  const CellLength sign = append_ascii(out, " +");
  return pid + sign + append_number(out, holders - 1);
}

CellLength CellRenderer::render_endpoint(const RowView& view, bool remote, TextBuffer& out) {
  const Socket& s = view.socket();
  return is_ip(s) ? render_ip_endpoint(view, remote, out)
                  : render_other_endpoint(view, remote, out);
}

CellLength CellRenderer::render_ip_endpoint(const RowView& view, bool remote, TextBuffer& out) {
  const Socket& s = view.socket();
  const std::uint32_t port = remote ? s.remote_port : s.local_port;
  const IpAddress& address = remote ? s.remote_address : s.local_address;
  if (remote && port == 0 && is_unspecified(address))
    return s.known(Known::endpoints) ? append_ascii(out, "*") : kUnknownCell;
  const bool with_port = has_ports(s.protocol);
  char* start = nullptr;
  char* p = nullptr;
  bool ascii = true;
  if (s.family == Family::ipv4 && s.known(Known::endpoints) &&
      !(remote ? is_unspecified_v4(address) : s.interface != 0)) {
    start = out.room(32 + kMaxService + kMaxPeerNote);
    p = put_ipv4(start, address.bytes.data());
  } else if (!s.known(Known::endpoints)) {
    return kUnknownCell;
  } else {
    scratch_.clear();
    std::string raw;
    append_address(raw, view, remote);
    append_escaped(scratch_, raw);
    ascii = is_ascii(scratch_);
    const bool bracketed = with_port && scratch_.find(':') != std::string::npos;
    start = p = out.room(scratch_.size() + 32 + kMaxService + kMaxPeerNote);
    if (bracketed) *p++ = '[';
    p = put_text(p, scratch_);
    if (bracketed) *p++ = ']';
  }
  if (with_port) {
    *p++ = ':';
    p = port == 0 ? put_text(p, "*") : put_number(p, port);
    if (options_.services && !has_ephemeral_port(view, remote)) p = put_service(p, s, port);
  }
  if (remote && s.has(SocketFlag::last_peer))
    p = put_text(p, last_peer_note(view).substr(0, kMaxPeerNote));
  out.advance_to(p);
  return measured(static_cast<std::size_t>(p - start), ascii);
}

char* CellRenderer::put_service(char* p, const Socket& s, std::uint32_t port) const {
  const std::string_view service = service_name(s.protocol, port);
  if (service.empty() || service.size() >= kMaxService) return p;
  *p++ = ' ';
  return put_text(p, service);
}

CellLength CellRenderer::render_other_endpoint(const RowView& view, bool remote, TextBuffer& out) {
  const Socket& s = view.socket();
  const std::uint32_t port = remote ? s.remote_port : s.local_port;
  if (s.family == Family::unknown || s.family == Family::other) return kUnknownCell;
  if (has_unknown_endpoints(s)) return kUnknownCell;
  if (remote && s.family == Family::unix_domain) {
    if (port == 0) return kUnknownCell;
    const CellLength word = append_ascii(out, "inode ");
    return word + append_number(out, port);
  }
  if (remote && s.family != Family::vsock) return append_ascii(out, "*");
  scratch_.clear();
  std::string raw;
  append_address(raw, view, remote);
  append_escaped(scratch_, raw);
  if (s.family != Family::unix_domain && !(remote && port == 0)) {
    char digits[24];
    scratch_ += ':';
    scratch_.append(digits, put_number(digits, port));
  }
  return append_scratch(out);
}

CellLength CellRenderer::render_created(const RowView& view, TextBuffer& out) {
  if (const auto exact = view.created_at()) return append_ascii(out, created_text(*exact, false));
  if (const auto bound = view.created_before())
    return append_ascii(out, created_text(*bound, true));
  return kUnknownCell;
}

// Most consecutive rows have the same time, so the last text is cached.
std::string_view CellRenderer::created_text(Timestamp t, bool is_bound) {
  const std::int64_t second = (is_bound ? next_shown_second(t) : t).value() / kNanosecondsPerSecond;
  TimeText& cached = is_bound ? bound_ : exact_;
  if (cached.second == second) return cached.text;
  cached.second = second;
  if (is_bound) {
    cached.text = short_bound_text(t, snapshot_.sample->taken_at);
    return cached.text;
  }
  const std::tm when = local_time(second);
  const std::tm now = local_time(snapshot_.sample->taken_at.value() / kNanosecondsPerSecond);
  const bool same_year = when.tm_year == now.tm_year;
  const bool today = same_year && when.tm_yday == now.tm_yday;
  const char* format = today ? "%H:%M:%S" : same_year ? "%m-%d %H:%M" : "%Y-%m-%d";
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, format, &when);
  cached.text.assign(text, length);
  return cached.text;
}

CellLength CellRenderer::render_note(const RowView& view, TextBuffer& out) {
  const Socket& s = view.socket();
  const Owner owner = view.row().owner;
  if (s.process != kNoIndex && owner != Owner::foreign) return 0;
  scratch_.clear();
  if (s.last_process() != kNoIndex) {
    const Process& last = view.tables().processes[s.last_process()];
    scratch_ += "was ";
    append_escaped(scratch_, last.name);
    scratch_ += last.pid.value() == 0 ? " (in another PID namespace)"
                                      : " (" + std::to_string(last.pid.value()) + ")";
  } else if (owner == Owner::not_permitted) {
    scratch_ += "owner not visible";
    const auto user = field(FieldId::user).value(view);
    if (const auto* name = std::get_if<std::string_view>(&user)) {
      scratch_ += " (user ";
      append_escaped(scratch_, *name);
      scratch_ += ')';
    } else if (s.known(Known::uid)) {
      scratch_ += " (user " + std::to_string(s.uid) + ")";
    }
  } else if (owner == Owner::foreign) {
    const std::string_view container = foreign_container(view);
    scratch_ += container.empty() ? "in another PID namespace" : "in container ";
    append_escaped(scratch_, container);
  } else if (owner == Owner::unknown) {
    scratch_ += "owner unknown";
  } else if (owner == Owner::kernel) {
    scratch_ += "owned by the kernel";
  } else if (owner == Owner::gone) {
    scratch_ += "owner has just ended";
  }
  return scratch_.empty() ? 0 : append_scratch(out);
}

}  // namespace portexplorer::cli
