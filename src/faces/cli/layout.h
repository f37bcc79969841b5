// Where columns stand in a line, and how a cell is put into its column.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "faces/cli/columns.h"
#include "faces/export/text_buffer.h"

namespace portexplorer::cli {

// How a text that is too long is shortened: at its end; in its middle; or as an endpoint, which
// first loses the service's name and then the middle of its address, but never its port.
enum class Cut : std::uint8_t { end, middle, endpoint };

struct PlacedColumn {
  int width = 0;
  int gap = 0;  // spaces before it
  bool visible = true;
  bool right = false;
  Cut cut = Cut::end;
};

class Layout {
 public:
  // Places columns of these natural widths in lines of at most `width` terminal columns. 0: no
  // limit. What does not fit gives in this order: the space between columns, a process's name
  // longer than 20, the droppable columns by rank, a process's name longer than 15, then whatever
  // text is widest. Numbers give nothing, so on a very narrow terminal lines may still be too long:
  // is_too_wide().
  [[nodiscard]] static Layout fit(std::span<const Column>, std::span<const int> natural, int width);

  [[nodiscard]] std::span<const PlacedColumn> columns() const { return placed_; }
  // Columns that a line takes without the note behind it; the sign before it is counted.
  [[nodiscard]] int total_width() const { return total_; }
  [[nodiscard]] bool is_too_wide() const { return total_ > limit_; }
  [[nodiscard]] int limit() const { return limit_; }
  // What is left for a note behind the line; a large number where there is no limit.
  [[nodiscard]] int room_for_note() const;

 private:
  void set_gaps(std::span<const Column>, int gap);
  [[nodiscard]] int excess() const { return total_ - limit_; }
  void sum_up();
  void drop_columns(std::span<const Column>);
  void shrink_process(std::span<const Column>, int floor);
  void shrink_widest(std::span<const Column>, int least_address, int least_text);

  std::vector<PlacedColumn> placed_;
  int total_ = 0;
  int limit_ = 0;
};

constexpr int kNoteGap = 3;

// `text` in at most `width` columns, with "…" where something is missing. `text` is escaped.
void append_shortened(TextBuffer& out, std::string_view text, int width, Cut);

// Appends a cell of any text, padded or cut to its column; `gap` first.
void append_cell(TextBuffer& out, const PlacedColumn&, std::string_view text);

}  // namespace portexplorer::cli
