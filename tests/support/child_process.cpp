#include "support/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <sstream>
#include <vector>

#include "base/fd_passing.h"

namespace portexplorer::fixture {
namespace {

struct Pipe {
  UniqueFd read;
  UniqueFd write;
  Pipe() {
    std::array<int, 2> fds{};
    check(pipe2(fds.data(), O_CLOEXEC), "pipe2");
    read.reset(fds[0]);
    write.reset(fds[1]);
  }
};

void write_line(int fd, const std::string& line) {
  const std::string text = line + '\n';
  for (std::size_t done = 0; done < text.size();) {
    done += static_cast<std::size_t>(check(write(fd, text.data() + done, text.size() - done),
                                           "writing to the other side of a test"));
  }
}

// Reads byte by byte, so that nothing after the line is consumed.
std::optional<std::string> read_line(int fd) {
  std::string line;
  for (char c = 0;;) {
    pollfd wait{fd, POLLIN, 0};
    const int ready =
        poll(&wait, 1, static_cast<int>(std::chrono::milliseconds(kDeadline).count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) fail_now("the other side of a test said nothing in time");
    const ssize_t n = read(fd, &c, 1);
    if (n <= 0) return std::nullopt;
    if (c == '\n') return line;
    line += c;
  }
}

[[noreturn]] void run_body(const ChildProcess::Body& body, UniqueFd in, UniqueFd out) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  int code = 0;
  try {
    Conversation conversation(std::move(in), std::move(out));
    body(conversation);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "child of the test: %s\n", e.what());
    code = 1;
  }
  _exit(code);
}

}  // namespace

void Conversation::say(const std::string& line) const { write_line(out_.get(), line); }
std::optional<std::string> Conversation::hear() const { return read_line(in_.get()); }
void Conversation::wait_for_end() const {
  while (hear()) {
  }
}

ChildProcess::ChildProcess(const Body& body, int namespaces) {
  Pipe to_child;
  Pipe from_child;
  std::fflush(nullptr);
  // fork() takes no flags. Without a separate stack, clone() continues in the child like fork().
  pid_ = static_cast<pid_t>(
      check(syscall(SYS_clone, namespaces | SIGCHLD, nullptr, nullptr, nullptr, nullptr), "clone"));
  if (pid_ == 0) {
    to_child.write.reset();
    from_child.read.reset();
    run_body(body, std::move(to_child.read), std::move(from_child.write));
  }
  in_ = std::move(to_child.write);
  out_ = std::move(from_child.read);
}

ChildProcess::~ChildProcess() {
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void ChildProcess::say(const std::string& line) const { write_line(in_.get(), line); }

std::string ChildProcess::hear() const {
  auto line = read_line(out_.get());
  if (!line) fail_now("a child of the test ended too early");
  return *line;
}

void ChildProcess::await_program() const {
  if (const auto line = read_line(out_.get()))
    fail_now("the child spoke where it should have become a program: " + *line);
}

int ChildProcess::end() {
  in_.reset();
  int status = 0;
  check(waitpid(std::exchange(pid_, 0), &status, 0), "waitpid");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void ChildProcess::kill() {
  check(::kill(pid_, SIGKILL), "kill");
  check(waitpid(std::exchange(pid_, 0), nullptr, 0), "waitpid");
}

void execute(const std::string& path, const std::vector<std::string>& arguments) {
  std::vector<char*> words;
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execv(path.c_str(), words.data());
  fail_with_errno("cannot execute " + path);
}

void hold_as_program(const Conversation& conversation, const std::string& path,
                     const std::vector<std::string>& arguments, int socket) {
  check(dup2(conversation.in(), STDIN_FILENO), "dup2");
  check(fcntl(socket, F_SETFD, 0), "keep the socket");
  execute(path, arguments);
}

void set_command_line(const std::string& text) {
  // Fields 48 and 49 of /proc/PID/stat; the second field may contain spaces and parentheses.
  const std::string stat = read_file("/proc/self/stat");
  std::istringstream fields(stat.substr(stat.rfind(')') + 2));
  std::string skipped;
  for (int field = 3; field < 48; ++field) fields >> skipped;
  std::uintptr_t start = 0;
  std::uintptr_t end = 0;
  fields >> start >> end;
  auto* room = reinterpret_cast<char*>(start);  // the kernel provides the address
  std::memset(room, 0, end - start);
  std::memcpy(room, text.data(), std::min(text.size(), end - start - 1));
}

void send_fd(int socket, int fd) {
  if (const auto passed = pass_fd(socket, fd); !passed) fail_now(passed.error().what);
}

UniqueFd receive_fd(int socket) {
  auto taken = take_fd(socket);
  if (!taken) fail_now(taken.error().what);
  return *std::move(taken);
}

}  // namespace portexplorer::fixture
