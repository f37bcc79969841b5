#include "faces/cli/pager.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <vector>

namespace portexplorer::cli {
namespace {

constexpr int kCommandNotFound = 127;

// The environment of the pager: ours, and LESS=FRX (quit if the text fits, pass colours, do not
// clear the screen).
std::vector<char*> pager_variables(std::string& less) {
  std::vector<char*> variables;
  bool has_less = false;
  for (char** v = environ; *v != nullptr; ++v) {
    has_less = has_less || std::string_view(*v).starts_with("LESS=");
    variables.push_back(*v);
  }
  if (!has_less) variables.push_back(less.data());
  variables.push_back(nullptr);
  return variables;
}

class SpawnSetup {
 public:
  SpawnSetup(int input, int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawnattr_init(&attributes_);
    sigset_t ignored_here;
    sigemptyset(&ignored_here);
    sigaddset(&ignored_here, SIGPIPE);
    sigaddset(&ignored_here, SIGXFSZ);
    posix_spawnattr_setsigdefault(&attributes_, &ignored_here);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

}  // namespace

std::optional<Pager> Pager::start(const Environment& env) {
  std::string command = env.variable("PORTEXPLORER_PAGER");
  if (command.empty()) command = env.variable("PAGER");
  if (command.empty()) command = "less";
  if (command == "cat") return std::nullopt;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const SpawnSetup setup(read_end.get(), env.out);
  std::string shell = "sh";
  std::string dash_c = "-c";
  std::string less = "LESS=FRX";
  const std::array<char*, 4> words = {shell.data(), dash_c.data(), command.data(), nullptr};
  pid_t pid = 0;
  if (::posix_spawn(&pid, "/bin/sh", setup.actions(), setup.attributes(), words.data(),
                    pager_variables(less).data()) != 0) {
    return std::nullopt;
  }
  return Pager(std::move(write_end), pid);
}

Pager::~Pager() {
  if (pid_ > 0 && pipe_) static_cast<void>(finish());
}

bool Pager::finish() {
  pipe_.reset();
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return !(WIFEXITED(status) && WEXITSTATUS(status) == kCommandNotFound);
}

}  // namespace portexplorer::cli
