#include "base/privilege.h"

#include <unistd.h>

#include <cerrno>

namespace portexplorer {

Text how_to_get_privilege() {
  return ::geteuid() != 0 ? "Run as root: sudo portexplorer"_text
                          : "Root lacks capabilities here: run portexplorer outside the container, or with more capabilities."_text;
}

bool is_out_of_files(const Error& error) { return error.errno_value == EMFILE || error.errno_value == ENFILE; }

bool is_out_of_threads(const Error& error) { return error.kind == ErrorKind::unavailable && error.errno_value == EAGAIN; }

Text why_failed(const Error& error, const Text& why) {
  if (is_out_of_files(error)) return "This program may not open more files: its limit (RLIMIT_NOFILE) or the system's is reached."_text;
  if (is_out_of_threads(error))
    return "This program may not create more threads: its limit (RLIMIT_NPROC) or its control group's is reached."_text;
  return why;
}

Text remedy_for(const Error& error) {
  if (is_out_of_files(error)) return "Raise the limit: ulimit -n 1024"_text;
  if (is_out_of_threads(error)) return "Raise the limit of processes: ulimit -u 1024"_text;
  return how_to_get_privilege();
}

}  // namespace portexplorer
