// Reads all facts about one process that its own /proc directory provides.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "collect/procfs/machine.h"
#include "model/process.h"

namespace portexplorer {

// The facts by which the class of a process is judged later, in addition to the Process.
struct JudgeFacts {
  std::int32_t session = 0;
  std::uint32_t foreign_pid_namespace =
      0;  // it sees other processes and other files than the reader: a container
  std::uint64_t exe_device = 0;  // of the file that it runs; 0 if not read
  std::uint64_t exe_inode = 0;
  bool own_mounts = false;  // its paths are the reader's paths (read only if exe_inode is not)
  bool openrc = false;
};

// Reads one process after another into the same buffers. Use one per thread.
class ProcessReader {
 public:
  ProcessReader(const OwnPlace& own, const BootClock& clock);

  // Fills in what `process_dir` (an open /proc/PID) provides. `image_dir` is the same, or a
  // thread's directory if the main thread has ended and released its memory and files. Does not set
  // pid, netns, and facts that need more than this process: user and most of the facts. not_found:
  // the process has ended.
  Result<JudgeFacts> read(int process_dir, int image_dir, bool details, Process& process);

  // Returns whether it is a kernel thread; these have no files and refuse to list them.
  bool is_kernel_thread(int process_dir);

  // Returns the network namespace; 0 if unknown. If the link is refused, the reader's own namespace
  // is still recognized.
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
