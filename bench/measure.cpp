#include "bench/measure.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "base/unique_fd.h"

namespace portexplorer::bench {
namespace {

constexpr int kCannotRun = 127;

[[noreturn]] void become(const Command& command, int out) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const UniqueFd null(open("/dev/null", O_RDWR));
  dup2(null.get(), STDIN_FILENO);
  dup2(out < 0 ? null.get() : out, STDOUT_FILENO);
  dup2(out < 0 ? null.get() : out, STDERR_FILENO);
  execvp(arguments[0], arguments.data());
  _exit(kCannotRun);
}

double seconds(const timeval& t) {
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
}

Result<Run> wait_for(pid_t pid, const Command& command) {
  int status = 0;
  rusage usage{};
  while (wait4(pid, &status, 0, &usage) < 0) {
    if (errno != EINTR) return fail_errno(errno, "cannot wait for " + command[0]);
  }
  Run run;
  run.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  run.peak_rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (run.exit_code == kCannotRun) return fail(ErrorKind::not_found, "cannot run " + command[0]);
  return run;
}

}  // namespace

Result<Run> measure(const Command& command) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t pid = fork();
  if (pid < 0) return fail_errno(errno, "cannot fork");
  if (pid == 0) become(command, -1);
  TRY(run, wait_for(pid, command));
  run.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return run;
}

Result<Lines> read_lines(const Command& command) {
  std::array<int, 2> fds{};
  if (pipe2(fds.data(), O_CLOEXEC) != 0) return fail_errno(errno, "cannot create a pipe");
  const UniqueFd from(fds[0]);
  UniqueFd to(fds[1]);
  const pid_t pid = fork();
  if (pid < 0) return fail_errno(errno, "cannot fork");
  if (pid == 0) become(command, to.get());
  to.reset();
  Lines lines;
  std::array<char, 65536> buffer;
  for (ssize_t n = 0; (n = read(from.get(), buffer.data(), buffer.size())) > 0;) {
    for (const char c : std::string_view(buffer.data(), static_cast<std::size_t>(n))) {
      if (c == '\n') ++lines.count;
      else if (lines.first.empty() || lines.count == 0) lines.first += c;
    }
  }
  TRY_VOID(wait_for(pid, command));
  return lines;
}

std::string sibling_program(const std::string& name) {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name;
}

bool in_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::stringstream directories(path == nullptr ? "/usr/sbin:/usr/bin:/sbin:/bin" : path);
  for (std::string directory; std::getline(directories, directory, ':');) {
    if (access(std::filesystem::path(directory).append(program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace portexplorer::bench
