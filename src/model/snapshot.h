// Rows as people read them. derive() creates a Snapshot from Samples; it is then immutable and may
// be shared between threads.
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
// `none` and `kernel`: no process holds the socket. `foreign`: a process in a PID namespace that
// the reader does not see holds it. All others except `known`: a process may hold it, but which one
// is unknown.
enum class Owner : std::uint8_t { known, none, kernel, not_permitted, gone, unknown, foreign };
enum class Direction : std::uint8_t { unknown, inbound, outbound, listening };
enum class TrafficCoverage : std::uint8_t { unknown, since_observed, lifetime };

[[nodiscard]] std::string_view to_string(Change);
[[nodiscard]] std::string_view to_string(Owner);
// Returns whether a process may hold the socket even if none is named.
[[nodiscard]] constexpr bool may_have_owner(Owner o) {
  return o != Owner::none && o != Owner::kernel;
}
// Returns whether a running process holds or may hold the socket without being named. Its pid is
// then unknown, which is not 0.
[[nodiscard]] constexpr bool is_unseen(Owner o) {
  return o == Owner::not_permitted || o == Owner::foreign || o == Owner::unknown;
}
[[nodiscard]] std::string_view to_string(Direction);
[[nodiscard]] std::string_view to_string(TrafficCoverage);

// What derive() adds to a Socket. The socket was created after `created_after` (the last reading
// without it; 0 if unknown) and before `created_before` (the first reading with it).
struct Row {
  Timestamp created_after;
  Timestamp created_before;
  float sent_rate = std::numeric_limits<float>::quiet_NaN();  // bytes per second
  float received_rate = std::numeric_limits<float>::quiet_NaN();
  // Index into Snapshot::sample->sockets, or into Snapshot::closed_sockets if `is_closed`.
  std::uint32_t socket = 0;
  std::uint32_t change_age_ms = 0;  // milliseconds since `change` was first shown
  Change change = Change::none;
  Owner owner = Owner::unknown;
  Direction direction = Direction::unknown;
  Class klass = Class::unknown;
  ClassReason class_reason = ClassReason::none;
  bool is_closed = false;
};

static_assert(sizeof(Socket) + sizeof(Row) <= 200);

// Functions that provide knowledge about ports; the model has none itself. They must remain valid
// for the whole run of the program.
struct PortNames {
  std::string_view (*service)(Protocol, std::uint32_t port) = nullptr;  // "" if there is none
  // How many known threats have used the port.
  std::uint32_t (*threats)(Protocol, std::uint32_t port) = nullptr;
  // Whether miners are the only known usual use of the port.
  bool (*only_miners)(Protocol, std::uint32_t port) = nullptr;
};

struct Tally {
  // netstat: sockets without a nameable owner. foreign: those of them whose owner is in another PID
  // namespace.
  std::uint64_t all = 0, normal = 0, system = 0, hidden = 0, unknown = 0, netstat = 0, foreign = 0;
};

struct Snapshot {
  std::shared_ptr<const Sample> sample;
  std::vector<Row> rows;               // in the order of the sample; closed rows last
  std::vector<Socket> closed_sockets;  // copies; they refer to closed_tables
  Tables closed_tables;
  PortNames port_names;  // may be empty: services and threats of ports are then unknown
  std::shared_ptr<const RemoteFacts> remote_facts;  // null: nothing is known about remote addresses
  bool has_previous = false;  // false: the first Snapshot, which has no new rows and no rates
};

// A row with everything that its fields need. Cheap to copy; must not outlive its Snapshot.
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

// Returns the container of an owner outside the reader's PID namespace; "" if it is unknown or the
// owner is not foreign.
[[nodiscard]] std::string_view foreign_container(const RowView&);

[[nodiscard]] Tally tally(const Snapshot&);
void add_to_tally(Tally&, const Row&);

// The tabs of the window: which rows a view shows.
enum class Tab : std::uint8_t { all, tcp, udp, remote, listening, established, other };
[[nodiscard]] bool in_tab(const RowView&, Tab);

}  // namespace portexplorer
