#include "base/fd_passing.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace portexplorer {
namespace {

// A message of one byte with room for one descriptor.
struct FdMessage {
  char byte = 'x';
  iovec data{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr header{};

  FdMessage() {
    header.msg_iov = &data;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
  }
  ~FdMessage() = default;
  FdMessage(const FdMessage&) = delete;  // `header` points into it
  FdMessage(FdMessage&&) = delete;
  FdMessage& operator=(const FdMessage&) = delete;
  FdMessage& operator=(FdMessage&&) = delete;
};

}  // namespace

Result<void> pass_fd(int socket, int fd) {
  FdMessage message;
  cmsghdr* rights = CMSG_FIRSTHDR(&message.header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof fd);
  std::memcpy(CMSG_DATA(rights), &fd, sizeof fd);
  if (::sendmsg(socket, &message.header, MSG_NOSIGNAL) != 1)
    return fail_errno(errno, "a file descriptor could not be passed");
  return {};
}

Result<UniqueFd> take_fd(int socket) {
  FdMessage message;
  const ssize_t taken = ::recvmsg(socket, &message.header, MSG_CMSG_CLOEXEC);
  const cmsghdr* rights = taken == 1 ? CMSG_FIRSTHDR(&message.header) : nullptr;
  if (rights == nullptr || rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS)
    return fail_errno(taken < 0 ? errno : EIO, "no file descriptor was received");
  int fd = -1;
  std::memcpy(&fd, CMSG_DATA(rights), sizeof fd);
  return UniqueFd(fd);
}

}  // namespace portexplorer
