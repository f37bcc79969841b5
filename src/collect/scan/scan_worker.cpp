#include "collect/scan/scan_worker.h"

#include <sys/stat.h>

#include <array>
#include <charconv>
#include <limits>
#include <string>

#include "base/privilege.h"
#include "collect/procfs/living_thread.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"
#include "collect/procfs/thread_tables.h"

namespace portexplorer {
namespace {

constexpr std::size_t kEntryBytes = 32768;
constexpr std::uint32_t kShareAbove = 1024;
constexpr int kShare = 1024;
constexpr int kMaxShares = 256;

// Returns the capacity of the process's descriptor table, which the kernel doubles when needed.
int fd_table_size(int process_dir) {
  std::array<char, 8192> buffer;
  const auto status = read_small_file(process_dir, "status", buffer);
  const auto value = status ? status_value(*status, "FDSize") : std::nullopt;
  const auto size = value ? parse_number(*value) : std::nullopt;
  if (!size) return 0;
  return static_cast<int>(std::min<std::uint64_t>(*size, std::numeric_limits<int>::max()));
}

}  // namespace

// `image` differs from `dir` if the main thread has ended and others still run.
struct ScanWorker::OpenProcess {
  UniqueFd dir;
  UniqueFd image;
  [[nodiscard]] int image_dir() const { return image ? image.get() : dir.get(); }
};

ScanWorker::ScanWorker(const ScanPlan& plan, ScanQueue& queue, std::vector<ScanSlot>& slots)
    : plan_(plan),
      queue_(queue),
      slots_(slots),
      reader_(plan.own, plan.clock),
      entries_(std::make_unique_for_overwrite<char[]>(kEntryBytes)) {}

void ScanWorker::read_process(std::size_t index) {
  ScanSlot& slot = slots_[index];
  std::array<char, 16> name{};
  std::to_chars(name.data(), name.data() + name.size() - 1, slot.pid.value());
  auto dir = open_directory(plan_.proc_fd, name.data());
  if (!dir) {
    slot.closed = dir.error().kind != ErrorKind::not_found;
    slot.out_of_files = is_out_of_files(dir.error());
    (slot.closed ? slot.refused : slot.vanished) = true;
    return;
  }
  OpenProcess process{std::move(*dir), {}};
  const std::size_t found_before = mappings_.size();
  FdReport report;
  if (!has_no_fds(process.dir.get())) report = read_fds(index, process.dir.get(), {}, own_part());
  slot.netns = reader_.netns(process.dir.get());
  // A main thread that has ended is no longer in any namespace.
  if (report.outcome == FdOutcome::complete && report.seen == 0 && slot.netns == NetnsId(0)) {
    report = read_fds_of_threads(index, process);
    if (process.image) slot.netns = reader_.netns(process.image.get());
  }
  take_report(report, slot);
  if (slot.vanished) return;

  if (plan_.request.thread_files && !slot.refused) read_tables_of_threads(index, process);
  const bool shared = report.outcome == FdOutcome::paused;
  if (shared || mappings_.size() > found_before || plan_.request.details_for_all)
    read_details(process, shared, slot);
  if (slot.refused &&
      reader_.is_kernel_thread(slot.read && slot.read->fd_owner ? slot.read->fd_owner.get()
                                                                : process.dir.get())) {
    slot.refused = false;
  }
  if (shared && slot.read) share_rest(index, slot.read->fd_owner.get(), report.next);
}

// Saves opening the directories of kernel threads, which are the majority of processes on an idle
// machine.
bool ScanWorker::has_no_fds(int process_dir) const {
  struct stat status {};
  return plan_.counts_fds && ::fstatat(process_dir, "fd", &status, 0) == 0 && status.st_size == 0;
}

// Returns how many fds of a process this thread reads before it shares the rest.
std::uint32_t ScanWorker::own_part() const {
  return queue_.may_share() ? kShareAbove : std::numeric_limits<std::uint32_t>::max();
}

FdReport ScanWorker::read_fds(std::size_t slot, int owner_dir, const FdRange& range,
                              std::uint32_t limit) {
  const auto fd_dir = open_directory(owner_dir, "fd");
  if (!fd_dir) {
    FdReport report;
    report.outcome = fd_dir.error().kind == ErrorKind::not_found ? FdOutcome::gone
                     : is_out_of_files(fd_dir.error())           ? FdOutcome::out_of_files
                                                                 : FdOutcome::refused;
    return report;
  }
  FdScanOptions options;
  options.range = range;
  options.process = static_cast<std::uint32_t>(slot);
  options.limit = limit;
  options.guess = plan_.real_proc;
  const FdReport report =
      scan_fds(fd_dir->get(), options, {entries_.get(), kEntryBytes}, mappings_);
  fds_seen_ += report.seen;
  return report;
}

// A thread may have a separate file table, or be releasing its files, so the first running one that
// has any is used.
FdReport ScanWorker::read_fds_of_threads(std::size_t slot, OpenProcess& process) {
  FdReport found;
  for_each_living_thread(process.dir.get(), [&](UniqueFd&& thread) {
    const FdReport report = read_fds(slot, thread.get(), {}, own_part());
    if (report.seen == 0) return false;
    process.image = std::move(thread);
    found = report;
    return true;
  });
  return found;
}

// The fd numbers are not valid in the process's own table and become -1.
void ScanWorker::read_tables_of_threads(std::size_t slot, const OpenProcess& process) {
  const std::size_t found_before = mappings_.size();
  for_each_own_file_table(process.dir.get(), slots_[slot].pid, [&](UniqueFd&& thread, bool) {
    (void)read_fds(slot, thread.get(), {}, std::numeric_limits<std::uint32_t>::max());
    return false;
  });
  for (std::size_t i = found_before; i < mappings_.size(); ++i) mappings_[i].fd = -1;
  slots_[slot].thread_files = mappings_.size() > found_before;
}

void ScanWorker::take_report(const FdReport& report, ScanSlot& slot) {
  if (report.outcome == FdOutcome::refused || report.outcome == FdOutcome::out_of_files)
    slot.refused = true;
  if (report.outcome == FdOutcome::out_of_files) slot.out_of_files = true;
  if (report.outcome == FdOutcome::gone) slot.vanished = true;
}

void ScanWorker::read_details(OpenProcess& process, bool keep_open, ScanSlot& slot) {
  auto read = std::make_unique<ReadProcess>();
  read->process.pid = slot.pid;
  read->process.netns = slot.netns;
  auto facts =
      reader_.read(process.dir.get(), process.image_dir(), plan_.request.details, read->process);
  if (!facts) {
    (facts.error().kind == ErrorKind::not_found ? slot.vanished : slot.refused) = true;
    if (is_out_of_files(facts.error())) slot.out_of_files = true;
    return;
  }
  read->facts = *facts;
  if (keep_open) read->fd_owner = std::move(process.image ? process.image : process.dir);
  slot.read = std::move(read);
}

void ScanWorker::share_rest(std::size_t slot, int owner_dir, int first) {
  const int size = fd_table_size(owner_dir);
  const int share = std::max(kShare, (size - std::min(first, size)) / kMaxShares);
  std::vector<FdJob> jobs;
  for (; first < size - share; first += share) jobs.push_back({slot, {first, first + share}});
  jobs.push_back({slot, {first, std::numeric_limits<int>::max()}});
  queue_.add(std::move(jobs));
}

void ScanWorker::read_job(const FdJob& job) {
  ScanSlot& slot = slots_[job.slot];
  take_report(read_fds(job.slot, slot.read->fd_owner.get(), job.range,
                       std::numeric_limits<std::uint32_t>::max()),
              slot);
}

}  // namespace portexplorer
