#include "faces/cli/layout.h"

#include <algorithm>

#include "base/escape.h"

namespace portexplorer::cli {
namespace {

constexpr int kSignWidth = 2;  // the sign and a space
// Process names are shortened to the first before columns are dropped, and to the second before
// addresses are shortened. 15 is the longest comm.
constexpr int kReadableName = 20;
constexpr int kShortName = 15;

// Minimum widths of texts: the usual ones, and those on a very narrow terminal.
struct Floors {
  int address;
  int text;
};
constexpr Floors kReadable = {16, 8};
constexpr Floors kBare = {8, 4};
constexpr int kNoLimit = 1'000'000'000;

Cut cut_of(const Column& c) {
  if (c.kind == ColumnKind::local || c.kind == ColumnKind::remote) return Cut::endpoint;
  const bool address = c.kind == ColumnKind::field &&
                       (c.id == FieldId::local_address || c.id == FieldId::remote_address);
  return address ? Cut::middle : Cut::end;
}

bool is_process(const Column& c) { return c.kind == ColumnKind::field && c.id == FieldId::process; }

// Shortened protocols and states would be unreadable.
bool may_shrink(const Column& c) {
  return c.align == Align::left &&
         !(c.kind == ColumnKind::field && (c.id == FieldId::state || c.id == FieldId::protocol));
}

// The longest suffix of at most `columns` terminal columns.
std::string_view suffix_of_width(std::string_view text, int columns) {
  const int excess = display_width(text) - columns;
  if (excess <= 0) return text;
  std::string_view cut = prefix_of_width(text, excess);
  if (display_width(cut) < excess)
    cut = prefix_of_width(text, excess + 1);  // a wide character straddles the edge
  return text.substr(cut.size());
}

}  // namespace

Layout Layout::fit(std::span<const Column> columns, std::span<const int> natural, int width) {
  Layout layout;
  layout.limit_ = width == 0 ? kNoLimit : width;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    layout.placed_.push_back({.width = natural[c],
                              .gap = 0,
                              .visible = true,
                              .right = columns[c].align == Align::right,
                              .cut = cut_of(columns[c])});
  }
  layout.set_gaps(columns, 2);
  if (layout.excess() <= 0) return layout;
  layout.set_gaps(columns, 1);
  layout.shrink_process(columns, kReadableName);
  layout.drop_columns(columns);
  layout.shrink_process(columns, kShortName);
  layout.shrink_widest(columns, kReadable.address, kReadable.text);
  layout.shrink_widest(columns, kBare.address, kBare.text);
  return layout;
}

int Layout::room_for_note() const { return limit_ - total_ - kNoteGap; }

void Layout::set_gaps(std::span<const Column> columns, int gap) {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    placed_[c].gap = c == 0 ? 0 : columns[c].kind == ColumnKind::class_sign ? 1 : gap;
  }
  sum_up();
}

void Layout::sum_up() {
  total_ = kSignWidth;
  for (const PlacedColumn& p : placed_) total_ += p.visible ? p.gap + p.width : 0;
}

void Layout::drop_columns(std::span<const Column> columns) {
  for (std::uint8_t rank = 1; rank <= 2 && excess() > 0; ++rank) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].drop_rank == rank) placed_[c].visible = false;
    }
    sum_up();
  }
}

void Layout::shrink_process(std::span<const Column> columns, int floor) {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!is_process(columns[c]) || excess() <= 0) continue;
    placed_[c].width = std::max(std::min(floor, placed_[c].width), placed_[c].width - excess());
  }
  sum_up();
}

// Takes single columns from the widest text until the line fits or all have their minimum width.
void Layout::shrink_widest(std::span<const Column> columns, int least_address, int least_text) {
  while (excess() > 0) {
    PlacedColumn* widest = nullptr;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      PlacedColumn& p = placed_[c];
      const int floor = p.cut == Cut::end ? least_text : least_address;
      if (!p.visible || !may_shrink(columns[c]) || p.width <= floor) continue;
      if (widest == nullptr || p.width > widest->width) widest = &p;
    }
    if (widest == nullptr) return;
    --widest->width;
    --total_;
  }
}

namespace {

void append_cut(TextBuffer& out, std::string_view text, int width, bool in_middle) {
  if (width <= 0) return;
  const int tail_width = in_middle ? (width - 1) / 2 : 0;
  out.append(prefix_of_width(text, width - 1 - tail_width));
  out.append("…");
  if (in_middle) out.append(suffix_of_width(text, tail_width));
}

// Returns ":443" or "]:443", the end of an endpoint without its service; "" if it has no port.
std::string_view port_part(std::string_view endpoint) {
  const std::size_t colon = endpoint.rfind(':');
  if (colon == std::string_view::npos ||
      endpoint.find_first_not_of("0123456789*", colon + 1) != std::string_view::npos)
    return {};
  const bool bracketed = colon > 0 && endpoint[colon - 1] == ']';
  return endpoint.substr(bracketed ? colon - 1 : colon);
}

void append_short_endpoint(TextBuffer& out, std::string_view text, int width) {
  const std::size_t space = text.rfind(' ');
  const std::string_view without_service = text.substr(0, space);
  const std::string_view port = port_part(without_service);
  if (port.empty() || width < display_width(port) + 3) {
    append_cut(out, text, width, true);
  } else if (display_width(without_service) <= width) {
    out.append(without_service);
  } else {
    append_cut(out, without_service.substr(0, without_service.size() - port.size()),
               width - display_width(port), true);
    out.append(port);
  }
}

}  // namespace

void append_shortened(TextBuffer& out, std::string_view text, int width, Cut cut) {
  if (cut == Cut::endpoint) append_short_endpoint(out, text, width);
  else append_cut(out, text, width, cut == Cut::middle);
}

void append_cell(TextBuffer& out, const PlacedColumn& column, std::string_view text) {
  out.append(static_cast<std::size_t>(column.gap), ' ');
  TextBuffer shortened;
  int width = display_width(text);
  if (width > column.width) {
    append_shortened(shortened, text, column.width, column.cut);
    text = shortened.view();
    width = display_width(text);
  }
  const auto padding = static_cast<std::size_t>(std::max(0, column.width - width));
  if (column.right) out.append(padding, ' ');
  out.append(text);
  if (!column.right) out.append(padding, ' ');
}

}  // namespace portexplorer::cli
