#include "collect/ebpf/reader/socket_reader.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <exception>
#include <functional>
#include <iterator>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_set>

#include "base/privilege.h"
#include "base/words.h"
#include "collect/ebpf/loader/kernel_names.h"
#include "collect/ebpf/reader/reader_programs.h"
#include "collect/ebpf/reader_merge.h"
#include "collect/ebpf/record_rows.h"
#include "collect/ebpf/tcp_without_fd.h"

namespace portexplorer {
namespace {

// The kernel returns at most 32 KiB per read (PAGE_SIZE << 3), and more only with larger pages.
constexpr std::size_t kReadBytes = 256 * 1024;

CoverageGap not_loaded_gap(const char* table) {
  return {
      std::string("ebpf.") + table,
      {"Sockets of type {table} that no process holds are not listed."_text, {{"table", table}}},
      {"This kernel has no BPF iterator for them."_text, {}},
      {"Use a newer kernel."_text, {}},
      false};
}

CoverageGap not_entered_gap(const NetnsHandle& other, const Error& error) {
  const std::string name = other.name.empty() ? std::to_string(other.id.value()) : other.name;
  return {"ebpf.netns." + std::to_string(other.id.value()),
          {"Sockets in network namespace {namespace} that no process holds are missing."_text,
           {{"namespace", name}}},
          {"{reason}.", {}, {{"reason", own_words(error.what)}}},
          {remedy_for(error), {}},
          true};
}

enum class Until : std::uint8_t { end, pause };

// Continues to read a stream until its end or until it pauses.
Result<void> read_on(int iteration, std::span<std::byte> buffer, RecordParser& parser,
                     Until until = Until::end) {
  while (true) {
    const ssize_t n = ::read(iteration, buffer.data(), buffer.size());
    if (n == 0) return {};
    if (n < 0 && errno == EAGAIN && until == Until::pause) return {};
    // EAGAIN: a million objects produced no record, but there may be more.
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n < 0) return fail_errno(errno, "reading sockets from a BPF iterator failed");
    TRY_VOID(parser.parse(buffer.first(static_cast<std::size_t>(n))));
  }
}

Result<bool> read_stream(int iteration, std::span<std::byte> buffer, ReaderPart& part,
                         long clock_ticks) {
  RecordParser parser(part, clock_ticks);
  TRY_VOID(read_on(iteration, buffer, parser));
  return parser.filters_by_pid();
}

// Buffers and results of one thread.
struct Worker {
  std::vector<std::byte> buffer = std::vector<std::byte>(kReadBytes);
  ReaderPart part;
  Result<void> result;  // first error
};

// TCP of one network namespace. The iteration over the whole table is read to its end only if the
// shortcuts of TcpWithoutFd do not find all sockets.
struct TcpTable {
  TcpTable(TcpWithoutFd counts, UniqueFd stream, long clock_ticks)
      : quiet(std::move(counts)), iteration(std::move(stream)), parser(part, clock_ticks) {}

  TcpWithoutFd quiet;
  UniqueFd iteration;
  ReaderPart part;  // records read from the iteration so far
  RecordParser parser;
  // The counts, possibly with the listeners, may be sufficient; dump only if they are not.
  bool dumps_late = false;
  bool is_whole = false;
};

struct TableName {
  ReaderTable table;
  Protocol protocol;
  const char* name;
};
constexpr TableName kTables[] = {{ReaderTable::tcp, Protocol::tcp, "tcp"},
                                 {ReaderTable::udp, Protocol::udp, "udp"},
                                 {ReaderTable::unix_domain, Protocol::unix_domain, "unix"},
                                 {ReaderTable::netlink, Protocol::netlink, "netlink"}};

}  // namespace

struct BpfSocketReader::State {
  explicit State(ReaderPrograms loaded) : programs(std::move(loaded)) {}

  Result<void> read(const ReaderRequest& request, const NameNamespaces& name_others,
                    SocketReading& reading) {
    prepare(request);
    TRY_VOID(read_tasks());
    const std::span<const NetnsHandle> others = name_others(tasks.processes);
    if (request.without_fd) TRY_VOID(open_tables(request.protocols, others, reading));
    const DiagExtras extras{request.traffic, request.memory};
    TRY_VOID(read_held(extras));
    if (request.without_fd) {
      TRY_VOID(read_sockets_without_fd(extras, reading));
      TRY_VOID(rescan());
    }
    std::vector<ReaderPart> parts;
    parts.reserve(workers.size() + tcp.size());
    for (Worker& w : workers) parts.push_back(std::move(w.part));
    for (const auto& t : tcp) parts.push_back(std::move(t->part));
    // Some processes started after the task list was read.
    if (!all_known(parts, tasks.processes)) TRY_VOID(read_tasks());
    reading.processes.swap(tasks.processes);
    if (std::ranges::any_of(parts, &ReaderPart::bound_tcp))
      reading.lists_bound_tcp = kernel_lists_bound_tcp();
    merge_parts(parts, reading);
    for (std::size_t i = 0; i < workers.size(); ++i) workers[i].part = std::move(parts[i]);
    remember_unexplained(reading);
    learn_counting(reading);
    tcp.clear();  // frees references to the network namespaces
    iterations.clear();
    return {};
  }

  void prepare(const ReaderRequest& request) {
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    workers.resize(request.threads != 0 ? request.threads : cores);
    for (Worker& w : workers) {
      w.part.clear();
      w.result = {};
    }
    pe_control& control = programs.control();
    control.protocols = wanted_bits(request.protocols);
    control.counters = request.traffic ? 1 : 0;
    control.memory = request.memory ? 1 : 0;
    control.is_rescan = 0;
    if (++control.iteration == 0) control.iteration = 1;
    iterations.clear();
    tcp.clear();
  }

  Result<void> read_tasks() {
    tasks.clear();
    TRY(iteration, programs.iterate(ReaderTable::tasks));
    TRY(can_filter, read_stream(iteration.get(), workers[0].buffer, tasks, clock_ticks));
    filters_by_pid = can_filter;
    return {};
  }

  Result<void> read_all_files() {
    TRY(iteration, programs.iterate(ReaderTable::files));
    auto read = read_stream(iteration.get(), workers[0].buffer, workers[0].part, clock_ticks);
    if (!read) return tl::unexpected<Error>(std::move(read).error());
    return {};
  }

  // Sorts by size, so that the threads finish at about the same time.
  void largest_first() {
    std::ranges::sort(tasks.processes, std::greater<>(), &ReaderProcess::fd_capacity);
  }

  Result<void> read_files_of_all() {
    largest_first();
    return in_parallel(tasks.processes.size(), [&](std::size_t job, Worker& worker) {
      return read_files_of(tasks.processes[job].pid, worker);
    });
  }

  Result<void> read_held(const DiagExtras& extras) {
    std::vector<TcpTable*> at_once;
    for (const auto& t : tcp) {
      t->dumps_late = t->quiet.begin() && !hid_something.contains(t->quiet.netns().value());
      if (!t->dumps_late) at_once.push_back(t.get());
    }
    const std::size_t dumps = at_once.size();
    const bool split = workers.size() > 1 && filters_by_pid;
    if (split) largest_first();
    TRY_VOID(in_parallel(dumps + (split ? tasks.processes.size() : 0),
                         [&](std::size_t job, Worker& worker) -> Result<void> {
                           if (job >= dumps)
                             return read_files_of(tasks.processes[job - dumps].pid, worker);
                           at_once[job]->quiet.dump(extras);
                           return {};
                         }));
    if (!split) return read_all_files();
    return {};
  }

  Result<void> read_files_of(Pid pid, Worker& worker) {
    auto iteration = programs.iterate_files_of(pid);
    if (!iteration && iteration.error().kind == ErrorKind::not_found) return {};  // has exited
    if (!iteration) return tl::unexpected<Error>(std::move(iteration).error());
    return read_to_end(iteration->get(), worker);
  }

  Result<void> read_to_end(int iteration, Worker& worker) const {
    auto read = read_stream(iteration, worker.buffer, worker.part, clock_ticks);
    if (!read) return tl::unexpected<Error>(std::move(read).error());
    return {};
  }

  // Starts the iterations for the network namespace of the calling thread.
  Result<void> open_tables_here(const ProtocolSet& protocols, NetnsId netns) {
    for (const TableName& t : kTables) {
      if (!programs.has(t.table) || !protocols.contains(t.protocol)) continue;
      TRY(iteration, programs.iterate(t.table));
      auto quiet = t.table == ReaderTable::tcp
                       ? TcpWithoutFd::open(netns)
                       : fail(ErrorKind::not_supported, "only TCP is counted");
      if (quiet)
        tcp.push_back(
            std::make_unique<TcpTable>(std::move(*quiet), std::move(iteration), clock_ticks));
      else iterations.push_back(std::move(iteration));
    }
    return {};
  }

  Result<void> open_tables(const ProtocolSet& protocols, std::span<const NetnsHandle> others,
                           SocketReading& reading) {
    TRY_VOID(open_tables_here(protocols, own_netns_id()));
    for (const NetnsHandle& other : others) {
      if (other.own) continue;
      const auto entered =
          run_in_namespace(other, [&] { return open_tables_here(protocols, other.id); });
      if (entered) reading.without_fd_read.push_back(other.id);
      else reading.coverage.add(not_entered_gap(other, entered.error()));
    }
    for (const TableName& t : kTables) {
      if (programs.has(t.table)) reading.protocols_without_fd.add(t.protocol);
      else if (protocols.contains(t.protocol)) reading.coverage.add(not_loaded_gap(t.name));
    }
    return {};
  }

  Result<void> read_sockets_without_fd(const DiagExtras& extras, SocketReading& reading) {
    std::vector<const ReaderPart*> held;
    for (const Worker& w : workers) held.push_back(&w.part);
    std::vector<TcpTable*> unsure;
    for (const auto& t : tcp) {
      if (t->quiet.is_nothing_else(held)) {
        reading.tcp_without_fd.push_back(t->quiet.netns());
        reading.counted_tcp.push_back(t->quiet.netns());
        continue;
      }
      TRY(listeners_suffice, has_only_unmet_listeners(*t, held));
      if (listeners_suffice) reading.tcp_without_fd.push_back(t->quiet.netns());
      else unsure.push_back(t.get());
    }
    TRY_VOID(in_parallel(unsure.size(), [&](std::size_t job, Worker&) -> Result<void> {
      if (unsure[job]->dumps_late) unsure[job]->quiet.dump(extras);
      return {};
    }));
    hid_something.clear();
    std::vector<TcpTable*> whole;
    for (TcpTable* t : unsure) {
      hid_something.insert(t->quiet.netns().value());
      t->is_whole = !t->quiet.is_all(held, counts_close_wait);
      if (t->is_whole) {
        whole.push_back(t);
        continue;
      }
      t->part.clear();
      t->quiet.take(held, t->part);
      reading.tcp_without_fd.push_back(t->quiet.netns());
    }
    return in_parallel(
        whole.size() + iterations.size(), [&](std::size_t job, Worker& worker) -> Result<void> {
          if (job < whole.size())
            return read_on(whole[job]->iteration.get(), worker.buffer, whole[job]->parser);
          return read_to_end(iterations[job - whole.size()].get(), worker);
        });
  }

  Result<bool> has_only_unmet_listeners(TcpTable& t, std::span<const ReaderPart* const> held) {
    if (!t.dumps_late) return false;
    programs.control().only_listeners = 1;
    const auto read = read_on(t.iteration.get(), workers[0].buffer, t.parser, Until::pause);
    programs.control().only_listeners = 0;
    if (!read) return tl::unexpected<Error>(read.error());
    return t.quiet.is_nothing_else(held, t.part);
  }

  // Learns whether this kernel includes CLOSE_WAIT in its count of established connections.
  // Possible only if a whole table was read and contains connections in CLOSE_WAIT.
  void learn_counting(const SocketReading& reading) {
    if (counts_close_wait) return;
    for (const auto& t : tcp) {
      if (!t->is_whole || counts_close_wait) continue;
      std::uint64_t established = 0;
      std::uint64_t close_wait = 0;
      for (const Socket& s : reading.sockets) {
        if (s.protocol != Protocol::tcp || s.netns != t->quiet.netns()) continue;
        if (s.state == portexplorer::State::established) ++established;
        if (s.state == portexplorer::State::close_wait) ++close_wait;
      }
      counts_close_wait = t->quiet.counts_close_wait(established, close_wait);
    }
  }

  // Evaluated on demand, because the kernel's list of names is long.
  bool kernel_lists_bound_tcp() {
    if (!lists_bound_tcp) lists_bound_tcp = KernelNames::read().may_have("TCP_BOUND_INACTIVE");
    return *lists_bound_tcp;
  }

  // A socket that has a file but no fd may have been opened or passed on during the reading. Reads
  // the fds once more, limited to the missing inodes. Sockets that the previous rescan did not find
  // are held in other ways and are not searched for again.
  Result<void> rescan() {
    if (!mark_missed()) return {};
    programs.control().is_rescan = 1;
    if (workers.size() == 1 || !filters_by_pid) return read_all_files();
    TRY_VOID(read_new_tasks());
    return read_files_of_all();
  }

  // Adds new processes to the list, and keeps exited ones, because their sockets may have been
  // read.
  Result<void> read_new_tasks() {
    std::vector<ReaderProcess> known = std::move(tasks.processes);
    TRY_VOID(read_tasks());
    const auto start = [](const ReaderProcess& p) {
      return std::pair(p.pid.value(), p.start_ticks);
    };
    std::set<std::pair<std::int32_t, std::uint64_t>> there;
    for (const ReaderProcess& p : tasks.processes) there.insert(start(p));
    std::ranges::copy_if(known, std::back_inserter(tasks.processes),
                         [&](const ReaderProcess& p) { return !there.contains(start(p)); });
    return {};
  }

  // Returns false if no socket is missing.
  bool mark_missed() {
    std::ranges::fill(programs.control().missed, 0);
    bool any = false;
    for (const Worker& w : workers) any = mark_missed(w.part) || any;
    for (const auto& t : tcp) any = mark_missed(t->part) || any;
    return any;
  }

  bool mark_missed(const ReaderPart& part) {
    bool any = false;
    for (const WithoutFd& u : part.without_fd) {
      const Socket& s = part.sockets[u.socket];
      if (!u.has_file || held_otherwise.contains(s.cookie.value())) continue;
      const std::uint64_t inode = s.inode.value();
      programs.control().missed[inode / 64 % PE_MISSED_WORDS] |= std::uint64_t{1} << inode % 64;
      any = true;
    }
    return any;
  }

  void remember_unexplained(const SocketReading& reading) {
    held_otherwise.clear();
    if (reading.held_otherwise == 0) return;
    for (const Socket& s : reading.sockets) {
      if (s.process == kNoIndex && s.inode.value() != 0) held_otherwise.insert(s.cookie.value());
    }
  }

  // Runs jobs 0 to count - 1, each once, on all workers. A worker stops at its first error.
  Result<void> in_parallel(std::size_t count,
                           const std::function<Result<void>(std::size_t, Worker&)>& job) {
    std::atomic<std::size_t> next{0};
    const auto work = [&](Worker& worker) {
      for (std::size_t i = next++; i < count && worker.result; i = next++)
        worker.result = job(i, worker);
    };
    {
      std::vector<std::jthread> threads;
      try {
        for (std::size_t i = 1; i < std::min(workers.size(), count); ++i)
          threads.emplace_back([&, i] { work(workers[i]); });
      } catch (const std::exception&) {
        // No further thread could be created: continue with those that exist.
      }
      work(workers[0]);
    }
    for (Worker& w : workers) {
      if (!w.result) return w.result;
    }
    return {};
  }

  ReaderPrograms programs;
  std::vector<Worker> workers;
  ReaderPart tasks;
  std::vector<UniqueFd> iterations;            // of tables other than TCP
  std::vector<std::unique_ptr<TcpTable>> tcp;  // one per network namespace
  std::optional<bool> counts_close_wait;
  std::optional<bool> lists_bound_tcp;
  std::unordered_set<std::uint64_t> held_otherwise;  // cookies
  // Namespaces in which the counts alone were not sufficient in the last reading.
  std::unordered_set<std::uint32_t> hid_something;
  long clock_ticks = ::sysconf(_SC_CLK_TCK);
  bool filters_by_pid = false;
};

BpfSocketReader::BpfSocketReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
BpfSocketReader::~BpfSocketReader() = default;

Result<std::unique_ptr<BpfSocketReader>> BpfSocketReader::create(const ReaderOptions& options) {
  TRY(programs, ReaderPrograms::load(options));
  return std::unique_ptr<BpfSocketReader>(
      new BpfSocketReader(std::make_unique<State>(std::move(programs))));
}

Result<void> BpfSocketReader::read(const ReaderRequest& request,
                                   std::span<const NetnsHandle> others, SocketReading& reading) {
  return read_in(
      request, [others](std::span<const ReaderProcess>) { return others; }, reading);
}

Result<void> BpfSocketReader::read_in(const ReaderRequest& request, const NameNamespaces& others,
                                      SocketReading& reading) {
  reading.clear();
  return state_->read(request, others, reading);
}

}  // namespace portexplorer
