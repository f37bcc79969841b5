// Runs one netlink dump from request to end: sequence numbers, errors (also those hidden in
// NLMSG_DONE), lost parts, interruption, restart. Does not interpret the messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.h"
#include "collect/netlink/channel.h"

namespace portexplorer {

constexpr int kMostDumpRestarts = 3;

// Receives the messages of a dump.
class DumpReader {
 public:
  DumpReader() = default;
  virtual ~DumpReader() = default;
  DumpReader(const DumpReader&) = delete;
  DumpReader& operator=(const DumpReader&) = delete;

  // Called when a dump begins or restarts; discards everything received before.
  virtual void begin() = 0;
  // Returns false if the message is malformed and was skipped.
  virtual bool accept(std::uint16_t type, Bytes payload) = 0;
};

struct DumpOutcome {
  std::uint64_t restarts = 0;
  bool incomplete = false;  // parts are missing, or every attempt was interrupted
};

// Sends `request` (a message that starts with its nlmsghdr, whose flags and sequence are set here)
// and passes each message of the answer to `reader`. If parts are lost or the kernel marks the dump
// as interrupted (NLM_F_DUMP_INTR, Linux 3.1), restarts it at most kMostDumpRestarts times, then
// keeps what has been received. Errors: not_supported if the kernel has no handler for the request
// (ENOENT in NLMSG_ERROR or, on Linux 4.16 or later, in the payload of NLMSG_DONE, where it looks
// like an empty dump), not_permitted, unavailable if answers stop. After any other error than the
// first two, the socket may still hold an unfinished answer: open a new one.
Result<DumpOutcome> run_dump(NetlinkChannel& channel, std::span<std::byte> request,
                             DumpReader& reader);

}  // namespace portexplorer
