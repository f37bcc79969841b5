#include "collect/procfs/package_names.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <vector>

#include "collect/procfs/bundles.h"
#include "collect/procfs/dpkg_lists.h"
#include "collect/procfs/package_files.h"
#include "model/types.h"

namespace portexplorer {
namespace {

// What is to be looked up in one database.
struct Question {
  UniqueFd info;
  std::int64_t changed_ns = 0;
  std::vector<Process*> processes;
};

void answer(Process& process, const std::string& package) {
  process.look.packaged = !package.empty();
  process.package = package;
}

bool runs_a_file(const Process& process) {
  return !process.facts.kernel_thread && process.facts.executable != Executable::memory && process.path.starts_with('/');
}

}  // namespace

void PackageNames::look_up(std::span<Process> processes) {
  std::map<DatabaseId, Question> questions;
  for (Process& process : processes) {
    if (process.facts.executable == Executable::memory) process.look.packaged = false;
    if (!runs_a_file(process)) continue;
    const auto folder = ProcFolder::open(process.pid);
    if (!folder) continue;
    if (const auto bundle = bundle_of(*folder, process)) {
      answer(process, bundle->name);
      continue;
    }
    auto info = folder->open_in_root(kDpkgInfo, O_RDONLY | O_DIRECTORY);
    struct stat status {};
    if (!info || ::fstat(info->get(), &status) != 0) continue;
    Question& question = questions[{status.st_dev, status.st_ino}];
    question.info = *std::move(info);
    question.changed_ns = std::int64_t{status.st_mtim.tv_sec} * kNanosecondsPerSecond + status.st_mtim.tv_nsec;
    question.processes.push_back(&process);
  }
  for (auto& [id, question] : questions) {
    Database& database = databases_[id];
    if (std::exchange(database.changed_ns, question.changed_ns) != question.changed_ns) database.packages.clear();
    std::vector<std::string> unknown;
    for (const Process* process : question.processes) {
      const bool is_new = database.packages.try_emplace(process->path).second;
      // Where packages put nothing, nothing needs to be looked for.
      if (is_new && may_be_packaged(process->path)) unknown.push_back(process->path);
    }
    if (!unknown.empty()) {
      for (const auto& [path, list] : owners_in_lists(question.info.get(), unknown)) {
        database.packages[path] = package_of_list(list);
      }
    }
    for (Process* process : question.processes) answer(*process, database.packages[process->path]);
  }
}

}  // namespace portexplorer
