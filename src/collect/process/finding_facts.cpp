#include "collect/process/finding_facts.h"

#include <cstring>
#include <type_traits>
#include <vector>

#include "base/disposable.h"
#include "base/parallel.h"
#include "collect/process/executable.h"
#include "collect/process/exposure.h"
#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

std::optional<bool> is_exposed(const ProcPidDir& directory, const Process& process) {
  if (process.facts.executable == Executable::memory) return false;
  if (process.path.empty() || !process.uid) return std::nullopt;
  const auto program = is_place_exposed(directory, process.path, *process.uid);
  if (program == true) return true;
  // Examines the script of an interpreter in addition. The interpreter is not skipped, since any
  // user can name a program python3.
  if (!process.program.empty() && process.program != process.name) {
    const auto cmdline = directory.read("cmdline");
    std::vector<std::string> arguments;
    if (cmdline) {
      for (const std::string_view argument : split_arguments(*cmdline))
        arguments.emplace_back(argument);
    }
    if (const auto path = script_path_of(directory, process.program, arguments)) {
      const auto script = is_place_exposed(directory, directory.link_of_path(*path), *process.uid);
      if (script != false) return script;
    }
  }
  return program;
}

// Returns the device of a file system for which a read was refused (ProcPidDir); empty if none was.
std::optional<std::uint64_t> read_look_facts_of(Process& process) {
  process.look.looked = true;
  if (process.facts.kernel_thread) return std::nullopt;
  const auto directory = ProcPidDir::open(process);
  if (!directory) return std::nullopt;
  process.look.exposed_program = is_exposed(*directory, process);
  if (const auto preload = preload_of(*directory)) process.look.preloaded = !preload->empty();
  if (const auto input = standard_input_socket(*directory)) process.look.standard_input = *input;
  // A refused read proves nothing about write permissions.
  if (directory->refused()) process.look.exposed_program.reset();
  return directory->refused();
}

// Reads, in a child, the processes whose file systems may not answer; if they do not, the facts
// stay unknown.
void read_look_facts_by_child(std::span<Process* const> processes,
                              std::vector<std::uint64_t> places) {
  const auto answers =
      run_disposable({.count = processes.size(),
                      .run =
                          [&](std::size_t i) {
                            read_look_facts_of(*processes[i]);
                            const LookFacts& found = processes[i]->look;
                            return std::string(reinterpret_cast<const char*>(&found), sizeof found);
                          },
                      .keep = {},
                      .places = std::move(places)});
  static_assert(std::is_trivially_copyable_v<LookFacts>);
  for (std::size_t i = 0; i < processes.size(); ++i) {
    LookFacts& found = processes[i]->look;
    if (answers[i] && answers[i]->size() == sizeof found)
      std::memcpy(&found, answers[i]->data(), sizeof found);
  }
}

}  // namespace

Result<std::string> script_path_of(const ProcPidDir& directory, const std::string& program,
                                   std::span<const std::string> arguments) {
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (file_name(arguments[i]) != program) continue;
    std::string path = arguments[i];
    if (!path.starts_with('/')) {
      TRY(place, directory.link("cwd"));
      path = place.append("/").append(path);
    }
    if (directory.exists_in_root(path)) return path;
    break;
  }
  return fail(ErrorKind::not_found, "it runs " + program + ", but its path cannot be determined");
}

Result<std::uint64_t> standard_input_socket(const ProcPidDir& directory) {
  const auto input = directory.link("fd/0");
  if (!input && input.error().kind == ErrorKind::not_found && directory.alive())
    return 0;  // closed
  if (!input) return tl::unexpected<Error>(input.error());
  const auto inode = parse_socket_link(*input);
  return inode ? std::uint64_t{inode->value()} : 0;
}

Result<std::string> preload_of(const ProcPidDir& directory) {
  TRY(environment, directory.read("environ"));
  return environment_value(environment, "LD_PRELOAD").value_or("");
}

void read_look_facts(std::span<Process> processes) {
  std::vector<std::optional<std::uint64_t>> refused(processes.size());
  for_each_in_parallel(processes.size(),
                       [&](std::size_t i) { refused[i] = read_look_facts_of(processes[i]); });
  std::vector<Process*> others;
  std::vector<std::uint64_t> places;
  for (std::size_t i = 0; i < processes.size(); ++i) {
    if (!refused[i]) continue;
    others.push_back(&processes[i]);
    places.push_back(*refused[i]);
  }
  if (!others.empty()) read_look_facts_by_child(others, std::move(places));
}

}  // namespace portexplorer
