// Helpers that play the cases: they create sockets on the loopback interface and record everything
// that must be reported about them.
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "collect/diagnose/child.h"
#include "collect/diagnose/judge.h"

namespace portexplorer {

struct Stage {
  Actor self;
  NetnsId netns;
  bool can_reenter = false;  // this program, executed again, can play its part (see selftest.h)
};

// What a case leaves open until it has been observed. Its children end first, then its files close.
struct Scene {
  std::vector<DoneSocket> sockets;
  std::vector<UniqueFd> files;
  std::vector<Child> children;

  void keep(DoneSocket done, UniqueFd fd) {
    sockets.push_back(std::move(done));
    files.push_back(std::move(fd));
  }
};

constexpr const char* kRunAsRoot = "Run portexplorer as root.";

// A case that can be played. An error of `play` says why it cannot be played here.
struct CaseSpec {
  std::string what;
  std::function<Result<Scene>(const Stage&)> play;
  bool in_lists = true;  // stays open long enough for a list to show it
  bool in_log = true;
  std::string remedy = kRunAsRoot;  // how to permit the case
};

// The cases, by subject.
[[nodiscard]] std::vector<CaseSpec> protocol_cases();
[[nodiscard]] std::vector<CaseSpec> owner_cases();
[[nodiscard]] std::vector<CaseSpec> path_cases();
[[nodiscard]] std::vector<CaseSpec> ending_cases();

// A socket and the facts known so far.
struct Made {
  UniqueFd fd;
  DoneSocket done;
};

// Calls on the socket time out after two seconds.
Result<Made> make_socket(const Stage&, std::string label, Protocol, int domain, int type,
                         int protocol = 0);

// Fills in cookie, inode and ports.
Result<void> identify(int fd, DoneSocket&);

struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};
// Returns an address of the loopback interface; port 0: the kernel chooses.
[[nodiscard]] Address loopback(int domain, std::uint16_t port = 0);
Result<Address> address_of(int fd);

Result<UniqueFd> open_listener(int domain, int backlog);
Result<void> connect_to(int fd, const Address&);
// Accepts a connection; the caller sets the times.
Result<Made> accept_from(const Stage&, int listener, std::string label);

struct Connection {
  Made client;
  Made server;
};
Result<Connection> make_connection(const Stage&, int domain);

Result<void> send_bytes(int fd, std::size_t count);
Result<void> receive_bytes(int fd, std::size_t count);  // exactly `count` bytes

[[nodiscard]] Timestamp now();

}  // namespace portexplorer
