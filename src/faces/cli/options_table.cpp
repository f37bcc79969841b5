// The options, in the order in which the help shows them.
#include <array>

#include "faces/cli/options.h"

namespace portexplorer::cli {
namespace {

constexpr std::uint8_t kTables = kForList | kForWatch;
constexpr std::uint8_t kRows = kTables | kForLog;
constexpr std::uint8_t kEverywhere = kRows | kForDoctor | kForWhat;

// The headings of the help and of the manual page.
constexpr std::string_view kSelection = "Socket selection";
constexpr std::string_view kDisplay = "Display";
constexpr std::string_view kOutput = "Output format";
constexpr std::string_view kOfWatch = "Options of watch";
constexpr std::string_view kOfList = "Options of list";
constexpr std::string_view kOfLog = "Options of log";
constexpr std::string_view kOfDoctor = "Options of doctor";
constexpr std::string_view kOfWhat = "Options of what";
constexpr std::string_view kAddresses = "Address lookup";
constexpr std::string_view kCollection = "Data collection";
constexpr std::string_view kGeneral = "Help";

using enum OptionId;

constexpr std::array kOptions = {
    OptionSpec{tcp, 't', "--tcp", "", kRows, kSelection, "show TCP sockets (-tu: TCP and UDP)"},
    OptionSpec{udp, 'u', "--udp", "", kRows, kSelection, "show UDP sockets"},
    OptionSpec{raw, 'w', "--raw", "", kRows, kSelection, "show raw and ICMP sockets"},
    OptionSpec{unix_domain, 'x', "--unix", "", kRows, kSelection,
               "show unix sockets, which connect processes on the same machine"},
    OptionSpec{all_families, 0, "--all-families", "", kRows, kSelection,
               "show every family, including unix, netlink, packet and vsock sockets"},
    OptionSpec{ipv4, '4', "--ipv4", "", kRows | kForWhat, kSelection, "show IPv4 only"},
    OptionSpec{ipv6, '6', "--ipv6", "", kRows | kForWhat, kSelection, "show IPv6 only"},
    OptionSpec{listening, 'l', "--listening", "", kTables, kSelection,
               "show listening sockets: TCP in state LISTEN, bound UDP"},
    OptionSpec{established, 0, "--established", "", kTables, kSelection,
               "show established connections, including connected UDP"},
    OptionSpec{remote, 0, "--remote", "", kRows, kSelection,
               "show connections with another machine"},
    OptionSpec{all, 'a', "--all", "", kTables | kForWhat, kSelection,
               "show all states, the default; cancels -l, as in netstat; with what: omit nothing"},
    OptionSpec{hide_netstat, 0, "--hide-netstat", "", kTables, kSelection,
               "omit sockets that no process owns"},
    OptionSpec{include_self, 0, "--include-self", "", kTables, kSelection,
               "include the sockets of portexplorer itself"},
    OptionSpec{columns, 0, "--columns", "LIST", kRows, kDisplay,
               "show these columns: a,b,c; +a,-b changes the default ones; 'help' lists them"},
    OptionSpec{sort, 0, "--sort", "LIST", kTables, kDisplay,
               "sort by these fields, separated by commas: field or field:desc"},
    OptionSpec{process_as, 0, "--process-as", "KIND", kRows, kDisplay,
               "show the process as name, path or program (the script, if an interpreter runs "
               "one)"},
    OptionSpec{numeric, 'n', "--numeric", "", kRows, kDisplay,
               "show port numbers without service names"},
    OptionSpec{processes, 'p', "--processes", "", kTables, kDisplay,
               "accepted for ss and netstat users; the owner is always shown"},
    OptionSpec{extended, 'e', "--extended", "", kTables, kDisplay,
               "add columns: queues, memory, drops, user, unit, inode"},
    OptionSpec{internals, 'i', "--info", "", kTables, kDisplay,
               "add columns: round-trip time, retransmits, packets, direction"},
    OptionSpec{timers, 'o', "--options", "", kTables, kDisplay,
               "add the retransmits column; the kernel's timers are not read"},
    OptionSpec{json, 0, "--json", "", kEverywhere, kOutput,
               "print one JSON object, including what could not be read and why"},
    OptionSpec{jsonl, 0, "--jsonl", "", kRows, kOutput, "print one JSON object per line"},
    OptionSpec{csv, 0, "--csv", "", kRows, kOutput, "print comma-separated values (RFC 4180)"},
    OptionSpec{no_header, 'H', "--no-header", "", kRows, kOutput, "omit the header line"},
    OptionSpec{wide, 'W', "--wide", "", kTables, kOutput,
               "omit and shorten nothing, even if lines exceed the width of the terminal"},
    OptionSpec{color, 0, "--color", "WHEN", kEverywhere, kOutput,
               "use colours: auto, always or never (NO_COLOR is respected)"},
    OptionSpec{no_pager, 0, "--no-pager", "", kTables, kOutput,
               "do not use a pager (PAGER, default less) for long lists"},
    OptionSpec{quiet, 'q', "--quiet", "", kRows | kForWhat, kOutput,
               "print no summary and no notes"},
    OptionSpec{interval, 0, "--interval", "TIME", kForWatch, kOfWatch,
               "refresh interval: 0.1s to 1h (default 1s)"},
    OptionSpec{count, 0, "--count", "N", kForWatch | kForLog, kOfWatch,
               "stop after N refreshes of watch, or N events of log"},
    OptionSpec{observe, 0, "--observe", "TIME", kForList, kOfList,
               "observe for TIME, then also list sockets that opened or closed meanwhile"},
    OptionSpec{traffic, 0, "--traffic", "", kForLog, kOfLog,
               "log each send and receive too; a filter by port, pid, uid or protocol limits the "
               "cost"},
    OptionSpec{action, 0, "--action", "LIST", kForLog, kOfLog,
               "log only these: open, bind, connect, listen, accept, send, receive, close"},
    OptionSpec{max_rate, 0, "--max-rate", "N", kForLog, kOfLog,
               "log at most N sends and receives per second, and count the rest"},
    OptionSpec{duration, 0, "--duration", "TIME", kForLog, kOfLog, "stop after TIME: 0.1s to 1h"},
    OptionSpec{output, 0, "--output", "FILE", kForLog, kOfLog, "append to FILE"},
    OptionSpec{max_size, 0, "--max-size", "SIZE", kForLog, kOfLog,
               "rotate FILE to FILE.1 at this size (default 100M)"},
    OptionSpec{max_files, 0, "--max-files", "N", kForLog, kOfLog,
               "keep at most N rotated files (default 5)"},
    OptionSpec{self_test, 0, "--self-test", "", kForDoctor, kOfDoctor,
               "generate known traffic and verify that it is reported correctly"},
    OptionSpec{why, 0, "--why", "", kForWhat, kOfWhat,
               "for a process: show the evidence for each sentence, and every check"},
    OptionSpec{resolve, 0, "--resolve", "", kTables | kForWhat, kAddresses,
               "query DNS servers for the names of remote addresses; this sends packets"},
    OptionSpec{resolve_wait, 0, "--resolve-wait", "TIME", kForList | kForWhat, kAddresses,
               "wait at most TIME for these names (default 2s)"},
    OptionSpec{whois, 0, "--whois", "", kForWhat, kAddresses,
               "for an address: query whois servers for its holder; this sends packets"},
    OptionSpec{whois_server, 0, "--whois-server", "HOST", kForWhat, kAddresses,
               "query this server first, not IANA's: host or host:port"},
    OptionSpec{geo, 0, "--geo", "PATH", kRows | kForWhat, kAddresses,
               "read countries and networks from this .mmdb file or directory first"},
    OptionSpec{backend, 0, "--backend", "BACKEND", kTables, kCollection,
               "how to read sockets: netlink (and /proc), bpf or auto (the faster)"},
    OptionSpec{traffic_counter, 0, "--traffic-counter", "COUNTER", kTables, kCollection,
               "how watch and --observe count non-TCP traffic: tracepoint, fexit, packet or auto "
               "(the first that works)"},
    OptionSpec{help, 'h', "--help", "", kEverywhere, kGeneral,
               "show help; after a command, that command's"},
    OptionSpec{version, 'V', "--version", "", kEverywhere, kGeneral, "show the version"},
};

}  // namespace

std::span<const OptionSpec> all_options() { return kOptions; }

std::string_view to_string(Command c) {
  constexpr std::array<std::string_view, 7> names = {"list", "watch", "log",    "doctor",
                                                     "what", "help",  "version"};
  return names[static_cast<std::size_t>(c)];
}

}  // namespace portexplorer::cli
