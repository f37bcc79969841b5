#include "collect/packages/package_names.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <vector>

#include "base/disposable.h"
#include "collect/packages/dpkg_lists.h"
#include "collect/packages/package_files.h"
#include "collect/process/bundles.h"
#include "collect/process/evidence.h"
#include "model/types.h"

namespace portexplorer {
namespace {

struct Asked {
  Process* process = nullptr;
  bool proven = false;  // the database's answer for it is evidence
};

// The lookups in one database.
struct Question {
  UniqueFd info;
  std::int64_t changed_ns = 0;
  std::vector<Asked> processes;
};

// `proven`: the process's own user cannot have forged the source of the package name.
void answer(Process& process, const std::string& package, bool proven) {
  process.look.packaged = !package.empty();
  process.package = package;
  if (package.empty() || proven) return;
  process.package = claimed_by_container(package);
  process.look.packaged.reset();
}

bool runs_a_file(const Process& process) {
  return !process.facts.kernel_thread && process.facts.executable != Executable::memory &&
         process.path.starts_with('/');
}

}  // namespace

std::size_t PackageNames::remembered() const {
  std::size_t count = other_database_.packages.size() + databases_.size();
  for (const auto& [id, database] : databases_) count += database.packages.size();
  return count;
}

void PackageNames::look_up(std::span<Process> processes) {
  if (remembered() > most_) {
    databases_.clear();
    other_database_.packages.clear();
  }
  std::vector<Process*> others;
  Refused refused;
  ask_dpkg(processes, others, refused);
  if (!refused.processes.empty()) ask_by_child(refused);
  std::erase_if(others, [](const Process* p) { return !p->package.empty(); });
  if (other_ && !others.empty()) ask_other(others);
}

// Adds to `others` the processes in the reader's own root that run a file without a bundle.
void PackageNames::ask_dpkg(std::span<Process> processes, std::vector<Process*>& others,
                            Refused& refused) {
  std::map<DatabaseId, Question> questions;
  for (Process& process : processes) {
    if (process.facts.executable == Executable::memory) process.look.packaged = false;
    if (!runs_a_file(process)) continue;
    const auto directory = ProcPidDir::open(process);
    if (!directory) continue;
    if (const auto bundle = bundle_of(*directory, process)) {
      answer(process, bundle->name, bundle->proven);
      continue;
    }
    const bool our_root = other_ && sees_our_files(*directory);
    auto info = directory->open_in_root(kDpkgInfo, O_RDONLY | O_DIRECTORY);
    if (directory->refused()) {
      refused.processes.push_back(&process);
      refused.places.push_back(*directory->refused());
      continue;
    }
    if (our_root) others.push_back(&process);
    struct stat status {};
    if (!info || ::fstat(info->get(), &status) != 0) continue;
    Question& question = questions[{status.st_dev, status.st_ino}];
    question.info = *std::move(info);
    question.changed_ns =
        std::int64_t{status.st_mtim.tv_sec} * kNanosecondsPerSecond + status.st_mtim.tv_nsec;
    question.processes.push_back({&process, is_evidence(*directory, kDpkgInfo)});
  }
  for (auto& [id, question] : questions) {
    Database& database = databases_[id];
    if (std::exchange(database.version, question.changed_ns) != question.changed_ns)
      database.packages.clear();
    std::vector<std::string> unknown;
    for (const auto& [process, proven] : question.processes) {
      const bool is_new = database.packages.try_emplace(process->path).second;
      // Paths where packages install nothing need no lookup.
      if (is_new && may_be_packaged(process->path)) unknown.push_back(process->path);
    }
    if (!unknown.empty()) {
      for (const auto& [path, list] : owners_in_lists(question.info.get(), unknown)) {
        database.packages[path] = package_of_list(list);
      }
    }
    for (const auto& [process, proven] : question.processes)
      answer(*process, database.packages[process->path], proven);
  }
}

// One at a time, since the databases that were read stay in the child.
void PackageNames::ask_by_child(const Refused& refused) {
  const auto answers =
      run_disposable({.count = refused.processes.size(),
                      .run =
                          [&](std::size_t i) {
                            Process& process = *refused.processes[i];
                            look_up({&process, 1});
                            // A name without yes or no comes from the process's own container.
                            const auto& known = process.look.packaged;
                            return (known ? (*known ? "+" : "-") : "?") + process.package;
                          },
                      .keep = {},
                      .places = refused.places});
  for (std::size_t i = 0; i < refused.processes.size(); ++i) {
    if (!answers[i] || answers[i]->empty()) continue;
    Process& process = *refused.processes[i];
    process.package = answers[i]->substr(1);
    if (answers[i]->front() == '?') process.look.packaged.reset();
    else process.look.packaged = answers[i]->front() == '+';
  }
}

void PackageNames::ask_other(std::span<Process* const> processes) {
  const auto version = other_->version();
  if (!version) return;
  auto& [known_version, packages] = other_database_;
  if (std::exchange(known_version, *version) != *version) packages.clear();
  std::set<std::string> unknown;
  for (const Process* process : processes) {
    if (!packages.contains(process->path)) unknown.insert(process->path);
  }
  if (!unknown.empty()) {
    const std::vector<std::string> paths(unknown.begin(), unknown.end());
    const auto owners = other_->owners(paths);
    if (!owners) {
      for (Process* process : processes) process->look.packaged.reset();  // unknown
      return;
    }
    for (std::size_t i = 0; i < paths.size(); ++i) packages[paths[i]] = (*owners)[i];
  }
  const auto database = other_->directory();
  for (Process* process : processes) {
    const auto directory = ProcPidDir::open(*process);
    answer(*process, packages[process->path],
           database && directory && is_evidence(*directory, *database));
  }
}

}  // namespace portexplorer
