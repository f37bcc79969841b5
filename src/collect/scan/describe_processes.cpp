#include "collect/scan/describe_processes.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <optional>
#include <system_error>
#include <thread>

#include "base/unique_fd.h"
#include "collect/procfs/living_thread.h"
#include "collect/procfs/proc_dir.h"

namespace portexplorer {
namespace {

constexpr std::size_t kWorthAThread =
    4;  // processes: each takes about 50 µs, and so does starting a thread

Result<UniqueFd> open_process(int proc_fd, Pid pid) {
  std::array<char, 16> name{};
  std::to_chars(name.data(), name.data() + name.size() - 1, pid.value());
  return open_directory(proc_fd, name.data());
}

// `dir` always refers to the same process, even if its pid is reused.
std::optional<ReadDescription> describe(ProcessReader& reader, const UniqueFd& dir, Pid pid,
                                        bool details) {
  ReadDescription found;
  found.process.pid = pid;
  found.process.netns = reader.netns(dir.get());
  UniqueFd thread;
  if (found.process.netns == NetnsId(0)) thread = living_thread(dir.get());
  if (thread) found.process.netns = reader.netns(thread.get());
  auto facts = reader.read(dir.get(), thread ? thread.get() : dir.get(), details, found.process);
  if (!facts) return std::nullopt;
  found.facts = *facts;
  return found;
}

std::optional<ReadDescription> describe(ProcessReader& reader, int proc_fd,
                                        const ProcessIdentity& wanted, bool details) {
  const auto dir = open_process(proc_fd, wanted.pid);
  if (!dir) return std::nullopt;
  auto found = describe(reader, *dir, wanted.pid, details);
  if (found && found->process.start_ticks != wanted.start_ticks) return std::nullopt;
  return found;
}

// Files are counted on Linux 6.2 or later; before that, no process seems to have any.
bool has_files(const UniqueFd& process_dir) {
  struct stat status {};
  return ::fstatat(process_dir.get(), "fd", &status, 0) != 0 || status.st_size > 0;
}

}  // namespace

ReadDescriptions describe_processes(int proc_fd, const OwnPlace& own, const BootClock& clock,
                                    std::span<const ProcessIdentity> wanted,
                                    const ScanRequest& request) {
  ReadDescriptions found(wanted.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    ProcessReader reader(own, clock);
    for (std::size_t i = next++; i < wanted.size(); i = next++)
      found[i] = describe(reader, proc_fd, wanted[i], request.details);
  };
  {
    const std::size_t cores =
        request.threads != 0 ? request.threads : std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    try {
      for (std::size_t i = 1; i < std::min(cores, wanted.size() / kWorthAThread); ++i)
        threads.emplace_back(work);
    } catch (const std::system_error&) {
      // No more threads are available: the existing ones do the work.
    }
    work();
  }
  return found;
}

std::vector<ReadDescription> describe_until(const std::stop_token& stop, int proc_fd,
                                            const OwnPlace& own, const BootClock& clock,
                                            std::span<const Pid> pids, bool details) {
  std::vector<ReadDescription> found;
  ProcessReader reader(own, clock);
  for (auto pid = pids.begin(); pid != pids.end() && !stop.stop_requested(); ++pid) {
    const auto dir = open_process(proc_fd, *pid);
    if (!dir || !has_files(*dir)) continue;
    if (auto one = describe(reader, *dir, *pid, details)) found.push_back(std::move(*one));
  }
  return found;
}

}  // namespace portexplorer
