// JSON of rows, written as a stream from the table of fields; never a tree in memory.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "faces/export/text_buffer.h"
#include "model/fields.h"

namespace portexplorer {

// A JSON string. JSON is UTF-8, but names of files and processes are bytes, so: text that is valid
// UTF-8 is written as it is. Text that is not, or that itself starts with U+FFFD, is written as
// U+FFFD followed by the text with each backslash doubled and each byte that is not UTF-8 as \xNN.
// Nothing is lost, and a reader can tell the two apart by the first character.
void append_json_string(TextBuffer& out, std::string_view bytes);

// Writes rows as objects {"field":value,…}. One thread at a time; lives no longer than the
// Snapshot.
class JsonRows {
 public:
  JsonRows(const Snapshot&, std::span<const FieldId>);

  // `first` (may be empty): members that come before the fields, such as "\"taken_at\":\"…\",".
  void append_row(TextBuffer& out, const RowView&, std::string_view first = {});

 private:
  // A value that every row of a process shares, so that it is written once.
  struct Shared {
    std::size_t offset = 0;
    std::size_t length = 0;
    bool written = false;
  };
  struct Member {
    FieldId id;
    std::string name;            // "\"pid\":"
    int shared_slot = -1;        // into shared_, times the number of processes
    Timestamp last_time;         // rows mostly share their times …
    std::string last_time_text;  // … and so their text
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
// [ITEM,ITEM,…]; `append` writes an item.
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

// ,"coverage":[…] of an answer that had no sockets to look at, and why.
void append_json_no_sockets(TextBuffer& out, const std::string& why);
// ,"coverage":[{"what":…,"why":…,"remedy":…},…]
void append_json_coverage(TextBuffer& out, const Coverage&);
// "\"taken_at\":\"…\"," for rows of a stream.
[[nodiscard]] std::string json_taken_at(const Sample&);

}  // namespace portexplorer
