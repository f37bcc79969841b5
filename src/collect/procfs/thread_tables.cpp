#include "collect/procfs/thread_tables.h"

#include <linux/kcmp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <vector>

#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

constexpr int kMostUncompared = 64;

// File tables in the order of the kernel's comparison, each represented by a thread that uses it.
class FileTables {
 public:
  explicit FileTables(Pid first) : tids_{first.value()} {}

  enum class Kind : std::uint8_t { known, fresh, gone, incomparable };

  Kind add(std::int32_t tid) {
    std::size_t low = 0;
    std::size_t high = tids_.size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      const long order = ::syscall(SYS_kcmp, tid, tids_[middle], KCMP_FILES, 0, 0);
      if (order == 0) return Kind::known;
      if (order < 0) return errno == ESRCH ? Kind::gone : Kind::incomparable;
      if (order == 1) high = middle;
      else low = middle + 1;
    }
    tids_.insert(tids_.begin() + static_cast<std::ptrdiff_t>(low), tid);
    return Kind::fresh;
  }

 private:
  std::vector<std::int32_t> tids_;
};

}  // namespace

void for_each_own_file_table(int process_dir, Pid pid,
                             const std::function<bool(UniqueFd&& thread, bool compared)>& visit) {
  constexpr nlink_t kOneThread =
      3;  // links of the task directory: one per thread, plus two (proc_task_getattr)
  struct stat status {};
  if (::fstatat(process_dir, "task", &status, 0) != 0 || status.st_nlink <= kOneThread) return;
  const auto tasks = open_directory(process_dir, "task");
  if (!tasks) return;
  FileTables tables(pid);
  int uncompared = 0;
  alignas(8) std::array<char, 4096> buffer;
  DirectoryReader names(tasks->get(), buffer);
  for (auto name = names.next(); !name.empty(); name = names.next()) {
    const auto tid = parse_number(name);
    if (!tid || *tid > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max()) ||
        Pid(static_cast<std::int32_t>(*tid)) == pid)
      continue;
    const FileTables::Kind kind = tables.add(static_cast<std::int32_t>(*tid));
    const bool is_tried = kind == FileTables::Kind::incomparable && ++uncompared <= kMostUncompared;
    if (kind != FileTables::Kind::fresh && !is_tried) continue;
    auto thread = open_directory(tasks->get(), name.data());
    if (thread && visit(std::move(*thread), kind == FileTables::Kind::fresh)) return;
  }
}

}  // namespace portexplorer
