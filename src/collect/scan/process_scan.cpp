#include "collect/scan/process_scan.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <system_error>
#include <thread>

#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"
#include "collect/procfs/thread_tables.h"
#include "collect/scan/class_judge.h"
#include "collect/scan/describe_processes.h"
#include "collect/scan/process_cache.h"
#include "collect/scan/scan_coverage.h"
#include "collect/scan/scan_worker.h"

namespace portexplorer {
namespace {

// A thread is worth starting if it saves more time than it costs, about 50 µs.
constexpr std::size_t kProcessesWorthAThread = 150;
constexpr std::uint64_t kFdsWorthAThread = 100;

bool is_procfs(int fd) {
  struct statfs status {};
  return ::fstatfs(fd, &status) == 0 && status.f_type == PROC_SUPER_MAGIC;
}

// The reader itself has open files: if the size of its fd directory is not 0, the kernel counts
// them there.
bool counts_fds(int proc_fd) {
  struct stat status {};
  return ::fstatat(proc_fd, "self/fd", &status, 0) == 0 && status.st_size > 0;
}

std::vector<Pid> list_processes(int proc_fd) {
  alignas(8) std::array<char, 32768> buffer;
  std::vector<Pid> pids;
  DirectoryReader reader(proc_fd, buffer);
  for (auto name = reader.next(); !name.empty(); name = reader.next()) {
    const auto number = parse_number(name);
    if (number && *number > 0 &&
        *number <= static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max())) {
      pids.emplace_back(static_cast<std::int32_t>(*number));
    }
  }
  std::ranges::sort(pids);
  return pids;
}

// The calling thread works, and starts others as soon as there is enough to do.
class ScanThreads {
 public:
  ScanThreads(const ScanPlan& plan, std::vector<ScanSlot>& slots)
      : plan_(plan), slots_(slots), queue_(slots.size()) {
    const unsigned wanted =
        plan.request.threads != 0 ? plan.request.threads : std::thread::hardware_concurrency();
    others_ = std::max(1u, wanted) - 1;
    add_worker();
  }

  void run() {
    queue_.enter();
    if (slots_.size() >= kProcessesWorthAThread) take_on_others();
    ScanWorker& own = *workers_.front();
    while (const auto slot = queue_.next_process()) {
      own.read_process(*slot);
      if (own.fds_seen() >= kFdsWorthAThread) take_on_others();
    }
    queue_.leave();
    read_jobs(own);
    threads_.clear();  // joins
  }

  [[nodiscard]] const std::vector<std::unique_ptr<ScanWorker>>& workers() const { return workers_; }

 private:
  ScanWorker& add_worker() {
    return *workers_.emplace_back(std::make_unique<ScanWorker>(plan_, queue_, slots_));
  }

  void take_on_others() {
    for (; others_ > 0; --others_) {
      ScanWorker& worker = add_worker();
      queue_.enter();
      try {
        threads_.emplace_back([this, &worker] { help(worker); });
      } catch (const std::system_error&) {  // no more threads are available: the existing ones do
                                            // the work
        queue_.leave();
        others_ = 0;
        return;
      }
    }
  }

  void help(ScanWorker& worker) {
    while (const auto slot = queue_.next_process()) worker.read_process(*slot);
    queue_.leave();
    read_jobs(worker);
  }

  void read_jobs(ScanWorker& worker) {
    while (const auto job = queue_.next_job()) worker.read_job(*job);
  }

  const ScanPlan& plan_;
  std::vector<ScanSlot>& slots_;
  ScanQueue queue_;
  std::vector<std::unique_ptr<ScanWorker>> workers_;
  std::vector<std::jthread> threads_;
  unsigned others_ = 0;  // threads that may still be started
};

// Merges the results of the threads in the order of the processes, by a counting sort: count the
// mappings of each slot, reserve a contiguous part of the result for each process (take()), and put
// each mapping into the part of its process.
class ScanMerger {
 public:
  ScanMerger(std::vector<ScanSlot>& slots, const ScanThreads& crew)
      : slots_(slots), crew_(crew), index_(slots.size(), kNoIndex) {}

  ProcessScan gather(bool all) {
    count_sockets();
    for (std::size_t i = 0; i < slots_.size(); ++i) take(i, all);
    place_mappings();
    return std::move(scan_);
  }

  [[nodiscard]] const std::vector<JudgeFacts>& facts() const { return facts_; }

 private:
  void count_sockets() {
    sockets_.assign(slots_.size(), 0);
    for (const auto& worker : crew_.workers()) {
      for (const Mapping& mapping : worker->mappings()) ++sockets_[mapping.process];
    }
  }

  void take(std::size_t i, bool all) {
    ScanSlot& slot = slots_[i];
    if (slot.vanished) {
      ++scan_.vanished;
      return;
    }
    scan_.members.push_back(slot.pid);
    scan_.member_netns.push_back(slot.netns);
    if (slot.thread_files) scan_.thread_files = true;
    if (slot.out_of_files) ++scan_.out_of_files;
    else if (slot.refused) ++scan_.unreadable;
    if (!slot.read || (sockets_[i] == 0 && !all)) return;
    index_[i] = static_cast<std::uint32_t>(scan_.processes.size());
    scan_.processes.push_back(std::move(slot.read->process));
    facts_.push_back(slot.read->facts);
    starts_.push_back(total_);
    total_ += sockets_[i];
  }

  void place_mappings() {
    scan_.mappings.resize(total_);
    for (const auto& worker : crew_.workers()) {
      for (Mapping mapping : worker->mappings()) {
        const std::uint32_t process = index_[mapping.process];
        if (process == kNoIndex) continue;
        mapping.process = process;
        scan_.mappings[starts_[process]++] = mapping;
      }
    }
  }

  std::vector<ScanSlot>& slots_;
  const ScanThreads& crew_;
  std::vector<std::uint32_t> index_;  // slot → index into scan_.processes
  std::vector<std::size_t> sockets_;  // of each slot
  std::vector<std::size_t> starts_;   // of each process: where its next mapping goes
  std::size_t total_ = 0;
  std::vector<JudgeFacts> facts_;
  ProcessScan scan_;
};

// If processes of other users are hidden, the first process is certain to be among them.
bool hides_processes(const ScanSlot& first, bool real_proc) {
  return real_proc && (first.pid != Pid(1) || (first.closed && !first.out_of_files));
}

}  // namespace

struct ProcessScanner::State {
  explicit State(MachinePaths machine_paths) : paths(std::move(machine_paths)), judge(paths) {}

  [[nodiscard]] Result<UniqueFd> open_proc() const {
    UniqueFd proc(::open(paths.proc.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::string list = "the list of processes in " + paths.proc;
    if (!proc && (errno == EMFILE || errno == ENFILE))
      return fail_errno(
          errno, list + " cannot be opened: this program may not open more files (RLIMIT_NOFILE)");
    if (!proc) return fail_errno(errno, list + " cannot be opened");
    return proc;
  }

  [[nodiscard]] std::vector<std::optional<Process>> judged(int proc_fd, const OwnPlace& own,
                                                           ReadDescriptions&& found, bool details) {
    std::vector<Process> processes;
    std::vector<JudgeFacts> facts;
    for (auto& one : found) {
      if (!one) continue;
      processes.push_back(std::move(one->process));
      facts.push_back(one->facts);
    }
    if (details) judge.judge(proc_fd, own, processes, facts);
    std::vector<std::optional<Process>> result(found.size());
    auto next = processes.begin();
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i]) result[i] = std::move(*next++);
    }
    return result;
  }

  MachinePaths paths;
  ClassJudge judge;
  BootClock clock;
  ProcessCache memory;
};

ProcessScanner::ProcessScanner(std::string proc_root)
    : ProcessScanner(MachinePaths{.proc = std::move(proc_root)}) {}
ProcessScanner::ProcessScanner(MachinePaths paths)
    : state_(std::make_unique<State>(std::move(paths))) {}
ProcessScanner::~ProcessScanner() = default;

Result<ProcessScan> ProcessScanner::scan(const ScanRequest& request) {
  TRY(proc, state_->open_proc());
  const std::vector<Pid> pids = list_processes(proc.get());
  if (pids.empty())
    return fail(ErrorKind::unavailable,
                state_->paths.proc + " shows no processes: it is not mounted");

  state_->clock.refresh();
  const OwnPlace own = read_own_place(proc.get());
  const bool real_proc = is_procfs(proc.get());
  const ScanPlan plan{proc.get(), real_proc, real_proc && counts_fds(proc.get()),
                      request,    own,       state_->clock};
  std::vector<ScanSlot> slots(pids.size());
  for (std::size_t i = 0; i < pids.size(); ++i) slots[i].pid = pids[i];
  ScanThreads crew(plan, slots);
  crew.run();

  const bool invisible = hides_processes(slots.front(), real_proc);
  ScanMerger harvest(slots, crew);
  ProcessScan scan = harvest.gather(request.details_for_all);
  scan.processes_invisible = invisible;
  if (request.details) state_->judge.judge(proc.get(), own, scan.processes, harvest.facts());
  scan.sees_all_namespaces = !hides_other_pid_namespaces(own);
  add_scan_gaps(scan.coverage, {scan.unreadable, scan.out_of_files, ::geteuid() == 0, invisible,
                                hides_other_pid_namespaces(own)});
  return scan;
}

bool ProcessScanner::has_thread_files() const {
  const auto proc = state_->open_proc();
  if (!proc) return false;
  bool found = false;
  for (const Pid pid : list_processes(proc->get())) {
    const auto dir = open_directory(proc->get(), std::to_string(pid.value()).c_str());
    if (dir)
      for_each_own_file_table(dir->get(), pid,
                              [&](UniqueFd&&, bool compared) { return found = compared; });
    if (found) break;
  }
  return found;
}

Result<ProcessDescriptions> ProcessScanner::describe(std::span<const ProcessIdentity> wanted,
                                                     const ScanRequest& request) {
  TRY(proc, state_->open_proc());
  state_->clock.refresh();
  const OwnPlace own = read_own_place(proc.get());
  ReadDescriptions found(wanted.size());
  const std::vector<std::size_t> unread = state_->memory.recall(wanted, request.details, found);
  std::vector<ProcessIdentity> asked;
  asked.reserve(unread.size());
  for (const std::size_t i : unread) asked.push_back(wanted[i]);
  ReadDescriptions fresh = describe_processes(proc.get(), own, state_->clock, asked, request);
  for (std::size_t i = 0; i < unread.size(); ++i) found[unread[i]] = std::move(fresh[i]);
  state_->memory.keep(wanted, request.details, found);
  ProcessDescriptions result;
  result.processes = state_->judged(proc.get(), own, std::move(found), request.details);
  result.sees_all_namespaces = !hides_other_pid_namespaces(own);
  add_scan_gaps(result.coverage, {.as_root = ::geteuid() == 0,
                                  .own_pid_namespace = hides_other_pid_namespaces(own)});
  return result;
}

void ProcessScanner::describe_ahead(const std::stop_token& stop, bool details) {
  const auto proc = state_->open_proc();
  if (!proc) return;
  state_->clock.refresh();
  state_->memory.expect(describe_until(stop, proc->get(), read_own_place(proc->get()),
                                       state_->clock, list_processes(proc->get()), details),
                        details);
}

}  // namespace portexplorer
