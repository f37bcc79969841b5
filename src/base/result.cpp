#include "base/result.h"

#include <cerrno>

namespace portexplorer {

Error error_from_errno(int errno_value, std::string what) {
  ErrorKind kind = ErrorKind::io;
  switch (errno_value) {
    case EPERM:
    case EACCES: kind = ErrorKind::not_permitted; break;
    case ENOENT:
    case ESRCH: kind = ErrorKind::not_found; break;
    case EOPNOTSUPP:
    case EPROTONOSUPPORT:
    case EAFNOSUPPORT:
    case ENOSYS: kind = ErrorKind::not_supported; break;
    default: break;
  }
  return Error{kind, errno_value, std::move(what)};
}

}  // namespace portexplorer
