#include "collect/scan/process_reader.h"

#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "base/disposable.h"
#include "base/own_ids.h"
#include "collect/process/executable.h"
#include "collect/process/interpreter.h"
#include "collect/procfs/cgroup_text.h"
#include "collect/procfs/mount_table.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

constexpr std::size_t kCommandLimit =
    65536;  // longer command lines are cut; exec accepts up to 2 MiB

std::uint32_t namespace_of(int dir, const char* path, std::string_view kind) {
  std::array<char, 64> buffer;
  return parse_namespace_link(read_link(dir, path, buffer), kind).value_or(0);
}

void take_stat(const ProcessStat& stat, const BootClock& clock, Process& process) {
  process.comm = stat.comm;
  process.parent = stat.parent;
  process.start_ticks = stat.start_ticks;
  process.started_at = clock.at(stat.start_ticks);
  process.terminal = terminal_name(stat.tty_nr);
  process.facts.has_terminal = stat.tty_nr != 0;
  process.facts.kernel_thread = stat.kernel_thread();
}

}  // namespace

ProcessReader::ProcessReader(const OwnPlace& own, const BootClock& clock)
    : own_(own), clock_(clock), buffer_(std::make_unique_for_overwrite<char[]>(kCommandLimit)) {}

std::span<char> ProcessReader::buffer() { return {buffer_.get(), kCommandLimit}; }

Result<JudgeFacts> ProcessReader::read(int process_dir, int image_dir, bool details,
                                       Process& process) {
  // Must precede the read of stat: the directory of a process that has ended belongs to root, but
  // then reading stat fails. Otherwise the owner is the effective user, even if the process
  // protects its memory (fs/proc/base.c, task_dump_owner).
  struct stat status {};
  const bool has_owner = ::fstat(process_dir, &status) == 0;
  TRY(text, read_small_file(process_dir, "stat", buffer()));
  const auto stat = parse_stat(text);
  if (!stat)
    return fail(ErrorKind::malformed, "the kernel's description of a process is malformed");
  take_stat(*stat, clock_, process);
  JudgeFacts facts;
  facts.session = stat->session;
  if (stat->ended()) return fail(ErrorKind::not_found, "the process has ended");

  ExecutableFile executable;
  if (!process.facts.kernel_thread) executable = read_executable(image_dir, own_.links_may_wait);
  process.facts.executable = process.facts.kernel_thread ? Executable::none : executable.state;
  process.path = std::move(executable.path);
  process.name = process.path.empty() ? process.comm : std::string(file_name(process.path));
  process.program = process.name;
  if (has_owner && !own_users().is_unknown(status.st_uid)) process.uid = Uid(status.st_uid);
  if (!details) return facts;
  if (!process.facts.kernel_thread) read_command(image_dir, stat->may_hold_memory(), process);
  read_place(process_dir, image_dir, process, facts);
  return facts;
}

bool ProcessReader::is_kernel_thread(int process_dir) {
  const auto text = read_small_file(process_dir, "stat", buffer());
  const auto stat = text ? parse_stat(*text) : std::nullopt;
  return stat && stat->kernel_thread();
}

NetnsId ProcessReader::netns(int image_dir) {
  if (const auto id = namespace_of(image_dir, "ns/net", "net"); id != 0) return NetnsId(id);
  if (errno != EACCES && errno != EPERM) return NetnsId(0);
  struct stat status {};
  const bool same = own_.net_inode != 0 && ::fstatat(image_dir, "net/dev", &status, 0) == 0 &&
                    status.st_ino == own_.net_inode;
  return same ? own_.netns : NetnsId(0);
}

// If reading the memory of a process may block, a child reads its arguments.
void ProcessReader::read_command(int image_dir, bool may_wait, Process& process) {
  Result<std::string_view> text = fail(ErrorKind::unavailable, kNoAnswer);
  Result<std::string> answer;
  if (may_wait && !is_disposable()) {
    answer = run_disposable(
        [&] {
          return std::string(
              read_small_file(image_dir, "cmdline", buffer()).value_or(std::string_view()));
        },
        {image_dir});
    if (answer) text = std::string_view(*answer);
  } else {
    text = read_small_file(image_dir, "cmdline", buffer());
  }
  if (!text) return;
  process.command = join_arguments(*text);
  std::string script = script_of(process.name, split_arguments(*text));
  if (!script.empty()) process.program = std::move(script);
}

void ProcessReader::read_place(int process_dir, int image_dir, Process& process,
                               JudgeFacts& facts) {
  if (const auto text = read_small_file(process_dir, "cgroup", buffer())) {
    CgroupPlace place = parse_cgroup(*text);
    process.cgroup = std::move(place.path);
    process.unit = std::move(place.unit);
    process.container = std::move(place.container);
    facts.openrc = place.openrc;
  }
  if (process.facts.kernel_thread) return;
  const std::uint32_t pid_namespace = namespace_of(image_dir, "ns/pid", "pid");
  const bool other_processes =
      pid_namespace != 0 && own_.pid_namespace != 0 && pid_namespace != own_.pid_namespace;
  if (other_processes && has_other_root(image_dir)) facts.foreign_pid_namespace = pid_namespace;
  if (process.facts.executable == Executable::replaced) {
    facts.own_mounts = namespace_of(image_dir, "ns/mnt", "mnt") == own_.mount_namespace &&
                       own_.mount_namespace != 0;
  }
  if (process.facts.executable != Executable::present) return;
  if (const auto target = executable_target(image_dir, process.path, own_.links_may_wait)) {
    facts.exe_device = target->device;
    facts.exe_inode = target->inode;
  }
}

bool ProcessReader::has_other_root(int image_dir) {
  const std::uint32_t mounts = namespace_of(image_dir, "ns/mnt", "mnt");
  if (mounts == 0 || mounts == own_.mount_namespace) return false;
  // Our own root has answered, so only another root may block.
  if (own_.links_may_wait && !is_disposable() && mounts_of(image_dir)->waits_on_way("/"))
    return true;
  const auto root = link_target(image_dir, "root");
  return root && (root->device != own_.root_device || root->inode != own_.root_inode);
}

}  // namespace portexplorer
