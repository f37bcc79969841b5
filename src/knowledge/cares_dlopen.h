// The library c-ares, loaded at the first DNS query: a program that sends none does not pay for it.
#pragma once

#include <ares.h>

#include <chrono>
#include <map>
#include <memory>
#include <utility>

#include "base/result.h"

namespace portexplorer {

// The functions in use, under their own names.
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

// Returns the loaded library; `unavailable` if it is not installed.
Result<const Cares*> cares();

struct ChannelLimits {
  std::chrono::milliseconds timeout{1500};  // per try
  int tries = 2;
};

// A channel of the library, for one thread. Queries the servers that /etc/resolv.conf names.
class NameChannel {
 public:
  static Result<NameChannel> create(ChannelLimits);

  [[nodiscard]] const Cares& library() const { return *cares_; }
  [[nodiscard]] ares_channel get() const { return channel_.get(); }

  // Waits for answers, for a timeout of the library, or until `wake` (-1: none) becomes readable.
  // Then processes what arrived, which invokes callbacks.
  void step(int wake, std::chrono::milliseconds most);

 private:
  // The library's sockets and the events that it waits for. At a fixed address, because the library
  // keeps a pointer to it.
  using Sockets = std::map<ares_socket_t, short>;
  using Owned = std::unique_ptr<std::remove_pointer_t<ares_channel>, decltype(&::ares_destroy)>;
  NameChannel(const Cares& cares, std::unique_ptr<Sockets> sockets, ares_channel channel)
      : cares_(&cares), sockets_(std::move(sockets)), channel_(channel, cares.destroy) {}
  static void note_socket(void* sockets, ares_socket_t socket, int readable, int writable);

  const Cares* cares_;
  // Outlives the channel, which reports its sockets when it closes them.
  std::unique_ptr<Sockets> sockets_;
  Owned channel_;
};

}  // namespace portexplorer
