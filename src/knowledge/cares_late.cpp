#include "knowledge/cares_late.h"

#include <dlfcn.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/library_function.h"

namespace portexplorer {
namespace {

std::optional<Cares> load_cares() {
  void* handle = ::dlopen("libcares.so.2", RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return std::nullopt;
  Cares c;
  const bool complete = find_function(handle, "ares_library_init", c.library_init) &&
                        find_function(handle, "ares_init_options", c.init_options) && find_function(handle, "ares_destroy", c.destroy) &&
                        find_function(handle, "ares_query", c.query) && find_function(handle, "ares_getaddrinfo", c.get_addresses) &&
                        find_function(handle, "ares_freeaddrinfo", c.free_addresses) &&
                        find_function(handle, "ares_getsock", c.get_sockets) && find_function(handle, "ares_timeout", c.timeout) &&
                        find_function(handle, "ares_process_fd", c.process_fd);
  if (!complete || c.library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) return std::nullopt;
  return c;
}

}  // namespace

Result<const Cares*> cares() {
  static const std::optional<Cares> loaded = load_cares();
  if (!loaded) return fail(ErrorKind::unavailable, "asking name servers wants the library c-ares, which is not installed");
  return &*loaded;
}

Result<NameChannel> NameChannel::create(ChannelLimits limits) {
  TRY(library, cares());
  ares_options options{};
  options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_IGNTC;  // never by TCP: a name of an address is short
  options.timeout = static_cast<int>(limits.timeout.count());
  options.tries = limits.tries;
  ares_channel channel = nullptr;
  const int status = library->init_options(&channel, &options, ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
  if (status != ARES_SUCCESS) return fail(ErrorKind::unavailable, "the settings for name servers (/etc/resolv.conf) could not be read");
  return NameChannel(*library, channel);
}

void NameChannel::step(int wake, std::chrono::milliseconds most) {
  std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
  const auto mask = static_cast<unsigned>(cares_->get_sockets(channel_.get(), sockets.data(), ARES_GETSOCK_MAXNUM));
  std::array<pollfd, ARES_GETSOCK_MAXNUM + 1> waiting{};
  nfds_t count = 0;
  for (unsigned i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
    const auto events =
        static_cast<short>((ARES_GETSOCK_READABLE(mask, i) != 0 ? POLLIN : 0) | (ARES_GETSOCK_WRITABLE(mask, i) != 0 ? POLLOUT : 0));
    if (events != 0) waiting[count++] = {sockets[i], events, 0};
  }
  const nfds_t names = count;
  if (wake >= 0) waiting[count++] = {wake, POLLIN, 0};
  timeval limit{};
  limit.tv_sec = most.count() / 1000;
  limit.tv_usec = most.count() % 1000 * 1000;
  timeval soonest{};
  const timeval* wait = names == 0 ? &limit : cares_->timeout(channel_.get(), &limit, &soonest);
  ::poll(waiting.data(), count, static_cast<int>(wait->tv_sec * 1000 + (wait->tv_usec + 999) / 1000));
  for (nfds_t i = 0; i < names; ++i) {
    const short got = waiting[i].revents;
    const bool readable = (got & (POLLIN | POLLERR | POLLHUP)) != 0;
    cares_->process_fd(channel_.get(), readable ? waiting[i].fd : ARES_SOCKET_BAD, (got & POLLOUT) != 0 ? waiting[i].fd : ARES_SOCKET_BAD);
  }
  cares_->process_fd(channel_.get(), ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // what has timed out
}

}  // namespace portexplorer
