#include "faces/cli/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/escape.h"
#include "base/join.h"
#include "base/suggestion.h"
#include "faces/cli/in_quotes.h"

namespace portexplorer::cli {
namespace {

tl::unexpected<Error> bad_usage(std::string what) {
  return fail(ErrorKind::malformed, std::move(what));
}

tl::unexpected<Error> invalid_value(std::string_view option, std::string_view given,
                                    std::string_view expected) {
  return bad_usage(std::string(option) + ": invalid value " + in_quotes(given) + " (expected " +
                   std::string(expected) + ")");
}

// What rows without an owner show: a word of a filter, not an option.
constexpr std::string_view kOwnerless = "--NETSTAT--";
constexpr std::string_view kOptionsHint = " (portexplorer help options lists all options)";

struct FormerOption {
  std::string_view former;
  std::string_view name;
  Command command = Command::help;  // where it was renamed; help: everywhere
};
constexpr std::array kFormerOptions = {FormerOption{"--since", "--observe"},
                                       FormerOption{"--prove", "--self-test"},
                                       FormerOption{"--collector", "--backend"},
                                       FormerOption{"--count-by", "--traffic-counter"},
                                       FormerOption{"--for", "--duration", Command::log},
                                       FormerOption{"--keep", "--max-files"},
                                       FormerOption{"--show-lookups", "--include-self"}};

// Values that were renamed, of the option's present name.
struct FormerValue {
  std::string_view option;
  std::string_view former;
  std::string_view name;
};
constexpr std::array kFormerValues = {FormerValue{"--backend", "plain", "netlink"},
                                      FormerValue{"--backend", "kernel", "bpf"},
                                      FormerValue{"--traffic-counter", "tracepoints", "tracepoint"},
                                      FormerValue{"--traffic-counter", "functions", "fexit"},
                                      FormerValue{"--traffic-counter", "packets", "packet"}};

// Empty if the value was not renamed.
std::string_view new_value(std::string_view option, std::string_view former) {
  for (const FormerValue& v : kFormerValues) {
    if (v.option == option && v.former == former) return v.name;
  }
  return {};
}

const OptionSpec* find_long(std::string_view name) {
  const auto it = std::ranges::find(all_options(), name, &OptionSpec::name);
  return it == all_options().end() ? nullptr : &*it;
}

const OptionSpec* find_short(char letter) {
  const auto it = std::ranges::find(all_options(), letter, &OptionSpec::letter);
  return letter == 0 || it == all_options().end() ? nullptr : &*it;
}

template <typename Enum>
struct Word {
  std::string_view word;
  Enum value;
};

template <typename Enum, std::size_t N>
Result<Enum> one_of(const OptionSpec& option, std::string_view given,
                    const Word<Enum> (&words)[N]) {
  std::string choices;
  for (const Word<Enum>& w : words) {
    if (w.word == given) return w.value;
    choices += choices.empty() ? "" : &w == &words[N - 1] ? " or " : ", ";
    choices += w.word;
  }
  if (const std::string_view renamed = new_value(option.name, given); !renamed.empty()) {
    return bad_usage(std::string(option.name) + ' ' + std::string(given) + " is now " +
                     std::string(option.name) + ' ' + std::string(renamed));
  }
  return invalid_value(option.name, given, choices);
}

Result<std::uint64_t> positive_number(const OptionSpec& option, std::string_view text,
                                      std::uint64_t largest = UINT64_MAX) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value == 0) {
    return invalid_value(option.name, text, "a whole number, at least 1");
  }
  if (value > largest)
    return invalid_value(option.name, text, "at most " + std::to_string(largest));
  return value;
}

class Parser {
 public:
  explicit Parser(std::span<const char* const> words) : words_(words) {}

  Result<Options> run() {
    for (; next_ < words_.size(); ++next_) {
      const std::string_view word = words_[next_];
      if (only_words_ || word.size() < 2 || word[0] != '-' || word == kOwnerless) {
        TRY_VOID(take_word(word));
      } else if (word == "--") {
        only_words_ = true;
      } else if (word.starts_with("--")) {
        TRY_VOID(take_long(word));
      } else {
        TRY_VOID(take_letters(word));
      }
    }
    TRY_VOID(check_commands());
    TRY_VOID(check_formats());
    TRY_VOID(check_log());
    if (options_.all) options_.listening = false;
    return std::move(options_);
  }

 private:
  Result<void> take_word(std::string_view word) {
    if (!command_given_ && options_.filter.empty() && !only_words_) {
      for (const Command c : {Command::list, Command::watch, Command::log, Command::doctor,
                              Command::what, Command::help}) {
        if (word != to_string(c)) continue;
        if (options_.command == Command::list) options_.command = c;
        command_given_ = true;
        return {};
      }
    }
    if (options_.command == Command::help && command_given_) return take_topic(word);
    if (options_.command == Command::what && command_given_) {
      options_.words.emplace_back(word);
      return {};
    }
    if (options_.command == Command::doctor)
      return bad_usage("doctor does not take a filter (given " + in_quotes(word) + ")");
    if (!options_.filter.empty()) options_.filter += ' ';
    options_.filter += word;
    return {};
  }

  Result<void> take_topic(std::string_view word) {
    if (!options_.help_topic.empty())
      return bad_usage("help takes only one topic (also given " + in_quotes(word) + ")");
    options_.help_topic = word;
    return {};
  }

  Result<void> take_long(std::string_view word) {
    const std::size_t equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    const OptionSpec* option = find_long(name);
    if (option == nullptr) {
      const std::string_view next = next_ + 1 < words_.size() ? words_[next_ + 1] : "";
      return unknown_option(name,
                            equals == std::string_view::npos ? next : word.substr(equals + 1));
    }
    if (equals == std::string_view::npos) return take_spaced(*option);
    if (option->argument.empty())
      return bad_usage(std::string(name) + " does not take an argument (given " +
                       in_quotes(word.substr(equals + 1)) + ")");
    return apply(*option, word.substr(equals + 1));
  }

  Result<void> take_spaced(const OptionSpec& option) {
    if (option.argument.empty()) return apply(option, {});
    if (next_ + 1 >= words_.size()) {
      return bad_usage(std::string(option.name) + " requires an argument (" +
                       std::string(option.name) + " " + std::string(option.argument) + ")");
    }
    return apply(option, words_[++next_]);
  }

  // The whole UTF-8 character of `word` that starts at `first`.
  static std::string_view character_at(std::string_view word, const char& first) {
    const std::string_view rest = word.substr(static_cast<std::size_t>(&first - word.data()));
    int length = 0;
    (void)decode_utf8(rest, length);
    return rest.substr(0, static_cast<std::size_t>(std::max(length, 1)));
  }

  Result<void> take_letters(std::string_view word) {
    for (const char& letter : word.substr(1)) {
      const OptionSpec* option = find_short(letter);
      if (option == nullptr) {
        const std::string in = word.size() > 2 ? " in " + in_quotes(word) : "";
        return bad_usage("unknown option -" + escaped(character_at(word, letter)) + in +
                         std::string(kOptionsHint));
      }
      TRY_VOID(take_spaced(*option));
    }
    return {};
  }

  // `--for` is reported as renamed only for the command where it meant the duration of a run: the
  // name is reserved for the lifetime of a rule.
  [[nodiscard]] Result<void> unknown_option(std::string_view name, std::string_view value) const {
    const auto former = std::ranges::find(kFormerOptions, name, &FormerOption::former);
    if (former != kFormerOptions.end() &&
        (former->command == Command::help || former->command == options_.command)) {
      return renamed_option(*former, value);
    }
    std::vector<std::string_view> names;
    for (const OptionSpec& o : all_options()) names.push_back(o.name);
    for (std::string_view& n : names) n.remove_prefix(2);
    const auto near = former == kFormerOptions.end() ? nearest_word(name.substr(2), names)
                                                     : std::optional<std::string_view>{};
    return bad_usage(
        "unknown option " + escaped(name) +
        (near ? " (did you mean --" + std::string(*near) + "?)" : std::string(kOptionsHint)));
  }

  // With the value, if that was renamed too, and the commands, if this one lacks the option.
  [[nodiscard]] Result<void> renamed_option(const FormerOption& option,
                                            std::string_view value) const {
    std::string before(option.former);
    std::string after(option.name);
    if (const std::string_view renamed = new_value(option.name, value); !renamed.empty()) {
      before += ' ' + std::string(value);
      after += ' ' + std::string(renamed);
    }
    const OptionSpec& spec = *find_long(option.name);
    const bool is_here = (spec.commands & bit_of(options_.command)) != 0;
    return bad_usage(before + " is now " + after +
                     (is_here ? "" : " (an option of " + commands_of(spec) + ")"));
  }

  Result<void> apply(const OptionSpec& option, std::string_view value) {
    used_.push_back(&option);
    // An empty argument usually comes from an unset variable of a script. It must not have the same
    // effect as omitting the option.
    if (!option.argument.empty() && value.empty()) {
      return bad_usage(std::string(option.name) + " requires a non-empty argument (" +
                       std::string(option.name) + " " + std::string(option.argument) + ")");
    }
    if (!option.argument.empty()) return apply_value(option, value);
    apply_flag(option.id);
    return {};
  }

  void apply_flag(OptionId id) {
    Options& o = options_;
    switch (id) {
      case OptionId::tcp: add({Protocol::tcp, Protocol::mptcp}); break;
      case OptionId::udp: add({Protocol::udp, Protocol::udplite}); break;
      case OptionId::raw: add({Protocol::raw, Protocol::icmp}); break;
      case OptionId::unix_domain: add({Protocol::unix_domain}); break;
      case OptionId::all_families: o.all_families = true; break;
      case OptionId::ipv4: o.ipv4 = true; break;
      case OptionId::ipv6: o.ipv6 = true; break;
      case OptionId::listening: o.listening = true; break;
      case OptionId::established: o.established = true; break;
      case OptionId::remote: o.remote = true; break;
      case OptionId::all: o.all = true; break;
      case OptionId::hide_netstat: o.hide_netstat = true; break;
      default: apply_display_flag(id);
    }
  }

  void apply_display_flag(OptionId id) {
    Options& o = options_;
    switch (id) {
      case OptionId::numeric: o.numeric = true; break;
      case OptionId::extended: o.extended = true; break;
      case OptionId::internals: o.internals = true; break;
      case OptionId::timers: o.timers = true; break;
      case OptionId::json: o.format = Format::json; break;
      case OptionId::jsonl: o.format = Format::jsonl; break;
      case OptionId::csv: o.format = Format::csv; break;
      case OptionId::no_header: o.header = false; break;
      case OptionId::wide: o.wide = true; break;
      case OptionId::no_pager: o.pager = false; break;
      case OptionId::quiet: o.quiet = true; break;
      case OptionId::traffic: o.traffic = true; break;
      case OptionId::self_test: o.self_test = true; break;
      case OptionId::why: o.why = true; break;
      case OptionId::resolve: o.resolve = true; break;
      case OptionId::include_self: o.include_self = true; break;
      case OptionId::whois: o.whois = true; break;
      case OptionId::help: want_help(); break;
      case OptionId::version: o.command = Command::version; break;
      default: break;  // --processes: the owner is always shown
    }
  }

  // --help overrides the command, which becomes its topic.
  void want_help() {
    if (command_given_ && options_.command != Command::help)
      options_.help_topic = to_string(options_.command);
    options_.command = Command::help;
  }

  Result<void> apply_value(const OptionSpec& option, std::string_view value) {
    switch (option.id) {
      case OptionId::columns: options_.columns = value; return {};
      case OptionId::sort: options_.sort = value; return {};
      case OptionId::process_as: return set_process_as(option, value);
      case OptionId::color: return set_color(option, value);
      case OptionId::backend: return set_backend(option, value);
      case OptionId::traffic_counter: return set_traffic_counter(option, value);
      case OptionId::action: return set_actions(value);
      case OptionId::resolve_wait:
        return set(options_.resolve_wait, parse_time(option.name, value));
      case OptionId::whois_server: options_.whois_server = value; return {};
      case OptionId::geo: options_.geo = value; return {};
      case OptionId::output: options_.output = value; return {};
      case OptionId::interval: return set(options_.interval, parse_time(option.name, value));
      case OptionId::observe: return set(options_.observe, parse_time(option.name, value));
      case OptionId::duration: return set(options_.duration, parse_time(option.name, value));
      case OptionId::max_size: return set(options_.max_size, parse_size(value));
      case OptionId::max_rate:
        return set(options_.max_rate, positive_number(option, value, UINT32_MAX));
      case OptionId::max_files: return set(options_.max_files, positive_number(option, value));
      default: return set(options_.count, positive_number(option, value));
    }
  }

  template <typename Member, typename Value>
  static Result<void> set(Member& member, Result<Value> value) {
    if (!value) return tl::unexpected<Error>(std::move(value).error());
    member = static_cast<Member>(*value);
    return {};
  }

  Result<void> set_actions(std::string_view list) {
    while (true) {
      const std::size_t comma = list.find(',');
      const auto action = action_from_string(list.substr(0, comma));
      if (!action) {
        return invalid_value("--action", list.substr(0, comma),
                             "open, bind, connect, listen, accept, send, receive or close, "
                             "separated by commas");
      }
      options_.actions.push_back(*action);
      if (comma == std::string_view::npos) return {};
      list.remove_prefix(comma + 1);
    }
  }

  Result<void> set_process_as(const OptionSpec& option, std::string_view value) {
    static constexpr Word<ProcessAs> words[] = {
        {"name", ProcessAs::name}, {"path", ProcessAs::path}, {"program", ProcessAs::program}};
    TRY(kind, one_of(option, value, words));
    options_.process_as = kind;
    return {};
  }

  Result<void> set_color(const OptionSpec& option, std::string_view value) {
    static constexpr Word<When> words[] = {
        {"auto", When::automatic}, {"always", When::always}, {"never", When::never}};
    TRY(when, one_of(option, value, words));
    options_.color = when;
    return {};
  }

  Result<void> set_traffic_counter(const OptionSpec& option, std::string_view value) {
    static constexpr Word<TrafficCounter> words[] = {{"auto", TrafficCounter::automatic},
                                                     {"tracepoint", TrafficCounter::tracepoint},
                                                     {"fexit", TrafficCounter::fexit},
                                                     {"packet", TrafficCounter::packet}};
    TRY(way, one_of(option, value, words));
    options_.traffic_counter = way;
    return {};
  }

  Result<void> set_backend(const OptionSpec& option, std::string_view value) {
    static constexpr Word<Backend> words[] = {
        {"auto", Backend::automatic}, {"netlink", Backend::netlink}, {"bpf", Backend::bpf}};
    TRY(way, one_of(option, value, words));
    options_.backend = way;
    return {};
  }

  void add(ProtocolSet set) {
    for (int i = 0; i < kProtocolCount; ++i) {
      if (set.contains(static_cast<Protocol>(i))) options_.protocols.add(static_cast<Protocol>(i));
    }
  }

  // An option of another command is refused rather than ignored.
  // 0 for help and version, which accept any option.
  static std::uint8_t bit_of(Command command) {
    switch (command) {
      case Command::list: return kForList;
      case Command::watch: return kForWatch;
      case Command::log: return kForLog;
      case Command::doctor: return kForDoctor;
      case Command::what: return kForWhat;
      default: return 0;
    }
  }

  Result<void> check_commands() const {
    const std::uint8_t command = bit_of(options_.command);
    if (command == 0) return {};
    for (const OptionSpec* o : used_) {
      if ((o->commands & command) != 0) continue;
      return bad_usage(std::string(o->name) + " is an option of " + commands_of(*o) + ", not of " +
                       std::string(to_string(options_.command)));
    }
    return {};
  }

  static std::string commands_of(const OptionSpec& option) {
    std::vector<std::string_view> names;
    for (const auto& [bit, name] : {std::pair{kForList, "list"},
                                    {kForWatch, "watch"},
                                    {kForLog, "log"},
                                    {kForDoctor, "doctor"},
                                    {kForWhat, "what"}}) {
      if ((option.commands & bit) != 0) names.emplace_back(name);
    }
    const std::string_view last = names.back();
    names.pop_back();
    return names.empty() ? std::string(last) : joined(names) + " and " + std::string(last);
  }

  Result<void> check_log() const {
    if (options_.command != Command::log) return {};
    if (options_.columns && options_.format == Format::text) {
      return bad_usage("--columns with log requires --json, --jsonl or --csv");
    }
    if (!options_.output.empty() && options_.format == Format::json) {
      return bad_usage("--output does not support --json; use --jsonl");
    }
    TRY_VOID(check_traffic());
    return check_files();
  }

  // Refuses options without effect.
  Result<void> check_traffic() const {
    if (options_.traffic) return {};
    for (const Action action : {Action::send, Action::receive}) {
      if (std::ranges::find(options_.actions, action) == options_.actions.end()) continue;
      return bad_usage("--action " + std::string(to_string(action)) + " requires --traffic");
    }
    if (is_used(OptionId::max_rate)) return bad_usage("--max-rate requires --traffic");
    return {};
  }

  Result<void> check_files() const {
    if (!options_.output.empty()) return {};
    if (is_used(OptionId::max_size)) return bad_usage("--max-size requires --output");
    if (is_used(OptionId::max_files)) return bad_usage("--max-files requires --output");
    return {};
  }

  [[nodiscard]] bool is_used(OptionId id) const {
    return std::ranges::find(used_, id, &OptionSpec::id) != used_.end();
  }

  Result<void> check_formats() const {
    const OptionSpec* first = nullptr;
    for (const OptionSpec* o : used_) {
      if (o->id != OptionId::json && o->id != OptionId::jsonl && o->id != OptionId::csv) continue;
      if (first != nullptr && first != o) {
        return bad_usage(std::string(first->name) + " and " + std::string(o->name) +
                         " cannot be combined");
      }
      first = o;
    }
    if (options_.command == Command::watch && options_.format == Format::json) {
      return bad_usage("watch does not support --json; use --jsonl");
    }
    return {};
  }

  std::span<const char* const> words_;
  std::size_t next_ = 0;
  bool only_words_ = false;
  bool command_given_ = false;
  std::vector<const OptionSpec*> used_;
  Options options_;
};

}  // namespace

Result<Options> parse_arguments(std::span<const char* const> words) { return Parser(words).run(); }

Result<std::chrono::nanoseconds> parse_time(std::string_view option, std::string_view text) {
  using std::chrono::nanoseconds;
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const double seconds = unit.empty() || unit == "s" ? 1.0
                         : unit == "ms"              ? 0.001
                         : unit == "m"               ? 60.0
                         : unit == "h"               ? 3600.0
                                                     : 0.0;
  value *= seconds;
  // The comparison is false for NaN too.
  const bool in_range = value >= 0.1 - 1e-9 && value <= 3600.0 + 1e-9;
  if (error != std::errc{} || seconds == 0.0 || !in_range) {
    return invalid_value(option, text, "a time from 0.1s to 1h, such as 0.5s, 2s or 1m");
  }
  return std::chrono::duration_cast<nanoseconds>(std::chrono::duration<double>(value));
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const std::uint64_t factor = unit.empty()  ? 1
                               : unit == "k" ? 1'000
                               : unit == "M" ? 1'000'000
                               : unit == "G" ? 1'000'000'000
                                             : 0;
  constexpr std::uint64_t kLeast = 1'000;
  if (error != std::errc{} || factor == 0 || value > UINT64_MAX / factor ||
      value * factor < kLeast) {
    return invalid_value("--max-size", text, "a size of at least 1k, such as 500k, 10M or 1G");
  }
  return value * factor;
}

}  // namespace portexplorer::cli
