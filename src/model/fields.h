// The table of fields. The command line, the desktop, JSON, CSV, filters and the documentation are
// generated from it or read it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "model/snapshot.h"

namespace portexplorer {

class Words;

enum class FieldId : std::uint8_t {
  protocol,
  family,
  ip_protocol,
  ethertype,
  v6only,
  state,
  local_address,
  local_port,
  local_service,
  remote_address,
  remote_port,
  peers,
  remote_service,
  remote_host,
  remote_host_source,
  country,
  network,
  threat_ports,
  process,
  pid,
  path,
  command,
  program,
  package,
  user,
  uid,
  socket_uid,
  holders,
  started_at,
  start_ticks,
  owner,
  mapped,
  last_process,
  last_pid,
  created_at,
  created_after,
  created_before,
  sent_bytes,
  sent_packets,
  received_bytes,
  received_packets,
  traffic_coverage,
  sent_rate,
  received_rate,
  recv_queue,
  send_queue,
  recv_memory_bytes,
  send_memory_bytes,
  drops,
  rtt_us,
  retransmits,
  klass,
  class_reason,
  findings,
  change,
  mark,
  interface,
  netns,
  container,
  unit,
  cgroup,
  terminal,
  inode,
  peer_inode,
  cookie,
  direction,
};
constexpr int kFieldCount = static_cast<int>(FieldId::direction) + 1;

enum class Unit : std::uint8_t { none, bytes, bytes_per_second, packets, microseconds, count };
enum class Align : std::uint8_t { left, right };

// The type of a field's value; determines how filters compare it and how JSON represents it.
enum class ValueKind : std::uint8_t {
  text,
  number,
  boolean,
  time,
  address,
  port,
  pids,
  opaque_number /* JSON string */
};

struct AddressValue {
  Family family = Family::unknown;
  IpAddress address;
  std::uint32_t zone = 0;  // ifindex for link-local addresses, otherwise 0
};

// The pids of the processes that hold the socket, without copying.
struct HolderList {
  const Tables* tables = nullptr;
  std::span<const std::uint32_t> indices;
};

// monostate: unknown. Text views are valid as long as the Snapshot and are unescaped.
using Value = std::variant<std::monostate, std::string_view, std::uint64_t, double, bool, Timestamp,
                           AddressValue, HolderList>;

struct Field {
  FieldId id;
  std::string_view name;   // the word in JSON, CSV, --columns, --sort and filters
  std::string_view title;  // of the column
  Unit unit;
  Align align;
  ValueKind kind;
  std::string_view help;  // one plain sentence
  Value (*value)(const RowView&);
};

[[nodiscard]] std::span<const Field> all_fields();  // in the order of FieldId
[[nodiscard]] const Field& field(FieldId);
[[nodiscard]] const Field* find_field(std::string_view name);  // also "class" for klass

// Appends e.g. "tcp"; for a raw socket also the protocol that it receives: "raw/47".
void append_protocol(std::string& out, const Socket&);
// Appends the value for people: with units, "–" if unknown, escaped for one line.
void append_human(std::string& out, const Field&, const RowView&);
void append_human_bytes(std::string& out,
                        std::uint64_t bytes);  // "512 B", "1.4 MB" (powers of 1000)
// Appends the local time of day, preceded by the date unless it is that of `now`.
void append_human_time(std::string& out, Timestamp, Timestamp now);
// Rounds up to the next second that is shown. For append_human_time() of an upper bound, which must
// never be shown earlier than it is.
[[nodiscard]] Timestamp next_shown_second(Timestamp);
// Returns an upper bound as the list shows it: "<14:03"; "<24:00" in the last minute of the day.
// For another day it names the start of the following day: "<02-13", or "<2026-02-13" in another
// year.
[[nodiscard]] std::string short_bound_text(Timestamp, Timestamp now);
void append_rfc3339(std::string& out, Timestamp);  // "2026-02-13T09:14:00.000000000Z"
// Appends "192.0.2.1", "fe80::1%eth0", "*" or a unix socket name, unescaped.
void append_address(std::string& out, const RowView&, bool remote);
// Describes the remote endpoint of an unconnected UDP socket: " (last peer)", " (last of 3 peers)";
// "" for all other sockets.
[[nodiscard]] std::string last_peer_note(const RowView&);  // in English
[[nodiscard]] std::string last_peer_note(const RowView&, const Words&);
[[nodiscard]] std::string_view interface_name(const RowView&,
                                              std::uint32_t ifindex);  // "" if unknown
[[nodiscard]] std::string_view netns_name(const RowView&);

// Compares two rows by a field: unknown values last, numbers by size, text bytewise, addresses by
// value, bounds by their time. Returns <0, 0 or >0.
[[nodiscard]] int compare(const Field&, const RowView&, const RowView&);

}  // namespace portexplorer
