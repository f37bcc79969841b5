// A recorded or forged conversation with the kernel, as input of read_table() for tests and
// fuzzing.
#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>
#include <vector>

#include "collect/netlink/channel.h"
#include "collect/netlink/sock_diag.h"

namespace portexplorer {

// What receive() does next.
enum class ReplayStep : std::uint8_t {
  datagram,
  truncated,  // a datagram whose rest was lost
  foreign,    // a datagram from another process
  overrun,    // ENOBUFS
};

// The file format: table, options, then for each step its kind, a length of four bytes
// (little-endian) and that many bytes.
struct Recording {
  DiagTable table;
  bool traffic = false;
  std::vector<std::pair<ReplayStep, Bytes>> steps;  // refer to the parsed bytes

  // The tables by their numbers in the file. Append only.
  static constexpr std::array kTables = {DiagTable{Protocol::tcp, Family::unknown},
                                         DiagTable{Protocol::tcp, Family::ipv4},
                                         DiagTable{Protocol::tcp, Family::ipv6},
                                         DiagTable{Protocol::mptcp, Family::ipv4},
                                         DiagTable{Protocol::mptcp, Family::ipv6},
                                         DiagTable{Protocol::udp, Family::ipv4},
                                         DiagTable{Protocol::udp, Family::ipv6},
                                         DiagTable{Protocol::udplite, Family::ipv4},
                                         DiagTable{Protocol::udplite, Family::ipv6},
                                         DiagTable{Protocol::sctp, Family::ipv4},
                                         DiagTable{Protocol::sctp, Family::ipv6},
                                         DiagTable{Protocol::raw, Family::ipv4},
                                         DiagTable{Protocol::raw, Family::ipv6},
                                         DiagTable{Protocol::unix_domain, Family::unknown},
                                         DiagTable{Protocol::packet, Family::unknown},
                                         DiagTable{Protocol::netlink, Family::unknown},
                                         DiagTable{Protocol::vsock, Family::unknown},
                                         DiagTable{Protocol::xdp, Family::unknown},
                                         DiagTable{Protocol::tipc, Family::unknown},
                                         DiagTable{Protocol::dccp, Family::ipv4}};

  // Accepts any bytes as a recording and ignores invalid parts.
  static Recording parse(Bytes bytes) {
    Recording recording;
    if (bytes.size() < 2) return recording;
    recording.table = kTables[std::to_integer<std::size_t>(bytes[0]) % kTables.size()];
    recording.traffic = std::to_integer<unsigned>(bytes[1]) % 2 != 0;
    bytes = bytes.subspan(2);
    while (bytes.size() >= 5) {
      const auto step = static_cast<ReplayStep>(std::to_integer<unsigned>(bytes[0]) % 4);
      std::size_t length = 0;
      for (unsigned i = 0; i < 4; ++i)
        length |= std::to_integer<std::size_t>(bytes[1 + i]) << (8 * i);
      bytes = bytes.subspan(5);
      length = std::min(length, bytes.size());
      recording.steps.emplace_back(step, bytes.first(length));
      bytes = bytes.subspan(length);
    }
    return recording;
  }
};

// Replays the steps of a recording one by one. Requests are numbered from kFirstSequence.
class ReplayChannel : public NetlinkChannel {
 public:
  static constexpr std::uint32_t kFirstSequence = 1;

  explicit ReplayChannel(std::vector<std::pair<ReplayStep, Bytes>> steps)
      : steps_(std::move(steps)) {}

  std::uint32_t next_sequence() override { return sequence_++; }
  Result<void> send(Bytes) override {
    ++requests_;
    return {};
  }
  Result<Datagram> receive() override {
    if (position_ == steps_.size())
      return fail(ErrorKind::unavailable, "the recording ends here", EAGAIN);
    const auto& [step, bytes] = steps_[position_++];
    if (step == ReplayStep::overrun) return fail_errno(ENOBUFS, "parts were lost");
    return Datagram{bytes, step == ReplayStep::truncated, step == ReplayStep::foreign ? 4711u : 0u};
  }

  [[nodiscard]] int requests() const { return requests_; }

 private:
  std::vector<std::pair<ReplayStep, Bytes>> steps_;
  std::size_t position_ = 0;
  std::uint32_t sequence_ = kFirstSequence;
  int requests_ = 0;
};

}  // namespace portexplorer
