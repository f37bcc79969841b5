#include "collect/netlink/dump.h"

#include <cerrno>

namespace portexplorer {
namespace {

// The kernel reports lost datagrams once. More reports than this in one dump mean that the reader
// cannot keep up at all.
constexpr int kMostLossesInARow = 16;

Error refusal(int errno_value) {
  if (errno_value == ENOENT)
    return Error{ErrorKind::not_supported, ENOENT,
                 "this kernel does not offer the table over netlink"};
  if (errno_value == EBUSY)
    return Error{ErrorKind::unavailable, EBUSY,
                 "an earlier netlink request is still being answered"};
  return error_from_errno(errno_value, "the kernel answers the netlink request with an error");
}

// One attempt: reads until the end of the dump.
class Attempt {
 public:
  Attempt(NetlinkChannel& channel, DumpReader& reader, std::uint32_t sequence)
      : channel_(channel), reader_(reader), sequence_(sequence) {}

  // Returns true if the dump is complete, false if parts are missing or it was interrupted.
  Result<bool> run() {
    while (!ended_) {
      auto datagram = channel_.receive();
      if (!datagram) {
        TRY_VOID(note_loss(datagram.error()));
        continue;
      }
      losses_in_a_row_ = 0;
      if (datagram->sender != 0) continue;  // only the kernel may answer
      if (datagram->truncated) damaged_ = true;
      TRY_VOID(read(*datagram));
    }
    return !damaged_;
  }

 private:
  // Lost datagrams (ENOBUFS) damage the dump. Silence after a loss means that the end of the dump
  // was among the lost datagrams; silence without a loss is an error.
  Result<void> note_loss(const Error& error) {
    const bool lost = error.errno_value == ENOBUFS && ++losses_in_a_row_ <= kMostLossesInARow;
    const bool end_was_lost = error.kind == ErrorKind::unavailable && damaged_;
    if (!lost && !end_was_lost) return tl::unexpected<Error>(error);
    damaged_ = true;
    ended_ = end_was_lost;
    return {};
  }

  Result<void> read(const Datagram& datagram) {
    MessageCursor messages(datagram.bytes);
    NetlinkMessage message;
    while (!ended_ && messages.next(message)) {
      if (message.header.nlmsg_seq != sequence_) continue;  // answers an earlier request
      if ((message.header.nlmsg_flags & NLM_F_DUMP_INTR) != 0) damaged_ = true;
      TRY_VOID(handle(message));
    }
    if (messages.malformed()) damaged_ = true;
    return {};
  }

  Result<void> handle(const NetlinkMessage& message) {
    switch (message.header.nlmsg_type) {
      case NLMSG_DONE:
      case NLMSG_ERROR: ended_ = true; return check_status(message.payload);
      case NLMSG_OVERRUN: damaged_ = true; return {};
      case NLMSG_NOOP: return {};
      default: break;
    }
    accepted_any_ = true;
    if (!reader_.accept(message.header.nlmsg_type, message.payload)) left_out_ = true;
    return {};
  }

  // NLMSG_ERROR and NLMSG_DONE both start with 0 or a negative errno (before Linux 4.16, the
  // payload of DONE is meaningless).
  Result<void> check_status(Bytes payload) {
    const int status = load<int>(payload).value_or(0);
    if (status >= 0 || status < -4095) return {};
    if (!accepted_any_) return tl::unexpected<Error>(refusal(-status));
    damaged_ = true;  // the dump broke off; the rows so far are kept
    return {};
  }

 public:
  [[nodiscard]] bool left_out() const { return left_out_; }

 private:
  NetlinkChannel& channel_;
  DumpReader& reader_;
  std::uint32_t sequence_;
  int losses_in_a_row_ = 0;
  bool ended_ = false;
  bool damaged_ = false;  // worth another try
  bool accepted_any_ = false;
  bool left_out_ = false;  // a message was malformed; another try would return the same
};

Result<void> send_request(NetlinkChannel& channel, std::span<std::byte> request,
                          std::uint32_t sequence) {
  auto header = load<nlmsghdr>(request);
  if (!header) return fail(ErrorKind::malformed, "a netlink request is too short");
  header->nlmsg_len = static_cast<std::uint32_t>(request.size());
  header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  header->nlmsg_seq = sequence;
  header->nlmsg_pid = 0;
  std::memcpy(request.data(), &*header, sizeof *header);
  return channel.send(request);
}

}  // namespace

Result<DumpOutcome> run_dump(NetlinkChannel& channel, std::span<std::byte> request,
                             DumpReader& reader) {
  DumpOutcome outcome;
  while (true) {
    const std::uint32_t sequence = channel.next_sequence();
    reader.begin();
    TRY_VOID(send_request(channel, request, sequence));
    Attempt attempt(channel, reader, sequence);
    TRY(complete, attempt.run());
    if (complete || outcome.restarts == kMostDumpRestarts) {
      outcome.incomplete = !complete || attempt.left_out();
      return outcome;
    }
    ++outcome.restarts;
  }
}

}  // namespace portexplorer
