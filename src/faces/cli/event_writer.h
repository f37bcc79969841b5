// Events of the traffic log as text, JSON or CSV.
#pragma once

#include <string>
#include <vector>

#include "faces/cli/cells.h"
#include "faces/cli/options.h"
#include "faces/export/text_buffer.h"
#include "model/event_rows.h"

namespace portexplorer::cli {

// "success", the error's name, or "" where the kernel does not tell.
[[nodiscard]] std::string result_text(const EventMark&);

// What the log as a whole lacks.
struct LogTotals {
  std::uint64_t lost = 0;
  std::uint64_t left_out = 0;
  std::uint64_t unchecked = 0;  // as in EventBatch
  std::string unchecked_reason;
};

// One thread at a time. `fields`: what JSON and CSV tell of the socket, behind what they tell of
// the event.
class EventWriter {
 public:
  EventWriter(const Options&, std::vector<FieldId> fields, bool color);

  // What stands before the first event, of each file too; after the last one.
  void open(TextBuffer&, const Host&, const Coverage&) const;
  void close(TextBuffer&, const LogTotals&) const;

  // Ends with a line break; JSON's --json puts a comma before all but the first.
  void write(TextBuffer&, const EventRows&, std::span<const std::size_t> chosen);
  // A gap in the log. CSV has no place for it: nothing is written.
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

// The fields of the socket that an event tells, unless --columns says otherwise.
[[nodiscard]] std::vector<FieldId> usual_event_fields();
// Whether events can have a value of this field. Queues, rates and the like are read from the
// socket tables, never from an event.
[[nodiscard]] bool can_be_of_event(FieldId);

}  // namespace portexplorer::cli
