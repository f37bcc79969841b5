// The command line `portexplorer`.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <span>

#include "collect/diagnose/doctor.h"
#include "collect/diagnose/selftest.h"
#include "collect/local_source.h"
#include "collect/packages/rpm_packages.h"
#include "faces/cli/run.h"

namespace {

// A program that was started without one of its standard descriptors would give that number to
// something else it opens, and write there. With /dev/null opened the wrong way round in its place,
// reading and writing fail as they should.
void fill_standard_descriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) < 0) ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

}  // namespace

int main(int argc, char** argv) {
  fill_standard_descriptors();
  namespace cli = portexplorer::cli;
  const std::span<const char* const> arguments(argv + 1,
                                               static_cast<std::size_t>(argc > 0 ? argc - 1 : 0));
  // No exit handler may come between: a leak checker's, for one, makes a process that shares the
  // socket.
  if (const auto done = portexplorer::act_if_asked(arguments)) _exit(*done);
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is seen as EPIPE
  std::signal(SIGXFSZ,
              SIG_IGN);  // a file that may not grow further is seen as EFBIG, like a full disk
  cli::Environment env;
  env.terminal = cli::detect_terminal(env.out);
  env.variable = cli::environment_variable;
  env.make_source = [] {
    return portexplorer::make_local_source(std::make_unique<portexplorer::RpmPackages>());
  };
  env.examine = portexplorer::examine;
  env.prove = [] {
    return portexplorer::prove(
        {.make_source = [] { return portexplorer::make_local_source(); }, .can_reenter = true});
  };
  return cli::run(arguments, env);
}
