// The class of a process, by its owner as the original colours it: who would expect this program to
// talk?
#pragma once

#include <cstdint>
#include <string_view>

#include "model/process.h"

namespace portexplorer {

enum class Class : std::uint8_t { unknown, normal, system, hidden };

enum class ClassReason : std::uint8_t {
  none,               // no owner known, or its files unreadable
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

// First match wins, in the order of ClassReason; but what /proc hides is hidden, though its files
// cannot be read. Pure.
//
// By the cgroup, the innermost unit decides. A *.service inside a container other than ours is the
// container's, not the system's. user@UID.service itself, with its init.scope, is a service of the
// system; every other group below it is of the user's making. An application's scope is
// app-*.scope, and what stands for one where a desktop, a terminal or tmux names it otherwise: any
// *.scope in app.slice of user@UID.service, snap.*.scope, tmux-spawn-*.scope, vte-spawn-*.scope.
[[nodiscard]] Classification classify(const Process&);

[[nodiscard]] std::string_view to_string(Class);  // "" for unknown
// One plain sentence for a person, e.g. "It runs in a service of the system."; "" for none.
[[nodiscard]] std::string_view explain(ClassReason);

}  // namespace portexplorer
