// The part of an Inspection about what a process may do, and who can change its program.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <iterator>

#include "base/own_ids.h"
#include "base/words.h"
#include "collect/packages/digest.h"
#include "collect/packages/rpm.h"
#include "collect/process/exposure.h"
#include "collect/process/finding_facts.h"
#include "collect/procfs/proc_text.h"
#include "inspect/inspection.h"
#include "inspect/security_text.h"

namespace portexplorer {
namespace {

std::optional<std::uint64_t> hexadecimal(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string seccomp_word(std::string_view mode) {
  if (mode == "0") return "none"_text;
  if (mode == "1") return "strict"_text;
  return mode == "2" ? std::string("filter"_text) : "mode " + std::string(mode);
}

}  // namespace

void Inspection::read_security_part() {
  if (report_.general.process.facts.kernel_thread) return;
  read_status();
  read_file_rights();
  read_namespaces();
  read_exposures();
  read_preloads();
  read_mapped();
}

void Inspection::read_status() {
  ProcessSecurity& security = report_.security;
  const auto status = directory_.read("status");
  if (!status) {
    const std::string why = reason_of(status.error());
    security.capabilities.why = security.seccomp.why = security.no_new_privileges.why =
        security.traced_by.why = why;
    return;
  }
  if (const auto text = status_value(*status, "CapEff")) {
    const std::uint64_t bits = hexadecimal(*text).value_or(0);
    security.capabilities = capability_names(bits);
    constexpr std::uint64_t kAll = (std::uint64_t{1} << 38) - 1;  // those of all current kernels
    security.all_capabilities = (bits & kAll) == kAll;
  }
  if (const auto text = status_value(*status, "Seccomp")) security.seccomp = seccomp_word(*text);
  if (const auto text = status_value(*status, "NoNewPrivs"))
    security.no_new_privileges = *text == "1";
  if (const auto text = status_value(*status, "TracerPid")) {
    security.traced_by = static_cast<std::int32_t>(parse_number(*text).value_or(0));
  }
  const auto label = directory_.read("attr/current", 4096);
  if (label && !label->empty())
    security.label = label->substr(0, label->find_first_of(std::string_view("\n\0", 2)));
}

void Inspection::read_file_rights() {
  ProcessSecurity& security = report_.security;
  if (!executable_) {
    security.file_capabilities.why = report_.general.file.why;
    return;
  }
  std::array<char, 64> attribute;
  const ssize_t got =
      ::fgetxattr(executable_.get(), "security.capability", attribute.data(), attribute.size());
  if (got < 0) {
    if (errno == ENODATA || errno == EOPNOTSUPP)
      security.file_capabilities = std::vector<std::string>();
    else security.file_capabilities.why = "they could not be read"_text;
    return;
  }
  const auto bits = parse_file_capabilities({attribute.data(), static_cast<std::size_t>(got)});
  if (bits) security.file_capabilities = capability_names(*bits);
  else security.file_capabilities.why = "they are of a form that is not known"_text;
}

void Inspection::read_namespaces() {
  auto& namespaces = report_.security.own_namespaces;
  const auto self = ProcPidDir::open(Pid(::getpid()));
  std::vector<std::string> different;
  for (const char* const name : {"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"}) {
    const std::string path = std::string("ns/") + name;
    const auto theirs = directory_.link(path.c_str());
    if (!theirs && theirs.error().kind == ErrorKind::not_permitted) {
      namespaces.why = reason_of(theirs.error());
      return;
    }
    const auto ours =
        self ? self->link(path.c_str()) : Result<std::string>(fail(ErrorKind::io, ""));
    if (theirs && ours && *theirs != *ours) different.emplace_back(name);
  }
  namespaces = std::move(different);
}

void Inspection::read_exposures() {
  const Process& process = report_.general.process;
  auto& exposures = report_.security.exposures;
  if (process.path.empty()) {
    exposures.why = "which file it runs is not known"_text;
    return;
  }
  if (process.facts.executable == Executable::memory) return;
  if (!process.uid) {
    exposures.why = outside_id_map();
    return;
  }
  const std::uint32_t user = process.uid->value();
  auto [found, is_complete, leaves_root] = exposures_of(directory_, process.path, user);
  // In addition to its interpreter: any user can name a program python3 and pass the arguments of
  // another one.
  if (report_.general.script) {
    Exposures more =
        exposures_of(directory_, directory_.link_of_path(*report_.general.script), user);
    std::ranges::move(more.found, std::back_inserter(found));
    is_complete = is_complete && more.is_complete;
    leaves_root = leaves_root || more.leaves_root;
  }
  if (found.empty() && leaves_root)
    exposures.why = "the directories above its root (chroot) could not be read"_text;
  else if (found.empty() && !is_complete) exposures.why = outside_id_map();
  else exposures = std::move(found);
}

void Inspection::read_preloads() {
  ProcessSecurity& security = report_.security;
  auto preload = preload_of(directory_);
  if (preload) security.preload = *std::move(preload);
  else security.preload.why = reason_of(preload.error());
  auto system = directory_.read_in_root("/etc/ld.so.preload");
  if (system) security.system_preload = system->substr(0, system->find_last_not_of(" \t\n") + 1);
  else if (system.error().kind == ErrorKind::not_found) security.system_preload = std::string();
  else security.system_preload.why = reason_of(system.error());

  const auto input = standard_input_socket(directory_);
  if (input) security.standard_input_socket = *input;
  else security.standard_input_socket.why = reason_of(input.error());
}

void Inspection::read_mapped() {
  if (!report_.security.mapped) return;
  const auto& user = report_.general.process.uid;
  std::vector<MappedFile> files = *report_.security.mapped;
  for (MappedFile& file : files) {
    file.in_memory = file.deleted && file.path.starts_with("/memfd:");
    if (file.in_memory) continue;
    if (file.deleted && directory_.exists_in_root(file.path)) {
      file.deleted = false;
      file.replaced = true;
    }
    if (file.packaged.value_or(false)) continue;
    file.exposed = user ? is_place_exposed(directory_, file.path, *user) : std::nullopt;
  }
  report_.security.mapped = std::move(files);
}

std::optional<std::uint64_t> Inspection::file_size() const {
  return report_.general.file ? std::optional(report_.general.file->size_bytes) : std::nullopt;
}

void Inspection::read_checksums_part() {
  if (report_.general.process.facts.kernel_thread) return;
  ProcessSecurity& security = report_.security;
  const auto& file = report_.general.file;
  const auto skip = [&](const std::string& why) {
    security.sha256.why = security.integrity.why = why;
  };
  if (!executable_ || !file)
    return skip(file.why.empty() ? "which file it runs is not known"_text : file.why);
  if (file->size_bytes > options_.largest_checksummed)
    return skip("the file is large; --all reads it all the same"_text);
  const auto sums = digests_of(executable_.get(), options_.stop);
  if (!sums) return skip(sums.error().what);
  security.sha256 = sums->sha256;
  compare_with_package(*sums);
}

namespace {

std::string no_checksum_of(const std::string& manager) {
  if (manager == "dpkg") return "dpkg keeps no checksum of it that can be read"_text;
  if (manager == "rpm") return "rpm keeps no checksum of it that can be read"_text;
  return manager + " keeps no checksum of it that can be read";
}

}  // namespace

void Inspection::compare_with_package(const Digests& sums) {
  auto& integrity = report_.security.integrity;
  if (report_.version.package && !report_.version.package->proven) {
    integrity.why = kOnlyItsContainer;
    return;
  }
  if (executable_owner_.empty() && rpm_digest_.empty()) {
    const Found<Package>& package = report_.version.package;
    if (package) integrity.why = no_checksum_of(package->manager);
    else integrity.why = dpkg_here_ ? std::string(kNotPackaged) : package.why;
    return;
  }
  if (report_.general.process.facts.executable != Executable::present) {
    integrity.why =
        "it runs a file that was removed or replaced since, which has nothing to be compared with"_text;
    return;
  }
  std::string packaged_sum = rpm_digest_;
  if (packaged_sum.empty()) {
    const auto dpkg = Dpkg::open(directory_);
    auto packaged = dpkg ? dpkg->packaged_md5(executable_owner_, report_.general.process.path)
                         : Result<std::string>(fail(dpkg.error().kind, dpkg.error().what));
    if (!packaged) {
      integrity.why = packaged.error().what;
      return;
    }
    packaged_sum = *std::move(packaged);
  }
  if (const auto same = same_digest(packaged_sum, sums))
    integrity = *same ? Integrity::unchanged : Integrity::changed;
  else integrity.why = "its package has a kind of checksum that this machine does not compute"_text;
}

}  // namespace portexplorer
