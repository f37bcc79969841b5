// Compares what was done with what was told of it. Pure.
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

// Where one looks: the list, read in either way, and the log of what happens.
enum class View : std::uint8_t { plain_list, kernel_list, log };

struct Actor {
  Pid pid;
  std::string name;
  friend bool operator==(const Actor&, const Actor&) = default;
};

// A socket that was made and used, and all that must be told of it. What is empty is not asked for.
struct DoneSocket {
  std::string label;  // "client"; empty where there is one only
  Protocol protocol = Protocol::unknown;
  NetnsId netns;
  Cookie cookie;  // 0: known by its ports alone
  Inode inode;    // for rows that have no cookie
  std::uint32_t local_port = 0;
  std::uint32_t remote_port = 0;

  std::optional<Actor> maker;
  std::optional<Actor> owner;    // who holds it, or did so last
  bool nobody_holds_it = false;  // when one looks at the list
  std::optional<Timestamp> made_after;
  std::optional<Timestamp> made_before;
  std::optional<std::uint64_t> sent_bytes;
  std::optional<std::uint64_t> received_bytes;
  std::optional<std::uint64_t> sent_packets;
  std::optional<std::uint64_t> received_packets;
  std::optional<int> error;  // an errno
};

// What was told of a socket. Empty: not told.
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

// One thing that was to be told.
struct Expectation {
  std::string expected;
  std::optional<std::string> seen;
  bool right = false;
};

// All that a view must tell of this socket, beside what it told.
[[nodiscard]] std::vector<Expectation> expectations(View, const DoneSocket&, const SeenSocket&);

using Sighting = std::pair<DoneSocket, std::optional<SeenSocket>>;

// `verdict`, `expected`, `seen` and `why` of a case. More than a few sockets are counted, and the
// first that is not right is named.
[[nodiscard]] SelfTestCase judge(View, std::span<const Sighting>);

}  // namespace portexplorer
