// Presents events as rows, so that the fields, filters and formats of sockets apply to them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/derive.h"
#include "model/event.h"
#include "model/snapshot.h"

namespace portexplorer {

// What an event adds to its socket. `number` counts events from 1 since the start of the log; lost
// events have no number.
struct EventMark {
  std::uint64_t number = 0;
  Timestamp time;
  std::uint64_t bytes = 0;  // of this call; send and receive only
  std::int32_t error = 0;
  bool error_known = true;
  bool bytes_known = true;
  Action action = Action::open;
  bool missed = false;  // see SocketEvent

  [[nodiscard]] bool has_bytes() const {
    return bytes_known && (action == Action::send || action == Action::receive);
  }
};

// Returns the bytes of a call, or what a closed socket sent and received, each followed by its
// text: "512 B", or "1.4 kB sent, 0 B received". Empty if the event has no bytes.
[[nodiscard]] std::string event_bytes(const EventMark&, const Socket&, std::string_view sent,
                                      std::string_view received);

struct EventRows {
  std::vector<EventMark> marks;
  // snapshot->rows[i] is the socket of marks[i] at the time of the event.
  std::shared_ptr<const Snapshot> snapshot;

  [[nodiscard]] RowView view(std::size_t i) const { return {*snapshot, snapshot->rows[i]}; }
};

// Converts a batch, which is consumed. `host` is the machine that the events come from.
[[nodiscard]] EventRows make_event_rows(EventBatch&& batch, std::uint64_t first_number,
                                        const Host& host = {}, const DeriveOptions& = {});

}  // namespace portexplorer
