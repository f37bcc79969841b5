#include "faces/cli/table.h"

#include <algorithm>
#include <array>

#include "base/escape.h"
#include "faces/export/digits.h"
#include "faces/order/halves.h"

namespace portexplorer::cli {
namespace {

constexpr int kLeastNote = 12;  // a note is omitted if there is less room

constexpr std::array<std::string_view, 5> kSigns = {" ", "+", "-", "±", "!"};
constexpr std::array<std::string_view, 7> kTints = {"",         "\x1b[94m", "\x1b[1;31m", "\x1b[2m",
                                                    "\x1b[32m", "\x1b[31m", "\x1b[35m"};
constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";

// Special lengths and flags of the two-byte lengths of a record.
constexpr std::uint16_t kShortUnknown = 0xFFFF;
constexpr std::uint16_t kShortWide = 0x8000;
constexpr std::uint16_t kLong = 0x7FFF;  // the length is in Part::long_cells

constexpr std::size_t kUsualRecord = 100;  // bytes of a row with the default columns

// Room beyond a cell, so that short copies may have a fixed length, which is faster.
constexpr std::size_t kSlack = 64;

std::size_t bytes_of(CellLength length) { return length == kUnknownCell ? 0 : length & ~kWideFlag; }

int width_of(const char* text, CellLength length) {
  if (length == kUnknownCell) return 1;
  const std::size_t bytes = bytes_of(length);
  return (length & kWideFlag) != 0 ? display_width({text, bytes}) : static_cast<int>(bytes);
}

// Copies `count` bytes, and always at least 32: source and destination have kSlack.
char* put_cell(char* p, const char* text, std::size_t count) {
  if (count <= 32) std::memcpy(p, text, 32);
  else std::memcpy(p, text, count);
  return p + count;
}

char* put_spaces(char* p, std::size_t count) {
  if (count <= 32) std::memset(p, ' ', 32);
  else std::memset(p, ' ', count);
  return p + count;
}

void trim_end(TextBuffer& out, std::size_t line_start) {
  std::string_view line = out.view();
  while (line.size() > line_start && line.back() == ' ') line.remove_suffix(1);
  out.advance_to(line.data() + line.size());
}

// Ends a line in "…" if even its numbers are wider than the terminal.
void finish_line(TextBuffer& out, std::size_t line_start, const Layout& layout) {
  trim_end(out, line_start);
  const std::string_view line = out.view().substr(line_start);
  if (!layout.is_too_wide() || display_width(line) <= layout.limit()) return;
  TextBuffer cut;
  append_shortened(cut, line, layout.limit(), Cut::end);
  out.advance_to(line.data());
  out.append(cut.view());
}

}  // namespace

Table::Table(const Snapshot& snapshot, std::vector<Column> columns, const TableOptions& options)
    : snapshot_(snapshot),
      columns_(std::move(columns)),
      options_(options),
      names_(snapshot.sample->tables, options.cells.process_as) {}

void Table::render(std::span<const std::uint32_t> rows) {
  parts_.clear();
  parts_.resize(is_worth_a_thread(rows.size()) ? 2 : 1);
  if (parts_.size() == 2) parts_[1].first_row = rows.size() / 2;
  in_halves(rows.size(), [&](std::size_t first, std::size_t last) {
    render_part(parts_[first == 0 ? 0 : 1], rows.subspan(first, last - first));
  });
  natural_.clear();
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    int width = columns_[c].kind == ColumnKind::class_sign ? 1 : display_width(columns_[c].title);
    for (const Part& part : parts_) width = std::max(width, part.widths[c]);
    natural_.push_back(width);
  }
}

void Table::render_part(Part& part, std::span<const std::uint32_t> rows) const {
  part.starts = std::make_unique_for_overwrite<std::size_t[]>(rows.size() + 1);
  part.widths.assign(columns_.size(), 0);
  part.text.expect(rows.size() * kUsualRecord + kSlack);
  CellRenderer renderer(snapshot_, names_, options_.cells);
  std::vector<std::uint16_t> lengths(columns_.size() + 1);
  const auto keep_length = [&](std::size_t record, std::size_t cell, CellLength length) {
    const std::size_t bytes = bytes_of(length);
    const bool fits = bytes < kLong;
    if (!fits) part.long_cells.emplace(record + cell, length);
    lengths[cell] =
        length == kUnknownCell
            ? kShortUnknown
            : static_cast<std::uint16_t>((fits ? bytes : kLong) |
                                         ((length & kWideFlag) != 0 && fits ? kShortWide : 0));
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RowView view(snapshot_, snapshot_.rows[rows[i]]);
    const std::size_t record = part.starts[i] = part.text.size();
    char* head = part.text.room(header_bytes());
    head[0] = static_cast<char>(sign_of(view.row()));
    head[1] = static_cast<char>(tint_of(view));
    part.text.advance_to(head + header_bytes());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const std::size_t start = part.text.size();
      const CellLength length = renderer.render(columns_[c], view, part.text);
      part.widths[c] = std::max(part.widths[c], width_of(part.text.data() + start, length));
      keep_length(record, c, length);
    }
    keep_length(record, columns_.size(), renderer.render_note(view, part.text));
    part.text.overwrite(record + 2, lengths.data(), lengths.size() * sizeof lengths[0]);
  }
  part.starts[rows.size()] = part.text.size();
  static_cast<void>(part.text.room(kSlack));
}

void Table::fit(int width, std::span<const int> at_least) {
  for (std::size_t c = 0; c < std::min(at_least.size(), natural_.size()); ++c)
    natural_[c] = std::max(natural_[c], at_least[c]);
  layout_ = Layout::fit(columns_, natural_, width);
}

void Table::append_header(TextBuffer& out) const {
  if (options_.color) out.append(kBold);
  const std::size_t start = out.size();
  out.append("  ");
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const PlacedColumn& placed = layout_.columns()[c];
    if (placed.visible) append_cell(out, placed, prefix_of_width(columns_[c].title, placed.width));
  }
  finish_line(out, start, layout_);
  if (options_.color) out.append(kReset);
}

CellLength Table::length_at(const Part& part, const char* lengths, std::size_t cell) const {
  std::uint16_t length = 0;
  std::memcpy(&length, lengths + 2 * cell, 2);
  if (length == kShortUnknown) return kUnknownCell;
  if (length == kLong)
    return part.long_cells.at(static_cast<std::size_t>(lengths - 2 - part.text.data()) + cell);
  return (length & ~kShortWide) | ((length & kShortWide) != 0 ? kWideFlag : 0);
}

void Table::append_row(TextBuffer& out, std::size_t position) const {
  const Part& part = part_of(position);
  const std::size_t record = part.starts[position - part.first_row];
  const std::size_t record_bytes = part.starts[position - part.first_row + 1] - record;
  const char* head = part.text.data() + record;
  const char* text = head + header_bytes();
  const std::string_view tint =
      options_.color ? kTints[static_cast<unsigned char>(head[1])] : std::string_view{};
  out.append(tint);
  const std::size_t start = out.size();
  // Short ASCII cells are written through a pointer; others are shortened by append_cell().
  const std::size_t bound =
      record_bytes + 4 * static_cast<std::size_t>(layout_.total_width()) + 4 * kSlack;
  char* p = out.room(bound);
  p = put_text(p, kSigns[static_cast<unsigned char>(head[0])]);
  *p++ = ' ';
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const PlacedColumn& placed = layout_.columns()[c];
    const CellLength length = length_at(part, head + 2, c);
    const std::size_t bytes = bytes_of(length);
    if (!placed.visible) {
      text += bytes;
      continue;
    }
    const bool short_ascii = length <= static_cast<CellLength>(placed.width);
    if (short_ascii || length == kUnknownCell) {
      const std::size_t width = short_ascii ? bytes : 1;
      const std::size_t padding = static_cast<std::size_t>(placed.width) - width;
      p = put_spaces(p, static_cast<std::size_t>(placed.gap) + (placed.right ? padding : 0));
      p = short_ascii ? put_cell(p, text, bytes) : put_text(p, kUnknownText);
      if (!placed.right) p = put_spaces(p, padding);
    } else {
      out.advance_to(p);
      append_cell(out, placed, {text, bytes});
      p = out.room(bound);
    }
    text += bytes;
  }
  out.advance_to(p);
  append_note(out, {text, bytes_of(length_at(part, head + 2, columns_.size()))});
  finish_line(out, start, layout_);
  if (!tint.empty()) out.append(kReset);
}

void Table::append_note(TextBuffer& out, std::string_view note) const {
  if (note.empty()) return;
  const int width = display_width(note);
  const int room = layout_.room_for_note();
  if (room < std::min(kLeastNote, width)) return;
  out.append(kNoteGap, ' ');
  if (width <= room) out.append(note);
  else append_shortened(out, note, room, Cut::end);
}

void Table::prefetch_start(std::size_t position) const {
  const Part& part = part_of(position);
  __builtin_prefetch(part.starts.get() + (position - part.first_row));
}

void Table::prefetch_text(std::size_t position) const {
  const Part& part = part_of(position);
  const char* record = part.text.data() + part.starts[position - part.first_row];
  __builtin_prefetch(record);
  __builtin_prefetch(record + 64);
}

}  // namespace portexplorer::cli
