// What a menu asks for: each opens a window of its own that leaves the list usable. All of it works
// offline.
#pragma once

#include <QString>
#include <cstdint>

#include "faces/gui/dialogs/app_state.h"
#include "model/types.h"

namespace portexplorer::gui {

// `local`: the port is this machine's; otherwise the other side's.
void show_port(AppState&, Protocol, std::uint16_t port, bool local);

// The properties of the process with this pid that started then (Process::start_ticks; 0 where that
// is not known). A window that shows it already comes to the front.
void show_process(AppState&, Pid, std::uint64_t start_ticks);

// An address as the list writes it: 192.0.2.1, 2001:db8::1, fe80::1%eth0.
void show_address(AppState&, const QString& address);
// The same, and asks the registries at once who has it: only where somebody has said yes to that.
void show_holder(AppState&, const QString& address);

// A state, column, protocol, class … as the list writes it, in the glossary; "" opens the glossary
// at its beginning.
void show_term(AppState&, const QString& term);

void show_beginner(AppState&);
// Of the actions of the desk's window that have one.
void show_shortcuts(AppState&);
void show_about(AppState&);
void show_settings(AppState&);

}  // namespace portexplorer::gui
