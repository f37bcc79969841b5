#include "knowledge/cares_dlopen.h"

#include <dlfcn.h>
#include <poll.h>

#include <optional>
#include <vector>

#include "base/library_function.h"

namespace portexplorer {
namespace {

std::optional<Cares> load_cares() {
  void* handle = ::dlopen("libcares.so.2", RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return std::nullopt;
  Cares c;
  const bool complete = find_function(handle, "ares_library_init", c.library_init) &&
                        find_function(handle, "ares_init_options", c.init_options) &&
                        find_function(handle, "ares_destroy", c.destroy) &&
                        find_function(handle, "ares_query", c.query) &&
                        find_function(handle, "ares_getaddrinfo", c.get_addresses) &&
                        find_function(handle, "ares_freeaddrinfo", c.free_addresses) &&
                        find_function(handle, "ares_timeout", c.timeout) &&
                        find_function(handle, "ares_process_fd", c.process_fd);
  if (!complete || c.library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) return std::nullopt;
  return c;
}

}  // namespace

Result<const Cares*> cares() {
  static const std::optional<Cares> loaded = load_cares();
  if (!loaded)
    return fail(ErrorKind::unavailable,
                "DNS queries require the library c-ares, which is not installed");
  return &*loaded;
}

Result<NameChannel> NameChannel::create(ChannelLimits limits) {
  TRY(library, cares());
  auto sockets = std::make_unique<Sockets>();
  ares_options options{};
  options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES |
                  ARES_FLAG_IGNTC;  // never uses TCP: the name of an address is short
  options.timeout = static_cast<int>(limits.timeout.count());
  options.tries = limits.tries;
  options.sock_state_cb = note_socket;
  options.sock_state_cb_data = sockets.get();
  int given = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
#ifdef ARES_OPT_UDP_MAX_QUERIES
  // c-ares 1.34 closes a socket on a malformed answer, and counts that as a failed try of every
  // query sent from it. With one socket per query, a bad answer for one address does not affect
  // others.
  options.udp_max_queries = 1;
  given |= ARES_OPT_UDP_MAX_QUERIES;
#endif
  ares_channel channel = nullptr;
  const int status = library->init_options(&channel, &options, given);
  if (status != ARES_SUCCESS)
    return fail(ErrorKind::unavailable, "the DNS settings (/etc/resolv.conf) could not be read");
  return NameChannel(*library, std::move(sockets), channel);
}

void NameChannel::note_socket(void* sockets, ares_socket_t socket, int readable, int writable) {
  auto& known = *static_cast<Sockets*>(sockets);
  const auto events =
      static_cast<short>((readable != 0 ? POLLIN : 0) | (writable != 0 ? POLLOUT : 0));
  if (events == 0) known.erase(socket);
  else known[socket] = events;
}

void NameChannel::step(int wake, std::chrono::milliseconds most) {
  std::vector<pollfd> waiting;
  for (const auto& [socket, events] : *sockets_) waiting.push_back({socket, events, 0});
  const std::size_t names = waiting.size();
  if (wake >= 0) waiting.push_back({wake, POLLIN, 0});
  timeval limit{};
  limit.tv_sec = most.count() / 1000;
  limit.tv_usec = most.count() % 1000 * 1000;
  timeval soonest{};
  const timeval* wait = names == 0 ? &limit : cares_->timeout(channel_.get(), &limit, &soonest);
  ::poll(waiting.data(), waiting.size(),
         static_cast<int>(wait->tv_sec * 1000 + (wait->tv_usec + 999) / 1000));
  for (std::size_t i = 0; i < names; ++i) {
    const short got = waiting[i].revents;
    if (got == 0 || !sockets_->contains(waiting[i].fd))
      continue;  // processing one answer may have closed another socket
    const bool readable = (got & (POLLIN | POLLERR | POLLHUP)) != 0;
    cares_->process_fd(channel_.get(), readable ? waiting[i].fd : ARES_SOCKET_BAD,
                       (got & POLLOUT) != 0 ? waiting[i].fd : ARES_SOCKET_BAD);
  }
  cares_->process_fd(channel_.get(), ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // handles timeouts
}

}  // namespace portexplorer
