// For tests: private processes and directories.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"
#include "collect/scan/process_scan.h"
#include "support/remove_tree.h"

namespace portexplorer {

// A world-readable directory, removed at the end.
class TestDirectory {
 public:
  TestDirectory() {
    std::string name = std::filesystem::temp_directory_path() / "portexplorer-test-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr)
      throw std::runtime_error("cannot create a directory for the test");
    path_ = name;
    ::chmod(path_.c_str(), 0755);
  }
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;
  ~TestDirectory() { remove_tree(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  void write(const std::filesystem::path& name, std::string_view text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

 private:
  std::filesystem::path path_;
};

// A child that runs `body` and then waits to be killed. The constructor returns when `body` has
// finished, has executed another program, or has ended the process.
class TestProcess {
 public:
  explicit TestProcess(const std::function<void()>& body)
      : TestProcess([&body](UniqueFd&) { body(); }) {}
  // A body that does not return must drop `ready` when it is done.
  explicit TestProcess(const std::function<void(UniqueFd& ready)>& body) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe for the test");
    UniqueFd read_end(ends[0]);
    UniqueFd write_end(ends[1]);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // leaves nothing behind if the test is killed
      read_end.reset();
      body(write_end);
      write_end.reset();
      for (;;) ::pause();
    }
    write_end.reset();
    char byte = 0;
    while (::read(read_end.get(), &byte, 1) < 0 && errno == EINTR) {
    }
  }
  TestProcess(const TestProcess&) = delete;
  TestProcess& operator=(const TestProcess&) = delete;
  ~TestProcess() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  [[nodiscard]] Pid pid() const { return Pid(pid_); }

 private:
  pid_t pid_ = 0;
};

// Returns when a process was started, in clock ticks since boot; 0 if there is none.
inline std::uint64_t start_ticks_of(Pid pid) {
  std::array<char, 4096> buffer;
  const auto text =
      read_small_file(AT_FDCWD, ("/proc/" + std::to_string(pid.value()) + "/stat").c_str(), buffer);
  const auto stat = text ? parse_stat(*text) : std::nullopt;
  return stat ? stat->start_ticks : 0;
}

// Runs `body` in a child and returns its result: "" for success, otherwise the error.
inline std::string in_child(const std::function<std::string()>& body) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return "no pipe for the test";
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const pid_t pid = ::fork();
  if (pid == 0) {
    read_end.reset();
    const std::string text = body();
    const bool written =
        ::write(write_end.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::_exit(written ? 0 : 1);
  }
  write_end.reset();
  std::string text;
  std::array<char, 4096> buffer;
  for (ssize_t got = 0; (got = ::read(read_end.get(), buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(got));
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) text += "the child failed";
  return text;
}

constexpr unsigned kNobody = 65534;

inline bool become_nobody() {
  return ::setgid(kNobody) == 0 && ::setuid(kNobody) == 0 && ::geteuid() == kNobody;
}

// Returns a socket that is inherited by an executed program.
inline int inherited_socket() { return ::socket(AF_INET, SOCK_DGRAM, 0); }

inline Inode inode_of(int fd) {
  struct stat status {};
  return Inode(::fstat(fd, &status) == 0 ? status.st_ino : 0);
}

// Executes `path`, which sleeps; its name may be anything.
inline void become_sleeper(const std::string& path, const std::string& argument0 = "sleeper") {
  ::execl(path.c_str(), argument0.c_str(), "1000", nullptr);
  ::_exit(127);
}

// Copies a program that sleeps.
inline void copy_sleeper(const std::filesystem::path& to) {
  std::filesystem::copy_file("/bin/sleep", to, std::filesystem::copy_options::overwrite_existing);
}

inline const Process* find_process(const ProcessScan& scan, Pid pid) {
  for (const Process& process : scan.processes) {
    if (process.pid == pid) return &process;
  }
  return nullptr;
}

// Returns the processes that hold the socket according to the scan.
inline std::vector<Pid> holders_of(const ProcessScan& scan, Inode inode) {
  std::vector<Pid> pids;
  for (const Mapping& mapping : scan.mappings) {
    if (mapping.inode == inode) pids.push_back(scan.processes[mapping.process].pid);
  }
  return pids;
}

// The paths of a machine without systemd, whatever this one runs.
inline MachinePaths without_systemd(std::string proc = "/proc") {
  return MachinePaths{.proc = std::move(proc), .run_systemd = "/nonexistent/systemd"};
}

}  // namespace portexplorer
