#include "collect/procfs/living_thread.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>

#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

bool has_ended(int dir) {
  std::array<char, 4096> text;
  const auto read = read_small_file(dir, "stat", text);
  const auto stat = read ? parse_stat(*read) : std::nullopt;
  return !stat || stat->state == 'Z' || stat->state == 'X' || stat->state == 'x';
}

}  // namespace

void for_each_living_thread(int process_dir, const std::function<bool(UniqueFd&& thread)>& visit) {
  constexpr nlink_t kOneThread =
      3;  // links of the task directory: one per thread, plus two (proc_task_getattr)
  struct stat status {};
  if (::fstatat(process_dir, "task", &status, 0) != 0 || status.st_nlink <= kOneThread ||
      !has_ended(process_dir))
    return;
  const auto tasks = open_directory(process_dir, "task");
  if (!tasks) return;
  alignas(8) std::array<char, 4096> buffer;
  DirectoryReader names(tasks->get(), buffer);
  for (auto name = names.next(); !name.empty(); name = names.next()) {
    auto task = open_directory(tasks->get(), name.data());
    if (task && !has_ended(task->get()) && visit(std::move(*task))) return;
  }
}

UniqueFd living_thread(int process_dir) {
  UniqueFd found;
  for_each_living_thread(process_dir, [&](UniqueFd&& thread) {
    found = std::move(thread);
    return true;
  });
  return found;
}

}  // namespace portexplorer
