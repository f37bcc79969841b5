#include "inspect/checks.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "knowledge/ports.h"
#include "model/fields.h"

namespace portexplorer {
namespace {

constexpr std::array<std::string_view, 14> kShells = {"sh",  "bash", "dash",    "zsh",  "ksh",  "mksh", "ash",
                                                      "csh", "tcsh", "busybox", "fish", "pwsh", "yash", "rbash"};

struct Outcome {
  CheckResult result = CheckResult::fine;
  Message evidence;
};

Outcome fine() { return {}; }
Outcome stands_out(Message evidence) { return {CheckResult::stands_out, std::move(evidence)}; }
Outcome could_not_run(const std::string& why) {
  return {CheckResult::could_not_run, {"It could not be looked at: {why}.", {{"why", why.empty() ? "it could not be read" : why}}}};
}

bool is_unreadable(const ProcessReport& report) { return report.general.process.facts.executable == Executable::unreadable; }

Outcome deleted_executable(const ProcessReport& report) {
  if (is_unreadable(report)) return could_not_run(report.general.file.why);
  if (report.general.process.facts.executable != Executable::deleted) return fine();
  return stands_out(
      {"Its file {path} was deleted while it runs, and nothing stands there any more.", {{"path", report.general.process.path}}});
}

Outcome memory_only(const ProcessReport& report) {
  if (is_unreadable(report)) return could_not_run(report.general.file.why);
  if (report.general.process.facts.executable != Executable::memory) return fine();
  return stands_out({"Its program never was a file: it is only in memory ({path}).", {{"path", report.general.process.path}}});
}

Outcome writable_place(const ProcessReport& report) {
  const auto& exposures = report.security.exposures;
  if (!exposures) return exposures.why.empty() ? fine() : could_not_run(exposures.why);
  if (exposures->empty()) return fine();
  const Exposure& first = exposures->front();
  return stands_out(
      {"The file it runs can be replaced or joined by others: {who} may write {place}.", {{"who", first.who}, {"place", first.place}}});
}

const Socket* socket_with_inode(const ProcessReport& report, std::uint64_t inode, std::string& remote) {
  for (const std::uint32_t row : report.sockets) {
    const RowView view(*report.snapshot, report.snapshot->rows[row]);
    if (view.socket().inode.value() != inode) continue;
    append_address(remote, view, true);
    if (has_ports(view.socket().protocol)) remote += " port " + std::to_string(view.socket().remote_port);
    return &view.socket();
  }
  return nullptr;
}

Outcome shell_on_socket(const ProcessReport& report) {
  const std::string_view name = report.general.process.name;
  if (std::ranges::find(kShells, name) == kShells.end()) return fine();
  const auto& input = report.security.standard_input_socket;
  if (!input) return could_not_run(input.why);
  if (*input == 0) return fine();
  std::string remote;
  const Socket* socket = socket_with_inode(report, *input, remote);
  if (socket == nullptr) return report.snapshot ? fine() : could_not_run(report.sockets_trouble);
  if (!is_internet(socket->protocol)) return fine();
  return stands_out({"It is a shell that takes its commands from the network: from {remote}.", {{"remote", remote}}});
}

Outcome preloaded(const ProcessReport& report) {
  const auto& preload = report.security.preload;
  if (!preload) return could_not_run(preload.why);
  if (preload->empty()) return fine();
  return stands_out({"Its environment loads foreign code into it: LD_PRELOAD={value}.", {{"value", *preload}}});
}

Outcome preloaded_by_system(const ProcessReport& report) {
  const auto& preload = report.security.system_preload;
  if (!preload) return could_not_run(preload.why);
  if (preload->empty()) return fine();
  return stands_out({"/etc/ld.so.preload loads foreign code into every program: {value}.", {{"value", *preload}}});
}

Outcome unpackaged(const ProcessReport& report) {
  const Found<Package>& package = report.version.package;
  if (package) return fine();
  if (report.general.process.path.empty() || package.why != "no installed package has this file") return could_not_run(package.why);
  return stands_out({"No installed package has the file {path}. That is usual for what somebody built or copied here.",
                     {{"path", report.general.process.path}}});
}

Outcome changed_file(const ProcessReport& report) {
  const auto& integrity = report.security.integrity;
  if (!integrity) return could_not_run(integrity.why);
  if (*integrity == Integrity::unchanged) return fine();
  return stands_out({"Its file is not the one that came with the package {package}: the checksum differs.",
                     {{"package", report.version.package ? report.version.package->name : ""}}});
}

// The first mapped file that a rule names.
template <typename Rule>
Outcome first_mapped(const ProcessReport& report, Rule rule, const char* text) {
  const auto& mapped = report.security.mapped;
  if (!mapped) return could_not_run(mapped.why);
  const auto it = std::ranges::find_if(*mapped, rule);
  if (it == mapped->end()) return fine();
  return stands_out({text, {{"path", it->path}}});
}

Outcome deleted_libraries(const ProcessReport& report) {
  return first_mapped(
      report, [](const MappedFile& f) { return f.deleted && !f.in_memory; },
      "It runs code from a file that was deleted, and nothing stands there any more: {path}.");
}

Outcome exposed_libraries(const ProcessReport& report) {
  return first_mapped(
      report, [](const MappedFile& f) { return f.exposed && !f.packaged.value_or(false); },
      "It runs code of no package from a place that others may write: {path}.");
}

Outcome traced(const ProcessReport& report) {
  const auto& tracer = report.security.traced_by;
  if (!tracer) return could_not_run(tracer.why);
  if (*tracer == 0) return fine();
  return stands_out({"Process {pid} watches and controls it, as a debugger does.", {{"pid", std::to_string(*tracer)}}});
}

bool is_miners_port(Protocol protocol, std::uint32_t port) {
  const PortKnowledge known = port_knowledge(protocol, port);
  return known.likely.empty() && std::ranges::any_of(known.threats, [](const PortThreat& t) { return t.kind == "miner"; });
}

Outcome miners_port(const ProcessReport& report) {
  if (!report.snapshot) return could_not_run(report.sockets_trouble);
  for (const std::uint32_t row : report.sockets) {
    const RowView view(*report.snapshot, report.snapshot->rows[row]);
    const Socket& socket = view.socket();
    if (view.row().direction == Direction::inbound || !socket.has(SocketFlag::connected) || !has_ports(socket.protocol)) continue;
    if (!is_miners_port(socket.protocol, socket.remote_port)) continue;
    std::string remote;
    append_address(remote, view, true);
    return stands_out({"It talks to {address} port {port}, which miners of digital money use. A port proves nothing.",
                       {{"address", remote}, {"port", std::to_string(socket.remote_port)}}});
  }
  return fine();
}

Outcome extra_rights(const ProcessReport& report) {
  const auto& file = report.general.file;
  if (!file) return could_not_run(file.why);
  constexpr std::uint32_t kSetuid = 04000;
  constexpr std::uint32_t kSetgid = 02000;
  const bool capable = report.security.file_capabilities && !report.security.file_capabilities->empty();
  if ((file->mode & (kSetuid | kSetgid)) == 0 && !capable) return fine();
  if (report.version.package) return fine();
  return stands_out({"Its file gives whoever starts it further rights, and it came with no package that is known.", {}});
}

Outcome disguised(const ProcessReport& report) {
  const auto& arguments = report.general.arguments;
  if (arguments.empty() || !arguments.front().starts_with('[')) return fine();
  return stands_out({"It calls itself {name}, as only the kernel's own threads are shown, but it runs {path}.",
                     {{"name", arguments.front()}, {"path", report.general.process.path}}});
}

struct Rule {
  std::string_view id;
  std::string_view what;
  Outcome (*look)(const ProcessReport&);
};

constexpr std::array kRules = {
    Rule{"deleted_executable", "Its file still stands where it was started from, or an update has replaced it.", deleted_executable},
    Rule{"memory_only", "Its program is a file, not only in memory.", memory_only},
    Rule{"writable_place", "Only root and its own user can change the file it runs.", writable_place},
    Rule{"shell_on_socket", "It is no shell that takes its commands from the network.", shell_on_socket},
    Rule{"ld_preload", "Its environment loads no foreign code into it (LD_PRELOAD).", preloaded},
    Rule{"system_preload", "The machine loads no foreign code into every program (/etc/ld.so.preload).", preloaded_by_system},
    Rule{"not_packaged", "Its file came with an installed package.", unpackaged},
    Rule{"changed", "Its file is unchanged since its package was installed.", changed_file},
    Rule{"deleted_libraries", "None of its libraries was deleted without a replacement.", deleted_libraries},
    Rule{"exposed_libraries", "None of its libraries comes from a place that others may write.", exposed_libraries},
    Rule{"traced", "No other process watches and controls it.", traced},
    Rule{"miners_port", "It talks to no port that only miners of digital money are known for.", miners_port},
    Rule{"extra_rights", "Its file gives no further rights, or it came with a package.", extra_rights},
    Rule{"disguised", "It does not call itself like a thread of the kernel.", disguised},
};

}  // namespace

std::vector<Check> check_process(const ProcessReport& report) {
  std::vector<Check> checks;
  for (const Rule& rule : kRules) {
    Outcome outcome = report.general.process.facts.kernel_thread ? fine() : rule.look(report);
    checks.push_back({std::string(rule.id), {std::string(rule.what), {}}, outcome.result, std::move(outcome.evidence)});
  }
  return checks;
}

}  // namespace portexplorer
