// Looks at one process, part by part. A process that ends in between leaves the parts that were
// read.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "collect/packages/digest.h"
#include "collect/packages/dpkg.h"
#include "collect/procfs/proc_pid_dir.h"
#include "inspect/process_report.h"

namespace portexplorer {

struct InspectOptions {
  // Larger files are not read whole, so that nobody waits for their checksum.
  std::uint64_t largest_checksummed = std::uint64_t{16} << 20;
  // Skips what takes long, from any thread: what was read until then is in the report, and the rest
  // says that it was stopped.
  std::stop_token stop;
  std::shared_ptr<const Snapshot> snapshot;  // to find its sockets in; may be null …
  std::string sockets_trouble;               // … and why
  // Where entries of menus stand: XDG_DATA_DIRS, or what stands for it.
  std::string data_directories =
      "/usr/local/share:/usr/share:/var/lib/flatpak/exports/share:/var/lib/snapd/desktop";
};

// The parts in the order in which they are read: each uses what came before. One thread at a time.
// A part that would have to ask a file system whose server may not answer is read by a child
// process (base/disposable.h), with a deadline; what such a server does not answer is missing, and
// says so.
class Inspection {
 public:
  // not_found: no such process.
  static Result<Inspection> begin(Pid, InspectOptions);

  void read_general();
  void read_version();
  void read_security();
  void find_sockets();
  [[nodiscard]] std::optional<std::uint64_t> file_size()
      const;              // of the program, once general was read
  void read_checksums();  // takes as long as the file is large
  // What was read until now; without checks and summary.
  [[nodiscard]] const ProcessReport& so_far() const { return report_; }
  // Checks and summary of what was read. Nothing may be called after it.
  [[nodiscard]] ProcessReport finish();

 private:
  Inspection(ProcPidDir directory, InspectOptions options)
      : directory_(std::move(directory)), options_(std::move(options)) {}

  // What a part reads, beside an open file.
  struct Readings {
    ProcessReport report;
    std::optional<std::string> maps;
    std::string maps_trouble;
    std::string executable_owner;  // the name of the package's lists of dpkg's
    std::string rpm_digest;        // of the executable, as its package of rpm has it
    bool dpkg_here = false;
  };

  using Part = void (Inspection::*)();
  void run(Part part, std::chrono::milliseconds patience);
  [[nodiscard]] Readings readings() const;
  void take(Readings);
  void forget_what_was_refused();
  void read_general_part();
  void read_version_part();
  void read_security_part();
  void read_checksums_part();
  void check_place();
  void read_family();
  void read_file();
  void find_script();
  void find_desktop_entry();
  void read_packages();
  [[nodiscard]] std::vector<MappedFile> files_mapped() const;
  void read_windows();
  void read_status();
  void read_file_rights();
  void read_namespaces();
  void read_exposures();
  void read_preloads();
  void read_mapped();
  void compare_with_package(const Digests&);

  ProcPidDir directory_;
  InspectOptions options_;
  ProcessReport report_;
  UniqueFd executable_;
  std::optional<std::string> maps_;
  std::string maps_trouble_;
  std::string executable_owner_;  // the name of the package's lists of dpkg's
  std::string rpm_digest_;        // of the executable, as its package of rpm has it
  bool dpkg_here_ = false;
  bool is_silent_ = false;  // a server did not answer in time
};

// All of it.
Result<ProcessReport> inspect_process(Pid, InspectOptions);

}  // namespace portexplorer
