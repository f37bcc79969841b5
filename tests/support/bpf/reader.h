// Helpers of the tests of BpfSocketReader. Tests only.
#pragma once

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "collect/ebpf/reader/socket_reader.h"
#include "support/netns/namespace.h"
#include "support/sockets/own_sockets.h"

namespace portexplorer {

inline NetnsId netns_of_this_thread() {
  struct stat status {};
  EXPECT_EQ(::stat("/proc/thread-self/ns/net", &status), 0);
  return NetnsId{static_cast<std::uint32_t>(status.st_ino)};
}

// Field 22 of /proc/PID/stat.
inline std::uint64_t start_ticks_of(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) fields >> field;
  return std::stoull(field);
}

// Loads the programs and reads. Any failure fails the test.
class TestReader {
 public:
  explicit TestReader(const ReaderOptions& options = {}) {
    auto created = BpfSocketReader::create(options);
    if (created) reader_ = std::move(*created);
    else ADD_FAILURE() << created.error().what;
  }

  SocketReading& read(const ReaderRequest& request = {}, std::span<const NetnsHandle> others = {}) {
    if (!reader_) return reading_;
    const auto result = reader_->read(request, others, reading_);
    EXPECT_TRUE(result) << result.error().what;
    return reading_;
  }

 private:
  std::unique_ptr<BpfSocketReader> reader_;
  SocketReading reading_;
};

inline const Socket* find_by_cookie(const SocketReading& reading, std::uint64_t cookie) {
  const auto it = std::ranges::find(reading.sockets, Cookie{cookie}, &Socket::cookie);
  return it == reading.sockets.end() ? nullptr : &*it;
}

// Returns the pids that hold a socket according to the reading.
inline std::vector<int> pids_of(const SocketReading& reading, std::uint64_t inode) {
  std::vector<int> pids;
  for (const Socket& s : reading.sockets) {
    if (s.inode.value() == inode && s.process != kNoIndex)
      pids.push_back(reading.processes[s.process].pid.value());
  }
  for (const Mapping& m : reading.shared) {
    if (m.inode.value() == inode) pids.push_back(reading.processes[m.process].pid.value());
  }
  std::ranges::sort(pids);
  pids.erase(std::unique(pids.begin(), pids.end()), pids.end());
  return pids;
}

// A forked process that runs `body`, reports its result as one line, and waits until it is
// released. `body` must not use gtest.
class Forked {
 public:
  using Body = std::function<std::string()>;
  enum class FirstThread { lives, ends };

  explicit Forked(const Body& body, FirstThread first_thread = FirstThread::lives) {
    int out[2];
    int in[2];
    EXPECT_EQ(::pipe2(out, O_CLOEXEC) | ::pipe2(in, O_CLOEXEC), 0);
    out_ = UniqueFd(out[0]);
    UniqueFd said(out[1]);
    in_ = UniqueFd(in[1]);
    const UniqueFd end(in[0]);
    pid_ = ::fork();
    if (pid_ != 0) return;
    in_.reset();
    if (first_thread == FirstThread::lives) live(body, said.release(), end.get());
    std::thread([&] {
      while (!first_thread_is_gone()) std::this_thread::yield();
      live(body, said.release(), end.get());
    }).detach();
    ::syscall(SYS_exit, 0);
  }
  Forked(const Forked&) = delete;
  Forked& operator=(const Forked&) = delete;
  ~Forked() {
    in_.reset();
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
  }

  [[nodiscard]] std::string hear() const {
    std::string line;
    for (char c = 0; ::read(out_.get(), &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }
  [[nodiscard]] pid_t pid() const { return pid_; }
  void kill() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  [[noreturn]] static void live(const Body& body, int said, int end) {
    const std::string line = body() + "\n";
    const bool told = ::write(said, line.data(), line.size()) > 0;
    ::close(said);
    char ignored = 0;
    const bool ended = ::read(end, &ignored, 1) == 0;
    ::_exit(told && ended ? 0 : 1);
  }
  static bool first_thread_is_gone() {
    std::ifstream file("/proc/self/stat");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return text.find(") Z ") != std::string::npos;
  }

  pid_t pid_ = 0;
  UniqueFd out_;
  UniqueFd in_;
};

}  // namespace portexplorer
