// `portexplorer help`: text that teaches.
#include <algorithm>
#include <array>

#include "base/escape.h"
#include "faces/cli/columns.h"
#include "faces/cli/output.h"
#include "faces/cli/run.h"

#ifndef PORTEXPLORER_VERSION
#define PORTEXPLORER_VERSION "0.1.0"
#endif

namespace portexplorer::cli {
namespace {

constexpr std::string_view kOverview =
    R"(portexplorer shows every socket of this machine, which process owns it, and what it has moved.

Who holds port 8080?                         portexplorer port:8080
What is this machine connected to?           portexplorer --remote
What changed in the last seconds?            portexplorer watch
Who talks to whom, however shortly?          portexplorer log
What is this?                                portexplorer what port 25, or: what term TIME_WAIT

Usage
  portexplorer [list] [OPTIONS] [FILTER]     the sockets, once
  portexplorer watch [OPTIONS] [FILTER]      the sockets, again and again, with what is new and what closes
  portexplorer log [OPTIONS] [FILTER]        what happens to sockets, as it happens: connect, accept, close …
  portexplorer doctor [--self-test] [--json]     what is readable here, what is missing, and what would give it
  portexplorer what [KIND] [X]               what a port, process, address or word is; alone it lists what it explains
  portexplorer help [list|watch|log|doctor|what|fields|filters]
)";

constexpr std::string_view kMoreExamples = R"(
More to try
  portexplorer firefox                       sockets of everything called firefox
  portexplorer -tulpen                       listeners, as ss and netstat users type it
  portexplorer --listening 'not address:127.0.0.0/8'
  portexplorer --sort received_bytes:desc    who received most
  portexplorer --json process:sshd           for programs

portexplorer help fields lists the columns, help filters explains filters, man portexplorer has all of it.
)";

constexpr std::string_view kList = R"(portexplorer list [OPTIONS] [FILTER]

Shows the sockets of this machine, once. "list" may be left out, unless the filter's first word is a command's name.

Reading a line
  first column     + new   - closing   ± came and went   ! hidden
  LOCAL, REMOTE    address:port and the port's service; * is any address
  PROCESS, PID     the owner; --NETSTAT-- where only the kernel's own table knows the socket (its connection
                   ended, or its owner may not be seen: the remark at the end of the line says which)
  behind the PID   s  system: a service, a container, the kernel
                   h  hidden: neither somebody's session nor a service; worth a look
                   ?  the class could not be told; nothing: normal, somebody's session
  CREATED          14:02:11 exact; <14:02 it was there already then; with the date where it is not today's

Order: what listens comes first, by protocol and port, then what processes hold, by name, then what nobody holds.
A terminal that is too narrow does without CREATED, then SENT and RECEIVED, then shortens (--wide forbids it).
Unlike ss, all states are shown unless -l or --established say otherwise, and -a takes -l back as in netstat.
)";

constexpr std::string_view kWatch = R"(portexplorer watch [OPTIONS] [FILTER]

Shows the sockets again and again: + and green are new, - and red are closing, for two seconds or one look.
On a terminal it fills the screen. Elsewhere it writes a block for each look; with --jsonl or --csv a row a line,
each with the time of the look.

Keys
  q, Ctrl+C        leave              space            hold still, go on
  ↑ ↓ j k          a line             PgUp PgDn        a page
  g G              first, last        s                sort by the next of: usual, process, sent, received, remote
  S                the other way round
)";

constexpr std::string_view kLog = R"(portexplorer log [OPTIONS] [FILTER]

Tells what happens to sockets while it happens, a line each, also of connections and processes that live for less than a
millisecond. The kernel's own programs see them (BPF), so it wants root, or CAP_BPF and CAP_PERFMON.

Reading a line
  NUMBER           counts the events; numbers that are not shown were seen, and not asked for
  TIME             when it ended; a connect when its result was known
  PROCESS:PID      who did it; – where nobody did: the other side, or the kernel
  ACTION           open     a socket is made            bind     it gets an address of its own
                   connect  it calls somebody           listen   it waits for calls
                   accept   it takes a call             close    it ends: BYTES says what it has moved
                   send, receive                        with --traffic: one call each
  RESULT           success, or the error: ECONNREFUSED (nobody listens there), ETIMEDOUT (no answer) …
                   – where the kernel does not tell, or the call was given up
  A line that starts with !! says how many events were lost there.

Telling each send and receive makes these slower. A filter by pid, uid, port or protocol is decided in the kernel, so that
the rest of the machine does not pay:  portexplorer log --traffic port:443
Over ssh, each line shown is traffic again; leave that out:  portexplorer log --traffic not port:22

--output creates a file that only you may read, and appends to one of your own. It follows symbolic links of root and of
yourself only. At --max-size the file becomes FILE.1, and a new one is begun.
)";

constexpr std::string_view kDoctor = R"(portexplorer doctor [--self-test] [--json]

Tries what Port Explorer needs to see: privilege, processes, socket tables, network namespaces, the kernel's counters.
Says what is readable, what is missing, and what would give it. Exit code 0: all is there; 1: something is missing.

--self-test makes known traffic on the loopback interface, of each protocol, by every way to send and receive, from
processes that live for a moment, fork, or hand a socket on, and looks whether list and log tell the right owner, time
and bytes. It takes a second or two. Exit code 0: all was told rightly; 1: something was not, or could not be tried.
)";

constexpr std::string_view kWhat = R"(portexplorer what [KIND] [X] [OPTIONS]

Explains in plain words. Without anything behind it, it lists what it can explain.

  what port 25           what the port most likely is, who uses it here, and all that is known of it
  what port 25/tcp       of one protocol; also smtp, smtp/tcp
  what port remote 25    as the port of the other side; local 25: of this machine
  what process 412       what it is, who made and started it, whom it talks to, what stands out; a name will do
  what process 412 --why what each of these rests on, and every check
  what address 192.0.2.1 what kind of address it is, its country, network and names, and who here talks with it
                         also 192.0.2.1:443, [2001:db8::1]:443, and a name of /etc/hosts
  what address 192.0.2.1 --resolve --whois   with its name, and who has it
  what term TIME_WAIT    a state, column, mark or other word; case, "_", "-" and blanks do not matter
  what term              all words that are explained
  what beginner          how to read the list

Where only one kind can be meant, it may be left out: what 25, what 192.0.2.1, what TIME_WAIT.

What a port most likely is follows a rule: who uses it here now, then the ports that people really meet, then what uses
it without registration, then what it is registered for. A local port that the kernel chose by chance has neither.
Trojans and worms that have used a port are shown with who lists them; --all shows every one. That proves nothing.

Only --resolve (name servers) and --whois (registries, with --all their whole answer) send packets; others can see them.
A name from name servers proves nothing: the owner of the address chose it.
Country and network of an address come from files on this machine (--geo); nothing is sent. They say where and by whom
it is registered, not where the machine stands.

Of a process, what is missing says why. A check that stands out is worth a second look, and proves nothing either.
Files over 16 MB are not read whole for their checksum; --all reads them, and shows what is missing or does not apply.
)";

constexpr std::string_view kExitCodes = R"(
Exit codes
  0  fine         1  nothing matched (doctor: something is missing; what: nothing is known)
  2  bad usage    3  the kernel refused everything, or the output could not be written
)";

// Each line of an example is a filter, two blanks or more, and what it finds: a test reads them.
constexpr std::string_view kFilters =
    R"(A filter chooses rows. It stands behind the options; several words are joined by spaces.

Words
  firefox                      in process, path, command, user, addresses, ports, states, units … and columns shown
  alice 443                    both
  https                        the registered name of a port
  192.0.2.10:443               an address and its port, on either side
  10.0.0.0/8                   a network
  :8080                        a port

Fields
  port:8080                    local or remote; also port:80,443  port:8000..8999  port:https
  process:ssh                  has this text in it; process=sshd is exactly this, process!=sshd another
  state:listen                 every field of portexplorer help fields
  sent_bytes:10M..             at least 10 MB; ..10M at most; 1k..2M between
  created_at:..5m              within the last five minutes
  address:127.0.0.0/8          local or remote; local_address, remote_address: one side
  process:none                 not known; any: known
  process:/^(curl|wget)$/      a pattern

Together
  ssh and listen               both, like ssh listen
  firefox or curl              either
  not protocol:tcp             the others
  (firefox or curl) port:443   groups

As in ss
  dport = :443
  sport gt :1023
  state established
  dst 10.0.0.0/8 and not state time-wait

A shell has its own plans with ( ) < > ! & | * and quotes: put such a filter in single quotes.
  portexplorer state established '( dport = :443 or sport = :ssh )'

An error shows where the filter is wrong. docs/filters.md has all of it.
)";

void append_options(TextBuffer& out, std::uint8_t commands) {
  std::string_view group;
  for (const OptionSpec& o : all_options()) {
    if ((o.commands & commands) == 0) continue;
    if (o.group != group) {
      group = o.group;
      out.append("\n" + std::string(group) + "\n");
    }
    std::string line = o.letter == 0 ? "      " : std::string("  -") + o.letter + ", ";
    line += o.name;
    if (!o.argument.empty()) line += " " + std::string(o.argument);
    line.resize(std::max<std::size_t>(line.size() + 2, 26), ' ');
    out.append(line);
    out.append(o.help);
    out.append('\n');
  }
}

void append_fields(TextBuffer& out) {
  out.append("Fields: for --columns, --sort, filters (field:value), JSON and CSV.\n\n");
  for (const Field& f : all_fields()) {
    std::string line = "  " + std::string(f.name);
    line.resize(22, ' ');
    out.append(line);
    out.append(f.help);
    out.append('\n');
  }
  out.append(R"(
For --columns and --sort also
  local             local_address and local_port as one, with the service's name
  remote            the same of the other side
  created           when it was made, as short as it can be said
  all               (--columns only) every field

  --columns process,pid,local      these columns
  --columns +user,-created         the usual ones, with user, without created
  --sort user,sent_bytes:desc      by user, of each the one that sent most first
)");
}

struct Topic {
  std::string_view name;
  void (*append)(TextBuffer&);
};

void append_command(TextBuffer& out, std::string_view text, std::uint8_t command) {
  out.append(text);
  append_options(out, command);
  out.append(kExitCodes);
}

constexpr std::array kTopics = {
    Topic{"",
          [](TextBuffer& out) {
            out.append(kOverview);
            append_options(out, kForList | kForWatch | kForLog | kForDoctor | kForWhat);
            out.append(kMoreExamples);
            out.append(kExitCodes);
          }},
    Topic{"list", [](TextBuffer& out) { append_command(out, kList, kForList); }},
    Topic{"watch", [](TextBuffer& out) { append_command(out, kWatch, kForWatch); }},
    Topic{"log", [](TextBuffer& out) { append_command(out, kLog, kForLog); }},
    Topic{"doctor", [](TextBuffer& out) { append_command(out, kDoctor, kForDoctor); }},
    Topic{"what", [](TextBuffer& out) { append_command(out, kWhat, kForWhat); }},
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
                   "there is no help on \"" + escaped(options.help_topic) +
                       "\"; there is on list, watch, log, doctor, what, fields and filters"});
  }
  topic->append(out.buffer());
  return exit_code_after(env, out, kExitFine);
}

}  // namespace portexplorer::cli
