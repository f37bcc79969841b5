// Makes known traffic on the loopback interface of this machine, and looks whether it is told
// rightly. Disturbs nobody: the kernel chooses the ports, and all that was made is gone afterwards,
// but for connections in TIME_WAIT.
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
  bool can_reenter = false;  // the program calls act_if_asked() first of all
};

// Takes about a second, and ten at most beside what it takes to load programs into the kernel.
// Makes processes, so no other thread of the caller should hold locks.
[[nodiscard]] SelfTestReport prove(const SelfTestOptions&);

// A program that prove() runs in is executed anew for one of the cases. `arguments`: those behind
// the program's name. Gives the exit code if it was executed for that.
[[nodiscard]] std::optional<int> act_if_asked(std::span<const char* const> arguments);

}  // namespace portexplorer
