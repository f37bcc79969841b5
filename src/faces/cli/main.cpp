// The command line `portexplorer`.
#include <csignal>
#include <cstdlib>

#include "collect/doctor.h"
#include "collect/local_source.h"
#include "faces/cli/run.h"

int main(int argc, char** argv) {
  using namespace portexplorer;
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is seen as EPIPE
  cli::Environment env;
  env.terminal = cli::detect_terminal(env.out);
  env.variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  env.make_source = make_local_source;
  env.examine = examine;
  return cli::run({argv + 1, static_cast<std::size_t>(argc > 0 ? argc - 1 : 0)}, env);
}
