// JSON of rows, streamed from the table of fields without a tree in memory.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "faces/export/text_buffer.h"
#include "model/fields.h"

namespace portexplorer {

// Appends a JSON string. JSON is UTF-8, but names of files and processes are bytes. Text that is
// valid UTF-8 is written unchanged. Text that is not, or that starts with U+FFFD, is written as
// U+FFFD followed by the text, with each backslash doubled and each byte that is not UTF-8 as \xNN.
// Nothing is lost, and the first character shows which form is used.
void append_json_string(TextBuffer& out, std::string_view bytes);

// Writes rows as objects {"field":value,…}. One thread at a time; must not outlive the Snapshot.
class JsonRows {
 public:
  JsonRows(const Snapshot&, std::span<const FieldId>);

  // `first` (may be empty): members before the fields, such as "\"taken_at\":\"…\",".
  void append_row(TextBuffer& out, const RowView&, std::string_view first = {});

 private:
  // The text of a value that all rows of a process share, so that it is rendered once.
  struct Shared {
    std::size_t offset = 0;
    std::size_t length = 0;
    bool written = false;
  };
  struct Member {
    FieldId id;
    std::string name;            // "\"pid\":"
    int shared_slot = -1;        // times the number of processes: index into shared_
    Timestamp last_time;         // consecutive rows often have the same time …
    std::string last_time_text;  // … so its text is cached
  };

  void append_member(TextBuffer& out, Member&, const RowView&);
  void append_shared(TextBuffer& out, Member&, const RowView&);
  void append_value(TextBuffer& out, Member&, const RowView&);
  void append_text(TextBuffer& out, const Member&, const RowView&, std::string_view);
  void append_time(TextBuffer& out, Member&, Timestamp);

  std::vector<Member> members_;
  std::size_t process_count_;
  std::vector<Shared> shared_;
  TextBuffer shared_text_;
  TextBuffer fresh_;
  std::string scratch_;
};

// The parts around the rows of one snapshot:
// {"schema":…,"taken_at":…,"host":…,"boot_id":…,"coverage":[…],"sockets":[  and
// ],"attributions":[…]}.
void append_json_opening(TextBuffer& out, const Sample&);
void append_json_closing(TextBuffer& out, std::span<const std::string> attributions);
// {"schema":"portexplorer.log/1","host":…,"boot_id":…,"coverage":[…],"events":[
void append_json_log_opening(TextBuffer& out, const Host&, const Coverage&);
// Writes [ITEM,ITEM,…]; `append` writes an item.
template <typename Items, typename Append>
void append_json_list(TextBuffer& out, const Items& items, Append append) {
  out.append('[');
  bool first = true;
  for (const auto& item : items) {
    if (!first) out.append(',');
    first = false;
    append(item);
  }
  out.append(']');
}

// Writes ,"coverage":[…] for an answer without sockets, and why they could not be read.
void append_json_no_sockets(TextBuffer& out, const std::string& why);
// Writes ,"coverage":[{"what":…,"why":…,"remedy":…},…]
void append_json_coverage(TextBuffer& out, const Coverage&);
// Returns "\"taken_at\":\"…\"," for rows of a stream.
[[nodiscard]] std::string json_taken_at(const Sample&);

}  // namespace portexplorer
