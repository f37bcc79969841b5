#include "inspect/checks.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/own_ids.h"
#include "base/words.h"
#include "inspect/report_entries.h"
#include "model/fields.h"
#include "model/findings.h"

namespace portexplorer {
namespace {

struct Outcome {
  CheckResult result = CheckResult::fine;
  Message evidence;
};

Outcome fine() { return {}; }
Outcome stands_out(Message evidence) { return {CheckResult::stands_out, std::move(evidence)}; }
Outcome could_not_run(const std::string& why) {
  const Message reason = why.empty() ? own_words("it could not be read"_text) : own_words(why);
  return {CheckResult::could_not_run,
          {"It could not be looked at: {why}."_text, {}, {{"why", reason}}}};
}

// The process as classify() and the findings of a list use it, as far as it was read here.
Process as_the_list_sees_it(const ProcessReport& report) {
  const ProcessSecurity& security = report.security;
  Process process = report.general.process;
  process.look.looked = true;
  if (security.exposures) process.look.exposed_program = !security.exposures->empty();
  else if (security.exposures.why.empty()) process.look.exposed_program = false;
  if (security.preload) process.look.preloaded = !security.preload->empty();
  process.look.standard_input = security.standard_input_socket.value;
  if (report.version.package && report.version.package->proven) process.look.packaged = true;
  else if (report.version.package.why == kNotPackaged.source) process.look.packaged = false;
  return process;
}

// What was read, and the findings that the rules of the list derive from it.
struct Seen {
  const ProcessReport& report;
  Findings reasons;               // of the process and of all its sockets
  std::optional<RowView> socket;  // the first one with a finding of its own
};

Seen see(const ProcessReport& report) {
  const Process process = as_the_list_sees_it(report);
  Seen seen{report, findings_of_process(process), {}};
  for (const std::uint32_t row : report.sockets) {
    const RowView view(*report.snapshot, report.snapshot->rows[row]);
    const Findings more = findings_of_row(view, process);
    const auto added = static_cast<std::uint8_t>(more.standing_out & ~seen.reasons.standing_out);
    if (added != 0 && !seen.socket) seen.socket.emplace(view);
    seen.reasons.standing_out =
        static_cast<std::uint8_t>(seen.reasons.standing_out | more.standing_out);
    seen.reasons.not_looked = static_cast<std::uint8_t>(seen.reasons.not_looked | more.not_looked);
  }
  return seen;
}

// Applies a rule of the list, and adds the evidence for it.
template <typename Evidence>
Outcome by_reason(const Seen& seen, Finding reason, const std::string& why, Evidence evidence) {
  if (seen.reasons.unknown(reason)) return could_not_run(why);
  return seen.reasons.has(reason) ? stands_out(evidence()) : fine();
}

Outcome deleted_executable(const Seen& seen) {
  const Process& process = seen.report.general.process;
  if (process.facts.executable == Executable::elsewhere) {
    return stands_out(
        {"The file it runs is not at {path}: nothing, or another file, is there."_text,
         {{"path", process.path}}});
  }
  const bool replaced = process.facts.executable == Executable::replaced;
  const Found<Package>& package = seen.report.version.package;
  const std::string why = !replaced ? seen.report.general.file.why
                          : package ? "only its own container names a package for it"_text
                                    : package.why;
  return by_reason(seen, Finding::deleted_executable, why, [&]() -> Message {
    if (replaced) {
      return {
          "Its file was deleted while it runs; another file, of no known package, is at {path} now."_text,
          {{"path", process.path}}};
    }
    return {"Its file {path} was deleted while it runs, and nothing stands there any more."_text,
            {{"path", seen.report.general.process.path}}};
  });
}

Outcome memory_only(const Seen& seen) {
  return by_reason(seen, Finding::memory_only, seen.report.general.file.why, [&]() -> Message {
    return {"Its program never was a file: it is only in memory ({path})."_text,
            {{"path", seen.report.general.process.path}}};
  });
}

Outcome writable_place(const Seen& seen) {
  const auto& exposures = seen.report.security.exposures;
  return by_reason(seen, Finding::writable_place, exposures.why, [&]() -> Message {
    const auto replaceable = std::ranges::find(*exposures, false, &Exposure::adds_only);
    if (replaceable == exposures->end()) {
      return {
          "It runs from {place}, where {who} may put files; only their owners may replace them (sticky)."_text,
          {{"place", exposures->front().place}},
          {{"who", writer_words(exposures->front())}}};
    }
    return {"Others can replace the file it runs: {who} may write {place}."_text,
            {{"place", replaceable->place}},
            {{"who", writer_words(*replaceable)}}};
  });
}

Message peer_of(const RowView& view) {
  std::string address;
  append_address(address, view, true);
  if (!has_ports(view.socket().protocol)) return {"{address}", {{"address", address}}};
  return {"{address} port {port}"_text,
          {{"address", address}, {"port", std::to_string(view.socket().remote_port)}}};
}

Outcome shell_on_socket(const Seen& seen) {
  const std::string& why = seen.report.security.standard_input_socket.why;
  if (!seen.report.snapshot && is_shell(seen.report.general.process.name))
    return could_not_run(seen.report.sockets_trouble);
  return by_reason(seen, Finding::shell_on_socket, why, [&]() -> Message {
    return {"It is a shell that takes its commands from the network: from {remote}."_text,
            {},
            {{"remote", peer_of(*seen.socket)}}};
  });
}

Outcome preloaded(const Seen& seen) {
  const auto& preload = seen.report.security.preload;
  return by_reason(seen, Finding::ld_preload, preload.why, [&]() -> Message {
    return {"Its environment loads foreign code into it: LD_PRELOAD={value}."_text,
            {{"value", *preload}}};
  });
}

Outcome preloaded_by_system(const Seen& seen) {
  const ProcessReport& report = seen.report;
  const auto& preload = report.security.system_preload;
  if (!preload) return could_not_run(preload.why);
  if (preload->empty() && report.general.own_user_namespace)
    return could_not_run("its user chooses which files it sees"_text);
  if (preload->empty()) return fine();
  return stands_out({"/etc/ld.so.preload loads foreign code into every program: {value}."_text,
                     {{"value", *preload}}});
}

Outcome unpackaged(const Seen& seen) {
  const Found<Package>& package = seen.report.version.package;
  const std::string why = package ? std::string(kOnlyItsContainer) : package.why;
  return by_reason(seen, Finding::not_packaged, why, [&]() -> Message {
    return {
        "No installed package has the file {path}. That is usual for what somebody built or copied here."_text,
        {{"path", seen.report.general.process.path}}};
  });
}

Outcome changed_file(const Seen& seen) {
  const ProcessReport& report = seen.report;
  const auto& integrity = report.security.integrity;
  if (!integrity) return could_not_run(integrity.why);
  if (*integrity == Integrity::unchanged) return fine();
  return stands_out(
      {"Its file is not the one that came with the package {package}: the checksum differs."_text,
       {{"package", report.version.package ? report.version.package->name : ""}}});
}

// Returns the first mapped file that matches a rule.
template <typename Rule>
Outcome first_mapped(const Seen& seen, Rule rule, Text text) {
  const auto& mapped = seen.report.security.mapped;
  if (!mapped) return could_not_run(mapped.why);
  const auto it = std::ranges::find_if(*mapped, rule);
  if (it == mapped->end()) return fine();
  return stands_out({text, {{"path", it->path}}});
}

Outcome deleted_libraries(const Seen& seen) {
  return first_mapped(
      seen, [](const MappedFile& f) { return f.deleted && !f.in_memory; },
      "It runs code from a file that was deleted, and nothing stands there any more: {path}."_text);
}

Outcome exposed_libraries(const Seen& seen) {
  const Outcome outcome = first_mapped(
      seen, [](const MappedFile& f) { return f.exposed == true && !f.packaged.value_or(false); },
      "It runs code of no package from a place that others may write: {path}."_text);
  const auto& mapped = seen.report.security.mapped;
  const bool is_unknown =
      mapped && std::ranges::any_of(*mapped, [](const MappedFile& f) { return !f.exposed; });
  return is_unknown && outcome.result == CheckResult::fine ? could_not_run(outside_id_map())
                                                           : outcome;
}

Outcome traced(const Seen& seen) {
  const ProcessReport& report = seen.report;
  const auto& tracer = report.security.traced_by;
  if (!tracer) return could_not_run(tracer.why);
  if (*tracer == 0) return fine();
  return stands_out({"Process {pid} watches and controls it, as a debugger does."_text,
                     {{"pid", std::to_string(*tracer)}}});
}

Outcome miners_port(const Seen& seen) {
  if (!seen.report.snapshot) return could_not_run(seen.report.sockets_trouble);
  return by_reason(seen, Finding::miners_port, {}, [&]() -> Message {
    return {"It talks to {remote}, which miners of digital money use. A port proves nothing."_text,
            {},
            {{"remote", peer_of(*seen.socket)}}};
  });
}

Outcome extra_rights(const Seen& seen) {
  const ProcessReport& report = seen.report;
  const auto& file = report.general.file;
  if (!file) return could_not_run(file.why);
  constexpr std::uint32_t kSetuid = 04000;
  constexpr std::uint32_t kSetgid = 02000;
  const bool capable =
      report.security.file_capabilities && !report.security.file_capabilities->empty();
  if ((file->mode & (kSetuid | kSetgid)) == 0 && !capable) return fine();
  if (report.version.package && report.version.package->proven) return fine();
  return stands_out(
      {"Its file gives whoever starts it further rights, and it came with no package that is known."_text,
       {}});
}

Outcome disguised(const Seen& seen) {
  const ProcessGeneral& general = seen.report.general;
  return by_reason(seen, Finding::disguised, {}, [&]() -> Message {
    return {
        "It calls itself {name}, as only the kernel's own threads are shown, but it runs {path}."_text,
        {{"name", general.process.command}, {"path", general.process.path}}};
  });
}

struct Rule {
  std::string_view id;
  Text what;
  Text next;
  Outcome (*look)(const Seen&);
};

constexpr std::array kRules = {
    Rule{"deleted_executable",
         "Its file still stands where it was started from, or an update has replaced it."_text,
         "Ask who started it; the program can still be copied from /proc/{pid}/exe."_text,
         deleted_executable},
    Rule{"memory_only", "Its program is a file, not only in memory."_text,
         "Before you end it, keep a copy of it from /proc/{pid}/exe."_text, memory_only},
    Rule{"writable_place", "Only root and its own user can write where the file it runs is."_text,
         "Look who may write there, and whether the program belongs there."_text, writable_place},
    Rule{"shell_on_socket", "It is no shell that takes its commands from the network."_text,
         "If you do not know who is at the other end, end it: kill {pid}."_text, shell_on_socket},
    Rule{"ld_preload", "Its environment loads no foreign code into it (LD_PRELOAD)."_text,
         "Look where that file came from, and who set the variable."_text, preloaded},
    Rule{"system_preload",
         "The machine loads no foreign code into every program (/etc/ld.so.preload)."_text,
         "Look where that file came from, and who wrote the list."_text, preloaded_by_system},
    Rule{"not_packaged", "Its file came with an installed package."_text,
         "Ask who put it there."_text, unpackaged},
    Rule{"changed", "Its file is unchanged since its package was installed."_text,
         "Ask who changed it, or install the package again."_text, changed_file},
    Rule{"deleted_libraries", "None of its libraries was deleted without a replacement."_text,
         "Start it anew, and look whether this stays."_text, deleted_libraries},
    Rule{"exposed_libraries",
         "None of its libraries comes from a place that others may write."_text,
         "Look who may write there, and whether the file belongs there."_text, exposed_libraries},
    Rule{"traced", "No other process watches and controls it."_text,
         "Look at the other process too, with portexplorer what process."_text, traced},
    Rule{"miners_port", "It talks to no port that only miners of digital money are known for."_text,
         "Look how busy the processor is, and ask who wanted this program."_text, miners_port},
    Rule{"extra_rights", "Its file gives no further rights, or it came with a package."_text,
         "Ask who put it there, and whether it needs these rights."_text, extra_rights},
    Rule{"disguised", "It does not call itself like a thread of the kernel."_text,
         "Ask who started it: a program has no reason to look like the kernel."_text, disguised},
};

}  // namespace

std::vector<Check> check_process(const ProcessReport& report) {
  std::vector<Check> checks;
  const Seen seen = see(report);
  for (const Rule& rule : kRules) {
    Outcome outcome = report.general.process.facts.kernel_thread ? fine() : rule.look(seen);
    Check check{
        std::string(rule.id), {rule.what, {}}, outcome.result, std::move(outcome.evidence), {}};
    if (check.result == CheckResult::stands_out)
      check.next = {rule.next, {{"pid", std::to_string(report.pid.value())}}};
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace portexplorer
