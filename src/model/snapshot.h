// Rows as people read them. Made by derive() from Samples; immutable; may be shared between
// threads.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "model/address_book.h"
#include "model/classify.h"
#include "model/sample.h"

namespace portexplorer {

enum class Change : std::uint8_t { none, fresh, closing, short_lived };  // fresh prints as "new"
// none and kernel: no process has it. All others but known: a process may have it, and which one is
// not known; foreign: one that lives in a PID namespace that the reader does not see.
enum class Owner : std::uint8_t { known, none, kernel, not_permitted, gone, unknown, foreign };
enum class Direction : std::uint8_t { unknown, inbound, outbound, listening };
enum class TrafficCoverage : std::uint8_t { unknown, since_observed, lifetime };

[[nodiscard]] std::string_view to_string(Change);
[[nodiscard]] std::string_view to_string(Owner);
// Whether some process may hold the socket although none is named: unknown is not nobody.
[[nodiscard]] constexpr bool may_have_owner(Owner o) {
  return o != Owner::none && o != Owner::kernel;
}
// Whether a living process holds the socket, or may, and is not named. Its pid is unknown, which is
// not 0.
[[nodiscard]] constexpr bool is_unseen(Owner o) {
  return o == Owner::not_permitted || o == Owner::foreign || o == Owner::unknown;
}
[[nodiscard]] std::string_view to_string(Direction);
[[nodiscard]] std::string_view to_string(TrafficCoverage);

// What derive() adds to a Socket.
struct Row {
  Timestamp created_after;   // 0: not known. The socket was not there yet then …
  Timestamp created_before;  // … and was there then: the first reading that saw it
  float sent_rate = std::numeric_limits<float>::quiet_NaN();  // bytes a second
  float received_rate = std::numeric_limits<float>::quiet_NaN();
  std::uint32_t socket =
      0;  // index into Snapshot::sample->sockets, or Snapshot::closed_sockets if `is_closed`
  std::uint32_t change_age_ms = 0;  // since `change` was first shown
  Change change = Change::none;
  Owner owner = Owner::unknown;
  Direction direction = Direction::unknown;
  Class klass = Class::unknown;
  ClassReason class_reason = ClassReason::none;
  bool is_closed = false;
};

static_assert(sizeof(Socket) + sizeof(Row) <= 200);

// What is known of ports by those who know; the model itself knows none. Both live as long as the
// program.
struct PortNames {
  std::string_view (*service)(Protocol, std::uint32_t port) = nullptr;  // "" where there is none
  std::uint32_t (*threats)(Protocol,
                           std::uint32_t port) = nullptr;  // how many are known to have used it
  bool (*only_miners)(Protocol,
                      std::uint32_t port) = nullptr;  // nothing else is known to be usual there
};

struct Tally {
  // netstat: without an owner that can be named; foreign: of those, the ones with an owner in
  // another PID namespace.
  std::uint64_t all = 0, normal = 0, system = 0, hidden = 0, unknown = 0, netstat = 0, foreign = 0;
};

struct Snapshot {
  std::shared_ptr<const Sample> sample;
  std::vector<Row> rows;               // in the sample's order, closed ones last
  std::vector<Socket> closed_sockets;  // copies; they refer to closed_tables
  Tables closed_tables;
  PortNames port_names;  // may be empty: then services and threats of ports are not known
  std::shared_ptr<const RemoteFacts> remote_facts;  // null: nothing is known of remote addresses
  bool has_previous = false;  // false: the first view, which marks nothing new and has no rates
};

// A row with all that its fields need. Cheap to copy; lives no longer than its Snapshot.
class RowView {
 public:
  RowView(const Snapshot& snapshot, const Row& row)
      : snapshot_(&snapshot),
        row_(&row),
        socket_(row.is_closed ? &snapshot.closed_sockets[row.socket]
                              : &snapshot.sample->sockets[row.socket]) {}

  [[nodiscard]] const Snapshot& snapshot() const { return *snapshot_; }
  [[nodiscard]] const Row& row() const { return *row_; }
  [[nodiscard]] const Socket& socket() const { return *socket_; }
  [[nodiscard]] const Tables& tables() const {
    return row_->is_closed ? snapshot_->closed_tables : snapshot_->sample->tables;
  }
  [[nodiscard]] const Process* process() const {
    return socket_->process == kNoIndex ? nullptr : &tables().processes[socket_->process];
  }
  [[nodiscard]] std::optional<Timestamp> created_at() const {
    return socket_->known(Known::created_at) ? std::optional(socket_->created_at) : std::nullopt;
  }
  [[nodiscard]] std::optional<Timestamp> created_after() const {
    return row_->created_after.value() != 0 ? std::optional(row_->created_after) : std::nullopt;
  }
  [[nodiscard]] std::optional<Timestamp> created_before() const {
    return row_->created_before.value() != 0 ? std::optional(row_->created_before) : std::nullopt;
  }
  [[nodiscard]] bool mapped() const { return socket_->process != kNoIndex; }

 private:
  const Snapshot* snapshot_;
  const Row* row_;
  const Socket* socket_;
};

// The container of an owner that the reader's PID namespace does not show; "" where it is not
// known, or not foreign.
[[nodiscard]] std::string_view foreign_container(const RowView&);

[[nodiscard]] Tally tally(const Snapshot&);
void add_to_tally(Tally&, const Row&);

// The tabs of DESIGN: which rows a view shows.
enum class Tab : std::uint8_t { all, tcp, udp, remote, listening, established, other };
[[nodiscard]] bool in_tab(const RowView&, Tab);

}  // namespace portexplorer
