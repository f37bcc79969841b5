#include "faces/gui/rows/list_columns.h"

#include <algorithm>
#include <array>

#include "base/escape.h"
#include "faces/export/row_marks.h"
#include "knowledge/services.h"
#include "model/ephemeral_ports.h"
#include "model/socket_facts.h"

namespace portexplorer::gui {
namespace {

constexpr std::size_t kMostShown = 2000;  // bytes in a cell

struct Usual {
  CellKind kind;
  FieldId id;
  int width;
};

constexpr std::array kUsual = {
    Usual{CellKind::sign, FieldId::change, 2},
    Usual{CellKind::process, FieldId::process, 16},
    Usual{CellKind::field, FieldId::pid, 6},
    Usual{CellKind::field, FieldId::protocol, 5},
    Usual{CellKind::local, FieldId::local_address, 22},
    Usual{CellKind::remote, FieldId::remote_address, 26},
    Usual{CellKind::field, FieldId::country, 7},
    Usual{CellKind::field, FieldId::state, 15},
    Usual{CellKind::field, FieldId::created_at, 9},
    Usual{CellKind::field, FieldId::sent_bytes, 8},
    Usual{CellKind::field, FieldId::sent_packets, 8},
    Usual{CellKind::field, FieldId::received_bytes, 8},
    Usual{CellKind::field, FieldId::received_packets, 8},
};

std::string_view name_of(CellKind kind, FieldId id) {
  switch (kind) {
    case CellKind::sign: return "sign";
    case CellKind::local: return "local";
    case CellKind::remote: return "remote";
    default: return field(id).name;
  }
}

int usual_width(const Field& f) {
  switch (f.kind) {
    case ValueKind::address: return 16;
    case ValueKind::port:
    case ValueKind::boolean: return 7;
    case ValueKind::number: return 9;
    case ValueKind::time: return 10;
    default: return 14;
  }
}

std::vector<ListColumn> make_columns() {
  std::vector<ListColumn> columns;
  for (const Usual& u : kUsual) {
    const Align align = u.kind == CellKind::field ? field(u.id).align : Align::left;
    columns.push_back({u.kind, u.id, name_of(u.kind, u.id), align, true, u.width});
  }
  for (const Field& f : all_fields()) {
    const auto own = [&](const ListColumn& c) {
      return c.id == f.id && (c.kind == CellKind::field || c.kind == CellKind::process);
    };
    if (std::ranges::none_of(columns, own))
      columns.push_back({CellKind::field, f.id, f.name, f.align, false, usual_width(f)});
  }
  return columns;
}

bool is_ip(const Socket& s) { return s.family == Family::ipv4 || s.family == Family::ipv6; }

void append_port(std::string& out, const RowView& view, bool remote, bool services) {
  const Socket& s = view.socket();
  const std::uint32_t port = remote ? s.remote_port : s.local_port;
  out += ':';
  if (port == 0) {
    out += '*';
    return;
  }
  out += std::to_string(port);
  if (!services || has_ephemeral_port(view, remote)) return;
  const std::string_view service = service_name(s.protocol, port);
  if (service.empty()) return;
  out += ' ';
  append_escaped(out, service);
}

const Words& words_of(const CellStyle& style) {
  return style.words == nullptr ? english() : *style.words;
}

// Returns the name of the remote host if the style asks for names and it has one; otherwise "".
std::string_view host_name(const RowView& view, const CellStyle& style) {
  if (!style.host_names) return {};
  const Value name = field(FieldId::remote_host).value(view);
  const auto* text = std::get_if<std::string_view>(&name);
  return text == nullptr ? std::string_view{} : *text;
}

void append_ip_cell(std::string& out, const RowView& view, bool remote, const CellStyle& style) {
  const Socket& s = view.socket();
  const std::uint32_t port = remote ? s.remote_port : s.local_port;
  if (remote && port == 0 && is_unspecified(s.remote_address)) {
    out += '*';
    return;
  }
  const std::string_view host = remote ? host_name(view, style) : std::string_view{};
  std::string raw(host);
  if (host.empty()) append_address(raw, view, remote);
  const bool bracketed = has_ports(s.protocol) && raw.find(':') != std::string::npos;
  if (bracketed) out += '[';
  append_escaped(out, raw);
  if (bracketed) out += ']';
  if (has_ports(s.protocol)) append_port(out, view, remote, style.services);
  if (remote) out += last_peer_note(view, words_of(style));
}

void append_other_cell(std::string& out, const RowView& view, bool remote) {
  const Socket& s = view.socket();
  const std::uint32_t port = remote ? s.remote_port : s.local_port;
  if (s.family == Family::unknown || s.family == Family::other) {
    out += "–";
    return;
  }
  if (remote && s.family == Family::unix_domain) {
    out += port == 0 ? std::string("–") : "inode " + std::to_string(port);
    return;
  }
  if (remote && s.family != Family::vsock) {
    out += '*';
    return;
  }
  std::string raw;
  append_address(raw, view, remote);
  append_escaped(out, raw);
  if (s.family != Family::unix_domain && !(remote && port == 0)) out += ':' + std::to_string(port);
}

void append_endpoint(std::string& out, const RowView& view, bool remote, const CellStyle& style) {
  if (has_unknown_endpoints(view.socket())) out += "–";
  else if (is_ip(view.socket())) append_ip_cell(out, view, remote, style);
  else append_other_cell(out, view, remote);
}

std::string_view sign_text(const RowView& view) {
  switch (view.row().change) {
    case Change::fresh: return "+";
    case Change::closing: return "-";
    case Change::short_lived: return "±";
    case Change::none: break;
  }
  const Tint tint = class_tint(view);
  return tint == Tint::hidden ? "!" : tint == Tint::unknown ? "?" : "";
}

std::string_view process_name(const Process& p, NameOfProcess as) {
  const std::string& wanted = as == NameOfProcess::path      ? p.path
                              : as == NameOfProcess::program ? p.program
                                                             : p.name;
  return wanted.empty() ? p.name : wanted;
}

}  // namespace

std::span<const ListColumn> list_columns() {
  static const std::vector<ListColumn> columns = make_columns();
  return columns;
}

int column_of(FieldId id) {
  const auto columns = list_columns();
  const auto own = [&](const ListColumn& c) {
    return c.id == id && (c.kind == CellKind::field || c.kind == CellKind::process);
  };
  const auto it = std::ranges::find_if(columns, own);
  return static_cast<int>(it == columns.end() ? 0 : it - columns.begin());
}

int find_column(std::string_view name) {
  const auto columns = list_columns();
  const auto it = std::ranges::find(columns, name, &ListColumn::name);
  return it == columns.end() ? -1 : static_cast<int>(it - columns.begin());
}

std::vector<SortKey> sort_keys(int column, bool descending) {
  if (column < 0 || column >= static_cast<int>(list_columns().size())) return {};
  const ListColumn& c = list_columns()[static_cast<std::size_t>(column)];
  std::vector<SortKey> keys = {{c.id, descending}};
  if (c.kind == CellKind::local) keys.push_back({FieldId::local_port, descending});
  if (c.kind == CellKind::remote) keys.push_back({FieldId::remote_port, descending});
  return keys;
}

void append_cell(std::string& out, int column, const RowView& view, const CellStyle& style) {
  const ListColumn& c = list_columns()[static_cast<std::size_t>(column)];
  switch (c.kind) {
    case CellKind::sign: out += sign_text(view); return;
    case CellKind::local: append_endpoint(out, view, false, style); return;
    case CellKind::remote: append_endpoint(out, view, true, style); return;
    case CellKind::process: {
      const Process* p = view.process();
      if (p == nullptr) out += "--NETSTAT--";
      else append_escaped(out, process_name(*p, style.process_as));
      return;
    }
    case CellKind::field: break;
  }
  const Value value = field(c.id).value(view);
  const auto* text = std::get_if<std::string_view>(&value);
  // A command line may have megabytes: only the visible part is escaped.
  if (text != nullptr && text->size() > kMostShown)
    append_escaped(out, text->substr(0, kMostShown + 1));
  else append_human(out, field(c.id), view);
}

std::string cell_text(int column, const RowView& view, const CellStyle& style) {
  std::string text;
  append_cell(text, column, view, style);
  return shortened(std::move(text), kMostShown);
}

std::string process_label(const Process* process, NameOfProcess as) {
  if (process == nullptr) return "--NETSTAT--";
  const std::string pid = process->pid.value() == 0 ? "–" : std::to_string(process->pid.value());
  return escaped(process_name(*process, as)) + " (" + pid + ")";
}

std::string owner_note(const RowView& view, const Words& words) {
  const Socket& s = view.socket();
  if (s.process != kNoIndex) return {};
  if (s.last_process() != kNoIndex) {
    return words.say("was {1}"_text, {process_label(&view.tables().processes[s.last_process()],
                                                    NameOfProcess::file_name)});
  }
  switch (view.row().owner) {
    case Owner::kernel: return words.say("the kernel's own"_text);
    case Owner::gone: return words.say("owner has just ended"_text);
    case Owner::not_permitted: break;
    case Owner::unknown: return words.say("owner unknown"_text);
    case Owner::foreign: {
      const std::string_view container = foreign_container(view);
      return container.empty() ? words.say("in another PID namespace"_text)
                               : words.say("in container {1}"_text, {escaped(container)});
    }
    default: return {};
  }
  const Value user = field(FieldId::user).value(view);
  if (const auto* name = std::get_if<std::string_view>(&user))
    return words.say("owner not visible (user {1})"_text, {escaped(*name)});
  if (s.known(Known::uid))
    return words.say("owner not visible (user {1})"_text, {std::to_string(s.uid)});
  return words.say("owner not visible"_text);
}

std::string shortened(std::string text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  std::size_t end = most_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text + "…";
}

}  // namespace portexplorer::gui
