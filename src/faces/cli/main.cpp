// The command line `portexplorer`.
#include <unistd.h>

#include <csignal>
#include <memory>
#include <span>

#include "collect/doctor.h"
#include "collect/local_source.h"
#include "collect/prove/prove.h"
#include "faces/cli/run.h"
#include "inspect/rpm_packages.h"

int main(int argc, char** argv) {
  namespace cli = portexplorer::cli;
  const std::span<const char* const> arguments(argv + 1, static_cast<std::size_t>(argc > 0 ? argc - 1 : 0));
  // No exit handler may come between: a leak checker's, for one, makes a process that shares the socket.
  if (const auto done = portexplorer::act_if_asked(arguments)) _exit(*done);
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is seen as EPIPE
  cli::Environment env;
  env.terminal = cli::detect_terminal(env.out);
  env.variable = cli::environment_variable;
  env.make_source = [] { return portexplorer::make_local_source(std::make_unique<portexplorer::RpmPackages>()); };
  env.examine = portexplorer::examine;
  env.prove = [] { return portexplorer::prove({.make_source = [] { return portexplorer::make_local_source(); }, .can_reenter = true}); };
  return cli::run(arguments, env);
}
