// A table of rows: render() writes the text of all cells, fit() chooses columns and widths,
// append_row() lays out a row.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "faces/cli/cells.h"
#include "faces/cli/layout.h"

namespace portexplorer::cli {

struct TableOptions {
  CellOptions cells;
  bool color = false;
};

class Table {
 public:
  // Must not outlive the Snapshot.
  Table(const Snapshot&, std::vector<Column>, const TableOptions&);

  // Writes the cells of these rows (indices into Snapshot::rows); large tables on two threads.
  void render(std::span<const std::uint32_t> rows);

  // Places the columns with Layout::fit(). No width is less than in `at_least` (a previous
  // widths(), may be empty), so that the columns of a table that is redrawn do not jump.
  void fit(int width, std::span<const int> at_least = {});
  [[nodiscard]] const std::vector<int>& widths() const { return natural_; }

  void append_header(TextBuffer& out) const;
  // `position`: index into the rows given to render().
  void append_row(TextBuffer& out, std::size_t position) const;

  // Prefetch the memory of a row, for rows that are not laid out in the order of render(): its
  // offset, and later its text.
  void prefetch_start(std::size_t position) const;
  void prefetch_text(std::size_t position) const;

 private:
  // The cells of consecutive rows, written by one thread. A row is a record in `text`: its sign and
  // tint (a byte each), the lengths of its cells and its note (two bytes each), then their texts.
  struct Part {
    std::size_t first_row = 0;
    TextBuffer text;
    std::unique_ptr<std::size_t[]> starts;
    // Lengths that do not fit into two bytes, by record and cell.
    std::unordered_map<std::size_t, CellLength> long_cells;
    std::vector<int> widths;
  };

  void render_part(Part&, std::span<const std::uint32_t> rows) const;
  [[nodiscard]] CellLength length_at(const Part&, const char* lengths, std::size_t cell) const;
  [[nodiscard]] std::size_t header_bytes() const { return 2 + 2 * (columns_.size() + 1); }
  [[nodiscard]] const Part& part_of(std::size_t position) const {
    return parts_[parts_.size() > 1 && position >= parts_[1].first_row ? 1 : 0];
  }
  void append_note(TextBuffer& out, std::string_view note) const;

  const Snapshot& snapshot_;
  std::vector<Column> columns_;
  TableOptions options_;
  ProcessNames names_;
  std::vector<Part> parts_;
  std::vector<int> natural_;
  Layout layout_;
};

}  // namespace portexplorer::cli
