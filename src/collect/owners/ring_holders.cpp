#include "collect/owners/ring_holders.h"

#include <fcntl.h>

#include <array>
#include <string>
#include <unordered_set>

#include "base/unique_fd.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"
#include "collect/scan/ring_files.h"

namespace portexplorer {
namespace {

// Opens /proc/PID/fd, if PID still is the process that the iterator reported.
UniqueFd open_fds(const ReaderProcess& walked) {
  const auto process =
      open_directory(AT_FDCWD, ("/proc/" + std::to_string(walked.pid.value())).c_str());
  if (!process) return {};
  std::array<char, 1024> buffer;
  const auto text = read_small_file(process->get(), "stat", buffer);
  const auto stat = text ? parse_stat(*text) : std::nullopt;
  if (!stat || stat->start_ticks != walked.start_ticks) return {};
  auto fds = open_directory(process->get(), "fd");
  return fds ? std::move(*fds) : UniqueFd();
}

}  // namespace

void find_ring_holders(std::span<const Inode> sockets, SocketReading& reading) {
  if (sockets.empty() || reading.rings.empty()) return;
  std::unordered_set<std::uint64_t> wanted;
  for (const Inode inode : sockets) wanted.insert(inode.value());
  for (const Mapping& ring : reading.rings) {
    const UniqueFd fds = open_fds(reading.processes[ring.process]);
    if (!fds) continue;
    for (const Inode inode : read_ring_sockets(fds.get(), ring.fd)) {
      if (wanted.contains(inode.value())) reading.shared.push_back({inode, ring.process, -1});
    }
  }
}

}  // namespace portexplorer
