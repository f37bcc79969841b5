#include "base/privilege.h"

#include <linux/capability.h>
#include <unistd.h>

#include <cerrno>

#include "base/capabilities.h"
#include "base/own_ids.h"

namespace portexplorer {

Text how_to_become_root() {
  return is_confined() ? "Run portexplorer as root outside the container."_text
                       : "Run as root: sudo portexplorer"_text;
}

bool may_read_all_processes() {
  return Capabilities::effective().has(CAP_SYS_PTRACE) && own_users().is_complete;
}

Text how_to_get_privilege() {
  return ::geteuid() != 0
             ? how_to_become_root()
             : "Root lacks capabilities here: run portexplorer outside the container, or with more capabilities."_text;
}

bool is_out_of_files(const Error& error) {
  return error.errno_value == EMFILE || error.errno_value == ENFILE;
}

bool is_out_of_threads(const Error& error) {
  return error.kind == ErrorKind::unavailable && error.errno_value == EAGAIN;
}

Text why_failed(const Error& error, const Text& why) {
  if (is_out_of_files(error))
    return "This program may not open more files: its limit (RLIMIT_NOFILE) or the system's is reached."_text;
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
