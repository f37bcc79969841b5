// Positions and widths of columns, and the padding and shortening of cells.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "faces/cli/columns.h"
#include "faces/export/text_buffer.h"

namespace portexplorer::cli {

// How to shorten a text: at its end; in its middle; or as an endpoint, which first loses the name
// of the service and then the middle of the address, but never the port.
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
  // Fits columns of these natural widths into lines of `width` terminal columns; 0: no limit. If
  // they are too wide, it reduces in this order: the gaps between columns, process names to 20,
  // columns with a drop rank, process names to 15, then the widest text again and again. Numbers
  // are never shortened, so lines may still be too long on a very narrow terminal: is_too_wide().
  [[nodiscard]] static Layout fit(std::span<const Column>, std::span<const int> natural, int width);

  [[nodiscard]] std::span<const PlacedColumn> columns() const { return placed_; }
  // The width of a line with the sign before it, without the note after it.
  [[nodiscard]] int total_width() const { return total_; }
  [[nodiscard]] bool is_too_wide() const { return total_ > limit_; }
  [[nodiscard]] int limit() const { return limit_; }
  // The width left for a note after the line; a large number if there is no limit.
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

// Appends `text`, which is escaped, in at most `width` columns, with "…" for what is cut.
void append_shortened(TextBuffer& out, std::string_view text, int width, Cut);

// Appends the gap, and a cell padded or shortened to the width of its column.
void append_cell(TextBuffer& out, const PlacedColumn&, std::string_view text);

}  // namespace portexplorer::cli
