// A child process of a test, forked from it, which communicates with the test over pipes. It needs
// no sleeps and no sockets.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/posix_check.h"

namespace portexplorer::fixture {

// The child's end of the pipes.
class Conversation {
 public:
  Conversation(UniqueFd in, UniqueFd out) : in_(std::move(in)), out_(std::move(out)) {}
  void say(const std::string& line) const;
  // Returns the test's next line; nothing if the test closed the pipe.
  [[nodiscard]] std::optional<std::string> hear() const;
  void wait_for_end() const;
  // Returns the standard input for a program that the child executes: the program runs until it is
  // closed.
  [[nodiscard]] int in() const { return in_.get(); }

 private:
  UniqueFd in_;
  UniqueFd out_;
};

class ChildProcess {
 public:
  using Body = std::function<void(Conversation&)>;
  // `namespaces`: flags of clone() such as CLONE_NEWPID. The child exits after `body`, with status
  // 1 if it throws.
  explicit ChildProcess(const Body& body, int namespaces = 0);
  ChildProcess(ChildProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, 0)),
        in_(std::move(other.in_)),
        out_(std::move(other.out_)) {}
  ChildProcess& operator=(ChildProcess&&) = delete;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  [[nodiscard]] pid_t pid() const { return pid_; }
  void say(const std::string& line) const;
  std::string hear() const;  // the child's next line; throws if it exited or the deadline passed
  // Waits until the child has executed another program, which closes its end of the pipes.
  void await_program() const;
  int end();    // closes the pipes and returns the exit code
  void kill();  // and waits for it

 private:
  pid_t pid_ = 0;
  UniqueFd in_;
  UniqueFd out_;
};

// Executes another program; throws on failure.
[[noreturn]] void execute(const std::string& path, const std::vector<std::string>& arguments);

// Body of a child that only holds a socket: executes `path` (a copy of cat), which keeps `socket`
// open and runs until the pipe is closed.
[[noreturn]] void hold_as_program(const Conversation&, const std::string& path,
                                  const std::vector<std::string>& arguments, int socket);

// Changes what /proc/PID/cmdline shows for the calling process (cut to the space of its arguments).
void set_command_line(const std::string& text);

// Pass an open file over a unix socket, and receive it.
void send_fd(int socket, int fd);
UniqueFd receive_fd(int socket);

}  // namespace portexplorer::fixture
