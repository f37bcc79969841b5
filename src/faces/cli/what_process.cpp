// `portexplorer what process`: what a process is, who started it, whom it communicates with, and
// what is worth checking.
#include <algorithm>
#include <limits>

#include "collect/procfs/proc_text.h"
#include "collect/scan/process_scan.h"
#include "faces/cli/in_quotes.h"
#include "faces/cli/output.h"
#include "faces/cli/run.h"
#include "faces/cli/stop_on_interrupt.h"
#include "faces/cli/what.h"
#include "faces/pages/process_answer.h"
#include "faces/pages/text_page.h"
#include "inspect/inspection.h"
#include "knowledge/ports.h"
#include "model/derive.h"

namespace portexplorer::cli {
namespace {

using pages::Candidates;

std::optional<Pid> parse_pid(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || *number == 0 || *number > std::numeric_limits<std::int32_t>::max())
    return std::nullopt;
  return Pid(static_cast<std::int32_t>(*number));
}

// Returns all processes whose executable, script, comm or path is `name`.
Result<Candidates> find_by_name(const std::string& name) {
  ProcessScanner scanner;
  TRY(scan, scanner.scan({.details = true, .details_for_all = true}));
  Candidates found;
  for (Process& process : scan.processes) {
    const bool called = process.name == name || process.program == name || process.comm == name ||
                        process.path == name;
    if (called) found.push_back(std::move(process));
  }
  return found;
}

InspectOptions options_for(const Options& options, const Environment& env) {
  InspectOptions result;
  if (std::string directories = env.variable("XDG_DATA_DIRS"); !directories.empty())
    result.data_directories = std::move(directories);
  if (options.all) result.largest_checksummed = std::numeric_limits<std::uint64_t>::max();
  SampleRequest request;
  request.protocols = ProtocolSet::all();
  const auto sample = env.make_source()->sample(request);
  if (sample) result.snapshot = derive(nullptr, *sample, {.port_names = port_names()});
  else result.sockets_trouble = sample.error().what;
  return result;
}

int refuse_process(const Environment& env, std::string what) {
  return refuse_usage(env, Error{ErrorKind::not_found, 0, std::move(what)});
}

// Reads everything about the process; Ctrl+C skips the checksums.
Result<ProcessReport> inspect(Pid pid, const Options& options, const Environment& env) {
  InspectOptions inspect_options = options_for(options, env);
  const StopOnInterrupt interrupt;
  inspect_options.stop = interrupt.token();
  const std::uint64_t usual = InspectOptions{}.largest_checksummed;
  TRY(inspection, Inspection::begin(pid, std::move(inspect_options)));
  inspection.read_general();
  inspection.read_version();
  inspection.find_sockets();
  inspection.read_security();
  if (options.all && !options.quiet && inspection.file_size().value_or(0) > usual)
    say(env, "portexplorer: computing the checksum of the program file; Ctrl+C skips this");
  inspection.read_checksums();
  return inspection.finish();
}

int explain_process(Pid pid, const Options& options, const Environment& env) {
  const auto report = inspect(pid, options, env);
  if (!report) return refuse_process(env, report.error().what);
  Output out(env.out);
  if (options.format == Format::json) {
    pages::append_process_json(out.buffer(), *report);
  } else {
    pages::TextPage page(out.buffer(), page_width(env), wants_color(options, env));
    pages::write_process_page(page, *report, {.all = options.all, .reasons = options.why});
  }
  return exit_code_after(env, out, kExitFine);
}

int list_candidates(const std::string& name, const Candidates& candidates, const Options& options,
                    const Environment& env) {
  Output out(env.out);
  if (options.format == Format::json) {
    pages::append_candidates_json(out.buffer(), candidates);
  } else {
    pages::TextPage page(out.buffer(), page_width(env), wants_color(options, env));
    pages::write_candidates_page(page, name, candidates, options.all);
  }
  return exit_code_after(env, out, kExitFine);
}

}  // namespace

// Never: a number may be a port, and any word the name of a process.
bool fits_process(WhatWords) { return false; }

int run_what_process(WhatWords words, const Options& options, const Environment& env) {
  if (words.size() != 1 || words[0].empty())
    return refuse_process(
        env, "what process requires one pid or name, such as portexplorer what process 412");
  if (parse_number(words[0])) {
    const auto pid = parse_pid(words[0]);
    return pid ? explain_process(*pid, options, env)
               : refuse_process(env, in_quotes(words[0]) + " is not a process");
  }
  const auto candidates = find_by_name(words[0]);
  if (!candidates) return refuse_process(env, candidates.error().what);
  if (candidates->empty())
    return refuse_process(env, "no visible process is named " + in_quotes(words[0]));
  if (candidates->size() > 1) return list_candidates(words[0], *candidates, options, env);
  return explain_process(candidates->front().pid, options, env);
}

}  // namespace portexplorer::cli
