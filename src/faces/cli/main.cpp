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

// Without this, a missing standard descriptor would be reused for the next file that is opened, and
// the program would write to that. /dev/null is opened in the wrong direction, so that reading and
// writing still fail.
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
  // _exit(), since exit handlers must not run: that of a leak checker creates a process that shares
  // the socket.
  if (const auto done = portexplorer::act_if_asked(arguments)) _exit(*done);
  std::signal(SIGPIPE, SIG_IGN);  // a closed reader is reported as EPIPE
  std::signal(SIGXFSZ, SIG_IGN);  // the file size limit is reported as EFBIG
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
