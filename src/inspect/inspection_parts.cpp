// Runs the parts of an Inspection, directly or in a child process.
#include <utility>

#include "base/disposable.h"
#include "inspect/inspection.h"
#include "inspect/report_pack.h"

namespace portexplorer {
namespace {

using std::chrono::milliseconds;

// Sufficient for any server that answers, even a distant one.
constexpr milliseconds kFewReads{1500};
constexpr milliseconds kManyReads{4000};
constexpr milliseconds kWholeFile{20'000};

}  // namespace

void Inspection::read_general() { run(&Inspection::read_general_part, kFewReads); }
void Inspection::read_version() { run(&Inspection::read_version_part, kManyReads); }
void Inspection::read_security() { run(&Inspection::read_security_part, kManyReads); }
void Inspection::read_checksums() { run(&Inspection::read_checksums_part, kWholeFile); }

Inspection::Readings Inspection::readings() const {
  return {report_, maps_, maps_trouble_, executable_owner_, rpm_digest_, dpkg_here_};
}

void Inspection::take(Readings found) {
  report_ = std::move(found.report);
  maps_ = std::move(found.maps);
  maps_trouble_ = std::move(found.maps_trouble);
  executable_owner_ = std::move(found.executable_owner);
  rpm_digest_ = std::move(found.rpm_digest);
  dpkg_here_ = found.dpkg_here;
}

void Inspection::run(Part part, milliseconds patience) {
  Readings before = readings();
  (this->*part)();
  if (is_disposable() || !directory_.refused()) return;
  const auto work = [&] {
    take(before);
    if (!executable_) {
      if (auto file = directory_.open_executable()) executable_ = *std::move(file);
    }
    (this->*part)();
    Packer packer;
    packer(report_.general, report_.version, report_.security, maps_, maps_trouble_,
           executable_owner_, rpm_digest_, dpkg_here_);
    return packer.take();
  };
  std::vector<int> keep = {directory_.fd(), directory_.image_fd()};
  if (executable_) keep.push_back(executable_.get());
  // A server that has not answered is not queried again.
  const Result<std::string> answer =
      is_silent_ ? fail(ErrorKind::unavailable, kNoAnswer)
                 : run_disposable(work, std::move(keep), *directory_.refused(), patience);
  is_silent_ = !answer;
  Readings found = std::move(before);
  Unpacker unpacker(answer ? std::string_view(*answer) : std::string_view());
  unpacker(found.report.general, found.report.version, found.report.security, found.maps,
           found.maps_trouble, found.executable_owner, found.rpm_digest, found.dpkg_here);
  if (answer && unpacker.good()) take(std::move(found));
  else forget_what_was_refused();
}

// What was read without that server is correct, but write permissions that could not be checked are
// unknown.
void Inspection::forget_what_was_refused() {
  ProcessGeneral& general = report_.general;
  if (!general.file && general.process.facts.executable == Executable::present)
    general.process.facts.executable = Executable::unreadable;
  ProcessSecurity& security = report_.security;
  if (security.exposures) security.exposures = Found<std::vector<Exposure>>::missing(kNoAnswer);
  if (security.mapped) security.mapped = Found<std::vector<MappedFile>>::missing(kNoAnswer);
}

}  // namespace portexplorer
