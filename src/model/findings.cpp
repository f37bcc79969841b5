#include "model/findings.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace portexplorer {
namespace {

constexpr std::array<std::string_view, kFindingCount> kNames = {
    "deleted_executable", "memory_only",  "writable_place", "shell_on_socket",
    "ld_preload",         "not_packaged", "miners_port",    "disguised"};

constexpr std::array<std::string_view, 14> kShells = {"sh",   "bash", "dash", "zsh",  "ksh",
                                                      "mksh", "ash",  "csh",  "tcsh", "busybox",
                                                      "fish", "pwsh", "yash", "rbash"};

std::uint8_t bit(Finding reason) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(reason));
}

void put(Findings& reasons, Finding reason, std::optional<bool> stands_out) {
  std::uint8_t& bits = stands_out ? reasons.standing_out : reasons.not_looked;
  if (stands_out.value_or(true)) bits = static_cast<std::uint8_t>(bits | bit(reason));
}

std::optional<bool> runs(const Process& process, Executable state) {
  if (process.facts.executable == Executable::unreadable) return std::nullopt;
  return process.facts.executable == state;
}

std::optional<bool> is_unpackaged(const Process& process) {
  if (process.look.packaged) return !*process.look.packaged;
  return std::nullopt;
}

// A package update replaces the file of a running program, but so can an attacker. A replaced file
// is therefore a finding unless a package owns it.
std::optional<bool> is_deleted(const Process& process) {
  return process.facts.executable == Executable::replaced ? is_unpackaged(process)
                                                          : runs(process, Executable::deleted);
}

// A shell whose standard input is this very socket: it takes its commands from there.
std::optional<bool> is_shell_on(const RowView& view, const Process& process) {
  if (!is_shell(process.name)) return false;
  if (!process.look.standard_input) return std::nullopt;
  const Socket& socket = view.socket();
  return socket.inode.value() != 0 && socket.inode.value() == *process.look.standard_input &&
         is_internet(socket.protocol);
}

bool talks_to_miners(const RowView& view) {
  const Socket& socket = view.socket();
  const auto only_miners = view.snapshot().port_names.only_miners;
  if (only_miners == nullptr || !has_ports(socket.protocol)) return false;
  if (view.row().direction == Direction::inbound || socket.state == State::syn_recv) return false;
  if (!socket.has(SocketFlag::connected)) return false;
  return only_miners(socket.protocol, socket.remote_port);
}

std::array<std::string, 1U << kFindingCount> all_joined_names() {
  std::array<std::string, 1U << kFindingCount> all;
  for (unsigned bits = 0; bits < all.size(); ++bits) {
    for (unsigned i = 0; i < kNames.size(); ++i) {
      if ((bits >> i & 1U) != 0)
        all.at(bits).append(all.at(bits).empty() ? "" : ",").append(kNames.at(i));
    }
  }
  return all;
}

}  // namespace

std::string_view to_string(Finding reason) { return kNames.at(static_cast<std::size_t>(reason)); }

bool is_shell(std::string_view program) {
  return std::ranges::find(kShells, program) != kShells.end();
}

Findings findings_of_process(const Process& process) {
  Findings reasons;
  if (process.facts.kernel_thread) return reasons;
  put(reasons, Finding::deleted_executable, is_deleted(process));
  put(reasons, Finding::memory_only, runs(process, Executable::memory));
  put(reasons, Finding::writable_place, process.look.exposed_program);
  put(reasons, Finding::ld_preload, process.look.preloaded);
  put(reasons, Finding::not_packaged, is_unpackaged(process));
  put(reasons, Finding::disguised, process.command.starts_with('['));
  return reasons;
}

Findings findings_of_row(const RowView& view) {
  const Process* process = view.process();
  if (process == nullptr) return {.standing_out = 0, .not_looked = 0xFF};
  return findings_of_row(view, *process);
}

Findings findings_of_row(const RowView& view, const Process& process) {
  Findings reasons = findings_of_process(process);
  put(reasons, Finding::shell_on_socket, is_shell_on(view, process));
  put(reasons, Finding::miners_port, talks_to_miners(view));
  return reasons;
}

std::string_view names_of(Findings reasons) {
  static const std::array<std::string, 1U << kFindingCount> all = all_joined_names();
  return all.at(reasons.standing_out);
}

}  // namespace portexplorer
