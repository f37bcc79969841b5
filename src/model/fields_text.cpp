// Formats values for people and as RFC 3339.
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <ctime>

#include "base/escape.h"
#include "model/fields.h"
#include "model/socket_facts.h"

namespace portexplorer {
namespace {

constexpr std::string_view kUnknown = "–";

void append_number(std::string& out, std::uint64_t value) {
  char buffer[24];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

void append_padded(std::string& out, std::int64_t value, int digits) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  for (auto missing = digits - (end - buffer); missing > 0; --missing) out += '0';
  out.append(buffer, end);
}

void append_clock(std::string& out, const std::tm& t) {
  append_padded(out, t.tm_hour, 2);
  out += ':';
  append_padded(out, t.tm_min, 2);
  out += ':';
  append_padded(out, t.tm_sec, 2);
}

void append_date(std::string& out, const std::tm& t) {
  append_padded(out, t.tm_year + 1900, 4);
  out += '-';
  append_padded(out, t.tm_mon + 1, 2);
  out += '-';
  append_padded(out, t.tm_mday, 2);
}

std::tm local_time(Timestamp t) {
  const auto seconds = static_cast<std::time_t>(t.value() / kNanosecondsPerSecond);
  std::tm parts{};
  localtime_r(&seconds, &parts);
  return parts;
}

void append_created(std::string& out, const RowView& row) {
  const Timestamp now = row.snapshot().sample->taken_at;
  if (const auto exact = row.created_at()) {
    append_human_time(out, *exact, now);
  } else if (const auto bound = row.created_before()) {
    out += '<';
    append_human_time(out, next_shown_second(*bound), now);
  } else {
    out += kUnknown;
  }
}

void append_microseconds(std::string& out, std::uint64_t us) {
  if (us < 1000) {
    append_number(out, us);
    out += " µs";
    return;
  }
  const std::uint64_t tenths = (us + 50) / 100;
  append_number(out, tenths / 10);
  if (tenths < 1000) {
    out += '.';
    append_number(out, tenths % 10);
  }
  out += " ms";
}

void append_holders(std::string& out, const HolderList& list) {
  bool first = true;
  for (const std::uint32_t index : list.indices) {
    if (!first) out += ',';
    first = false;
    append_number(out, static_cast<std::uint64_t>(list.tables->processes[index].pid.value()));
  }
  if (first) out += kUnknown;
}

void append_with_unit(std::string& out, Unit unit, std::uint64_t value) {
  switch (unit) {
    case Unit::bytes: append_human_bytes(out, value); break;
    case Unit::bytes_per_second:
      append_human_bytes(out, value);
      out += "/s";
      break;
    case Unit::microseconds: append_microseconds(out, value); break;
    default: append_number(out, value);
  }
}

struct HumanWriter {
  std::string& out;
  const Field& f;
  const RowView& row;

  void operator()(std::monostate) const {
    if (f.id == FieldId::process) out += "--NETSTAT--";
    else if (f.id == FieldId::pid && !is_unseen(row.row().owner)) out += '0';
    else out += kUnknown;
  }
  void operator()(std::string_view text) const { append_escaped(out, text); }
  void operator()(std::uint64_t value) const {
    const bool counts_connections = row.socket().state == State::listen &&
                                    (f.id == FieldId::recv_queue || f.id == FieldId::send_queue);
    append_with_unit(out, counts_connections ? Unit::count : f.unit, value);
    if (f.id != FieldId::pid || row.socket().holder_count < 2) return;
    out += " +";  // more processes hold the socket
    append_number(out, row.socket().holder_count - 1);
  }
  void operator()(double value) const {
    append_with_unit(out, f.unit, static_cast<std::uint64_t>(std::llround(value)));
  }
  void operator()(bool value) const { out += value ? "yes" : "no"; }
  void operator()(Timestamp t) const {
    append_human_time(out, f.id == FieldId::created_before ? next_shown_second(t) : t,
                      row.snapshot().sample->taken_at);
  }
  void operator()(const AddressValue&) const {
    std::string raw;
    append_address(raw, row, f.id == FieldId::remote_address);
    append_escaped(out, raw);
  }
  void operator()(const HolderList& list) const { append_holders(out, list); }
};

void append_socket_name(std::string& out, const RowView& row) {
  const Socket& s = row.socket();
  const std::string_view name = row.tables().view(s.text);
  if (s.has(SocketFlag::abstract_name)) out += '@';
  if (!name.empty()) out += name;
  else if (!s.has(SocketFlag::abstract_name)) out += '*';
}

void append_ip_endpoint(std::string& out, const RowView& row, bool remote) {
  const Socket& s = row.socket();
  const auto [family, address] =
      remote ? remote_ip_of(s) : ParsedAddress{s.family, s.local_address};
  const bool any_of_both =
      s.family == Family::ipv6 && is_unspecified(address) && s.has(SocketFlag::dual_stack);
  if (is_unspecified(address) && (any_of_both || remote)) out += '*';
  else if (!remote && leaves_ipv4_open(s)) out += "*?";
  else append_ip(out, family, address);
  // The bound interface distinguishes sockets that share an address and port, such as those of DHCP
  // clients.
  if (s.interface == 0 ||
      (remote && (s.family != Family::ipv6 || !is_link_local(s.family, address))))
    return;
  out += '%';
  const std::string_view name = interface_name(row, s.interface);
  if (name.empty()) append_number(out, s.interface);
  else out += name;
}

}  // namespace

void append_human_time(std::string& out, Timestamp t, Timestamp now) {
  const std::tm parts = local_time(t);
  const std::tm today = local_time(now);
  if (parts.tm_yday != today.tm_yday || parts.tm_year != today.tm_year) {
    append_date(out, parts);
    out += ' ';
  }
  append_clock(out, parts);
}

Timestamp next_shown_second(Timestamp t) {
  const std::int64_t over =
      ((t.value() % kNanosecondsPerSecond) + kNanosecondsPerSecond) % kNanosecondsPerSecond;
  return over == 0 ? t : Timestamp{t.value() + (kNanosecondsPerSecond - over)};
}

std::string short_bound_text(Timestamp t, Timestamp now) {
  const Timestamp rounded = next_shown_second(t);
  std::tm parts = local_time(rounded);
  const std::tm today = local_time(now);
  std::string out = "<";
  if (const std::tm day = local_time(t);
      day.tm_year == today.tm_year && day.tm_yday == today.tm_yday) {
    const bool next_day = parts.tm_yday != day.tm_yday;
    const int minute =
        next_day ? 24 * 60 : parts.tm_hour * 60 + parts.tm_min + (parts.tm_sec > 0 ? 1 : 0);
    append_padded(out, minute / 60, 2);
    out += ':';
    append_padded(out, minute % 60, 2);
    return out;
  }
  if (parts.tm_hour + parts.tm_min + parts.tm_sec > 0) {
    ++parts.tm_mday;
    parts.tm_hour = 12;  // far from any change between winter and summer time
    parts.tm_isdst = -1;
    std::mktime(&parts);
  }
  append_date(out, parts);
  constexpr std::size_t kYear = 5;  // "2026-"
  if (parts.tm_year == today.tm_year) out.erase(1, kYear);
  return out;
}

void append_address(std::string& out, const RowView& row, bool remote) {
  const Socket& s = row.socket();
  if (has_unknown_endpoints(s)) {
    out += kUnknown;
    return;
  }
  switch (s.family) {
    case Family::ipv4:
    case Family::ipv6: append_ip_endpoint(out, row, remote); return;
    case Family::unix_domain:
    case Family::netlink:
      if (remote) out += '*';
      else append_socket_name(out, row);
      return;
    case Family::packet: {
      const std::string_view name =
          remote || s.interface == 0 ? std::string_view{} : interface_name(row, s.interface);
      out += name.empty() ? "*" : name;
      return;
    }
    case Family::vsock: {
      std::uint32_t cid = 0;
      for (int i = 0; i < 4; ++i)
        cid = (cid << 8) |
              (remote ? s.remote_address : s.local_address).bytes[static_cast<std::size_t>(i)];
      if (cid == 0xFFFFFFFF) out += '*';
      else append_number(out, cid);
      return;
    }
    default: out += '*';
  }
}

void append_human_bytes(std::string& out, std::uint64_t bytes) {
  constexpr std::array<std::string_view, 7> units = {" B",  " kB", " MB", " GB",
                                                     " TB", " PB", " EB"};
  if (bytes < 1000) {
    append_number(out, bytes);
    out += units[0];
    return;
  }
  std::size_t unit = 1;
  std::uint64_t scale = 1000;
  // The rounded value stays below 1000: 999,950 is "1.0 MB", not "1000.0 kB".
  while (unit + 1 < units.size() && bytes >= scale * 1000 - scale / 20) {
    scale *= 1000;
    ++unit;
  }
  const std::uint64_t tenths = (bytes / scale) * 10 + (bytes % scale * 10 + scale / 2) / scale;
  append_number(out, tenths / 10);
  out += '.';
  append_number(out, tenths % 10);
  out += units[unit];
}

void append_rfc3339(std::string& out, Timestamp t) {
  std::int64_t seconds = t.value() / kNanosecondsPerSecond;
  std::int64_t nanoseconds = t.value() % kNanosecondsPerSecond;
  if (nanoseconds < 0) {
    nanoseconds += kNanosecondsPerSecond;
    --seconds;
  }
  // gmtime_r() takes the lock of the time zone, and a log formats several times per line.
  const std::chrono::sys_seconds when{std::chrono::seconds{seconds}};
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{when - day};
  constexpr std::string_view kZero = "0000-00-00T00:00:00.000000000Z";
  const std::size_t start = out.size();
  out += kZero;
  const auto put = [&](std::size_t end, std::uint64_t value) {
    for (char* digit = out.data() + start + end; value > 0; value /= 10)
      *--digit = static_cast<char>('0' + value % 10);
  };
  put(4, static_cast<std::uint64_t>(static_cast<int>(date.year())));
  put(7, static_cast<unsigned>(date.month()));
  put(10, static_cast<unsigned>(date.day()));
  put(13, static_cast<std::uint64_t>(clock.hours().count()));
  put(16, static_cast<std::uint64_t>(clock.minutes().count()));
  put(19, static_cast<std::uint64_t>(clock.seconds().count()));
  put(29, static_cast<std::uint64_t>(nanoseconds));
}

void append_protocol(std::string& out, const Socket& s) {
  out += to_string(s.protocol);
  if (s.protocol != Protocol::raw || !s.known(Known::endpoints)) return;
  out += '/';
  append_number(out, s.raw_protocol);
}

void append_human(std::string& out, const Field& f, const RowView& row) {
  if (f.id == FieldId::protocol) {
    append_protocol(out, row.socket());
    return;
  }
  if (f.id == FieldId::created_at) {
    append_created(out, row);
    return;
  }
  if (f.id == FieldId::local_address || f.id == FieldId::remote_address) {
    std::string raw;
    append_address(raw, row, f.id == FieldId::remote_address);
    append_escaped(out, raw);
    return;
  }
  std::visit(HumanWriter{out, f, row}, f.value(row));
}

}  // namespace portexplorer
