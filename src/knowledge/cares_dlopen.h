// The library c-ares, loaded when a name server is first to be asked: a program that asks none does
// not pay for it.
#pragma once

#include <ares.h>

#include <chrono>
#include <map>
#include <memory>
#include <utility>

#include "base/result.h"

namespace portexplorer {

// The functions that are used, under their own names.
struct Cares {
  decltype(&::ares_library_init) library_init = nullptr;
  decltype(&::ares_init_options) init_options = nullptr;
  decltype(&::ares_destroy) destroy = nullptr;
  void (*query)(ares_channel, const char* name, int klass, int type, ares_callback,
                void* argument) = nullptr;
  decltype(&::ares_getaddrinfo) get_addresses = nullptr;
  decltype(&::ares_freeaddrinfo) free_addresses = nullptr;
  decltype(&::ares_timeout) timeout = nullptr;
  decltype(&::ares_process_fd) process_fd = nullptr;
};

// unavailable: the library is not installed.
Result<const Cares*> cares();

struct ChannelLimits {
  std::chrono::milliseconds timeout{1500};  // of one try
  int tries = 2;
};

// A channel of the library, of one thread. It asks the servers that /etc/resolv.conf names.
class NameChannel {
 public:
  static Result<NameChannel> create(ChannelLimits);

  [[nodiscard]] const Cares& library() const { return *cares_; }
  [[nodiscard]] ares_channel get() const { return channel_.get(); }

  // Waits for answers, for a time-out of the library's own, or until `wake` (−1: none) can be read;
  // then deals with what came, which calls callbacks.
  void step(int wake, std::chrono::milliseconds most);

 private:
  // The library's sockets with the events it waits for. At a fixed address, since the library keeps
  // a pointer.
  using Sockets = std::map<ares_socket_t, short>;
  using Owned = std::unique_ptr<std::remove_pointer_t<ares_channel>, decltype(&::ares_destroy)>;
  NameChannel(const Cares& cares, std::unique_ptr<Sockets> sockets, ares_channel channel)
      : cares_(&cares), sockets_(std::move(sockets)), channel_(channel, cares.destroy) {}
  static void note_socket(void* sockets, ares_socket_t socket, int readable, int writable);

  const Cares* cares_;
  std::unique_ptr<Sockets>
      sockets_;  // outlives the channel, which reports its sockets as it closes them
  Owned channel_;
};

}  // namespace portexplorer
