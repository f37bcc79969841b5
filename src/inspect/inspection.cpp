#include "inspect/inspection.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/disposable.h"
#include "base/words.h"
#include "collect/process/evidence.h"
#include "collect/process/finding_facts.h"
#include "collect/procfs/mount_table.h"
#include "collect/procfs/proc_text.h"
#include "collect/scan/process_scan.h"
#include "inspect/checks.h"
#include "inspect/desktop_entry.h"
#include "inspect/elf_file.h"
#include "inspect/pe_file.h"
#include "inspect/security_text.h"
#include "inspect/summary.h"

namespace portexplorer {
namespace {

constexpr std::size_t kMostParents = 64;

Timestamp time_of(const struct statx_timestamp& t) {
  return Timestamp(std::int64_t{t.tv_sec} * kNanosecondsPerSecond + std::int64_t{t.tv_nsec});
}

Result<FileFacts> facts_of(int fd) {
  struct statx status {};
  if (::statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &status) != 0)
    return fail_errno(errno, "its file cannot be looked at"_text);
  FileFacts facts{.size_bytes = status.stx_size,
                  .device = (std::uint64_t{status.stx_dev_major} << 32) | status.stx_dev_minor,
                  .inode = status.stx_ino,
                  .uid = status.stx_uid,
                  .gid = status.stx_gid,
                  .mode = status.stx_mode,
                  .created = {},
                  .modified = time_of(status.stx_mtime),
                  .last_read = time_of(status.stx_atime)};
  // Reproducible images have timestamps of 1970.
  if ((status.stx_mask & STATX_BTIME) != 0 && status.stx_btime.tv_sec > 0)
    facts.created = time_of(status.stx_btime);
  return facts;
}

// Returns the process and its ancestors that still exist.
std::vector<ProcessIdentity> family_of(Pid pid) {
  std::vector<ProcessIdentity> family;
  while (pid.value() > 0 && family.size() < kMostParents) {
    const auto directory = ProcPidDir::open(pid);
    if (!directory) break;
    const auto text = directory->read("stat");
    const auto stat = text ? parse_stat(*text) : std::nullopt;
    if (!stat) break;
    family.push_back({pid, stat->start_ticks});
    pid = stat->parent;
  }
  return family;
}

std::optional<std::uint64_t> status_number(std::string_view status, std::string_view key) {
  auto text = status_value(status, key);
  if (!text) return std::nullopt;
  return parse_number(text->substr(0, text->find_first_of(" \t")));
}

}  // namespace

Result<Inspection> Inspection::begin(Pid pid, InspectOptions options) {
  TRY(directory, ProcPidDir::open(pid));
  TRY(text, directory.read("stat"));
  const auto stat = parse_stat(text);
  if (!stat)
    return fail(ErrorKind::malformed,
                "what /proc tells of process " + std::to_string(pid.value()) + " makes no sense");
  Inspection inspection(std::move(directory), std::move(options));
  inspection.report_.pid = pid;
  inspection.report_.start_ticks = stat->start_ticks;
  inspection.report_.general.session = stat->session;
  inspection.report_.general.process.comm = stat->comm;
  inspection.report_.general.process.name = stat->comm;
  inspection.report_.general.process.pid = pid;
  return inspection;
}

void Inspection::read_general_part() {
  ProcessGeneral& general = report_.general;
  read_family();
  general.same_root = sees_our_files(directory_);
  general.own_user_namespace =
      directory_.link("ns/user").has_value() && !in_user_namespace_of_root(directory_.fd());
  read_file();
  const auto arguments = directory_.read("cmdline");
  if (arguments) {
    for (const std::string_view argument : split_arguments(*arguments))
      general.arguments.emplace_back(argument);
  }
  auto place = directory_.link("cwd");
  if (place) general.working_directory = *std::move(place);
  else if (!general.process.facts.kernel_thread)
    general.working_directory.why = reason_of(place.error());
  auto root = directory_.link("root");
  if (root) general.root = *std::move(root);
  else if (!general.process.facts.kernel_thread) general.root.why = reason_of(root.error());
  const auto status = directory_.read("status");
  if (status) {
    if (const auto threads = status_number(*status, "Threads")) general.threads = *threads;
    if (const auto memory = status_number(*status, "VmRSS")) general.memory_bytes = *memory * 1024;
  } else {
    general.threads.why = general.memory_bytes.why = reason_of(status.error());
  }
  find_script();
  find_desktop_entry();
}

void Inspection::read_family() {
  std::vector<ProcessIdentity> family = family_of(report_.pid);
  if (family.empty() || family.front().start_ticks != report_.start_ticks)
    return;  // it has exited meanwhile
  ProcessScanner scanner;
  auto described = scanner.describe(family, {.details = true, .threads = 1});
  if (!described || described->processes.empty() || !described->processes.front()) return;
  ProcessGeneral& general = report_.general;
  general.process = *std::move(described->processes.front());
  for (std::size_t i = 1; i < described->processes.size(); ++i) {
    if (described->processes[i]) general.parents.push_back(*std::move(described->processes[i]));
  }
  const Classification classification = classify(general.process);
  general.klass = classification.klass;
  general.class_reason = classification.reason;
}

void Inspection::read_file() {
  ProcessGeneral& general = report_.general;
  if (general.process.facts.kernel_thread) return;
  auto executable = directory_.open_executable();
  if (!executable) {
    general.file.why = reason_of(executable.error());
    return;
  }
  executable_ = *std::move(executable);
  auto facts = facts_of(executable_.get());
  if (facts) general.file = *std::move(facts);
  else general.file.why = reason_of(facts.error());
  check_place();
}

// The kernel marks the path of a deleted file, but not of a file that is hidden by a mount,
// disappeared with its mount, or was replaced by a server. The file at the path is therefore
// compared with the running one.
void Inspection::check_place() {
  Process& process = report_.general.process;
  if (process.facts.executable != Executable::present || !report_.general.file) return;
  const auto is_it = [&](const Result<UniqueFd>& file) {
    const auto facts =
        file ? facts_of(file->get()) : Result<FileFacts>(tl::unexpected<Error>(file.error()));
    return facts && facts->device == report_.general.file->device &&
           facts->inode == report_.general.file->inode;
  };
  const auto file = directory_.open_in_root(process.path, O_PATH | O_NOFOLLOW);
  if (is_it(file)) return;
  // The path is relative to our root, which may differ from that of the process.
  const auto self = ProcPidDir::open(Pid(::getpid()));
  if (self && is_it(self->open_in_root(process.path, O_PATH | O_NOFOLLOW))) return;
  const bool is_known =
      file || file.error().kind == ErrorKind::not_found || file.error().errno_value == ENOTDIR;
  process.facts.executable = is_known ? Executable::elsewhere : Executable::unreadable;
}

void Inspection::find_script() {
  ProcessGeneral& general = report_.general;
  const Process& process = general.process;
  if (process.program.empty() || process.program == process.name) return;
  auto path = script_path_of(directory_, process.program, general.arguments);
  if (path) general.script = *std::move(path);
  else
    general.script.why =
        path.error().kind == ErrorKind::not_permitted ? reason_of(path.error()) : path.error().what;
}

void Inspection::find_desktop_entry() {
  ProcessGeneral& general = report_.general;
  std::vector<std::string> programs;
  // The interpreter of a script may have a menu entry, which is not the script's.
  if (general.script) programs.push_back(*general.script);
  else if (general.process.path.starts_with('/') &&
           (general.process.program.empty() || general.process.program == general.process.name))
    programs.push_back(general.process.path);
  // In its own user namespace a user can place any file anywhere, so an entry proves nothing.
  if (!programs.empty() && !general.own_user_namespace)
    general.desktop =
        portexplorer::find_desktop_entry(directory_, programs, options_.data_directories);
}

void Inspection::read_version_part() {
  ProcessVersion& version = report_.version;
  if (report_.general.process.facts.kernel_thread) return;
  if (executable_) {
    auto binary = read_elf(reader_of(executable_.get()));
    if (binary) version.binary = *std::move(binary);
    else version.binary.why = reason_of(binary.error());
  } else {
    version.binary.why = report_.general.file.why;
  }
  auto maps = directory_.read("maps", std::size_t{16} << 20);
  if (maps) maps_ = *std::move(maps);
  else maps_trouble_ = reason_of(maps.error());
  read_windows();
  read_packages();
}

void Inspection::read_windows() {
  if (!maps_ || !report_.general.process.name.starts_with("wine")) return;
  for (const std::string& path : mapped_paths_ending(*maps_, ".exe")) {
    const auto file = directory_.open_in_root(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!file) continue;
    auto found = read_windows_version(reader_of(file->get()));
    if (!found) {
      report_.version.windows.why = reason_of(found.error());
      continue;
    }
    report_.version.windows = *std::move(found);
    report_.general.script = path;
    return;
  }
}

namespace {

// Opening the directory of open files is not sufficient: some processes refuse access to each file
// in it, even to root.
Result<void> may_read_files(int process_directory) {
  UniqueFd fd(::openat(process_directory, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return fail_errno(errno, "its open files could not be read"_text);
  struct Close {
    void operator()(DIR* directory) const { ::closedir(directory); }
  };
  const std::unique_ptr<DIR, Close> files(::fdopendir(fd.get()));
  if (!files) return fail_errno(errno, "its open files could not be read"_text);
  static_cast<void>(fd.release());  // the stream owns it from here on
  errno = 0;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): only this thread uses the stream
  while (const dirent* entry = ::readdir(files.get())) {
    if (entry->d_name[0] == '.') continue;
    char target = 0;
    if (::readlinkat(::dirfd(files.get()), entry->d_name, &target, 1) >= 0) return {};
    if (errno != ENOENT) return fail_errno(errno, "its open files could not be read"_text);
    errno = 0;  // closed meanwhile: try the next one
  }
  if (errno != 0) return fail_errno(errno, "its open files could not be read"_text);
  return {};
}

}  // namespace

void Inspection::find_sockets() {
  report_.snapshot = options_.snapshot;
  report_.sockets_trouble = options_.sockets_trouble;
  if (!report_.snapshot) return;
  // If its open files are unreadable, the absence of sockets in the list means nothing.
  const auto readable = may_read_files(directory_.image_fd());
  if (!readable && !report_.general.process.facts.kernel_thread) {
    const Error& error = readable.error();
    const bool refused = error.kind == ErrorKind::not_permitted;
    report_.snapshot = nullptr;
    report_.sockets_trouble = refused && ::geteuid() != 0
                                  ? std::string("you may not see its open files; root may"_text)
                                  : reason_of(error);
    return;
  }
  const Tables& tables = report_.snapshot->sample->tables;
  const auto is_it = [&](std::uint32_t index) {
    return tables.processes[index].pid == report_.pid &&
           tables.processes[index].start_ticks == report_.start_ticks;
  };
  for (std::uint32_t row = 0; row < report_.snapshot->rows.size(); ++row) {
    const RowView view(*report_.snapshot, report_.snapshot->rows[row]);
    if (view.row().is_closed) continue;
    const Socket& socket = view.socket();
    const bool holds = (socket.process != kNoIndex && is_it(socket.process)) ||
                       std::ranges::any_of(tables.holders_of(socket), is_it);
    if (holds) report_.sockets.push_back(row);
  }
}

ProcessReport Inspection::finish() {
  report_.ended = !directory_.alive();
  report_.checks = check_process(report_);
  report_.summary = summarize_process(report_);
  return std::move(report_);
}

Result<ProcessReport> inspect_process(Pid pid, InspectOptions options) {
  TRY(inspection, Inspection::begin(pid, std::move(options)));
  inspection.read_general();
  inspection.read_version();
  inspection.find_sockets();
  inspection.read_security();
  inspection.read_checksums();
  return inspection.finish();
}

}  // namespace portexplorer
