#include "inspect/summary.h"

#include <algorithm>
#include <span>
#include <string>

#include "base/words.h"
#include "collect/process/evidence.h"
#include "model/fields.h"

namespace portexplorer {
namespace {

using Arguments = std::vector<std::pair<std::string, std::string>>;
using OwnWords = std::vector<std::pair<std::string, Message>>;

Message read_badly() { return own_words("it could not be read"_text); }

// The sentence already says that the unit is a user's.
std::string unit_alone(const std::string& unit) {
  const std::size_t colon = unit.starts_with("user ") ? unit.find(": ") : std::string::npos;
  return colon == std::string::npos ? unit : unit.substr(colon + 2);
}

class Summary {
 public:
  explicit Summary(const ProcessReport& report)
      : report_(report), process_(report.general.process) {}

  std::vector<Sentence> write() {
    if (report_.ended)
      say("{name} ended while it was looked at; what was read until then is shown."_text,
          {{"name", name()}}, {});
    if (process_.facts.kernel_thread) {
      say("{name} ({pid}) is a part of the kernel itself, not a program."_text, identity(),
          {"It has no executable and no arguments."_text, {}});
      return std::move(sentences_);
    }
    say_what();
    say_own_namespace();
    say_maker();
    say_starter();
    say_listening();
    say_talking();
    say_checks();
    return std::move(sentences_);
  }

 private:
  void say(Text text, Arguments arguments, const Message& evidence, OwnWords words = {}) {
    sentences_.push_back({{text, std::move(arguments), std::move(words)}, {}});
    if (!evidence.text.empty()) sentences_.back().evidence.push_back(evidence);
  }
  void also(Message evidence) { sentences_.back().evidence.push_back(std::move(evidence)); }

  [[nodiscard]] std::string name() const {
    return process_.program.empty() ? process_.name : process_.program;
  }
  [[nodiscard]] Arguments identity() const {
    return {{"name", name()}, {"pid", std::to_string(report_.pid.value())}};
  }

  void say_what() {
    Arguments words = identity();
    const Message path{"It runs {path}."_text, {{"path", process_.path}}};
    if (report_.version.windows) {
      words.emplace_back("what", report_.version.windows->description);
      say("{name} ({pid}) is a Windows program, run by Wine; the program calls itself {what}."_text,
          words, {"The version resource of {path}."_text, {{"path", *report_.general.script}}});
    } else if (interpreted()) {
      words.emplace_back("interpreter", process_.name);
      say(report_.general.script ? "{name} ({pid}) is a script, run by {interpreter}."_text
                                 : "{name} ({pid}) is run by {interpreter}."_text,
          words, path);
    } else if (report_.version.package && report_.version.package->proven &&
               !report_.version.package->summary.empty()) {
      words.emplace_back("what", report_.version.package->summary);
      say("{name} ({pid}) is a program of \"{what}\"."_text, words, path);
      also({"{manager} says so of the package {package}."_text,
            {{"manager", report_.version.package->manager},
             {"package", report_.version.package->name}}});
    } else {
      say("{name} ({pid}) is a program that nothing here describes."_text, words,
          process_.path.empty() ? Message{} : path);
    }
  }

  [[nodiscard]] bool interpreted() const {
    return report_.version.windows || process_.program != process_.name;
  }

  void say_own_namespace() {
    if (!report_.general.own_user_namespace) return;
    say("It runs in a user namespace that root has not made. There its user chooses which files it sees and which program it seems to run."_text,
        {}, {"The owner of the namespace, as the kernel names it."_text, {}});
  }

  void say_package(Text text, Text claimed, const Package& package) {
    const Arguments words{{"package", package.name}, {"version", package.version}};
    if (package.proven) {
      say(text, words,
          {"The package's list of files has it. Maintainer: {maintainer}."_text,
           {{"maintainer", package.maintainer}}});
    } else {
      say(claimed, words, {"Whoever set up the container wrote that; it is no proof."_text, {}});
    }
  }

  // Describes the origin of a script, and separately that of its interpreter.
  void say_script_maker() {
    if (report_.version.script_package) {
      say_package(
          "The script that its arguments name came with the package {package}, version {version}."_text,
          "According to its own container, the script that its arguments name came with the package {package}, version {version}."_text,
          *report_.version.script_package);
      also({"A process can change its arguments; they are no proof."_text, {}});
    } else if (!report_.version.script_package.why.empty()) {
      say("Who made what it runs is not known: {why}."_text, {}, {},
          {{"why", own_words(report_.version.script_package.why)}});
    } else {
      say("Who made what it runs is not known."_text, {}, {});
    }
    if (report_.version.package)
      say_package(
          "The program that runs it came with the package {package}, version {version}."_text,
          "According to its own container, the program that runs it came with the package {package}, version {version}."_text,
          *report_.version.package);
  }

  // Describes what the program claims about itself, if no package identifies it.
  void say_own_words() {
    if (!report_.version.app_image.empty()) {
      say("Its environment names the bundle {bundle} as its source."_text,
          {{"bundle", report_.version.app_image}},
          {"Anybody can set that variable; it is no proof."_text, {}});
    }
    if (!report_.version.binary) return;
    const BinaryFacts& binary = *report_.version.binary;
    const Message doubt{"Anybody can write that into a file; it is no proof."_text, {}};
    if (!binary.package_note.empty())
      say("A note in its file says: {note}."_text, {{"note", binary.package_note}}, doubt);
    if (!binary.go) return;
    const std::string& module = binary.go->module.empty() ? binary.go->path : binary.go->module;
    if (!module.empty())
      say("Its file says that it was built from {module}, in Go."_text, {{"module", module}},
          doubt);
  }

  void say_maker() {
    const Found<Package>& package = report_.version.package;
    if (interpreted()) say_script_maker();
    else if (package)
      say_package(
          "It came with the package {package}, version {version}."_text,
          "According to its own container, it came with the package {package}, version {version}."_text,
          *package);
    else
      say("Who made it is not known: {why}."_text, {}, {},
          {{"why", package.why.empty() ? read_badly() : own_words(package.why)}});
    if (!interpreted() && !package) say_own_words();
    if (report_.security.integrity) {
      const bool same = *report_.security.integrity == Integrity::unchanged;
      say(same ? "Its program file is unchanged since."_text
               : "Its program file was changed since."_text,
          {}, {"The checksum of the file, compared with its package's."_text, {}});
    }
    if (process_.facts.executable == Executable::replaced && package && package->proven) {
      say("An update has replaced its file, which is harmless; it runs the older one until it is started anew."_text,
          {},
          {"The kernel says that {path} was removed, and another file stands there."_text,
           {{"path", process_.path}}});
    }
  }

  void say_starter() {
    const Message place{"Its control group is {cgroup}."_text, {{"cgroup", process_.cgroup}}};
    Arguments words{{"unit", unit_alone(process_.unit)},
                    {"terminal", process_.terminal},
                    {"container", process_.container}};
    OwnWords unknown;
    if (process_.user.empty()) unknown.emplace_back("user", own_words("(unknown)"_text));
    else words.emplace_back("user", process_.user);
    if (!report_.general.parents.empty()) {
      const Process& parent = report_.general.parents.front();
      words.emplace_back("parent", parent.name + " (" + std::to_string(parent.pid.value()) + ")");
    }
    const bool adopted =
        report_.general.parents.empty() || report_.general.parents.front().pid.value() == 1;
    if (!process_.container.empty())
      say("It runs in the container {container}, as the user {user}."_text, words, place, unknown);
    else if (process_.unit.ends_with(".service") && is_of_a_user(process_.cgroup))
      say("A service manager of a user started it as a service, {unit}; it runs as the user {user}."_text,
          words, place, unknown);
    else if (process_.unit.ends_with(".service"))
      say("The system started it as a service, {unit}; it runs as the user {user}."_text, words,
          place, unknown);
    else if (!process_.terminal.empty() && !adopted)
      say("It was started in the terminal {terminal} by {parent}, as the user {user}."_text, words,
          {}, unknown);
    else if (process_.pid == Pid{1})
      say("It is init, the first process, which the kernel started; it runs as the user {user}."_text,
          words, {}, unknown);
    else if (!adopted)
      say("It was started by {parent}; it runs as the user {user}."_text, words, {}, unknown);
    else if (report_.general.parents.empty() && process_.parent.value() > 0)
      say("What started it is not visible; it runs as the user {user}."_text, words, {}, unknown);
    else
      say("What started it has ended, or is init; it runs as the user {user}."_text, words, {},
          unknown);
    if (!report_.general.parents.empty()) {
      also({"Its parent is {parent}."_text, {words.back()}});
      say_siblings(report_.general.parents.front());
    }
  }

  // Describes servers that start a copy of themselves for each client or task.
  void say_siblings(const Process& parent) {
    if (interpreted() || process_.path.empty() || parent.path != process_.path) return;
    const Arguments words{{"name", parent.name}, {"pid", std::to_string(parent.pid.value())}};
    say("{name} ({pid}) runs the same program and started it as a helper, as servers do for visitors or tasks."_text,
        words, {"Both run {path}."_text, {{"path", process_.path}}});
    const std::size_t shared = shared_with(parent);
    if (shared != 0)
      also({"Open sockets that both hold: {count}."_text, {{"count", std::to_string(shared)}}});
  }

  [[nodiscard]] std::size_t shared_with(const Process& parent) const {
    if (!report_.snapshot) return 0;
    const Tables& tables = report_.snapshot->sample->tables;
    return static_cast<std::size_t>(std::ranges::count_if(report_.sockets, [&](std::uint32_t row) {
      const Socket& socket = RowView(*report_.snapshot, report_.snapshot->rows[row]).socket();
      const auto holders = tables.holders_of(socket);
      return std::ranges::any_of(
          holders, [&](std::uint32_t index) { return tables.processes[index].pid == parent.pid; });
    }));
  }

  struct Talk {
    std::vector<std::string> on_all;        // "22/tcp"
    std::vector<std::string> on_interface;  // "22/tcp (eth0)": bound to it
    std::vector<std::string> on_some;       // addresses only
    std::vector<std::string> on_loopback;   // loopback only
    std::size_t inbound = 0;
    std::size_t outbound = 0;
    std::size_t either = 0;      // direction unknown
    std::size_t close_wait = 0;  // closed by the remote side
    std::size_t passing = 0;     // opening or closing
    std::size_t others = 0;      // raw, packet and others without connections
    std::vector<std::string> peers;

    [[nodiscard]] bool listens_nowhere() const {
      return on_all.empty() && on_interface.empty() && on_some.empty() && on_loopback.empty();
    }
  };

  static bool is_loopback(const Socket& socket) {
    return portexplorer::is_loopback(socket.family, socket.local_address);
  }

  [[nodiscard]] Talk talk() const {
    Talk talk;
    for (const std::uint32_t row : report_.sockets) {
      const RowView view(*report_.snapshot, report_.snapshot->rows[row]);
      const Socket& socket = view.socket();
      if (socket.protocol == Protocol::packet || socket.protocol == Protocol::raw ||
          socket.protocol == Protocol::icmp)
        ++talk.others;
      if (!is_internet(socket.protocol)) continue;
      if (in_tab(view, Tab::listening)) {
        add_listener(talk, view);
      } else if (in_tab(view, Tab::established)) {
        const Direction direction = view.row().direction;
        ++(direction == Direction::inbound    ? talk.inbound
           : direction == Direction::outbound ? talk.outbound
                                              : talk.either);
        std::string peer;
        append_address(peer, view, true);
        add(talk.peers, std::move(peer));
      } else if (socket.state == State::close_wait) {
        ++talk.close_wait;
      } else if (socket.state != State::closed && socket.state != State::unconnected &&
                 socket.state != State::unknown) {
        ++talk.passing;
      }
    }
    std::ranges::sort(talk.peers);
    return talk;
  }

  static void add_listener(Talk& talk, const RowView& view) {
    const Socket& socket = view.socket();
    std::string port =
        std::to_string(socket.local_port) + "/" + std::string(to_string(socket.protocol));
    const std::string_view interface = interface_name(view, socket.interface);
    if (is_loopback(socket) || interface == "lo") return add(talk.on_loopback, std::move(port));
    if (!is_unspecified(socket.local_address)) return add(talk.on_some, std::move(port));
    if (socket.interface == 0) return add(talk.on_all, std::move(port));
    add(talk.on_interface,
        port + " (" +
            (interface.empty() ? std::to_string(socket.interface) : std::string(interface)) + ")");
  }

  static void add(std::vector<std::string>& list, std::string text) {
    if (std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
  }

  static Message enumerated(const std::vector<std::string>& items) {
    constexpr std::size_t kShown = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(items.size(), kShown); ++i)
      text += (i == 0 ? "" : ", ") + items[i];
    if (items.size() <= kShown) return {"{items}", {{"items", text}}};
    return {"{items} and {more} more"_text,
            {{"items", text}, {"more", std::to_string(items.size() - kShown)}}};
  }

  void say_listening() {
    const Talk found = talk();
    if (!report_.snapshot) {
      say("Whom it talks to is not known: {why}."_text, {}, {},
          {{"why", own_words(report_.sockets_trouble)}});
      return;
    }
    const Message evidence{
        "The kernel's table of sockets, and the files that it has open; sockets of its own: {count}."_text,
        {{"count", std::to_string(report_.sockets.size())}}};
    const auto say_ports = [&](const std::vector<std::string>& ports, Text text) {
      if (!ports.empty()) say(text, {}, evidence, {{"ports", enumerated(ports)}});
    };
    say_ports(found.on_all,
              "It waits for others on {ports}, on all addresses; a firewall may still block."_text);
    say_ports(
        found.on_interface,
        "It waits for others on {ports}, only through the named interface; a firewall may still block."_text);
    say_ports(found.on_some, "It waits for others on {ports}, on some addresses only."_text);
    say_ports(found.on_loopback, "It waits on {ports} for programs of this machine only."_text);
  }

  void say_talking() {
    if (!report_.snapshot) return;
    const Talk found = talk();
    const std::size_t count = found.inbound + found.outbound + found.either;
    const Message evidence{"The kernel's table of sockets, at the moment of the look."_text, {}};
    const OwnWords peers{{"peers", enumerated(found.peers)}};
    const bool has_others = found.close_wait + found.passing + found.others > 0;
    if (count == 0 && has_others) say("It has no established connection now."_text, {}, evidence);
    else if (count == 0 && found.listens_nowhere())
      say("It has no network connection now."_text, {}, evidence);
    else if (count == 0) say("It holds no open connection now."_text, {}, evidence);
    else if (count == 1 && found.inbound == 1)
      say("One connection is open, from {peers}."_text, {}, evidence, peers);
    else if (count == 1 && found.outbound == 1)
      say("One connection is open, to {peers}."_text, {}, evidence, peers);
    else if (count == 1) say("One connection is open, with {peers}."_text, {}, evidence, peers);
    else
      say("{count} connections are open, with {peers}."_text, {{"count", std::to_string(count)}},
          evidence, peers);
    say_half_open(found, evidence);
  }

  void say_half_open(const Talk& found, const Message& evidence) {
    const auto say_count = [&](std::size_t count, Text one, Text several) {
      if (count > 0) say(count == 1 ? one : several, {{"count", std::to_string(count)}}, evidence);
    };
    say_count(
        found.close_wait,
        "The other side has closed one connection, which it has not closed itself (CLOSE_WAIT)."_text,
        "The other side has closed {count} connections, which it has not closed itself (CLOSE_WAIT)."_text);
    say_count(found.passing, "One connection is being opened or closed."_text,
              "{count} connections are being opened or closed."_text);
    say_count(
        found.others,
        "It has one raw or packet socket, which sends and receives without connections."_text,
        "It has {count} raw or packet sockets, which send and receive without connections."_text);
  }

  static Text checks_text(std::size_t out, bool some_not_run) {
    if (!some_not_run) {
      return out == 0   ? "None of {all} checks stands out."_text
             : out == 1 ? "One of {all} checks stands out."_text
                        : "{out} of {all} checks stand out."_text;
    }
    return out == 0   ? "None of {all} checks stands out; {not_run} could not run."_text
           : out == 1 ? "One of {all} checks stands out; {not_run} could not run."_text
                      : "{out} of {all} checks stand out; {not_run} could not run."_text;
  }

  void say_checks() {
    const auto count = [&](CheckResult result) {
      return static_cast<std::size_t>(std::ranges::count(report_.checks, result, &Check::result));
    };
    const std::size_t out = count(CheckResult::stands_out);
    const std::size_t not_run = count(CheckResult::could_not_run);
    say(checks_text(out, not_run != 0),
        {{"all", std::to_string(report_.checks.size())},
         {"out", std::to_string(out)},
         {"not_run", std::to_string(not_run)}},
        {});
    for (const Check& check : report_.checks) {
      if (check.result != CheckResult::could_not_run)
        also(check.result == CheckResult::fine ? check.what : check.evidence);
    }
    for (const Check& check : report_.checks) {
      if (check.result == CheckResult::could_not_run)
        also({"Not looked at ({id}): {why}"_text, {{"id", check.id}}, {{"why", check.evidence}}});
    }
    for (const Check& check : report_.checks) {
      if (check.result != CheckResult::stands_out) continue;
      sentences_.push_back({check.evidence, {}});
      sentences_.push_back({check.next, {}});
    }
    // Checks that could not run may need attention.
    if (out == 0 && not_run == 0 && !report_.ended)
      say("Nothing that was seen asks you to do anything."_text, {}, {});
    else if (out != 0)
      say("Any of this can be harmless; it is a reason to look, and no proof."_text, {}, {});
  }

  const ProcessReport& report_;
  const Process& process_;
  std::vector<Sentence> sentences_;
};

}  // namespace

std::vector<Sentence> summarize_process(const ProcessReport& report) {
  return Summary(report).write();
}

}  // namespace portexplorer
