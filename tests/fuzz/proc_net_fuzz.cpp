// Files of /proc/net, and mountinfo. The first byte selects the file, and the rest is its text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collect/netns/nsfs_mounts.h"
#include "collect/procnet/proc_net.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portexplorer;
  // Append only: corpus inputs depend on the order.
  static constexpr std::string_view kFiles[] = {
      "tcp",  "tcp6",  "udp",      "udp6",        "udplite", "udplite6", "raw",    "raw6",
      "icmp", "icmp6", "sctp/eps", "sctp/assocs", "unix",    "packet",   "netlink"};
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t choice = data[0] % (std::size(kFiles) + 1);
  if (choice == std::size(kFiles)) {
    for (const NsfsMount& mount : parse_nsfs_mounts(text)) {
      if (mount.path.empty()) std::abort();
    }
    return 0;
  }
  const TablePart part = parse_proc_net(kFiles[choice], text, NetnsId{1});
  for (const Socket& s : part.sockets) {
    const bool text_fits =
        s.text.offset <= part.text.size() && s.text.length <= part.text.size() - s.text.offset;
    if (!text_fits || !s.has(SocketFlag::from_procfs) || s.text.length > 108) std::abort();
  }
  return 0;
}
