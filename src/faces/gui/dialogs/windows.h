// Functions that open a non-modal window each. All work offline, except show_holder().
#pragma once

#include <QString>
#include <cstdint>

#include "faces/gui/dialogs/app_state.h"
#include "model/types.h"

namespace portexplorer::gui {

// `local`: a port of this machine; otherwise of the remote side.
void show_port(AppState&, Protocol, std::uint16_t port, bool local);

// Shows the properties of a process, identified by pid and Process::start_ticks (0: unknown).
// Raises the window if one is already open for it.
void show_process(AppState&, Pid, std::uint64_t start_ticks);

// `address` has the format of the list: 192.0.2.1, 2001:db8::1, fe80::1%eth0.
void show_address(AppState&, const QString& address);
// Like show_address(), but queries whois servers at once. The caller must have the consent of the
// user.
void show_holder(AppState&, const QString& address);

// Shows a state, column, protocol, class … (as written in the list) in the glossary. "" shows all
// terms.
void show_term(AppState&, const QString& term);

void show_beginner(AppState&);
// Lists the shortcuts of the actions of AppState::window().
void show_shortcuts(AppState&);
void show_about(AppState&);
void show_settings(AppState&);

}  // namespace portexplorer::gui
