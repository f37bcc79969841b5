// Renders the cells of rows. Optimized, since writing a table must not take longer than reading it
// from the kernel. The texts are those of append_human(); tests compare the two.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "faces/cli/columns.h"
#include "faces/export/row_marks.h"
#include "faces/export/text_buffer.h"
#include "model/snapshot.h"

namespace portexplorer::cli {

// The length of a cell in the buffer. "–" (unknown) is so common that it takes no bytes, only this
// special length.
using CellLength = std::uint32_t;
constexpr CellLength kUnknownCell = 0xFFFFFFFF;
constexpr CellLength kWideFlag = 0x80000000;  // not ASCII: the width differs from the length
constexpr std::string_view kUnknownText = "–";

struct CellOptions {
  bool services = true;  // service names after port numbers
  ProcessAs process_as = ProcessAs::name;
};

// The escaped names of a snapshot's processes, shared by all renderers. Any thread may read it.
class ProcessNames {
 public:
  ProcessNames(const Tables&, ProcessAs);

  [[nodiscard]] std::string_view text(std::uint32_t process) const {
    const Entry& e = entries_[process];
    return std::string_view(texts_).substr(e.offset, e.length & ~kWideFlag);
  }
  [[nodiscard]] CellLength length(std::uint32_t process) const { return entries_[process].length; }

 private:
  struct Entry {
    std::size_t offset = 0;
    CellLength length = 0;
  };
  std::vector<Entry> entries_;
  std::string texts_;
};

// Appends cells one after another. One thread at a time; must not outlive the Snapshot and the
// names.
class CellRenderer {
 public:
  CellRenderer(const Snapshot&, const ProcessNames&, const CellOptions&);

  // Appends the text of the cell (nothing for kUnknownCell) and returns its length.
  CellLength render(const Column&, const RowView&, TextBuffer& out);

  // Appends the remark at the end of a row: "was postgres (731)", "owner not visible (user ann)".
  CellLength render_note(const RowView&, TextBuffer& out);

 private:
  CellLength render_field(FieldId, const RowView&, TextBuffer& out);
  CellLength render_slowly(FieldId, const RowView&, TextBuffer& out);
  CellLength render_process(const RowView&, TextBuffer& out) const;
  CellLength render_pid(const RowView&, TextBuffer& out) const;
  CellLength render_endpoint(const RowView&, bool remote, TextBuffer& out);
  CellLength render_ip_endpoint(const RowView&, bool remote, TextBuffer& out);
  CellLength render_other_endpoint(const RowView&, bool remote, TextBuffer& out);
  CellLength render_created(const RowView&, TextBuffer& out);
  CellLength append_scratch(TextBuffer& out) const;
  char* put_service(char* p, const Socket&, std::uint32_t port) const;
  std::string_view created_text(Timestamp, bool is_bound);

  struct TimeText {
    std::int64_t second = -1;
    std::string text;
  };

  const Snapshot& snapshot_;
  const ProcessNames& names_;
  CellOptions options_;
  std::string scratch_;
  TimeText exact_;
  TimeText bound_;
};

}  // namespace portexplorer::cli
