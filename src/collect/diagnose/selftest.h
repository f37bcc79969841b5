// Generates known traffic on the loopback interface and verifies that it is reported correctly.
// Does not interfere with other programs: the kernel chooses the ports, and everything except
// connections in TIME_WAIT is removed afterwards.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "collect/diagnose/selftest_report.h"
#include "model/socket_source.h"

namespace portexplorer {

struct SelfTestOptions {
  std::function<std::unique_ptr<SocketSource>()> make_source;
  bool can_reenter = false;  // the program calls act_if_asked() before anything else
};

// Takes about a second, ten at most, in addition to the time for loading BPF programs. Forks, so no
// other thread of the caller should hold locks.
[[nodiscard]] SelfTestReport prove(const SelfTestOptions&);

// One of the cases executes the program that runs prove() again. `arguments` excludes the program's
// name. Returns the exit code if the program was executed for that purpose.
[[nodiscard]] std::optional<int> act_if_asked(std::span<const char* const> arguments);

}  // namespace portexplorer
