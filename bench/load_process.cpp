#include "bench/load_process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "bench/measure.h"

namespace portexplorer::bench {
namespace {

[[noreturn]] void become_load(const LoadSize& size, int in, int out) {
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  const std::string program = sibling_program("pe_load");
  const std::string connections = std::to_string(size.connections);
  const std::string processes = std::to_string(size.processes);
  const std::string churn = std::to_string(size.churn);
  execl(program.c_str(), "pe_load", "--connections", connections.c_str(), "--processes",
        processes.c_str(), "--churn", churn.c_str(), static_cast<char*>(nullptr));
  _exit(127);
}

}  // namespace

Result<LoadProcess> LoadProcess::start(const LoadSize& size) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (pipe2(in.data(), O_CLOEXEC) != 0) return fail_errno(errno, "cannot create a pipe");
  const UniqueFd child_in(in[0]);
  UniqueFd input(in[1]);
  if (pipe2(out.data(), O_CLOEXEC) != 0) return fail_errno(errno, "cannot create a pipe");
  const UniqueFd output(out[0]);
  UniqueFd child_out(out[1]);
  const pid_t pid = fork();
  if (pid < 0) return fail_errno(errno, "cannot fork");
  if (pid == 0) become_load(size, child_in.get(), child_out.get());
  child_out.reset();
  LoadProcess load(pid, std::move(input));
  std::array<char, 6> word{};
  if (read(output.get(), word.data(), word.size()) != static_cast<ssize_t>(word.size())) {
    return fail(ErrorKind::io, "pe_load could not create its sockets; see its message above");
  }
  return load;
}

LoadProcess::~LoadProcess() {
  if (pid_ == 0) return;
  input_.reset();
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace portexplorer::bench
