#include "faces/cli/selection.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/own_ids.h"
#include "knowledge/services.h"

namespace portexplorer::cli {
namespace {

// Whether the field requires more of each process than its name and path.
bool needs_details(FieldId id) {
  switch (id) {
    case FieldId::command:
    case FieldId::program:
    case FieldId::user:
    case FieldId::uid:
    case FieldId::started_at:
    case FieldId::start_ticks:
    case FieldId::klass:
    case FieldId::class_reason:
    case FieldId::container:
    case FieldId::unit:
    case FieldId::cgroup:
    case FieldId::terminal: return true;
    default: return false;
  }
}

constexpr std::array kMemoryFields = {FieldId::recv_memory_bytes, FieldId::send_memory_bytes,
                                      FieldId::drops};
bool needs_memory(FieldId id) {
  return std::ranges::find(kMemoryFields, id) != kMemoryFields.end();
}

// An IPv6 socket bound to all addresses accepts IPv4 too, unless it is set to IPv6 only. If that is
// unknown, it may.
bool may_serve_ipv4(const Socket& s) {
  return s.family == Family::ipv4 || s.has(SocketFlag::dual_stack) || leaves_ipv4_open(s);
}

bool needs_traffic(FieldId id) {
  switch (id) {
    case FieldId::sent_bytes:
    case FieldId::sent_packets:
    case FieldId::received_bytes:
    case FieldId::received_packets:
    case FieldId::traffic_coverage:
    case FieldId::sent_rate:
    case FieldId::received_rate:
    case FieldId::rtt_us:
    case FieldId::retransmits:
    // The counters of TCP show who opened a connection, and that shows which port is ephemeral.
    case FieldId::direction:
    case FieldId::local_service:
    case FieldId::remote_service:
    case FieldId::threat_ports:
    case FieldId::findings: return true;
    default: return false;
  }
}

bool any_field(std::span<const FieldId> fields, std::span<const SortKey> sort,
               bool (*wanted)(FieldId)) {
  return std::ranges::any_of(fields, wanted) || std::ranges::any_of(sort, wanted, &SortKey::id);
}

// Whether this process opened the socket, for netlink, DNS or whois. An inherited socket, such as a
// standard stream, usually has other holders; it is shown.
bool is_socket_of(std::int32_t pid, const RowView& view) {
  const Process* process = view.process();
  return process != nullptr && process->pid.value() == pid && view.socket().holder_count <= 1;
}

}  // namespace

Result<Selection> Selection::create(const Options& options, std::vector<FieldId> shown) {
  Selection s;
  s.protocols_ = options.all_families        ? ProtocolSet::all()
                 : options.protocols.empty() ? ProtocolSet::internet()
                                             : options.protocols;
  s.unlisted_ = options.all_families;
  s.ipv4_ = options.ipv4 && !options.ipv6;
  s.ipv6_ = options.ipv6 && !options.ipv4;
  s.listening_ = options.listening;
  s.established_ = options.established;
  s.remote_ = options.remote;
  s.hide_netstat_ = options.hide_netstat;
  s.hides_own_ = !options.include_self;
  s.own_pid_ = pid_shown_by_proc();
  s.narrows_ = !options.protocols.empty() || options.ipv4 || options.ipv6 || s.listening_ ||
               s.established_ || s.remote_ || s.hide_netstat_;
  if (options.columns) s.named_ = shown;
  const bool has_wide_ports =
      s.protocols_.contains(Protocol::netlink) || s.protocols_.contains(Protocol::vsock);
  FilterNames names{.ports_of_service = ports_of_service, .columns = std::move(shown)};
  if (!has_wide_ports) names.largest_port = UINT16_MAX;
  auto filter = Filter::parse(options.filter, names);
  if (!filter)
    return fail(ErrorKind::malformed,
                "invalid filter\n" + format_filter_error(options.filter, filter.error()));
  s.filter_ = *std::move(filter);
  return s;
}

SampleRequest Selection::request(bool text, std::span<const FieldId> fields,
                                 std::span<const SortKey> sort) const {
  SampleRequest request;
  const bool anything = text || !filter_.is_empty();
  request.protocols = protocols_;
  request.traffic = anything || any_field(fields, sort, needs_traffic);
  request.memory =
      any_field(fields, sort, needs_memory) ||
      std::ranges::any_of(kMemoryFields, [this](FieldId id) { return filter_.uses(id); });
  request.process_details = anything || any_field(fields, sort, needs_details);
  request.unlisted = unlisted_;
  request.look = asks_for(FieldId::findings, sort);
  request.packages = asks_for(FieldId::package, sort);
  request.process_details = request.process_details || request.look;
  return request;
}

bool Selection::asks_for(FieldId id, std::span<const SortKey> sort) const {
  return std::ranges::find(named_, id) != named_.end() ||
         std::ranges::find(sort, id, &SortKey::id) != sort.end() || filter_.uses(id);
}

std::vector<std::uint32_t> Selection::rows(const Snapshot& snapshot) const {
  std::vector<std::uint32_t> rows;
  rows.reserve(snapshot.rows.size());
  for (std::uint32_t i = 0; i < snapshot.rows.size(); ++i) {
    if (passes({snapshot, snapshot.rows[i]})) rows.push_back(i);
  }
  return rows;
}

bool Selection::passes(const RowView& view) const {
  return passes_options(view) && (filter_.is_empty() || filter_.matches(view));
}

std::uint64_t Selection::own_sockets(const Snapshot& snapshot) const {
  if (!hides_own_) return 0;
  return static_cast<std::uint64_t>(std::ranges::count_if(snapshot.rows, [&](const Row& row) {
    return is_socket_of(own_pid_, {snapshot, row});
  }));
}

bool Selection::may_pass(const RowView& view) const {
  if (!passes_options(view)) return false;
  const RequiredValues wanted = filter_.required();
  const Socket& s = view.socket();
  const Process* process = view.process();
  if (wanted.port && s.local_port != *wanted.port && s.remote_port != *wanted.port) return false;
  return !wanted.pid || process == nullptr || s.holder_count > 1 ||
         process->pid.value() == static_cast<std::int64_t>(*wanted.pid);
}

bool Selection::passes_options(const RowView& view) const {
  const Socket& s = view.socket();
  if (!protocols_.contains(s.protocol)) return false;
  if ((ipv4_ && !may_serve_ipv4(s)) || (ipv6_ && s.family != Family::ipv6)) return false;
  if ((listening_ || established_) && !passes_state(view)) return false;
  if (remote_ && !in_tab(view, Tab::remote)) return false;
  if (hide_netstat_ && !may_have_owner(view.row().owner)) return false;
  return !hides_own_ || !is_socket_of(own_pid_, view);
}

// The tabs contain only Internet sockets. For other families, -l and --established compare the
// state.
bool Selection::passes_state(const RowView& view) const {
  const Socket& s = view.socket();
  if (!is_internet(s.protocol))
    return (listening_ && s.state == State::listen) ||
           (established_ && s.state == State::established);
  return (listening_ && in_tab(view, Tab::listening)) ||
         (established_ && in_tab(view, Tab::established));
}

}  // namespace portexplorer::cli
