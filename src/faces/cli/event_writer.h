// Writes the events of the log as text, JSON or CSV.
#pragma once

#include <string>
#include <vector>

#include "faces/cli/cells.h"
#include "faces/cli/options.h"
#include "faces/export/text_buffer.h"
#include "model/event_rows.h"

namespace portexplorer::cli {

// Returns "success", the name of the error, "missed", or "" if the kernel does not report a result.
[[nodiscard]] std::string result_text(const EventMark&);

// What is missing from the log as a whole.
struct LogTotals {
  std::uint64_t lost = 0;
  std::uint64_t left_out = 0;
  std::uint64_t unchecked = 0;  // as in EventBatch
  std::string unchecked_reason;
};

// One thread at a time. `fields`: the fields of the socket in JSON and CSV, after those of the
// event.
class EventWriter {
 public:
  EventWriter(const Options&, std::vector<FieldId> fields, bool color);

  // Write what precedes the first event (of each file), and what follows the last one.
  void open(TextBuffer&, const Host&, const Coverage&) const;
  void close(TextBuffer&, const LogTotals&) const;

  // Writes these events. --json puts a comma before each but the first; other formats end each with
  // a line break.
  void write(TextBuffer&, const EventRows&, std::span<const std::size_t> chosen);
  // Writes a gap in the log: a line of text or JSON. CSV has no row for it, so nothing is written.
  void write_gap(TextBuffer&, std::uint64_t lost, std::uint64_t left_out) const;

 private:
  void write_text(TextBuffer&, const EventRows&, std::span<const std::size_t> chosen);
  void write_json(TextBuffer&, const EventRows&, std::span<const std::size_t> chosen);
  void write_csv(TextBuffer&, const EventRows&, std::span<const std::size_t> chosen);
  void write_text_line(TextBuffer&, CellRenderer&, const ProcessNames&, const EventMark&,
                       const RowView&);

  const Options& options_;
  std::vector<FieldId> fields_;
  bool color_;
  bool any_ = false;
  std::string line_;
};

// Returns the fields of the socket that are written with an event by default.
[[nodiscard]] std::vector<FieldId> usual_event_fields();
// Whether events can have a value for this field. Queues, rates and the like come only from the
// socket tables.
[[nodiscard]] bool can_be_of_event(FieldId);

}  // namespace portexplorer::cli
