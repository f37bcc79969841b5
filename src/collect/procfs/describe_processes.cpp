#include "collect/procfs/describe_processes.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <optional>
#include <system_error>
#include <thread>

#include "base/unique_fd.h"
#include "collect/procfs/proc_dir.h"

namespace portexplorer {
namespace {

constexpr std::size_t kWorthAThread = 4;  // processes: each takes some 50 µs, and so does starting a thread

// A main thread that has called pthread_exit() has given up its memory and its namespaces; the others keep them.
UniqueFd living_thread(ProcessReader& reader, int process_dir) {
  constexpr nlink_t kOneThread = 3;  // links of the task directory: one for each thread, and two (proc_task_getattr)
  struct stat status {};
  if (::fstatat(process_dir, "task", &status, 0) != 0 || status.st_nlink <= kOneThread) return {};
  const auto tasks = open_directory(process_dir, "task");
  if (!tasks) return {};
  alignas(8) std::array<char, 4096> buffer;
  DirectoryReader names(tasks->get(), buffer);
  for (auto name = names.next(); !name.empty(); name = names.next()) {
    auto task = open_directory(tasks->get(), name.data());
    if (task && reader.netns(task->get()) != NetnsId(0)) return std::move(*task);
  }
  return {};
}

std::optional<ReadDescription> describe(ProcessReader& reader, int proc_fd, const ProcessIdentity& wanted, bool details) {
  std::array<char, 16> name{};
  std::to_chars(name.data(), name.data() + name.size() - 1, wanted.pid.value());
  const auto dir = open_directory(proc_fd, name.data());
  if (!dir) return std::nullopt;
  ReadDescription found;
  found.process.pid = wanted.pid;
  found.process.netns = reader.netns(dir->get());
  UniqueFd thread;
  if (found.process.netns == NetnsId(0)) thread = living_thread(reader, dir->get());
  if (thread) found.process.netns = reader.netns(thread.get());
  auto facts = reader.read(dir->get(), thread ? thread.get() : dir->get(), details, found.process);
  if (!facts || found.process.start_ticks != wanted.start_ticks) return std::nullopt;
  found.facts = *facts;
  return found;
}

}  // namespace

ReadDescriptions describe_processes(int proc_fd, const OwnPlace& own, const BootClock& clock, std::span<const ProcessIdentity> wanted,
                                    const ScanRequest& request) {
  ReadDescriptions found(wanted.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    ProcessReader reader(own, clock);
    for (std::size_t i = next++; i < wanted.size(); i = next++) found[i] = describe(reader, proc_fd, wanted[i], request.details);
  };
  {
    const std::size_t cores = request.threads != 0 ? request.threads : std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    try {
      for (std::size_t i = 1; i < std::min(cores, wanted.size() / kWorthAThread); ++i) threads.emplace_back(work);
    } catch (const std::system_error&) {
      // The system gives no more threads: those that there are do the work.
    }
    work();
  }
  return found;
}

}  // namespace portexplorer
