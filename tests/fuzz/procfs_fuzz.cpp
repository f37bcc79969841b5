// Arbitrary bytes as a file of /proc/PID, much of which a process controls. The first byte, '0' to
// '4', selects the file.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "collect/process/executable.h"
#include "collect/process/interpreter.h"
#include "collect/procfs/cgroup_text.h"
#include "collect/procfs/machine.h"
#include "collect/procfs/proc_text.h"
#include "model/classify.h"

namespace portexplorer {
namespace {

void must(bool condition) {
  if (!condition) std::abort();
}

bool inside(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void stat_file(std::string_view text) {
  const auto stat = parse_stat(text);
  if (!stat) return;
  must(inside(stat->comm, text));
  must(stat->ended() == false || stat->threads <= 1);
  must(terminal_name(stat->tty_nr).empty() == (stat->tty_nr == 0));
}

void status_file(std::string_view text) {
  for (const std::string_view key : {"FDSize", "Uid", "NSpid"}) {
    const auto value = status_value(text, key);
    if (!value) continue;
    must(inside(*value, text));
    must(value->find('\n') == std::string_view::npos);
  }
}

void cgroup_file(std::string_view text) {
  const CgroupPlace place = parse_cgroup(text);
  must(place.path.empty() || place.path[0] == '/');
  must(place.path.find('\n') == std::string::npos);
  // A user unit is prefixed with its user ("user 1000: ssh.service").
  const std::size_t unit = place.unit.starts_with("user ") ? place.unit.find(": ") + 2 : 0;
  must(place.unit.empty() || place.path.find(place.unit.substr(unit)) != std::string::npos);
  Process process;
  process.cgroup = place.path;
  process.unit = place.unit;
  process.facts.executable = Executable::present;
  process.facts.systemd_booted = true;
  process.facts.foreign_container = place.container;
  const Classification inside_class = classify(process);
  must(place.container.empty() || inside_class.klass == Class::system);
}

void command_line(std::string_view text) {
  const auto arguments = split_arguments(text);
  std::string joined;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    must(inside(arguments[i], text));
    if (i > 0) joined += ' ';
    joined += arguments[i];
  }
  must(joined == join_arguments(text));
  if (arguments.empty()) return;
  const std::string script = script_of(file_name(arguments[0]), arguments);
  must(joined.find(script) != std::string::npos);
}

void links(std::string_view text) {
  if (const auto inode = parse_socket_link(text))
    must(text.find(std::to_string(inode->value())) != std::string_view::npos || text[8] == '0');
  if (const auto id = parse_namespace_link(text, "net"))
    must(text.find(std::to_string(*id)) != std::string_view::npos || text[5] == '0');
  if (const auto leader = parse_session_leader(text)) must(leader->value() > 0);
}

}  // namespace
}  // namespace portexplorer

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch ((data[0] + 2) % 5) {
    case 0: portexplorer::stat_file(text); break;
    case 1: portexplorer::status_file(text); break;
    case 2: portexplorer::cgroup_file(text); break;
    case 3: portexplorer::command_line(text); break;
    default: portexplorer::links(text); break;
  }
  return 0;
}
