#include "model/filter/condition_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

#include "base/ascii.h"
#include "base/join.h"
#include "base/unescape.h"
#include "model/filter/possible_text.h"
#include "model/former_names.h"

namespace portexplorer::filter {
namespace {

constexpr std::uint32_t bit(State s) { return 1u << static_cast<unsigned>(s); }
constexpr std::uint32_t kAllStates = (bit(State::unconnected) << 1) - 1 - bit(State::unknown);
constexpr std::uint32_t kBucket = bit(State::syn_recv) | bit(State::time_wait);
constexpr std::uint32_t kConnected =
    kAllStates & ~(bit(State::listen) | bit(State::closed) | bit(State::unconnected));

// Returns the current offset of local time from UTC, in seconds.
std::int32_t utc_offset(const FilterNames& names) {
  if (names.utc_offset_seconds) return *names.utc_offset_seconds;
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  return static_cast<std::int32_t>(parts.tm_gmtoff);
}

std::string with_underscores(std::string_view word) {
  std::string out = ascii_lower(word);
  std::ranges::replace(out, '-', '_');
  return out;
}

// Reverses the escaping of lists and JSON in a copied value: \n, \t, \r, \xNN, \u{NNNN}, a doubled
// backslash, and the U+FFFD that JSON puts before a text with bytes that are not characters.
// Returns nothing if the text has no escapes.
std::optional<std::string> unescaped(std::string_view text) {
  constexpr std::string_view kMarker = "\xEF\xBF\xBD";
  const bool marked = text.starts_with(kMarker);
  if (marked) text.remove_prefix(kMarker.size());
  std::string out;
  bool changed = marked;
  while (!text.empty()) {
    const std::size_t used = unescape_one(out, text);
    if (used == 0) return std::nullopt;
    changed = changed || used > 1;
    text.remove_prefix(used);
  }
  return changed ? std::optional(std::move(out)) : std::nullopt;
}

Parsed<TextTest> parse_text_test(const Item& item, TextTest::Kind kind) {
  if (item.kind != Item::Kind::pattern) return TextTest{kind, Needle(item.text), std::nullopt};
  tl::expected<Pattern, PatternError> pattern = Pattern::compile(item.text);
  if (pattern) return TextTest{TextTest::Kind::pattern, {}, std::move(*pattern)};
  const std::size_t position = std::min(pattern.error().position, item.text.size());
  return error_at(item.part().from(position).first(1), pattern.error().message);
}

std::optional<std::uint32_t> mask_of(FieldId id, std::string_view word) {
  if (id == FieldId::state) return states_of(word);
  if (id == FieldId::protocol) {
    const auto protocol = protocol_from_string(word);
    return protocol ? std::optional(1u << static_cast<unsigned>(*protocol)) : std::nullopt;
  }
  const auto family = family_from_string(word);
  return family ? std::optional(1u << static_cast<unsigned>(*family)) : std::nullopt;
}

// Rejects ports that no socket can have. UINT32_MAX is the open end of a range.
Parsed<PortRanges> possible(PortRanges ranges, const Item& item, const FilterNames& names) {
  for (const PortRange& range : ranges) {
    const bool too_large = range.first > names.largest_port ||
                           (range.last > names.largest_port && range.last != UINT32_MAX);
    if (too_large)
      return error_at(item.part(), "port out of range (the largest is " +
                                       std::to_string(names.largest_port) + ")");
  }
  return ranges;
}

Parsed<Endpoint> possible(Endpoint endpoint, const Item& item, const FilterNames& names) {
  FILTER_TRY(ports, possible(std::move(endpoint.ports), item, names));
  endpoint.ports = std::move(ports);
  return endpoint;
}

// Returns whether no whole number can equal the end of the range. A fraction of Ki, Mi, … is
// accepted although 1.3Mi is not a whole number of bytes, because people write such round values.
bool is_fraction(const std::optional<Quantity>& end) {
  return end && !end->whole && !end->is_binary;
}

// Rejects numbers that the field cannot have.
Parsed<NumberRange> possible(const NumberRange& range, const Field& field, const Item& item) {
  const bool holds_fractions = field.unit == Unit::bytes_per_second;
  if (!holds_fractions && (is_fraction(range.low) || is_fraction(range.high))) {
    const std::string_view unit = field.unit == Unit::bytes          ? " of bytes"
                                  : field.unit == Unit::microseconds ? " of microseconds"
                                                                     : "";
    return error_at(item.part(),
                    std::string(field.name) + " is a whole number" + std::string(unit));
  }
  const auto largest = static_cast<double>(largest_value(field.id));
  const bool too_large =
      (range.low && range.low->real > largest) || (range.high && range.high->real > largest);
  if (!too_large) return range;
  return error_at(item.part(), std::string(field.name) + " is out of range (the largest is " +
                                   std::to_string(largest_value(field.id)) + ")");
}

// Returns 47 for "raw/47", as the list shows a raw socket.
std::optional<std::uint8_t> raw_protocol_of(std::string_view word) {
  constexpr std::string_view kRaw = "raw/";
  if (!word.starts_with(kRaw)) return std::nullopt;
  word.remove_prefix(kRaw.size());
  std::uint8_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc{} && end == word.data() + word.size() ? std::optional(number)
                                                                  : std::nullopt;
}

// Returns whether the text is one of the words, or for a list field a comma-separated list of them.
bool are_known(std::string_view text, std::span<const std::string_view> words, bool is_list) {
  const std::size_t comma = is_list ? text.find(',') : std::string_view::npos;
  if (std::ranges::find(words, text.substr(0, comma)) == words.end()) return false;
  return comma == std::string_view::npos || are_known(text.substr(comma + 1), words, is_list);
}

// Returns whether the text is a pid as the list shows it for a socket with several holders: "812
// +3".
bool is_shown_holders(std::string_view text) {
  const std::size_t plus = text.find(" +");
  if (plus == std::string_view::npos) return false;
  const auto is_number = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, is_digit);
  };
  return is_number(text.substr(0, plus)) && is_number(text.substr(plus + 2));
}

// Returns whether the text is a date as the list shows it: "<02-13".
bool is_shown_date(std::string_view text) {
  return text.size() == 6 && text[0] == '<' && text[3] == '-' && is_digit(text[1]) &&
         is_digit(text[2]) && is_digit(text[4]) && is_digit(text[5]);
}

class QuestionParser {
 public:
  QuestionParser(const Question& question, const FilterNames& names)
      : q_(question), names_(names) {}

  Parsed<Condition> parse() {
    FILTER_TRY(condition, parse_test());
    condition.negated = condition.negated != is_negation(q_.comparison);
    return condition;
  }

 private:
  [[nodiscard]] const Field* field() const { return q_.subject.field; }
  [[nodiscard]] tl::unexpected<FilterError> cannot_order(std::string_view what) const {
    return error_at(q_.comparison_source, in_quotes(q_.word.text) + " is " + std::string(what) +
                                              ", which supports only the operators :, = and !=");
  }

  [[nodiscard]] Parsed<Condition> parse_test() const {
    const bool has_pattern =
        std::ranges::any_of(q_.values, [](const Item& i) { return i.kind == Item::Kind::pattern; });
    if (is_order(q_.comparison) && (q_.values.size() > 1 || has_pattern)) {
      return error_at(q_.values.back().source, "<, >, <= and >= take a single value");
    }
    if (const auto presence = parse_presence()) return *presence;
    switch (q_.subject.kind) {
      case Subject::Kind::ports: return has_pattern ? parse_side_texts() : parse_port_values();
      case Subject::Kind::addresses:
      case Subject::Kind::endpoints:
        return asks_for_names() ? parse_side_texts() : parse_endpoint_values();
      case Subject::Kind::field: break;
    }
    switch (field()->kind) {
      case ValueKind::boolean: return parse_boolean();
      case ValueKind::time: return parse_times();
      case ValueKind::number:
      case ValueKind::opaque_number:
      case ValueKind::pids:
        return has_pattern && field()->kind != ValueKind::pids
                   ? parse_texts({field()}, TextTest::Kind::equals)
                   : parse_numbers();
      default: return parse_text_values();
    }
  }

  // Parses "field:none" and "field:any", unless the field has such a word itself.
  [[nodiscard]] std::optional<Condition> parse_presence() const {
    if (q_.values.size() != 1 || q_.values.front().kind != Item::Kind::plain ||
        is_order(q_.comparison))
      return std::nullopt;
    const std::string word = ascii_lower(q_.values.front().text);
    const auto words =
        field() == nullptr ? std::span<const std::string_view>{} : words_of(field()->id);
    if (std::ranges::find(words, word) != words.end()) return std::nullopt;
    const bool is_none = word == "none" || (!words.empty() && word == "unknown");
    if (!is_none && word != "any") return std::nullopt;
    return Condition{PresenceCondition{q_.subject}, is_none};
  }

  [[nodiscard]] Parsed<Condition> parse_text_values() const {
    if (is_order(q_.comparison)) return cannot_order("text");
    const auto words = words_of(field()->id);
    const bool has_pattern =
        std::ranges::any_of(q_.values, [](const Item& i) { return i.kind == Item::Kind::pattern; });
    if (!words.empty() && !has_pattern) return parse_words(words);
    // The list shows --NETSTAT-- for a socket without an owner; it can be typed as shown.
    const bool asks_for_netstat = field()->id == FieldId::process && q_.values.size() == 1 &&
                                  equals_ignoring_case(q_.values.front().text, "--NETSTAT--");
    if (asks_for_netstat) return Condition{PresenceCondition{q_.subject}, true};
    for (const Item& item : q_.values) {
      if (item.kind == Item::Kind::pattern) continue;
      if (auto why = why_impossible(field()->id, item.text))
        return error_at(item.part(), *std::move(why));
    }
    const bool whole = q_.comparison == Comparison::equal || q_.comparison == Comparison::not_equal;
    return parse_texts({field()}, whole ? TextTest::Kind::equals : TextTest::Kind::contains);
  }

  [[nodiscard]] Parsed<Condition> parse_texts(std::vector<const Field*> fields,
                                              TextTest::Kind kind) const {
    TextCondition condition{std::move(fields), {}};
    for (const Item& item : q_.values) {
      FILTER_TRY(test, parse_text_test(item, kind));
      condition.tests.push_back(std::move(test));
      if (item.kind == Item::Kind::pattern) continue;
      if (const auto meant = unescaped(item.text))
        condition.tests.push_back({kind, Needle(*meant), std::nullopt});
    }
    return Condition{std::move(condition), false};
  }

  [[nodiscard]] Parsed<Condition> parse_words(std::span<const std::string_view> words) const {
    const FieldId id = field()->id;
    const bool has_mask = id == FieldId::state || id == FieldId::protocol || id == FieldId::family;
    MaskCondition masks{id, 0, {}};
    TextCondition texts{{field()}, {}};
    for (const Item& item : q_.values) {
      const std::string word = with_underscores(item.text);
      if (const auto raw = id == FieldId::protocol ? raw_protocol_of(word) : std::nullopt) {
        masks.raw_protocols.push_back(*raw);
        continue;
      }
      const std::optional<std::uint32_t> mask = has_mask ? mask_of(id, word) : std::nullopt;
      const bool known = has_mask ? mask.has_value() : are_known(word, words, is_list(id));
      if (const auto renamed = new_value_name(id, word); renamed && !known) {
        return error_at(item.source, in_quotes(item.text) + " is now " + in_quotes(*renamed));
      }
      if (!known) {
        return error_at(item.source, "unknown " + std::string(field()->name) + " " +
                                         in_quotes(item.text) + " (expected " + joined(words) +
                                         ")");
      }
      if (mask) masks.mask |= *mask;
      else
        texts.tests.push_back({is_list(id) ? TextTest::Kind::contains : TextTest::Kind::equals,
                               Needle(word), std::nullopt});
    }
    if (has_mask) return Condition{masks, false};
    return Condition{std::move(texts), false};
  }

  [[nodiscard]] Parsed<Condition> parse_boolean() const {
    if (is_order(q_.comparison)) return cannot_order("true or false");
    const Item& item = q_.values.front();
    const std::string word = ascii_lower(item.text);
    const bool yes = word == "true" || word == "yes" || word == "1";
    const bool no = word == "false" || word == "no" || word == "0";
    if (q_.values.size() != 1 || (!yes && !no) || item.kind == Item::Kind::pattern) {
      return error_at(q_.values.back().source,
                      in_quotes(q_.word.text) + " is either true or false");
    }
    return Condition{BooleanCondition{field(), yes}, false};
  }

  [[nodiscard]] Parsed<Condition> parse_numbers() const {
    NumberCondition condition{field(), {}, {}};
    for (const Item& item : q_.values) {
      if (field()->id == FieldId::pid && !is_order(q_.comparison) && is_shown_holders(item.text)) {
        FILTER_TRY(pid, parse_number_range(item.part().first(item.text.find(' ')), q_.comparison,
                                           Unit::none));
        if (auto checked = possible(pid, *field(), item); !checked)
          return tl::unexpected<FilterError>(std::move(checked).error());
        condition.shown.push_back(without_blanks(item.text));
        continue;
      }
      FILTER_TRY(parsed, parse_number_range(item.part(), q_.comparison, field()->unit));
      FILTER_TRY(range, possible(parsed, *field(), item));
      condition.ranges.push_back(range);
      const bool has_unit = !item.text.empty() && !is_digit(item.text.back());
      if (has_unit && !is_order(q_.comparison))
        condition.shown.push_back(without_blanks(item.text));
    }
    if (asks_for_nobody(condition)) return Condition{PresenceCondition{q_.subject}, true};
    return Condition{std::move(condition), false};
  }

  // A list shows pid 0 for a socket without an owner.
  [[nodiscard]] bool asks_for_nobody(const NumberCondition& condition) const {
    if (field()->id != FieldId::pid || q_.values.size() != 1 || condition.ranges.empty())
      return false;
    const NumberRange& range = condition.ranges.front();
    return !is_order(q_.comparison) && range.low && range.high && range.low->whole &&
           range.low->integer == 0 && range.high->integer == 0;
  }

  [[nodiscard]] Parsed<Condition> parse_times() const {
    TimeCondition condition{field(), {}, {}};
    const std::int32_t offset = utc_offset(names_);
    for (const Item& item : q_.values) {
      const bool is_bound =
          field()->id == FieldId::created_at && q_.comparison == Comparison::contains;
      if (is_bound && is_shown_date(item.text)) {
        condition.shown.push_back(item.text);
        continue;
      }
      FILTER_TRY(range, parse_time_range(item.part(), q_.comparison, offset));
      condition.ranges.push_back(range);
      // Without quotes, "<" belongs to the value: created_at:<14:02:11.
      if (q_.comparison == Comparison::contains && item.text.starts_with('<'))
        condition.shown.push_back(without_blanks(item.text));
      // The bound is shown rounded up, so the row may show a second that does not contain it.
      if (field()->id == FieldId::created_before && !is_order(q_.comparison))
        condition.shown.push_back(without_blanks(item.text));
    }
    return Condition{std::move(condition), false};
  }

  [[nodiscard]] Parsed<Condition> parse_port_values() const {
    EndpointCondition condition{q_.subject.sides, {}, false};
    for (const Item& item : q_.values) {
      Endpoint endpoint;
      FILTER_TRY(parsed, parse_ports(item.part(), q_.comparison, names_.ports_of_service));
      FILTER_TRY(ports, possible(std::move(parsed), item, names_));
      endpoint.ports = std::move(ports);
      condition.endpoints.push_back(std::move(endpoint));
    }
    return Condition{std::move(condition), false};
  }

  [[nodiscard]] Parsed<Condition> parse_endpoint_values() const {
    if (is_order(q_.comparison)) return parse_ordered_endpoint();
    EndpointCondition condition{q_.subject.sides, {}, q_.comparison == Comparison::contains};
    const EndpointForm form =
        q_.subject.kind == Subject::Kind::addresses ? EndpointForm::address : EndpointForm::both;
    for (const Item& item : q_.values) {
      FILTER_TRY(parsed, parse_endpoint(item.part(), form, names_.ports_of_service));
      FILTER_TRY(endpoint, possible(std::move(parsed), item, names_));
      condition.endpoints.push_back(std::move(endpoint));
    }
    return Condition{std::move(condition), false};
  }

  // As in ss, "src > :1024" compares the port.
  [[nodiscard]] Parsed<Condition> parse_ordered_endpoint() const {
    const bool is_port =
        q_.subject.kind == Subject::Kind::endpoints && q_.values.front().text.starts_with(':');
    return is_port ? parse_port_values() : cannot_order("an address");
  }

  // Unix sockets have names instead of addresses: /run/x, @x, "x", or a pattern.
  [[nodiscard]] bool asks_for_names() const {
    return std::ranges::all_of(q_.values, [](const Item& i) {
      return i.kind != Item::Kind::plain || i.text.starts_with('/') || i.text.starts_with('@');
    });
  }

  [[nodiscard]] Parsed<Condition> parse_side_texts() const {
    if (is_order(q_.comparison)) return cannot_order("an address");
    const bool ports = q_.subject.kind == Subject::Kind::ports;
    std::vector<const Field*> fields;
    if ((q_.subject.sides & kLocal) != 0)
      fields.push_back(&portexplorer::field(ports ? FieldId::local_port : FieldId::local_address));
    if ((q_.subject.sides & kRemote) != 0)
      fields.push_back(
          &portexplorer::field(ports ? FieldId::remote_port : FieldId::remote_address));
    const bool whole =
        q_.comparison == Comparison::equal || q_.comparison == Comparison::not_equal || ports;
    return parse_texts(std::move(fields),
                       whole ? TextTest::Kind::equals : TextTest::Kind::contains);
  }

  const Question& q_;
  const FilterNames& names_;
};

// The fields in which a word is always searched for; see WordSearch.
bool is_always_searched(FieldId id) {
  constexpr std::array kAlways = {
      FieldId::process,        FieldId::path,        FieldId::command,       FieldId::program,
      FieldId::user,           FieldId::unit,        FieldId::container,     FieldId::state,
      FieldId::protocol,       FieldId::pid,         FieldId::local_address, FieldId::local_port,
      FieldId::remote_address, FieldId::remote_port, FieldId::interface,     FieldId::netns};
  return std::ranges::find(kAlways, id) != kAlways.end();
}

std::vector<const Field*> extra_columns(const FilterNames& names) {
  std::vector<const Field*> columns;
  for (const FieldId id : names.columns) {
    const ValueKind kind = field(id).kind;
    const bool has_text =
        kind != ValueKind::time && kind != ValueKind::boolean && kind != ValueKind::pids;
    if (has_text && !is_always_searched(id)) columns.push_back(&field(id));
  }
  return columns;
}

bool fits_in_an_address(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f') || c == '.' || c == ':';
  });
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

// Parses an address, a network, or ":port". An address, with or without a port, is also searched
// for in texts.
Parsed<Condition> parse_endpoint_word(const Item& item, WordCondition word,
                                      const FilterNames& names) {
  FILTER_TRY(parsed, parse_endpoint(item.part(), EndpointForm::word, names.ports_of_service));
  FILTER_TRY(endpoint, possible(std::move(parsed), item, names));
  const bool is_network = item.text.find('/') != std::string::npos;
  if (endpoint.addresses.empty() || is_network)
    return Condition{EndpointCondition{kLocal | kRemote, {std::move(endpoint)}, false}, false};
  const bool is_ipv6 = endpoint.addresses.front().family == Family::ipv6;
  word.test.needle = Needle(item.text, is_ipv6 ? Needle::Ends::ipv6 : Needle::Ends::number);
  word.endpoint = std::move(endpoint);
  return Condition{std::move(word), false};
}

}  // namespace

std::optional<std::uint32_t> states_of(std::string_view word) {
  const std::string name = ascii_lower(word);
  if (name == "all") return kAllStates;
  if (name == "connected") return kConnected;
  if (name == "synchronized") return kConnected & ~bit(State::syn_sent);
  if (name == "bucket") return kBucket;
  if (name == "big") return kAllStates & ~kBucket;
  const std::optional<State> state = state_from_string(name);
  return state ? std::optional(bit(*state)) : std::nullopt;
}

Parsed<Condition> parse_question(const Question& question, const FilterNames& names) {
  return QuestionParser(question, names).parse();
}

Parsed<Condition> parse_word(const Item& item, const FilterNames& names) {
  WordCondition word;
  word.columns = extra_columns(names);
  FILTER_TRY(test, parse_text_test(item, TextTest::Kind::contains));
  word.test = std::move(test);
  if (item.kind == Item::Kind::pattern) return Condition{std::move(word), false};
  word.looks_at_addresses = fits_in_an_address(item.text);
  if (item.kind == Item::Kind::quoted) return Condition{std::move(word), false};
  if (equals_ignoring_case(item.text, "--NETSTAT--")) {
    return Condition{PresenceCondition{{Subject::Kind::field, 0, &field(FieldId::process)}}, true};
  }
  if (looks_like_endpoint(item.text) || equals_ignoring_case(item.text, "localhost"))
    return parse_endpoint_word(item, std::move(word), names);
  word.number = whole_number(item.text);
  if (word.number) {
    word.test.needle = Needle(item.text, Needle::Ends::number);
    return Condition{std::move(word), false};
  }
  if (const auto state = state_from_string(item.text)) word.states = bit(*state);
  if (names.ports_of_service) {
    for (const std::uint32_t port : names.ports_of_service(item.text))
      word.ports.push_back({port, port});
  }
  return Condition{std::move(word), false};
}

}  // namespace portexplorer::filter
