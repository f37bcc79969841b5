// Compares what was done with what was reported. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "collect/diagnose/selftest_report.h"
#include "model/types.h"

namespace portexplorer {

// Where sockets are observed: the list, read by either backend, or the event log.
enum class View : std::uint8_t { plain_list, kernel_list, log };

struct Actor {
  Pid pid;
  std::string name;
  friend bool operator==(const Actor&, const Actor&) = default;
};

// A socket that was made and used, with everything that must be reported about it. Empty members
// are not checked.
struct DoneSocket {
  std::string label;  // "client"; empty if there is only one
  Protocol protocol = Protocol::unknown;
  NetnsId netns;
  Cookie cookie;  // 0: identified by its ports alone
  Inode inode;    // for rows that have no cookie
  std::uint32_t local_port = 0;
  std::uint32_t remote_port = 0;

  std::optional<Actor> maker;
  std::optional<Actor> owner;    // the current or the last holder
  bool nobody_holds_it = false;  // when the list is read
  std::optional<Timestamp> made_after;
  std::optional<Timestamp> made_before;
  std::optional<std::uint64_t> sent_bytes;
  std::optional<std::uint64_t> received_bytes;
  std::optional<std::uint64_t> sent_packets;
  std::optional<std::uint64_t> received_packets;
  std::optional<int> error;  // an errno
};

// What was reported about a socket. Members that were not reported are empty.
struct SeenSocket {
  std::optional<Actor> maker;
  std::optional<Actor> owner;
  std::optional<Actor> last_owner;
  std::optional<Timestamp> made_at;
  std::optional<std::uint64_t> sent_bytes;
  std::optional<std::uint64_t> received_bytes;
  std::optional<std::uint64_t> sent_packets;
  std::optional<std::uint64_t> received_packets;
  int error = 0;
};

// One fact that had to be reported.
struct Expectation {
  std::string expected;
  std::optional<std::string> seen;
  bool right = false;
};

// Everything that a view must report about this socket, with what it reported.
[[nodiscard]] std::vector<Expectation> expectations(View, const DoneSocket&, const SeenSocket&);

using Sighting = std::pair<DoneSocket, std::optional<SeenSocket>>;

// Fills in `verdict`, `expected`, `seen` and `why` of a case. If there are more than a few sockets,
// they are counted, and the first wrong one is named.
[[nodiscard]] SelfTestCase judge(View, std::span<const Sighting>);

}  // namespace portexplorer
