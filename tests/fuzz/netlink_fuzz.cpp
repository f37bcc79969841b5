// Arbitrary bytes as the kernel's replies: every table of sock_diag, and the dump protocol.
#include <cstdlib>
#include <span>

#include "collect/netlink/read_table.h"
#include "support/netlink/replay_channel.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portexplorer;
  const Recording recording = Recording::parse(std::as_bytes(std::span(data, size)));
  ReplayChannel channel(recording.steps);
  TablePart part;
  const auto result =
      read_table(channel, recording.table, NetnsId{1}, {.traffic = recording.traffic}, part);
  if (!result && !part.sockets.empty()) std::abort();  // an error must leave the part unchanged
  for (const Socket& s : part.sockets) {
    const bool text_fits =
        s.text.offset <= part.text.size() && s.text.length <= part.text.size() - s.text.offset;
    const bool queues_mean_something = s.state != State::listen || !s.known(Known::bytes);
    if (!text_fits || !queues_mean_something || s.protocol != recording.table.protocol)
      std::abort();
  }
  return 0;
}
