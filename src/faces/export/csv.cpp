#include "faces/export/csv.h"

#include <charconv>

#include "base/escape.h"
#include "faces/export/address_text.h"

namespace portexplorer {
namespace {

void append_guarded(std::string& out, std::string_view raw) {
  switch (raw.empty() ? 0 : raw[0]) {
    case '=': out += "\\x3d"; break;
    case '+': out += "\\x2b"; break;
    case '-': out += "\\x2d"; break;
    case '@': out += "\\x40"; break;
    default: append_escaped(out, raw); return;
  }
  append_escaped(out, raw.substr(1));
}

void append_cell(TextBuffer& out, std::string_view cell) {
  if (cell.find_first_of("\",\r\n") == std::string_view::npos) {
    out.append(cell);
    return;
  }
  out.append('"');
  for (const char c : cell) {
    if (c == '"') out.append('"');
    out.append(c);
  }
  out.append('"');
}

struct CellWriter {
  std::string& out;
  const Field& f;
  const RowView& view;

  void operator()(std::monostate) const {}
  void operator()(std::string_view text) const {
    if (f.kind != ValueKind::address) {
      append_guarded(out, text);
      return;
    }
    std::string raw;
    append_address(raw, view, f.id == FieldId::remote_address);
    append_guarded(out, raw);
  }
  void operator()(std::uint64_t value) const { out += std::to_string(value); }
  void operator()(double value) const {
    char text[64];
    const auto [end, error] =
        std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 1);
    if (error == std::errc{}) out.append(text, end);
  }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(Timestamp t) const { append_rfc3339(out, t); }
  void operator()(const AddressValue& a) const {
    std::string raw;
    append_exact_address(raw, view, a);
    append_guarded(out, raw);
  }
  void operator()(const HolderList& list) const {
    for (const std::uint32_t index : list.indices) {
      if (!out.empty()) out += ' ';
      out += std::to_string(list.tables->processes[index].pid.value());
    }
  }
};

}  // namespace

CsvRows::CsvRows(std::span<const FieldId> fields, bool with_time)
    : fields_(fields.begin(), fields.end()), with_time_(with_time) {}

void CsvRows::append_header(TextBuffer& out) const {
  if (with_time_) out.append("taken_at,");
  bool first = true;
  for (const FieldId id : fields_) {
    if (!first) out.append(',');
    first = false;
    out.append(field(id).name);
  }
  out.append("\r\n");
}

void CsvRows::append_row(TextBuffer& out, const RowView& view) {
  if (with_time_) {
    cell_.clear();
    append_rfc3339(cell_, view.snapshot().sample->taken_at);
    out.append(cell_);
    out.append(',');
  }
  bool first = true;
  for (const FieldId id : fields_) {
    if (!first) out.append(',');
    first = false;
    append_value(field(id), view);
    append_cell(out, cell_);
  }
  out.append("\r\n");
}

void CsvRows::append_value(const Field& f, const RowView& view) {
  cell_.clear();
  std::visit(CellWriter{cell_, f, view}, f.value(view));
}

}  // namespace portexplorer
