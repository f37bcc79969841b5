// Inspects one process, part by part. If the process exits meanwhile, the parts already read
// remain.
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
  // Larger files are not read completely, so that their checksum does not delay the report.
  std::uint64_t largest_checksummed = std::uint64_t{16} << 20;
  // Skips slow parts; may be requested from any thread. The report has what was read before, and
  // notes that the rest was stopped.
  std::stop_token stop;
  std::shared_ptr<const Snapshot> snapshot;  // to find its sockets in; null if unreadable
  std::string sockets_trouble;               // why `snapshot` is null
  // The directories of menu entries: XDG_DATA_DIRS or its default.
  std::string data_directories =
      "/usr/local/share:/usr/share:/var/lib/flatpak/exports/share:/var/lib/snapd/desktop";
};

// Reads the parts in a fixed order, because each uses the previous ones. One thread at a time. A
// part that may access a file system whose server does not answer is read by a child process with a
// deadline (base/disposable.h). A value that such a server does not provide is missing, with that
// reason.
class Inspection {
 public:
  // Returns `not_found` if there is no such process.
  static Result<Inspection> begin(Pid, InspectOptions);

  void read_general();
  void read_version();
  void read_security();
  void find_sockets();
  [[nodiscard]] std::optional<std::uint64_t> file_size()
      const;              // of the program; requires read_general()
  void read_checksums();  // takes time proportional to the size of the file
  // Returns what was read so far, without checks and summary.
  [[nodiscard]] const ProcessReport& so_far() const { return report_; }
  // Returns the report with checks and summary. No other function may be called afterwards.
  [[nodiscard]] ProcessReport finish();

 private:
  Inspection(ProcPidDir directory, InspectOptions options)
      : directory_(std::move(directory)), options_(std::move(options)) {}

  // The results of one part, apart from open files.
  struct Readings {
    ProcessReport report;
    std::optional<std::string> maps;
    std::string maps_trouble;
    std::string executable_owner;  // name of dpkg's lists of the package
    std::string rpm_digest;        // of the executable, from its rpm package
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
  std::string executable_owner_;  // name of dpkg's lists of the package
  std::string rpm_digest_;        // of the executable, from its rpm package
  bool dpkg_here_ = false;
  bool is_silent_ = false;  // a server did not answer in time
};

// Reads all parts.
Result<ProcessReport> inspect_process(Pid, InspectOptions);

}  // namespace portexplorer
