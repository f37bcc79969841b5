#include "model/classify.h"

#include <string>

namespace portexplorer {
namespace {

constexpr std::string_view kService = ".service";
constexpr std::string_view kScope = ".scope";

bool names_unit(std::string_view component, std::string_view prefix, std::string_view suffix) {
  return component.size() > prefix.size() + suffix.size() && component.starts_with(prefix) &&
         component.ends_with(suffix);
}

// The unit that a process belongs to, from its cgroup path.
struct UnitPlace {
  std::string_view unit;      // the innermost *.service or *.scope; empty if there is none
  bool user_manager = false;  // below user@UID.service
  // In any other cgroup below user@UID.service. The user can create and name these freely, so a
  // *.service name there is no evidence of a system service.
  bool is_delegated = false;
  bool app_slice = false;  // below app.slice
};

UnitPlace unit_place(std::string_view cgroup) {
  UnitPlace place;
  while (!cgroup.empty()) {
    const std::size_t slash = cgroup.find('/');
    const std::string_view component = cgroup.substr(0, slash);
    cgroup = slash == std::string_view::npos ? std::string_view() : cgroup.substr(slash + 1);
    // The init.scope of the user manager contains the manager itself, so it counts as
    // user@UID.service. A cgroup below init.scope does not.
    if (place.user_manager && component == "init.scope") {
      place.is_delegated = place.is_delegated || !cgroup.empty();
      continue;
    }
    if (place.user_manager) place.is_delegated = true;
    if (component == "app.slice") place.app_slice = true;
    if (!names_unit(component, "", kService) && !names_unit(component, "", kScope)) continue;
    if (names_unit(component, "user@", kService)) place.user_manager = true;
    place.unit = component;
  }
  return place;
}

// Returns the part of the cgroup path that belongs to the host. A container may run its own
// systemd, whose services are not those of the host.
std::string_view outside_container(std::string_view cgroup, std::string_view container) {
  const std::size_t at = container.empty() ? std::string_view::npos : cgroup.rfind(container);
  if (at == std::string_view::npos) return cgroup;
  const std::size_t slash = cgroup.substr(0, at).rfind('/');
  return slash == std::string_view::npos ? std::string_view() : cgroup.substr(0, slash);
}

bool is_app_scope(const UnitPlace& place) {
  if (!names_unit(place.unit, "", kScope)) return false;
  for (const std::string_view prefix : {"app-", "snap.", "tmux-spawn-", "vte-spawn-"}) {
    if (names_unit(place.unit, prefix, kScope)) return true;
  }
  return place.user_manager && place.app_slice;
}

ClassReason hidden_reason(const ClassFacts& facts) {
  if (facts.missing_from_proc) return ClassReason::missing_from_proc;
  if (facts.executable == Executable::memory) return ClassReason::memory_only;
  if (facts.executable == Executable::deleted) return ClassReason::deleted_executable;
  return ClassReason::none;
}

ClassReason system_reason(const Process& process) {
  const ClassFacts& facts = process.facts;
  if (facts.kernel_thread) return ClassReason::kernel_thread;
  const UnitPlace place = unit_place(outside_container(process.cgroup, facts.foreign_container));
  if (names_unit(place.unit, "", kService)) {
    const bool is_users =
        place.is_delegated || (place.user_manager && !facts.foreign_container.empty());
    return is_users ? ClassReason::user_service : ClassReason::system_service;
  }
  return facts.foreign_container.empty() ? ClassReason::none : ClassReason::foreign_container;
}

ClassReason normal_reason(const Process& process) {
  if (process.facts.has_terminal) return ClassReason::terminal;
  const UnitPlace place = unit_place(process.cgroup);
  if (is_app_scope(place)) return ClassReason::app_scope;
  const bool in_session = names_unit(place.unit, "session-", kScope);
  return in_session && process.facts.session_leader_lives.value_or(false)
             ? ClassReason::live_session
             : ClassReason::none;
}

ClassReason system_reason_without_systemd(const Process& process) {
  const ClassFacts& facts = process.facts;
  if (facts.in_init_session) return ClassReason::init_session;
  if (!facts.supervisor.empty()) return ClassReason::supervised;
  return facts.trusted_executable.value_or(false) ? ClassReason::packaged_program
                                                  : ClassReason::none;
}

ClassReason first_reason(const Process& process) {
  if (const ClassReason reason = hidden_reason(process.facts); reason != ClassReason::none)
    return reason;
  if (!process.facts.kernel_thread && process.facts.executable == Executable::unreadable)
    return ClassReason::none;
  if (const ClassReason reason = system_reason(process); reason != ClassReason::none) return reason;
  if (const ClassReason reason = normal_reason(process); reason != ClassReason::none) return reason;
  // systemd runs as pid 1 in no service, and holds the sockets of services that it has not started
  // yet (socket activation).
  if (process.pid == Pid(1)) return ClassReason::init;
  if (!process.facts.systemd_booted) {
    if (const ClassReason reason = system_reason_without_systemd(process);
        reason != ClassReason::none)
      return reason;
    if (process.facts.parent_outside) return ClassReason::parent_outside;
  }
  return ClassReason::nothing_explains_it;
}

Class class_of(ClassReason reason) {
  switch (reason) {
    case ClassReason::none: return Class::unknown;
    case ClassReason::missing_from_proc:
    case ClassReason::memory_only:
    case ClassReason::deleted_executable:
    case ClassReason::nothing_explains_it: return Class::hidden;
    case ClassReason::kernel_thread:
    case ClassReason::system_service:
    case ClassReason::user_service:
    case ClassReason::foreign_container:
    case ClassReason::init:
    case ClassReason::init_session:
    case ClassReason::supervised:
    case ClassReason::packaged_program: return Class::system;
    case ClassReason::terminal:
    case ClassReason::app_scope:
    case ClassReason::live_session:
    case ClassReason::parent_outside: return Class::normal;
  }
  return Class::unknown;
}

}  // namespace

Classification classify(const Process& process) {
  const ClassReason reason = first_reason(process);
  return {class_of(reason), reason};
}

std::string_view to_string(Class klass) {
  switch (klass) {
    case Class::unknown: return "";
    case Class::normal: return "normal";
    case Class::system: return "system";
    case Class::hidden: return "hidden";
  }
  return "";
}

std::string_view explain(ClassReason reason) {
  switch (reason) {
    case ClassReason::none: return "";
    case ClassReason::missing_from_proc:
      return "The kernel knows this process, but the list of processes does not show it.";
    case ClassReason::memory_only: return "Its program is only in memory and never was a file.";
    case ClassReason::deleted_executable:
      return "The file of its program was deleted and nothing took its place.";
    case ClassReason::kernel_thread: return "It is a part of the kernel.";
    case ClassReason::system_service: return "It runs in a service of the system.";
    case ClassReason::user_service: return "It runs in a service of the user's session.";
    case ClassReason::foreign_container: return "It runs in a container.";
    case ClassReason::terminal: return "It was started in a terminal that is still open.";
    case ClassReason::app_scope:
      return "It is an application that the user started from the desktop or a terminal.";
    case ClassReason::live_session: return "It belongs to a login session that is still open.";
    case ClassReason::init: return "It is init, the first process, which starts all the others.";
    case ClassReason::init_session:
      return "It runs in the session of init, where the system starts its programs.";
    case ClassReason::supervised: return "The system's supervisor of services started it.";
    case ClassReason::packaged_program:
      return "Its program belongs to a package, and only root may change it.";
    case ClassReason::parent_outside: return "It was started from outside this container.";
    case ClassReason::nothing_explains_it:
      return "No terminal, session, service or package explains why it runs.";
  }
  return "";
}

}  // namespace portexplorer
