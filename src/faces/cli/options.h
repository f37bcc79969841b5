// The options: their only table, and the parser of the command line. The help, and the tests of the
// manual page and the completions, use the same table.
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
  std::string help_topic;  // of `help`: a command, "options", "fields", "filters" or empty

  ProtocolSet protocols;  // empty: all Internet protocols
  bool all_families = false;
  bool ipv4 = false;  // both families if neither is set
  bool ipv6 = false;
  bool listening = false;
  bool established = false;
  bool remote = false;
  bool all = false;  // cancels --listening, as in netstat; with `what`: omits nothing
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

  std::optional<std::chrono::nanoseconds> observe;  // list: observation time before the reading

  // Options of log.
  bool traffic = false;         // log each send and receive too
  std::vector<Action> actions;  // empty: all
  std::uint32_t max_rate = 0;   // sends and receives per second; 0: no limit
  std::optional<std::chrono::nanoseconds> duration;
  std::string output;                    // file; empty: standard output
  std::uint64_t max_size = 100'000'000;  // bytes of the file before it is rotated
  std::uint64_t max_files = 5;           // number of rotated files that are kept

  bool resolve = false;  // query DNS servers for names of addresses
  std::chrono::nanoseconds resolve_wait = std::chrono::seconds(2);
  bool include_self = false;  // show the sockets of this process
  bool whois = false;         // what address: query whois servers
  std::string whois_server;   // queried first, instead of IANA's
  std::string geo;            // file or directory of geo data; empty: the default places
  bool self_test = false;     // doctor: run the self-test
  bool why = false;           // what process: show the evidence for each sentence

  std::vector<std::string> words;  // what: the kind and the thing to explain

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
  char letter;                // 0: none
  std::string_view name;      // "--tcp"
  std::string_view argument;  // "LIST"; empty: takes none
  std::uint8_t commands;
  std::string_view group;  // heading in the help
  std::string_view help;
};

[[nodiscard]] std::span<const OptionSpec> all_options();
[[nodiscard]] std::string_view to_string(Command);

// Parses the words after the program's name. The error is one line: what is wrong, where, and what
// is expected. What the user typed is escaped in it.
Result<Options> parse_arguments(std::span<const char* const> words);

// Parses "0.1s" … "1h". Units are ms, s, m and h; the default is seconds. `option`: its name, for
// the error.
Result<std::chrono::nanoseconds> parse_time(std::string_view option, std::string_view text);

// Parses a size such as "10M": at least 1k, with the units k, M and G (powers of 1000).
Result<std::uint64_t> parse_size(std::string_view);

}  // namespace portexplorer::cli
