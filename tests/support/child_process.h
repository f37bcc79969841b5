// A process of a test's own, forked from it, that talks with the test over pipes: no sleeping, no
// sockets of its own.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/posix_check.h"

namespace portexplorer::fixture {

// The child's end of the conversation.
class Conversation {
 public:
  Conversation(UniqueFd in, UniqueFd out) : in_(std::move(in)), out_(std::move(out)) {}
  void say(const std::string& line) const;
  [[nodiscard]] std::optional<std::string> hear()
      const;  // the test's next line; none when the test ended the conversation
  void wait_for_end() const;
  // The fds by which a program that is executed keeps the conversation: it runs until its standard
  // input ends.
  [[nodiscard]] int in() const { return in_.get(); }

 private:
  UniqueFd in_;
  UniqueFd out_;
};

class ChildProcess {
 public:
  using Body = std::function<void(Conversation&)>;
  // `namespaces`: flags of clone() such as CLONE_NEWPID. The child ends after `body`, with 1 if it
  // throws.
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
  std::string hear() const;    // the child's next line; throws if it ended or the deadline passed
  void await_program() const;  // until the child has become another program (and so lost its end of
                               // the conversation)
  int end();                   // ends the conversation and gives the exit code
  void kill();                 // and waits until it is gone

 private:
  pid_t pid_ = 0;
  UniqueFd in_;
  UniqueFd out_;
};

// Becomes another program; throws if that fails.
[[noreturn]] void execute(const std::string& path, const std::vector<std::string>& arguments);

// The child's body for a program that only holds a socket: becomes `path` (a copy of cat), which
// keeps `socket` and runs until the conversation ends.
[[noreturn]] void hold_as_program(const Conversation&, const std::string& path,
                                  const std::vector<std::string>& arguments, int socket);

// What /proc/PID/cmdline shows of the calling process from now on (cut to the room that its
// arguments have).
void set_command_line(const std::string& text);

// Passes an open file over a unix socket, and takes it.
void send_fd(int socket, int fd);
UniqueFd receive_fd(int socket);

}  // namespace portexplorer::fixture
