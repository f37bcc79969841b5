// For tests: a directory that looks like /proc, and a machine around it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "collect/scan/process_scan.h"
#include "support/procfs/test_process.h"

namespace portexplorer {

// A process to create. Empty members are omitted.
struct FakeProcess {
  int pid = 0;
  std::string comm = "daemon";
  int parent = 1;
  int session = 0;  // 0: a separate one
  int tty_nr = 0;
  unsigned flags = 4194560;
  char state = 'S';
  std::string executable = {};  // target of exe; need not exist
  std::string cmdline = {};
  std::string cgroup = "0::/\n";
  std::map<int, std::string> fds = {};
  std::string netns = "net:[4026531840]";
  std::string user_namespace = "user:[4026531837]";
  std::string uids = {};  // real, effective, saved, of files; empty: all are the test's
};

class FakeMachine {
 public:
  FakeMachine() {
    directory_.write("proc/self/cgroup", "0::/\n");
    directory_.write("passwd", "root:x:0:0::/root:/bin/bash\nbroken\n::\nme:x:" +
                                   std::to_string(::getuid()) + ":0::/:/bin/sh\n");
    std::filesystem::create_directories(directory_.path() / "dpkg");
  }

  void boot_systemd() { std::filesystem::create_directories(directory_.path() / "systemd/system"); }
  void log_in(const std::string& session, int leader) {
    directory_.write("systemd/sessions/" + session,
                     "# This is private data.\nUID=0\nUSER=root\nACTIVE=1\nLEADER=" +
                         std::to_string(leader) + "\nAUDIT=3\n");
  }
  void package(const std::string& name, const std::string& files) {
    directory_.write("dpkg/" + name + ".list", files);
  }

  void add(const FakeProcess& process) {
    const std::filesystem::path dir = std::filesystem::path("proc") / std::to_string(process.pid);
    const int session = process.session != 0 ? process.session : process.pid;
    directory_.write(dir / "stat",
                     std::to_string(process.pid) + " (" + process.comm + ") " + process.state +
                         " " + std::to_string(process.parent) + " 1 " + std::to_string(session) +
                         " " + std::to_string(process.tty_nr) + " -1 " +
                         std::to_string(process.flags) + " 0 0 0 0 0 0 0 0 20 0 1 0 4200 0 0 0\n");
    directory_.write(dir / "cgroup", process.cgroup);
    directory_.write(dir / "cmdline", process.cmdline);
    const std::string own = std::to_string(::getuid());
    directory_.write(
        dir / "status",
        "Uid:\t" +
            (process.uids.empty() ? own + "\t" + own + "\t" + own + "\t" + own : process.uids) +
            "\n");
    link(process.netns, dir / "ns/net");
    link(process.user_namespace, dir / "ns/user");
    link("/", dir / "root");
    if (!process.executable.empty()) link(process.executable, dir / "exe");
    std::filesystem::create_directories(directory_.path() / dir / "fd");
    for (const auto& [fd, target] : process.fds) link(target, dir / "fd" / std::to_string(fd));
  }

  [[nodiscard]] MachinePaths paths() const {
    const std::string root = directory_.path();
    return {.proc = root + "/proc",
            .run_systemd = root + "/systemd",
            .passwd = root + "/passwd",
            .dpkg_info = root + "/dpkg"};
  }
  [[nodiscard]] const TestDirectory& directory() const { return directory_; }

  [[nodiscard]] ProcessScan scan(ScanRequest request = {}) const {
    ProcessScanner scanner(paths());
    auto scan = scanner.scan(request);
    if (!scan) throw std::runtime_error(scan.error().what);
    return std::move(*scan);
  }

 private:
  void link(const std::filesystem::path& target, const std::filesystem::path& name) const {
    std::filesystem::create_directories((directory_.path() / name).parent_path());
    std::filesystem::create_symlink(target, directory_.path() / name);
  }

  TestDirectory directory_;
};

}  // namespace portexplorer
