// The outcome of a function that can fail.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace portexplorer {

enum class ErrorKind {
  not_permitted,  // the privilege is missing
  not_supported,  // this kernel or machine does not support it; expected, not a failure
  not_found,      // it no longer exists or never did (a process that has exited)
  malformed,      // the data read is invalid
  io,             // the operating system reported an error
  unavailable,    // temporary; may work later
};

// Describes a failure. `what` is a plain sentence without a full stop. errno_value is 0 if no errno
// was involved.
struct Error {
  ErrorKind kind = ErrorKind::io;
  int errno_value = 0;
  std::string what;
};

// Creates an Error from an errno: EPERM and EACCES are not_permitted, ENOENT and ESRCH not_found,
// EOPNOTSUPP, EPROTONOSUPPORT, EAFNOSUPPORT and ENOSYS not_supported, all others io.
Error error_from_errno(int errno_value, std::string what);

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

inline tl::unexpected<Error> fail(ErrorKind kind, std::string what, int errno_value = 0) {
  return tl::unexpected<Error>(Error{kind, errno_value, std::move(what)});
}
inline tl::unexpected<Error> fail_errno(int errno_value, std::string what) {
  return tl::unexpected<Error>(error_from_errno(errno_value, std::move(what)));
}

}  // namespace portexplorer

// TRY(x, expression) returns the error of the expression from the current function, or declares x
// with its value. TRY_VOID(expression) does the same for Result<void>.
#define PORTEXPLORER_JOIN_(a, b) a##b
#define PORTEXPLORER_JOIN(a, b) PORTEXPLORER_JOIN_(a, b)
#define TRY(name, expression) TRY_IMPL_(PORTEXPLORER_JOIN(try_result_, __LINE__), name, expression)
#define TRY_IMPL_(tmp, name, expression)                          \
  auto tmp = (expression);                                        \
  if (!tmp) return tl::unexpected<Error>(std::move(tmp).error()); \
  auto name = std::move(tmp).value()
#define TRY_VOID(expression)                                                                \
  do {                                                                                      \
    auto try_void_result = (expression);                                                    \
    if (!try_void_result) return tl::unexpected<Error>(std::move(try_void_result).error()); \
  } while (false)
