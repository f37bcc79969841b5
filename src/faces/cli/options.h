// What the user asked for: the one table of options, and the parser that reads a command line by
// it. Help, the manual page's test and the completions' test read the same table.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "model/socket_source.h"
#include "model/types.h"

namespace portexplorer::cli {

enum class Command : std::uint8_t { list, watch, log, doctor, what, help, version };
enum class Format : std::uint8_t { text, json, jsonl, csv };
enum class ProcessAs : std::uint8_t { name, path, program };
enum class When : std::uint8_t { automatic, always, never };

struct Options {
  Command command = Command::list;
  std::string help_topic;  // of `help`: a command, "fields", "filters" or empty

  ProtocolSet protocols;  // empty: all Internet protocols
  bool all_families = false;
  bool ipv4 = false;  // neither of these two: both
  bool ipv6 = false;
  bool listening = false;
  bool established = false;
  bool remote = false;
  bool all = false;  // takes --listening back, as in netstat; of what: leave nothing out
  bool hide_netstat = false;
  std::string filter;  // the words joined by spaces

  bool numeric = false;
  bool extended = false;   // -e
  bool internals = false;  // -i
  bool timers = false;     // -o
  ProcessAs process_as = ProcessAs::name;
  std::optional<std::string> columns;
  std::string sort;

  Format format = Format::text;
  bool header = true;
  bool wide = false;
  bool quiet = false;
  bool pager = true;
  When color = When::automatic;

  std::chrono::nanoseconds interval = std::chrono::seconds(1);
  std::optional<std::uint64_t> count;

  std::optional<std::chrono::nanoseconds> observe;  // of list: observe that long first

  // Of log.
  bool traffic = false;         // each send and receive too
  std::vector<Action> actions;  // empty: all
  std::uint32_t max_rate = 0;   // sends and receives a second; 0: all
  std::optional<std::chrono::nanoseconds> duration;
  std::string output;                    // a file; empty: standard output
  std::uint64_t max_size = 100'000'000;  // of the file, in bytes, before it is put aside
  std::uint64_t max_files = 5;           // how many older files stay

  bool resolve = false;  // names of addresses from name servers
  std::chrono::nanoseconds resolve_wait = std::chrono::seconds(2);
  bool include_self = false;  // the sockets of this program itself
  bool whois = false;         // of what address: ask the registries
  std::string whois_server;   // instead of IANA's
  std::string geo;            // a file or folder of countries and networks; empty: the usual ones
  bool self_test = false;     // of doctor
  bool why = false;           // of what process: the evidence of each sentence

  std::vector<std::string> words;  // of what: the kind and what is asked about

  Backend backend = Backend::automatic;
  TrafficCounter traffic_counter = TrafficCounter::automatic;
};

enum class OptionId : std::uint8_t {
  tcp,
  udp,
  raw,
  unix_domain,
  all_families,
  ipv4,
  ipv6,
  listening,
  established,
  remote,
  all,
  hide_netstat,
  columns,
  sort,
  process_as,
  numeric,
  processes,
  extended,
  internals,
  timers,
  json,
  jsonl,
  csv,
  no_header,
  wide,
  color,
  no_pager,
  quiet,
  interval,
  count,
  observe,
  traffic,
  action,
  max_rate,
  duration,
  output,
  max_size,
  max_files,
  self_test,
  why,
  resolve,
  resolve_wait,
  include_self,
  whois,
  whois_server,
  geo,
  backend,
  traffic_counter,
  help,
  version,
};

constexpr std::uint8_t kForList = 1;
constexpr std::uint8_t kForWatch = 2;
constexpr std::uint8_t kForDoctor = 4;
constexpr std::uint8_t kForLog = 8;
constexpr std::uint8_t kForWhat = 16;

struct OptionSpec {
  OptionId id;
  char letter;                // 0: has none
  std::string_view name;      // "--tcp"
  std::string_view argument;  // "LIST"; empty: takes none
  std::uint8_t commands;
  std::string_view group;  // heading in the help
  std::string_view help;
};

[[nodiscard]] std::span<const OptionSpec> all_options();
[[nodiscard]] std::string_view to_string(Command);

// Reads the words after the program's name. The error is one line that says what is wrong, where,
// and what to do.
Result<Options> parse_arguments(std::span<const char* const> words);

// "0.1s" … "1h"; units ms, s, m, h; without a unit, seconds.
// `option`: who is told that it is wrong.
Result<std::chrono::nanoseconds> parse_time(std::string_view option, std::string_view text);

// "10M": a number with k, M or G (powers of 1000), at least 1k.
Result<std::uint64_t> parse_size(std::string_view);

}  // namespace portexplorer::cli
