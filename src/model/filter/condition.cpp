#include "model/filter/condition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "model/netns_number.h"
#include "model/socket_facts.h"

namespace portexplorer::filter {
namespace {

enum class Answer : std::uint8_t { unknown, no, yes };

Answer answer(bool yes) { return yes ? Answer::yes : Answer::no; }

const Field& address_field(std::uint8_t side) {
  return field(side == kLocal ? FieldId::local_address : FieldId::remote_address);
}
const Field& port_field(std::uint8_t side) {
  return field(side == kLocal ? FieldId::local_port : FieldId::remote_port);
}

bool is_known(const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return false;
  if (const auto* text = std::get_if<std::string_view>(&value)) return !text->empty();
  if (const auto* list = std::get_if<HolderList>(&value)) return !list->indices.empty();
  return true;
}

std::string_view decimal(std::uint64_t value, std::array<char, 24>& buffer) {
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

std::string shown_address(const Field& f, const RowView& row) {
  std::string text;
  append_address(text, row, f.id == FieldId::remote_address);
  return text;
}

// Calls `use` with the value as text; returns `unknown` if it is unknown or has no text.
template <typename Use>
Answer with_text(const Field& f, const RowView& row, Use use) {
  const Value value = f.value(row);
  if (!is_known(value)) {
    if (f.kind == ValueKind::address && !has_unknown_endpoints(row.socket()) &&
        use(shown_address(f, row)))
      return Answer::yes;  // "*"
    // A network namespace without a name is identified by its number.
    const std::string number =
        f.id == FieldId::netns ? netns_number(row.socket().netns) : std::string();
    return number.empty() ? Answer::unknown : answer(use(number));
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    if (use(*text)) return Answer::yes;
    return answer(f.kind == ValueKind::address &&
                  use(shown_address(f, row)));  // "@name" of an abstract one
  }
  if (const auto* number = std::get_if<std::uint64_t>(&value)) {
    std::array<char, 24> buffer{};
    return answer(use(decimal(*number, buffer)));
  }
  if (const auto* address = std::get_if<AddressValue>(&value)) {
    if (use(shown_address(f, row))) return Answer::yes;
    if (!is_unspecified(address->address)) return Answer::no;
    std::string exact;  // as in JSON and CSV, where a list shows "*"
    append_ip(exact, address->family, address->address);
    return answer(use(exact));
  }
  return Answer::unknown;
}

// Compares the zone after "%": the interface that the socket is bound to, or for a remote address
// the zone of a link-local one.
bool zone_matches(std::string_view zone, std::uint8_t side, const AddressValue& value,
                  const RowView& row) {
  if (zone.empty()) return true;
  const std::uint32_t interface = side == kLocal ? row.socket().interface : value.zone;
  std::array<char, 24> buffer{};
  return interface != 0 &&
         (interface_name(row, interface) == zone || decimal(interface, buffer) == zone);
}

// Returns whether the row's network namespace has an address in the range.
bool has_own_address(const RowView& row, const AddressRange& range) {
  const auto& namespaces = row.snapshot().sample->namespaces;
  const auto ns = std::ranges::find(namespaces, row.socket().netns, &Netns::id);
  return ns != namespaces.end() &&
         std::ranges::any_of(ns->addresses, [&](const ParsedAddress& own) {
           return range.contains({own.family, own.address, 0});
         });
}

// Returns whether a wildcard socket on this machine accepts connections to an address in the range.
// Of networks, only loopback's counts.
bool answers_on(const AddressRange& range, const RowView& row) {
  const Socket& s = row.socket();
  const bool waits = s.state == State::listen || s.state == State::unconnected;
  const bool is_ip = s.family == Family::ipv4 || s.family == Family::ipv6;
  if (!is_ip || !waits || !range.zone.empty() || !is_unspecified(s.local_address) ||
      (has_ports(s.protocol) && s.local_port == 0))
    return false;
  const bool may_serve_ipv4 = s.has(SocketFlag::dual_stack) || leaves_ipv4_open(s);
  const bool same_family =
      range.family == s.family || (range.family == Family::ipv4 && may_serve_ipv4);
  if (!same_family) return false;
  const int loopback_bits = range.family == Family::ipv4 ? 8 : 128;
  if (range.prefix >= loopback_bits && is_loopback(range.family, range.address)) {
    return s.interface == 0 || interface_name(row, s.interface) == "lo";
  }
  const bool is_one = range.prefix == (range.family == Family::ipv4 ? 32 : 128);
  return is_one && s.interface == 0 && has_own_address(row, range);
}

bool is_peer(const Endpoint& endpoint, const PeerSet::Peer& peer) {
  if (!endpoint.ports.empty() && !contains(endpoint.ports, peer.port)) return false;
  if (endpoint.addresses.empty()) return !endpoint.unspecified;
  const AddressValue address{peer.family, peer.address, 0};
  return std::ranges::any_of(endpoint.addresses, [&](const AddressRange& range) {
    return range.zone.empty() && range.contains(address);
  });
}

// For an unconnected UDP socket, any known peer counts, not only the last one.
bool has_peer(const Endpoint& endpoint, const RowView& row) {
  if (!row.socket().has(SocketFlag::last_peer)) return false;
  const PeerSet* set = row.tables().peers_of(row.socket());
  return set != nullptr && std::ranges::any_of(set->peers, [&](const PeerSet::Peer& peer) {
           return is_peer(endpoint, peer);
         });
}

// Returns whether one side matches the endpoint.
Answer side_matches(const Endpoint& endpoint, std::uint8_t side, bool finds_wildcards,
                    const RowView& row) {
  if (side == kRemote && has_peer(endpoint, row)) return Answer::yes;
  if (!endpoint.ports.empty()) {
    const Value port = port_field(side).value(row);
    const auto* number = std::get_if<std::uint64_t>(&port);
    if (number == nullptr) return Answer::unknown;
    if (!contains(endpoint.ports, *number)) return Answer::no;
  }
  if (endpoint.addresses.empty() && !endpoint.unspecified) return Answer::yes;
  const Value value = address_field(side).value(row);
  if (!is_known(value)) {
    return endpoint.unspecified && shown_address(address_field(side), row) == "*" ? Answer::yes
                                                                                  : Answer::unknown;
  }
  const auto* address = std::get_if<AddressValue>(&value);
  if (address == nullptr) return Answer::no;  // a unix name
  if (endpoint.unspecified)
    return answer(is_unspecified(address->address) &&
                  zone_matches(endpoint.zone, side, *address, row));
  return answer(std::ranges::any_of(endpoint.addresses, [&](const AddressRange& range) {
    if (range.contains(*address) && zone_matches(range.zone, side, *address, row)) return true;
    return finds_wildcards && side == kLocal && answers_on(range, row);
  }));
}

Answer sides_match(const Endpoint& endpoint, std::uint8_t sides, bool finds_wildcards,
                   const RowView& row) {
  Answer best = Answer::unknown;
  for (const std::uint8_t side : {kLocal, kRemote}) {
    if ((sides & side) == 0) continue;
    best = std::max(best, side_matches(endpoint, side, finds_wildcards, row));
    if (best == Answer::yes) break;
  }
  return best;
}

// Searches for a word in what a row shows.
class WordSearch {
 public:
  WordSearch(const WordCondition& word, const RowView& row) : word_(word), row_(row) {}

  [[nodiscard]] bool found() const {
    return in_endpoints() || in_process() || in_socket() ||
           std::ranges::any_of(word_.columns, [this](const Field* f) { return in_column(*f); });
  }

 private:
  [[nodiscard]] bool in(std::string_view text) const {
    return !text.empty() && word_.test.matches(text);
  }

  [[nodiscard]] bool in_endpoints() const {
    const Socket& s = row_.socket();
    if (word_.states != 0 && ((word_.states >> static_cast<unsigned>(s.state)) & 1u) != 0)
      return true;
    if (word_.endpoint &&
        sides_match(*word_.endpoint, kLocal | kRemote, false, row_) == Answer::yes)
      return true;
    const bool looks_at_ports =
        word_.number || !word_.ports.empty() || word_.test.kind == TextTest::Kind::pattern;
    return looks_at_ports && has_ports(s.protocol) &&
           (port_matches(FieldId::local_port) || port_matches(FieldId::remote_port));
  }

  [[nodiscard]] bool port_matches(FieldId id) const {
    const Value value = field(id).value(row_);
    const auto* port = std::get_if<std::uint64_t>(&value);
    if (port == nullptr) return false;
    if (word_.number == *port || contains(word_.ports, *port)) return true;
    std::array<char, 24> buffer{};
    return word_.test.kind == TextTest::Kind::pattern && in(decimal(*port, buffer));
  }

  [[nodiscard]] bool in_process() const {
    const Process* p = row_.process();
    if (p == nullptr) return in_field(FieldId::user) || in_field(FieldId::last_process);
    if (word_.number == static_cast<std::uint64_t>(p->pid.value())) return true;
    if (word_.number && is_held_by(*word_.number)) return true;
    return in(p->name) || in(p->path) || in(p->command) ||
           (p->program != p->name && in(p->program)) || in(p->user) || in(p->unit) ||
           in(p->container);
  }

  [[nodiscard]] bool is_held_by(std::uint64_t pid) const {
    const Value holders = field(FieldId::holders).value(row_);
    const auto& list = std::get<HolderList>(holders);
    return std::ranges::any_of(list.indices, [&](std::uint32_t i) {
      return static_cast<std::uint64_t>(list.tables->processes[i].pid.value()) == pid;
    });
  }

  [[nodiscard]] bool in_socket() const {
    const Socket& s = row_.socket();
    if (in(to_string(s.state)) || in(to_string(s.protocol))) return true;
    if (s.interface != 0 && in_field(FieldId::interface)) return true;
    if (in(netns_name(row_))) return true;
    const bool is_ip = s.family == Family::ipv4 || s.family == Family::ipv6;
    if (word_.endpoint || (is_ip && s.interface == 0 && !word_.looks_at_addresses)) return false;
    return in_address(false) || (is_ip && in_address(true));
  }

  [[nodiscard]] bool in_address(bool remote) const {
    if (has_unknown_endpoints(row_.socket())) return false;
    std::string text;
    append_address(text, row_, remote);
    return text != "*" && in(text);
  }

  [[nodiscard]] bool in_field(FieldId id) const {
    const Value value = field(id).value(row_);
    const auto* text = std::get_if<std::string_view>(&value);
    return text != nullptr && in(*text);
  }

  [[nodiscard]] bool in_column(const Field& f) const {
    const Value value = f.value(row_);
    if (const auto* number = std::get_if<std::uint64_t>(&value)) return word_.number == *number;
    return with_text(f, row_, [this](std::string_view text) { return in(text); }) == Answer::yes;
  }

  const WordCondition& word_;
  const RowView& row_;
};

// The span in which the time of a row is known to be: exact, or between its bounds.
struct KnownSpan {
  std::int64_t low;
  std::int64_t high;
};

std::optional<KnownSpan> known_span(const Field& f, const RowView& row) {
  const Value value = f.value(row);
  if (const auto* time = std::get_if<Timestamp>(&value))
    return KnownSpan{time->value(), time->value()};
  if (f.id != FieldId::created_at) return std::nullopt;
  const std::optional<Timestamp> after = row.created_after();
  const std::optional<Timestamp> before = row.created_before();
  if (!after && !before) return std::nullopt;
  return KnownSpan{after ? after->value() : INT64_MIN, before ? before->value() : INT64_MAX};
}

Answer is_within(const KnownSpan& known, const TimeRange::Span& span) {
  if (known.low >= span.low && known.high <= span.high) return Answer::yes;
  return known.high < span.low || known.low > span.high ? Answer::no : Answer::unknown;
}

// Returns whether the row shows one of the texts, ignoring blanks.
bool shows(const Field& f, const RowView& row, const std::vector<std::string>& texts) {
  if (texts.empty()) return false;
  std::string shown;
  append_human(shown, f, row);
  if (std::ranges::find(texts, without_blanks(shown)) != texts.end()) return true;
  const auto bound =
      f.id == FieldId::created_at && !row.created_at() ? row.created_before() : std::nullopt;
  return bound &&
         std::ranges::find(texts, short_bound_text(*bound, row.snapshot().sample->taken_at)) !=
             texts.end();
}

struct Asker {
  const RowView& row;
  bool negated;

  Answer operator()(const MaskCondition& c) const {
    const Socket& s = row.socket();
    const unsigned value = c.field == FieldId::state      ? static_cast<unsigned>(s.state)
                           : c.field == FieldId::protocol ? static_cast<unsigned>(s.protocol)
                                                          : static_cast<unsigned>(s.family);
    const bool is_raw =
        !c.raw_protocols.empty() && s.protocol == Protocol::raw && s.known(Known::endpoints);
    if (is_raw && std::ranges::find(c.raw_protocols, s.raw_protocol) != c.raw_protocols.end())
      return Answer::yes;
    const bool is_among = ((c.mask >> value) & 1u) != 0;
    return value == 0 && !is_among ? Answer::unknown : answer(is_among);
  }

  Answer operator()(const TextCondition& c) const {
    const auto passes = [&c](std::string_view text) {
      return std::ranges::any_of(c.tests,
                                 [text](const TextTest& test) { return test.matches(text); });
    };
    Answer best = Answer::unknown;
    for (const Field* f : c.fields) {
      best = std::max(best, with_text(*f, row, passes));
      if (best == Answer::yes) break;
    }
    return best;
  }

  Answer operator()(const NumberCondition& c) const {
    if (c.field->id == FieldId::pid && shows(*c.field, row, c.shown)) return Answer::yes;
    // A pid matches every socket that the process holds, even if another process owns it: a
    // worker's listener is often also its master's.
    const bool asks_holders = c.field->id == FieldId::pid && row.socket().holder_count > 1;
    const Value value = asks_holders ? field(FieldId::holders).value(row) : c.field->value(row);
    const auto in_range = [&c](auto number) {
      return std::ranges::any_of(
          c.ranges, [number](const NumberRange& range) { return range.contains(number); });
    };
    if (const auto* number = std::get_if<std::uint64_t>(&value))
      return answer(in_range(*number) || shows(*c.field, row, c.shown));
    if (const auto* number = std::get_if<double>(&value)) {
      const double tenths = std::round(*number * 10) / 10;  // as in JSON and CSV
      return answer(in_range(*number) || in_range(tenths) || shows(*c.field, row, c.shown));
    }
    const auto* list = std::get_if<HolderList>(&value);
    if (list == nullptr || list->indices.empty()) return Answer::unknown;
    return answer(std::ranges::any_of(list->indices, [&](std::uint32_t index) {
      return in_range(static_cast<std::uint64_t>(list->tables->processes[index].pid.value()));
    }));
  }

  Answer operator()(const BooleanCondition& c) const {
    const Value value = c.field->value(row);
    const auto* truth = std::get_if<bool>(&value);
    return truth == nullptr ? Answer::unknown : answer(*truth == c.wanted);
  }

  Answer operator()(const TimeCondition& c) const {
    const std::optional<KnownSpan> known = known_span(*c.field, row);
    if (!known) return Answer::unknown;
    if (shows(*c.field, row, c.shown)) return Answer::yes;
    Answer result = Answer::no;
    for (const TimeRange& range : c.ranges) {
      const Answer one = is_within(*known, range.at(row.snapshot().sample->taken_at));
      if (one == Answer::yes) return one;
      if (one == Answer::unknown) result = one;
    }
    return result;
  }

  Answer operator()(const EndpointCondition& c) const {
    Answer best = Answer::unknown;
    for (const Endpoint& endpoint : c.endpoints) {
      best = std::max(best, sides_match(endpoint, c.sides, c.finds_wildcards && !negated, row));
      if (best == Answer::yes) break;
    }
    return best;
  }

  Answer operator()(const PresenceCondition& c) const {
    if (c.subject.kind == Subject::Kind::field)
      return answer(is_known(c.subject.field->value(row)));
    bool known = false;
    for (const std::uint8_t side : {kLocal, kRemote}) {
      if ((c.subject.sides & side) == 0) continue;
      if (c.subject.kind != Subject::Kind::ports)
        known = known || is_known(address_field(side).value(row));
      if (c.subject.kind != Subject::Kind::addresses)
        known = known || is_known(port_field(side).value(row));
    }
    return answer(known);
  }

  Answer operator()(const WordCondition& c) const { return answer(WordSearch(c, row).found()); }
};

}  // namespace

bool TextTest::matches(std::string_view text) const {
  switch (kind) {
    case Kind::contains: return needle.is_in(text);
    case Kind::equals: return needle.equals(text);
    case Kind::pattern: return pattern->search(text);
  }
  return false;
}

bool meets(const Condition& condition, const RowView& row) {
  return std::visit(Asker{row, condition.negated}, condition.test) ==
         (condition.negated ? Answer::no : Answer::yes);
}

}  // namespace portexplorer::filter
