// Classifies a process by what started it: the system, a user, or nothing that explains it. The
// colours of the list are based on this class.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/process.h"

namespace portexplorer {

enum class Class : std::uint8_t { unknown, normal, system, hidden };

enum class ClassReason : std::uint8_t {
  none,               // owner unknown, or its files unreadable
  missing_from_proc,  // hidden
  memory_only,
  deleted_executable,
  kernel_thread,  // system
  system_service,
  user_service,
  foreign_container,
  terminal,  // normal
  app_scope,
  live_session,
  init,  // system; pid 1 everywhere, the others without systemd
  init_session,
  supervised,
  packaged_program,
  parent_outside,       // normal
  nothing_explains_it,  // hidden
};

struct Classification {
  Class klass = Class::unknown;
  ClassReason reason = ClassReason::none;
};

// Returns the first reason that applies, in the order of ClassReason. Exception: a process that
// /proc hides is hidden even if its files are unreadable. Pure; any thread.
//
// The innermost unit of the cgroup path decides. A *.service inside a foreign container belongs to
// the container, not to the system. user@UID.service itself, including its init.scope, is a system
// service; every other cgroup below it was created by the user. The scopes of applications are
// app-*.scope and their equivalents where the desktop, a terminal or tmux uses other names: any
// *.scope in app.slice of user@UID.service, snap.*.scope, tmux-spawn-*.scope and vte-spawn-*.scope.
[[nodiscard]] Classification classify(const Process&);

[[nodiscard]] std::string_view to_string(Class);  // "" for unknown
// Returns one plain sentence, e.g. "It runs in a service of the system."; "" for none.
[[nodiscard]] std::string_view explain(ClassReason);

}  // namespace portexplorer
