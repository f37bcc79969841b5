#include "faces/cli/table.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <thread>

#include "base/escape.h"

namespace portexplorer::cli {
namespace {

constexpr std::size_t kRowsWorthAThread = 20'000;
constexpr int kSignWidth = 2;      // the sign and a space
constexpr int kNoteGap = 3;
constexpr int kLeastNote = 12;     // a note in less room than this says nothing
constexpr int kReadableName = 20;  // a process's name is shortened to this before a column is dropped
constexpr int kShortName = 15;     // … and to this before addresses are: the longest comm
constexpr int kLeastAddress = 16;
constexpr int kLeastText = 8;

constexpr std::array<std::string_view, 5> kSigns = {" ", "+", "-", "±", "!"};
constexpr std::array<std::string_view, 6> kTints = {"", "\x1b[94m", "\x1b[1;31m", "\x1b[2m", "\x1b[32m", "\x1b[31m"};
constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";

std::size_t bytes_of(CellLength length) { return length == kUnknownCell ? 0 : length & ~kWideFlag; }

int width_of(const char* text, CellLength length) {
  if (length == kUnknownCell) return 1;
  const std::size_t bytes = bytes_of(length);
  return (length & kWideFlag) != 0 ? display_width({text, bytes}) : static_cast<int>(bytes);
}

bool is_address(const Column& c) {
  return c.kind == ColumnKind::local || c.kind == ColumnKind::remote ||
         (c.kind == ColumnKind::field && (c.id == FieldId::local_address || c.id == FieldId::remote_address));
}

// The longest suffix of at most `columns` terminal columns.
std::string_view suffix_of_width(std::string_view text, int columns) {
  const int excess = display_width(text) - columns;
  if (excess <= 0) return text;
  std::string_view cut = prefix_of_width(text, excess);
  if (display_width(cut) < excess) cut = prefix_of_width(text, excess + 1);  // a wide character stood on the edge
  return text.substr(cut.size());
}

}  // namespace

void append_shortened(TextBuffer& out, std::string_view text, int width, bool in_middle) {
  if (width <= 0) return;
  const int tail_width = in_middle ? (width - 1) / 2 : 0;
  const std::string_view head = prefix_of_width(text, width - 1 - tail_width);
  const std::string_view tail = suffix_of_width(text, tail_width);
  out.append(head);
  out.append("…");
  if (in_middle) out.append(tail);
}

Table::Table(const Snapshot& snapshot, std::vector<Column> columns, const TableOptions& options)
    : snapshot_(snapshot),
      columns_(std::move(columns)),
      options_(options),
      names_(snapshot.sample->tables, options.cells.process_as) {}

void Table::render(std::span<const std::uint32_t> rows) {
  parts_.clear();
  parts_.resize(rows.size() >= kRowsWorthAThread && std::thread::hardware_concurrency() > 1 ? 2 : 1);
  const std::size_t half = parts_.size() == 2 ? rows.size() / 2 : rows.size();
  parts_[0].row_count = half;
  if (parts_.size() == 2) {
    parts_[1].first_row = half;
    parts_[1].row_count = rows.size() - half;
    std::thread second([&] { render_part(parts_[1], rows.subspan(half)); });
    render_part(parts_[0], rows.first(half));
    second.join();
  } else {
    render_part(parts_[0], rows);
  }
  natural_.clear();
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    int width = display_width(columns_[c].title);
    for (const Part& part : parts_) width = std::max(width, part.widths[c]);
    natural_.push_back(width);
  }
}

void Table::render_part(Part& part, std::span<const std::uint32_t> rows) const {
  const std::size_t cells = columns_.size() + 1;
  part.lengths = std::make_unique_for_overwrite<CellLength[]>(rows.size() * cells);
  part.starts = std::make_unique_for_overwrite<std::size_t[]>(rows.size());
  part.signs = std::make_unique_for_overwrite<std::uint8_t[]>(rows.size());
  part.widths.assign(columns_.size(), 0);
  CellRenderer renderer(snapshot_, names_, options_.cells);
  CellLength* length = part.lengths.get();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RowView view(snapshot_, snapshot_.rows[rows[i]]);
    part.starts[i] = part.text.size();
    part.signs[i] = static_cast<std::uint8_t>(static_cast<unsigned>(sign_of(view.row())) | static_cast<unsigned>(tint_of(view)) << 4);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::size_t start = part.text.size();
      *length = renderer.render(columns_[c], view, part.text);
      part.widths[c] = std::max(part.widths[c], width_of(part.text.data() + start, *length));
      ++length;
    }
    *length++ = renderer.render_note(view, part.text);
  }
}

int Table::total_width(int gap) const {
  int total = kSignWidth;
  int visible = 0;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (!placed_[c].visible) continue;
    total += placed_[c].width + (visible++ == 0 ? 0 : columns_[c].kind == ColumnKind::class_sign ? 1 : gap);
  }
  return total;
}

void Table::fit(int width, std::span<const int> at_least) {
  width_ = width;
  gap_ = 2;
  for (std::size_t c = 0; c < std::min(at_least.size(), natural_.size()); ++c) natural_[c] = std::max(natural_[c], at_least[c]);
  placed_.assign(columns_.size(), {});
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    placed_[c].width = natural_[c];
    placed_[c].cut_in_middle = is_address(columns_[c]);
  }
  if (width == 0 || total_width(gap_) <= width) return;
  gap_ = 1;
  if (total_width(gap_) <= width) return;
  shrink_to(ColumnKind::field, FieldId::process, kReadableName, width);
  drop_columns(width);
  shrink_to(ColumnKind::field, FieldId::process, kShortName, width);
  shrink_columns(width);
}

void Table::drop_columns(int width) {
  for (std::uint8_t rank = 1; rank <= 2 && total_width(gap_) > width; ++rank) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (columns_[c].drop_rank == rank) placed_[c].visible = false;
    }
  }
}

void Table::shrink_to(ColumnKind kind, FieldId id, int floor, int width) {
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (columns_[c].kind != kind || columns_[c].id != id || !placed_[c].visible) continue;
    const int excess = total_width(gap_) - width;
    if (excess > 0) placed_[c].width = std::max(std::min(floor, placed_[c].width), placed_[c].width - excess);
  }
}

// Takes from the widest left-aligned column, one by one, until it fits or nothing can give.
void Table::shrink_columns(int width) {
  for (int excess = total_width(gap_) - width; excess > 0; --excess) {
    Placed* widest = nullptr;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const int floor = is_address(columns_[c]) ? kLeastAddress : kLeastText;
      const bool can_give = placed_[c].visible && columns_[c].align == Align::left && placed_[c].width > floor && columns_[c].id != FieldId::state;
      if (can_give && (widest == nullptr || placed_[c].width > widest->width)) widest = &placed_[c];
    }
    if (widest == nullptr) return;
    --widest->width;
  }
}

bool Table::is_last_visible(std::size_t column) const {
  return std::none_of(placed_.begin() + static_cast<std::ptrdiff_t>(column) + 1, placed_.end(), [](const Placed& p) { return p.visible; });
}

void Table::append_padded(TextBuffer& out, std::size_t column, std::string_view text, int width) const {
  const int padding = std::max(0, placed_[column].width - width);
  if (columns_[column].align == Align::right) out.append(static_cast<std::size_t>(padding), ' ');
  out.append(text);
  if (columns_[column].align == Align::left) out.append(static_cast<std::size_t>(padding), ' ');
}

void Table::append_cell(TextBuffer& out, std::size_t column, const char* text, CellLength length) const {
  if (length == kUnknownCell) {
    append_padded(out, column, kUnknownText, 1);
    return;
  }
  const std::string_view cell(text, bytes_of(length));
  const int width = width_of(text, length);
  if (width <= placed_[column].width) {
    append_padded(out, column, cell, width);
    return;
  }
  TextBuffer cut;
  append_shortened(cut, cell, placed_[column].width, placed_[column].cut_in_middle);
  append_padded(out, column, cut.view(), display_width(cut.view()));
}

namespace {

void trim_end(TextBuffer& out, std::size_t line_start) {
  std::string_view line = out.view();
  while (line.size() > line_start && line.back() == ' ') line.remove_suffix(1);
  out.advance_to(line.data() + line.size());
}

}  // namespace

void Table::append_header(TextBuffer& out) const {
  if (options_.color) out.append(kBold);
  const std::size_t start = out.size();
  out.append(kSignWidth, ' ');
  bool first = true;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (!placed_[c].visible) continue;
    if (!first) out.append(columns_[c].kind == ColumnKind::class_sign ? 1 : static_cast<std::size_t>(gap_), ' ');
    first = false;
    const std::string_view title = columns_[c].title;
    if (display_width(title) <= placed_[c].width) {
      append_padded(out, c, title, display_width(title));
    } else {
      const std::string_view cut = prefix_of_width(title, placed_[c].width);
      append_padded(out, c, cut, display_width(cut));
    }
  }
  trim_end(out, start);
  if (options_.color) out.append(kReset);
}

void Table::append_row(TextBuffer& out, std::size_t position) const {
  const Part& part = part_of(position);
  const std::size_t row = position - part.first_row;
  const char* text = part.text.data() + part.starts[row];
  const CellLength* length = part.lengths.get() + row * (columns_.size() + 1);
  const std::string_view tint = options_.color ? kTints[part.signs[row] >> 4] : std::string_view{};
  out.append(tint);
  const std::size_t start = out.size();
  out.append(kSigns[part.signs[row] & 15]);
  out.append(' ');
  bool first = true;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (placed_[c].visible) {
      if (!first) out.append(columns_[c].kind == ColumnKind::class_sign ? 1 : static_cast<std::size_t>(gap_), ' ');
      first = false;
      append_cell(out, c, text, length[c]);
    }
    text += bytes_of(length[c]);
  }
  append_note(out, text, length[columns_.size()], start);
  trim_end(out, start);
  if (!tint.empty()) out.append(kReset);
}

void Table::append_note(TextBuffer& out, const char* text, CellLength length, std::size_t /*line_start*/) const {
  if (bytes_of(length) == 0) return;
  const std::string_view note(text, bytes_of(length));
  const int used = total_width(gap_);
  const int room = width_ == 0 ? display_width(note) : width_ - used - kNoteGap;
  if (room < std::min(kLeastNote, display_width(note))) return;
  out.append(kNoteGap, ' ');
  if (display_width(note) <= room) out.append(note);
  else append_shortened(out, note, room, false);
}

void Table::prefetch_row(std::size_t position) const {
  const Part& part = part_of(position);
  const std::size_t row = position - part.first_row;
  const char* text = part.text.data() + part.starts[row];
  __builtin_prefetch(text);
  __builtin_prefetch(text + 64);
  __builtin_prefetch(part.lengths.get() + row * (columns_.size() + 1));
}

}  // namespace portexplorer::cli
