// All that one process says of itself, read through its open /proc directory.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "collect/procfs/machine.h"
#include "model/process.h"

namespace portexplorer {

// What the class of a process is judged by later, beside the Process itself.
struct JudgeFacts {
  std::int32_t session = 0;
  std::uint32_t foreign_pid_namespace =
      0;  // it sees other processes and other files than the reader: a container
  std::uint64_t exe_device = 0;  // of the file that it runs; 0 where not read
  std::uint64_t exe_inode = 0;
  bool own_mounts = false;  // its paths are the reader's paths (read only where exe_inode is not)
  bool openrc = false;
};

// Reads one process after the other into the same buffers. One for each thread.
class ProcessReader {
 public:
  ProcessReader(const OwnPlace& own, const BootClock& clock);

  // Fills in what `process_dir` (an open /proc/PID) tells. `image_dir` is the same, or a thread's
  // directory where the main thread has ended and taken its memory and files with it. pid and netns
  // are left alone, and so is what needs more than this one process: user and most of the facts.
  // not_found: the process has ended.
  Result<JudgeFacts> read(int process_dir, int image_dir, bool details, Process& process);

  // True if it is a kernel thread; these have no files and refuse to show them.
  bool is_kernel_thread(int process_dir);

  // The network namespace; 0 where it cannot be told. Where the link is refused, the reader's own
  // is still recognised.
  NetnsId netns(int image_dir);

 private:
  void read_command(int image_dir, bool may_wait, Process& process);
  void read_place(int process_dir, int image_dir, Process& process, JudgeFacts& facts);
  bool has_other_root(int image_dir);
  [[nodiscard]] std::span<char> buffer();

  const OwnPlace& own_;
  const BootClock& clock_;
  std::unique_ptr<char[]>
      buffer_;  // never cleared: it is large, and a scan of an idle machine is short
};

}  // namespace portexplorer
