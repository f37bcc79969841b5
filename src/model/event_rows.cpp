#include "model/event_rows.h"

#include "model/fields.h"

namespace portexplorer {

EventRows make_event_rows(EventBatch&& batch, std::uint64_t first_number, const Host& host,
                          const DeriveOptions& options) {
  EventRows rows;
  auto sample = std::make_shared<Sample>();
  sample->host = host;
  sample->fds_complete = true;  // an event without an owner is not due to missing privileges
  sample->tables.processes = std::move(batch.processes);
  sample->tables.text = std::move(batch.text);
  sample->tables.peers = std::move(batch.peers);
  sample->namespaces = std::move(batch.namespaces);
  sample->sockets.reserve(batch.events.size());
  rows.marks.reserve(batch.events.size());
  for (const SocketEvent& event : batch.events) {
    rows.marks.push_back({first_number + rows.marks.size(), event.time, event.bytes, event.error,
                          event.error_known, event.bytes_known, event.action, event.missed});
    sample->sockets.push_back(event.socket);
    sample->taken_at = event.time;  // ages in a filter are relative to the newest event
  }
  DeriveOptions of_events = options;
  of_events.whole_machine = false;
  rows.snapshot = derive(nullptr, std::move(sample), of_events);
  batch.clear();
  return rows;
}

std::string event_bytes(const EventMark& mark, const Socket& socket, std::string_view sent,
                        std::string_view received) {
  std::string text;
  if (mark.has_bytes()) {
    append_human_bytes(text, mark.bytes);
  } else if (mark.action == Action::close && socket.known(Known::bytes)) {
    append_human_bytes(text, socket.sent_bytes);
    text += sent;
    append_human_bytes(text, socket.received_bytes);
    text += received;
  }
  return text;
}

}  // namespace portexplorer
