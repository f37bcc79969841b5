// The command line `portexplorer`.
#include <csignal>

#include "collect/doctor.h"
#include "collect/local_source.h"
#include "faces/cli/run.h"

int main(int argc, char** argv) {
  namespace cli = portexplorer::cli;
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is seen as EPIPE
  cli::Environment env;
  env.terminal = cli::detect_terminal(env.out);
  env.variable = cli::environment_variable;
  env.make_source = portexplorer::make_local_source;
  env.examine = portexplorer::examine;
  return cli::run({argv + 1, static_cast<std::size_t>(argc > 0 ? argc - 1 : 0)}, env);
}
