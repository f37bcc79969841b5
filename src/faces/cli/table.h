// Rows as aligned columns. render() writes all cells once, fit() chooses columns and widths, append_row() lays a row out.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "faces/cli/cells.h"

namespace portexplorer::cli {

struct TableOptions {
  CellOptions cells;
  bool color = false;
};

class Table {
 public:
  // Lives no longer than the Snapshot.
  Table(const Snapshot&, std::vector<Column>, const TableOptions&);

  // Writes the cells of these rows (indices into Snapshot::rows); large tables on two threads.
  void render(std::span<const std::uint32_t> rows);

  // Places the columns in lines of at most `width` terminal columns: drops the droppable ones, then shortens text.
  // 0: everything at its natural width. Widths never get less than those of `at_least` (from widths(), may be empty), so
  // that a table that is drawn again and again stands still.
  void fit(int width, std::span<const int> at_least = {});
  [[nodiscard]] std::vector<int> widths() const { return natural_; }

  void append_header(TextBuffer& out) const;
  // `position`: into the rows given to render().
  void append_row(TextBuffer& out, std::size_t position) const;
  void prefetch_row(std::size_t position) const;

 private:
  // The cells of a stretch of rows, written by one thread.
  struct Part {
    std::size_t first_row = 0;
    std::size_t row_count = 0;
    TextBuffer text;
    std::unique_ptr<CellLength[]> lengths;  // row_count × (columns + 1), the note last
    std::unique_ptr<std::size_t[]> starts;  // row_count
    std::unique_ptr<std::uint8_t[]> signs;  // row_count: Sign | Tint << 4
    std::vector<int> widths;
  };
  struct Placed {
    int width = 0;
    bool visible = true;
    bool cut_in_middle = false;
  };

  void render_part(Part&, std::span<const std::uint32_t> rows) const;
  [[nodiscard]] int total_width(int gap) const;
  void drop_columns(int width);
  void shrink_columns(int width);
  void shrink_to(ColumnKind, FieldId, int floor, int width);
  [[nodiscard]] bool is_last_visible(std::size_t column) const;
  void append_cell(TextBuffer& out, std::size_t column, const char* text, CellLength length) const;
  void append_padded(TextBuffer& out, std::size_t column, std::string_view text, int width) const;
  void append_note(TextBuffer& out, const char* text, CellLength length, std::size_t line_start) const;
  [[nodiscard]] const Part& part_of(std::size_t position) const { return parts_[parts_.size() > 1 && position >= parts_[1].first_row ? 1 : 0]; }

  const Snapshot& snapshot_;
  std::vector<Column> columns_;
  TableOptions options_;
  ProcessNames names_;
  std::vector<Part> parts_;
  std::vector<int> natural_;
  std::vector<Placed> placed_;
  int gap_ = 2;
  int width_ = 0;
};

// `text` cut to `width` columns with "…" in its middle or at its end. `text` is escaped.
void append_shortened(TextBuffer& out, std::string_view text, int width, bool in_middle);

}  // namespace portexplorer::cli
