#include "support/netns/netns_fixture.h"

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "support/child_process.h"
#include "support/netns/private_mounts.h"
#include "support/remove_tree.h"

namespace portexplorer::fixture {

ScopedNetns::ScopedNetns()
    : before_(check(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC), "open ns/net")) {
  check(unshare(CLONE_NEWNET), "a network namespace of the test's own (it wants root)");
  set_loopback_up();
}

ScopedNetns::~ScopedNetns() { setns(before_.get(), CLONE_NEWNET); }

ScopedMounts::ScopedMounts()
    : before_(check(open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC), "open ns/mnt")),
      root_(check(open("/", O_PATH | O_DIRECTORY | O_CLOEXEC), "open /")),
      directory_(check(open(".", O_PATH | O_DIRECTORY | O_CLOEXEC), "open .")) {
  check(unshare(CLONE_NEWNS), "a mount namespace of the test's own (it wants root)");
  check(make_mounts_private() ? 0 : -1, "make mounts private");
}

ScopedMounts::~ScopedMounts() {
  // Entering a mount namespace moves the process to its root, which differs from the current one if
  // the tests run below a chroot.
  const bool back = setns(before_.get(), CLONE_NEWNS) == 0 && fchdir(root_.get()) == 0 &&
                    chroot(".") == 0 && fchdir(directory_.get()) == 0;
  if (!back) std::perror("back to where the test was");
}

void set_loopback_up() {
  const UniqueFd fd(check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket"));
  ifreq request{};
  std::strncpy(request.ifr_name, "lo", IFNAMSIZ - 1);
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  check(ioctl(fd.get(), SIOCSIFFLAGS, &request), "loopback up");
}

void mount_own_proc() {
  check(make_mounts_private() ? 0 : -1, "make mounts private");
  check(mount("proc", "/proc", "proc", 0, nullptr), "mount /proc");
}

std::uint64_t own_netns_inode() {
  struct stat status {};
  check(stat("/proc/thread-self/ns/net", &status), "stat ns/net");
  return status.st_ino;
}

void name_own_netns(const std::string& name) {
  const std::string directory = "/run/netns";
  std::filesystem::create_directories(directory);
  check(mount("tmpfs", directory.c_str(), "tmpfs", 0, nullptr), "mount /run/netns");
  const std::string file = directory + "/" + name;
  std::ofstream(file).close();
  check(mount("/proc/thread-self/ns/net", file.c_str(), nullptr, MS_BIND, nullptr),
        "name the namespace");
}

void ip(const std::vector<std::string>& words) {
  std::vector<std::string> command = {"ip"};
  command.insert(command.end(), words.begin(), words.end());
  ChildProcess child([&](Conversation&) {
    execute(std::filesystem::exists("/usr/sbin/ip") ? "/usr/sbin/ip" : "/sbin/ip", command);
  });
  std::string text;
  for (const std::string& word : command) text += word + ' ';
  if (child.end() != 0) fail_now("failed: " + text);
}

TemporaryDirectory::TemporaryDirectory() : path_("/tmp/portexplorer-test-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) fail_with_errno("mkdtemp");
  check(chmod(path_.c_str(), 0755), "chmod");
}

TemporaryDirectory::~TemporaryDirectory() { remove_tree(path_); }

}  // namespace portexplorer::fixture
