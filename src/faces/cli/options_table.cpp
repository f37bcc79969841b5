// The options, in the order in which the help shows them.
#include <array>

#include "faces/cli/options.h"

namespace portexplorer::cli {
namespace {

constexpr std::uint8_t kTables = kForList | kForWatch;
constexpr std::uint8_t kRows = kTables | kForLog;
constexpr std::uint8_t kEverywhere = kRows | kForDoctor | kForWhat;

constexpr std::string_view kWhich = "Which sockets";
constexpr std::string_view kShown = "What is shown of them";
constexpr std::string_view kOutput = "How it is written";
constexpr std::string_view kOfList = "For list";
constexpr std::string_view kOfWatch = "For watch and log";
constexpr std::string_view kOfLog = "For log";
constexpr std::string_view kOfDoctor = "For doctor";
constexpr std::string_view kOfWhat = "For what";
constexpr std::string_view kAddresses = "Names and places of addresses";
constexpr std::string_view kReading = "How the kernel is asked";
constexpr std::string_view kGeneral = "Help";

using enum OptionId;

constexpr std::array kOptions = {
    OptionSpec{tcp, 't', "--tcp", "", kRows, kWhich,
               "TCP sockets (with -u: TCP and UDP, and so on)"},
    OptionSpec{udp, 'u', "--udp", "", kRows, kWhich, "UDP sockets"},
    OptionSpec{raw, 'w', "--raw", "", kRows, kWhich, "raw and ICMP sockets"},
    OptionSpec{unix_domain, 'x', "--unix", "", kRows, kWhich,
               "unix sockets, which stay inside this machine"},
    OptionSpec{all_families, 0, "--all-families", "", kRows, kWhich,
               "every family: unix, netlink, packet and vsock sockets too"},
    OptionSpec{ipv4, '4', "--ipv4", "", kRows | kForWhat, kWhich, "IPv4 only"},
    OptionSpec{ipv6, '6', "--ipv6", "", kRows | kForWhat, kWhich, "IPv6 only"},
    OptionSpec{listening, 'l', "--listening", "", kTables, kWhich,
               "what waits for others: TCP LISTEN and bound UDP"},
    OptionSpec{established, 0, "--established", "", kTables, kWhich,
               "connections that stand; connected UDP too"},
    OptionSpec{remote, 0, "--remote", "", kRows, kWhich, "connections with another machine"},
    OptionSpec{all, 'a', "--all", "", kTables | kForWhat, kWhich,
               "all states, which is the default; takes -l back, as in netstat; for what: leave "
               "nothing out"},
    OptionSpec{hide_netstat, 0, "--hide-netstat", "", kTables, kWhich,
               "leave out sockets that no process owns"},
    OptionSpec{include_self, 0, "--include-self", "", kTables, kWhich,
               "include the sockets of portexplorer itself"},
    OptionSpec{
        columns, 0, "--columns", "LIST", kRows, kShown,
        "these columns: a,b,c; +a,-b adds to and takes from the usual ones; 'help' lists them"},
    OptionSpec{sort, 0, "--sort", "LIST", kTables, kShown,
               "order by these fields: field or field:desc, separated by commas"},
    OptionSpec{process_as, 0, "--process-as", "KIND", kRows, kShown,
               "show the process as name, path or program (the script, not its interpreter)"},
    OptionSpec{numeric, 'n', "--numeric", "", kRows, kShown,
               "port numbers without the names of their services"},
    OptionSpec{processes, 'p', "--processes", "", kTables, kShown,
               "the owner of each socket; always shown, accepted for ss and netstat users"},
    OptionSpec{extended, 'e', "--extended", "", kTables, kShown,
               "more columns: queues, memory, drops, user, unit, inode"},
    OptionSpec{internals, 'i', "--info", "", kTables, kShown,
               "more columns: round trip, retransmits, packets, direction"},
    OptionSpec{timers, 'o', "--options", "", kTables, kShown,
               "retransmits; the kernel's timers themselves are not read"},
    OptionSpec{json, 0, "--json", "", kEverywhere, kOutput,
               "one JSON object, with what could not be read and why"},
    OptionSpec{jsonl, 0, "--jsonl", "", kRows, kOutput,
               "a JSON object a line, one for each socket"},
    OptionSpec{csv, 0, "--csv", "", kRows, kOutput, "comma-separated values (RFC 4180)"},
    OptionSpec{no_header, 'H', "--no-header", "", kRows, kOutput, "no line of titles"},
    OptionSpec{wide, 'W', "--wide", "", kTables, kOutput,
               "drop and shorten nothing, even if lines get longer than the terminal"},
    OptionSpec{color, 0, "--color", "WHEN", kEverywhere, kOutput,
               "colours: auto, always or never (NO_COLOR is respected)"},
    OptionSpec{no_pager, 0, "--no-pager", "", kTables, kOutput,
               "never show a long list in a pager (PAGER, otherwise less)"},
    OptionSpec{quiet, 'q', "--quiet", "", kRows | kForWhat, kOutput,
               "no summary and no notes, only the sockets"},
    OptionSpec{observe, 0, "--observe", "TIME", kForList, kOfList,
               "observe for TIME, then also list sockets that opened or closed meanwhile"},
    OptionSpec{interval, 0, "--interval", "TIME", kForWatch, kOfWatch,
               "refresh interval of watch: 0.1s to 1h (1s)"},
    OptionSpec{count, 0, "--count", "N", kForWatch | kForLog, kOfWatch,
               "stop after N refreshes of watch, or N events of log"},
    OptionSpec{traffic, 0, "--traffic", "", kForLog, kOfLog,
               "each send and receive too; choose a port, pid, user or protocol to keep it cheap"},
    OptionSpec{action, 0, "--action", "LIST", kForLog, kOfLog,
               "only these: open, bind, connect, listen, accept, send, receive, close"},
    OptionSpec{max_rate, 0, "--max-rate", "N", kForLog, kOfLog,
               "at most N sends and receives a second; the rest is counted"},
    OptionSpec{duration, 0, "--duration", "TIME", kForLog, kOfLog,
               "stop after this time: 0.1s to 1h"},
    OptionSpec{output, 0, "--output", "FILE", kForLog, kOfLog,
               "write to FILE, behind what stands there"},
    OptionSpec{max_size, 0, "--max-size", "SIZE", kForLog, kOfLog,
               "start a new file at this size (100M); the old one becomes FILE.1"},
    OptionSpec{max_files, 0, "--max-files", "N", kForLog, kOfLog, "how many old files stay (5)"},
    OptionSpec{self_test, 0, "--self-test", "", kForDoctor, kOfDoctor,
               "generate known traffic and verify that it is reported correctly"},
    OptionSpec{why, 0, "--why", "", kForWhat, kOfWhat,
               "of a process: what each sentence rests on, and every check"},
    OptionSpec{resolve, 0, "--resolve", "", kTables | kForWhat, kAddresses,
               "ask name servers for the names of remote addresses; this sends packets"},
    OptionSpec{resolve_wait, 0, "--resolve-wait", "TIME", kForList | kForWhat, kAddresses,
               "how long to wait for these names (2s); watch never waits"},
    OptionSpec{whois, 0, "--whois", "", kForWhat, kAddresses,
               "of an address: ask the registries who has it; this sends packets"},
    OptionSpec{whois_server, 0, "--whois-server", "HOST", kForWhat, kAddresses,
               "ask this one first (host or host:port), not IANA's"},
    OptionSpec{geo, 0, "--geo", "PATH", kRows | kForWhat, kAddresses,
               "a file (.mmdb) of countries or networks, or a folder of such; looked at first"},
    OptionSpec{backend, 0, "--backend", "WAY", kTables, kReading,
               "netlink (and /proc), bpf or auto (the faster); the rows are the same"},
    OptionSpec{
        traffic_counter, 0, "--traffic-counter", "WAY", kTables, kReading,
        "with watch or --observe: tracepoint, fexit, packet, or auto (the first that works)"},
    OptionSpec{help, 'h', "--help", "", kEverywhere, kGeneral, "this help"},
    OptionSpec{version, 'V', "--version", "", kEverywhere, kGeneral, "the program's version"},
};

}  // namespace

std::span<const OptionSpec> all_options() { return kOptions; }

std::string_view to_string(Command c) {
  constexpr std::array<std::string_view, 7> names = {"list", "watch", "log",    "doctor",
                                                     "what", "help",  "version"};
  return names[static_cast<std::size_t>(c)];
}

}  // namespace portexplorer::cli
