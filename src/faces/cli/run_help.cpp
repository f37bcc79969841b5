// `portexplorer help`.
#include <algorithm>
#include <array>

#include "faces/cli/columns.h"
#include "faces/cli/in_quotes.h"
#include "faces/cli/output.h"
#include "faces/cli/run.h"
#include "faces/cli/wrapped.h"

#ifndef PORTEXPLORER_VERSION
#define PORTEXPLORER_VERSION "0.1.0"
#endif

namespace portexplorer::cli {
namespace {

// With the shell's prompt it fills a terminal of 24 lines.
constexpr std::string_view kOverview =
    R"(portexplorer shows every socket of this machine, its owner and its traffic.

Who holds port 8080?                           portexplorer port:8080
What is this machine connected to?             portexplorer --remote
What is changing right now?                    portexplorer watch
Who communicates with whom, however briefly?   portexplorer log
What is port 25 for, and who uses it here?     portexplorer what port 25

Usage: portexplorer [list|watch|log] [OPTIONS] [FILTER]
       portexplorer doctor [--self-test]     report what cannot be read here
       portexplorer what [port|process|address|term] [X] [OPTIONS]

  -t, -u, --tcp, --udp   show TCP or UDP sockets (-tu: both)
  -l, --listening        show listening sockets: TCP LISTEN and bound UDP
      --established      show established connections
  -n, --numeric          show port numbers without service names
  -e, --extended         add columns: queues, memory, drops, user, unit, inode
      --columns LIST     show these columns: a,b,c; +a,-b changes the default
      --sort LIST        sort by these fields: field or field:desc
      --json             print JSON, including what could not be read and why
      --resolve          query DNS servers for names; this sends packets

More: portexplorer help list|watch|log|doctor|what|options|fields|filters
)";

constexpr std::string_view kList = R"(Usage: portexplorer [list] [OPTIONS] [FILTER]

Shows the sockets of this machine once. The word "list" may be omitted unless
the filter starts with the name of a command.

Columns
  first column    + new   - closing   ± opened and closed meanwhile   ! hidden
  LOCAL, REMOTE   address, port and service of the port; * is any address
  PROCESS, PID    the owner; --NETSTAT-- if only the kernel's socket table shows
                  the socket: its connection has ended, or its owner is not
                  visible (the remark at the end of the line reports which)
  after the PID   s  system: a service, a container, the kernel
                  h  hidden: neither part of a user session nor a service; worth
                     checking
                  ?  the class could not be determined
                     no letter: normal, part of a user session
  CREATED         14:02:11 is exact; <14:02: the socket already existed then;
                  times on other days include the date

Order: listening sockets first, by protocol and port; then sockets held by
processes, by name; then sockets that no process holds.
On a terminal that is too narrow, the list omits CREATED, then SENT and
RECEIVED, and then shortens texts (--wide prevents both).
Unlike ss, it shows all states unless -l or --established is given; -a cancels
-l, as in netstat.

Examples
  portexplorer firefox                      sockets of everything named firefox
  portexplorer -tulpen                      listeners, as in ss and netstat
  portexplorer -l 'not address:127.0.0.0/8' what other machines may reach
  portexplorer --sort received_bytes:desc   who received most
  portexplorer --json process:sshd          the sockets of sshd as JSON
)";

constexpr std::string_view kWatch = R"(Usage: portexplorer watch [OPTIONS] [FILTER]

Shows the sockets repeatedly. + and green mark new sockets, - and red closing
ones, for two seconds or one refresh, whichever is longer.
On a terminal it uses the full screen. Otherwise it prints one block per
refresh; with --jsonl or --csv, one row per line, each with the time of its
refresh.

Keys
  q, Ctrl+C    quit                    space        pause and resume
  ↑ ↓ j k      scroll by one line      PgUp PgDn    scroll by one page
  g G          first, last row         S            reverse the sort order
  s            next sort order: default, process, sent, received, remote
)";

constexpr std::string_view kLog = R"(Usage: portexplorer log [OPTIONS] [FILTER]

Logs socket events as they occur, one per line, including those of connections
and processes that exist for less than a millisecond. The events come from BPF
programs, which require root, or CAP_BPF and CAP_PERFMON.

Columns
  NUMBER        numbers all events; missing numbers were not selected
  TIME          when the call returned; for a connect, when its result was known
  PROCESS:PID   the process; – if no process did it, but the peer or the kernel
  ACTION        open     creates a socket     bind     assigns a local address
                connect  opens a connection   listen   waits for connections
                accept   accepts one          close    ends it; BYTES is what
                                                       it sent and received
                send, receive                 with --traffic: one call each
  RESULT        success or an error: ECONNREFUSED (no listener at that port),
                ETIMEDOUT (no answer) …; – if the kernel does not report it, or
                the call was abandoned
A line that starts with !! reports how many events were lost at that point.

Tracing slows down each send and receive. The kernel itself applies a filter by
pid, uid, port or protocol, so that other sockets are not affected:
  portexplorer log --traffic port:443
Over ssh, printing a line is itself traffic. Exclude it:
  portexplorer log --traffic not port:22

--output creates a file that is readable only by you, or appends to a file that
you own. It follows symbolic links only if root or you own them. At --max-size
the file becomes FILE.1, and a new file is started.
)";

constexpr std::string_view kDoctor = R"(Usage: portexplorer doctor [--self-test] [--json]

Checks what Port Explorer requires: privileges, processes, socket tables,
network namespaces, the kernel's counters. Reports what is readable, what is
missing, and how to get it. The exit status is 0 if nothing is missing, else 1.

--self-test generates known traffic on the loopback interface, of each protocol
and over every send and receive path, from processes that exist only briefly,
fork, or pass a socket on. It verifies that list and log report the right
owner, time and bytes. It takes a second or two. The exit status is 0 if
everything was reported correctly, 1 if something was not or could not be
tried.
)";

constexpr std::string_view kWhat = R"(Usage: portexplorer what [KIND] [X] [OPTIONS]

Explains a port, process, address or term. Without arguments it lists what it
can explain.

  what port 25             what the port is most likely used for, who uses it,
                           and everything known about it
  what port 25/tcp         for one protocol; also smtp, smtp/tcp
  what port remote 25      as a port of the peer; local 25: of this machine
  what process 412         what it is, who made and started it, whom it
                           communicates with, and what is worth checking; a
                           name may be given instead of a pid
  what process 412 --why   the evidence for each sentence, and every check
  what address 192.0.2.1   its kind, country, network and names, and who here
                           communicates with it; also 192.0.2.1:443,
                           [2001:db8::1]:443, or a name from /etc/hosts
  what address 192.0.2.1 --resolve --whois   its name in DNS, and its holder
  what term TIME_WAIT      a state, column, mark or other term; case, "_", "-"
                           and spaces do not matter
  what term                all terms
  what beginner            how to read the list

The kind may be omitted if only one is possible: what 25, what 192.0.2.1, what
TIME_WAIT.

The most likely use of a port is chosen in this order: who uses it here now,
uses common in practice, unregistered uses, the registry. A local ephemeral
port has neither a service nor threats. Trojans and worms that have used a port
are shown with their source; --all shows every one. They prove nothing.

Only --resolve (DNS servers) and --whois (whois servers; with --all, their full
answers) send packets, which others can see. A name from DNS proves nothing: the
owner of the address chooses it. Country and network of an address come from
local files (--geo); nothing is sent. They show where and by whom the address is
registered, not where the machine is located.

For a process, each missing value has a reason. A check that finds something is
worth a look, and proves nothing either. The checksum of a file over 16 MB is
skipped; --all computes it, and shows what is missing or does not apply.
)";

constexpr std::string_view kExitStatus = R"(
Exit status
  0  success       1  nothing matched (doctor: something is missing; what:
                      nothing is known)
  2  usage error   3  the kernel refused everything, or the output could not be
                      written
)";

// A test runs each example: two spaces, the filter, and two or more spaces before the description.
constexpr std::string_view kFilters =
    R"(A filter selects rows. It follows the options; several words are joined by
spaces.

Words
  firefox                  in process, path, command, user, addresses, ports,
                           states, units … and the columns shown
  alice 443                both
  https                    the registered name of a port
  192.0.2.10:443           an address and its port, on either side
  10.0.0.0/8               a network
  :8080                    a port

Fields
  port:8080                local or remote; also port:80,443  port:8000..8999
                           port:https
  process:ssh              contains this text; process=sshd is exactly this,
                           process!=sshd anything else
  state:listen             any field listed by portexplorer help fields
  sent_bytes:10M..         at least 10 MB; ..10M at most; 1k..2M in between
  created_at:..5m          within the last five minutes
  address:127.0.0.0/8      local or remote; local_address, remote_address: one
                           side
  process:none             unknown; any: known
  process:/^(curl|wget)$/  a regular expression

Combinations
  ssh and listen           both, like ssh listen
  firefox or curl          either
  not protocol:tcp         all others
  (firefox or curl) port:443

As in ss
  dport = :443
  sport gt :1023
  state established
  dst 10.0.0.0/8 and not state time-wait

The shell interprets ( ) < > ! & | * and quotes: put such a filter in single
quotes.
  portexplorer state established '( dport = :443 or sport = :ssh )'

An error message marks the position of the error. docs/filters.md describes the
language in full.
)";

constexpr std::size_t kOptionWidth = 29;
constexpr std::size_t kFieldWidth = 22;

// Appends an entry of a list: its name in a column of `width`, and its wrapped description.
void append_entry(TextBuffer& out, std::string name, std::size_t width, std::string_view text) {
  name.resize(width, ' ');
  out.append(name);
  append_wrapped(out, width, text);
}

// `command`: its name, if the options are those of one command only.
void append_options(TextBuffer& out, std::uint8_t commands, std::string_view command) {
  std::string heading;
  for (const OptionSpec& o : all_options()) {
    if ((o.commands & commands) == 0) continue;
    std::string group(o.group);
    // An option that several commands share is listed below the first of them.
    if (!command.empty() && group.starts_with("Options of "))
      group = "Options of " + std::string(command);
    if (group != heading) {
      heading = group;
      out.append("\n" + heading + "\n");
    }
    std::string name = o.letter == 0 ? "      " : std::string("  -") + o.letter + ", ";
    name += o.name;
    if (!o.argument.empty()) name += " " + std::string(o.argument);
    append_entry(out, std::move(name), kOptionWidth, o.help);
  }
}

void append_all_options(TextBuffer& out) {
  out.append("All options. portexplorer help COMMAND lists those of one command.\n");
  append_options(out, kForList | kForWatch | kForLog | kForDoctor | kForWhat, "");
}

void append_fields(TextBuffer& out) {
  out.append("Fields, for --columns, --sort, filters (field:value), JSON and CSV.\n\n");
  for (const Field& f : all_fields())
    append_entry(out, "  " + std::string(f.name), kFieldWidth, f.help);
  out.append(R"(
--columns and --sort also accept
  local               local_address and local_port, with the name of the service
  remote              the same for the remote side
  created             the creation time in short form
  all                 (--columns only) every field

  --columns process,pid,local      these columns
  --columns +user,-created         the default ones with user, without created
  --sort user,sent_bytes:desc      by user, then by bytes sent, largest first
)");
}

struct Topic {
  std::string_view name;
  void (*append)(TextBuffer&);
};

void append_command(TextBuffer& out, std::string_view text, std::uint8_t command,
                    std::string_view name) {
  out.append(text);
  append_options(out, command, name);
  out.append(kExitStatus);
}

constexpr std::array kTopics = {
    Topic{"", [](TextBuffer& out) { out.append(kOverview); }},
    Topic{"list", [](TextBuffer& out) { append_command(out, kList, kForList, "list"); }},
    Topic{"watch", [](TextBuffer& out) { append_command(out, kWatch, kForWatch, "watch"); }},
    Topic{"log", [](TextBuffer& out) { append_command(out, kLog, kForLog, "log"); }},
    Topic{"doctor", [](TextBuffer& out) { append_command(out, kDoctor, kForDoctor, "doctor"); }},
    Topic{"what", [](TextBuffer& out) { append_command(out, kWhat, kForWhat, "what"); }},
    Topic{"options", [](TextBuffer& out) { append_all_options(out); }},
    Topic{"fields", [](TextBuffer& out) { append_fields(out); }},
    Topic{"filters", [](TextBuffer& out) { out.append(kFilters); }},
};

}  // namespace

int run_help(const Options& options, const Environment& env) {
  Output out(env.out);
  if (options.command == Command::version) {
    out.write("portexplorer " PORTEXPLORER_VERSION "\n");
    return exit_code_after(env, out, kExitFine);
  }
  const auto* topic = std::ranges::find(kTopics, options.help_topic, &Topic::name);
  if (topic == kTopics.end()) {
    return refuse_usage(
        env, Error{ErrorKind::malformed, 0,
                   "unknown help topic " + in_quotes(options.help_topic) +
                       " (expected list, watch, log, doctor, what, options, fields or filters)"});
  }
  topic->append(out.buffer());
  return exit_code_after(env, out, kExitFine);
}

}  // namespace portexplorer::cli
