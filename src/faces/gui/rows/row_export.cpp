#include "faces/gui/rows/row_export.h"

#include <algorithm>

#include "base/escape.h"
#include "faces/export/csv.h"
#include "faces/export/json.h"
#include "model/filter/filter.h"
#include "model/socket_facts.h"

namespace portexplorer::gui {
namespace {

std::vector<FieldId> every_field() {
  std::vector<FieldId> fields;
  for (const Field& f : all_fields()) fields.push_back(f.id);
  return fields;
}

void append_padded(std::string& out, const std::string& cell, int width, Align align,
                   bool is_last) {
  const int missing = std::max(0, width - display_width(cell));
  if (align == Align::right) out.append(static_cast<std::size_t>(missing), ' ');
  out += cell;
  if (align == Align::left && !is_last) out.append(static_cast<std::size_t>(missing), ' ');
  out += is_last ? "\n" : "  ";
}

std::string text_of_rows(const Listing& listing, std::span<const std::uint32_t> items,
                         std::span<const int> columns, const CellStyle& style) {
  std::vector<int> widths;
  for (const int column : columns)
    widths.push_back(display_width(list_columns()[static_cast<std::size_t>(column)].name));
  std::vector<std::string> cells;
  cells.reserve(items.size() * columns.size());
  for (const std::uint32_t item : items) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      cells.push_back(cell_text(columns[i], listing.view(item), style));
      widths[i] = std::max(widths[i], display_width(cells.back()));
    }
  }
  std::string out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const ListColumn& c = list_columns()[static_cast<std::size_t>(columns[i])];
    append_padded(out, c.kind == CellKind::sign ? std::string() : std::string(c.name), widths[i],
                  c.align, i + 1 == columns.size());
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t column = i % columns.size();
    const Align align = list_columns()[static_cast<std::size_t>(columns[column])].align;
    append_padded(out, cells[i], widths[column], align, column + 1 == columns.size());
  }
  return out;
}

std::string csv_of_rows(const Listing& listing, std::span<const std::uint32_t> items) {
  TextBuffer out;
  CsvRows writer(every_field(), false);
  writer.append_header(out);
  for (const std::uint32_t item : items) writer.append_row(out, listing.view(item));
  return std::string(out.view());
}

void append_objects(TextBuffer& out, const Listing& listing, std::span<const std::uint32_t> items) {
  const std::vector<FieldId> fields = every_field();
  JsonRows writer(*listing.snapshot, fields);
  for (std::size_t i = 0; i < items.size(); ++i) {
    out.append(i == 0 ? std::string_view("\n") : std::string_view(",\n"));
    writer.append_row(out, listing.view(items[i]));
  }
}

void append_side(std::string& out, const RowView& view, bool remote) {
  const Socket& s = view.socket();
  const auto [family, address] =
      remote ? remote_ip_of(s) : ParsedAddress{s.family, s.local_address};
  const std::uint32_t port = remote ? s.remote_port : s.local_port;
  const std::string side = remote ? " remote_" : " local_";
  if (!is_unspecified(address)) {
    out += side + "address:";
    append_ip(out, family, address);
  }
  if (port != 0) out += side + "port:" + std::to_string(port);
}

}  // namespace

std::string export_rows(const Listing& listing, std::span<const std::uint32_t> items,
                        ListFormat format, std::span<const int> columns, const CellStyle& style) {
  if (format == ListFormat::csv) return csv_of_rows(listing, items);
  if (format == ListFormat::text) return text_of_rows(listing, items, columns, style);
  TextBuffer out;
  append_json_opening(out, *listing.snapshot->sample);
  append_objects(out, listing, items);
  append_json_closing(out, {});
  return std::string(out.view());
}

std::string tabbed_rows(const Listing& listing, std::span<const std::uint32_t> items,
                        std::span<const int> columns, const CellStyle& style) {
  std::string out;
  for (const std::uint32_t item : items) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) out += '\t';
      out += cell_text(columns[i], listing.view(item), style);
    }
    out += '\n';
  }
  return out;
}

std::string json_of_rows(const Listing& listing, std::span<const std::uint32_t> items) {
  TextBuffer out;
  out.append('[');
  append_objects(out, listing, items);
  out.append(std::string_view("\n]\n"));
  return std::string(out.view());
}

std::string filter_for(const Listing& listing, std::span<const std::uint32_t> items) {
  std::string out;
  for (const std::uint32_t item : items) {
    const RowView view = listing.view(item);
    std::string one = "protocol:" + std::string(to_string(view.socket().protocol));
    if (view.socket().family == Family::ipv4 || view.socket().family == Family::ipv6) {
      append_side(one, view, false);
      append_side(one, view, true);
    } else if (view.socket().inode.value() != 0) {
      one += " inode:" + std::to_string(view.socket().inode.value());
    }
    if (items.size() > 1) {
      one.insert(0, 1, '(');
      one += ')';
    }
    if (!out.empty()) out += " or ";
    out += one;
    if (out.size() > Filter::kMaxLength) return {};
  }
  return out;
}

}  // namespace portexplorer::gui
