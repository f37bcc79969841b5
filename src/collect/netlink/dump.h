// One netlink dump from request to end: sequence numbers, errors and where they hide, lost parts,
// interruption, restart. Knows nothing of what the messages mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.h"
#include "collect/netlink/channel.h"

namespace portexplorer {

constexpr int kMostDumpRestarts = 3;

// Takes the messages of a dump.
class DumpReader {
 public:
  DumpReader() = default;
  virtual ~DumpReader() = default;
  DumpReader(const DumpReader&) = delete;
  DumpReader& operator=(const DumpReader&) = delete;

  // The dump begins, perhaps anew: forget what came before.
  virtual void begin() = 0;
  // False: the message makes no sense and was left out.
  virtual bool accept(std::uint16_t type, Bytes payload) = 0;
};

struct DumpOutcome {
  std::uint64_t restarts = 0;
  bool incomplete = false;  // parts are missing, or it was interrupted each time
};

// Sends `request` (a message that starts with its nlmsghdr, of which flags and sequence are set
// here) and hands each message of the answer to `reader`. Restarts a dump of which parts were lost,
// or that the kernel marks as interrupted (NLM_F_DUMP_INTR, Linux 3.1), at most kMostDumpRestarts
// times; then keeps what there is. Errors: not_supported if the kernel has nobody who answers
// (ENOENT: in NLMSG_ERROR, or in the payload of NLMSG_DONE, Linux 4.16, where it looks like an
// empty dump), not_permitted, unavailable if it stops answering. After any error but the first two
// the socket may still hold an unfinished answer: open a new one.
Result<DumpOutcome> run_dump(NetlinkChannel& channel, std::span<std::byte> request,
                             DumpReader& reader);

}  // namespace portexplorer
