#include "faces/cli/event_writer.h"

#include <ctime>

#include "base/error_name.h"
#include "base/escape.h"
#include "faces/export/csv.h"
#include "faces/export/digits.h"
#include "faces/export/json.h"

namespace portexplorer::cli {
namespace {

constexpr std::string_view kArrow = " → ";
constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kNoColor = "\x1b[0m";

// Terminal columns of the parts of a line; a longer text moves the rest of the line to the right.
constexpr int kNumberWidth = 6;
constexpr int kTimeWidth = 12;
constexpr int kProcessWidth = 20;
constexpr int kActionWidth = 7;
constexpr int kProtocolWidth = 5;
constexpr int kEndpointsWidth = 46;
constexpr int kResultWidth = 12;

void pad(std::string& line, std::size_t start, int width) {
  const int used = display_width(std::string_view(line).substr(start));
  if (used < width) line.append(static_cast<std::size_t>(width - used), ' ');
}

void append_left(std::string& line, std::string_view text, int width) {
  const std::size_t start = line.size();
  line += text;
  pad(line, start, width);
  line += "  ";
}

void append_right(std::string& line, std::string_view text, int width) {
  if (const auto size = static_cast<int>(text.size()); size < width)
    line.append(static_cast<std::size_t>(width - size), ' ');
  line += text;
  line += "  ";
}

// "14:02:13.201", local.
std::string clock_text(Timestamp t) {
  const std::time_t second = t.value() / kNanosecondsPerSecond;
  std::tm parts{};
  localtime_r(&second, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%H:%M:%S", &parts);
  const auto milliseconds = static_cast<unsigned>(t.value() % kNanosecondsPerSecond / 1'000'000);
  std::string clock(text, length);
  clock += '.';
  clock += std::to_string(1000 + milliseconds).substr(1);
  return clock;
}

std::string cell_text(CellRenderer& cells, ColumnKind kind, const RowView& view) {
  TextBuffer cell;
  Column column;
  column.kind = kind;
  const CellLength length = cells.render(column, view, cell);
  return length == kUnknownCell ? std::string(kUnknownText) : std::string(cell.view());
}

// Writes the members of the event itself, up to the first field of the socket.
void write_json_members(std::string& text, const EventMark& mark) {
  text = "\"number\":";
  text += std::to_string(mark.number);
  text += ",\"time\":\"";
  append_rfc3339(text, mark.time);
  text += "\",\"action\":\"";
  text += to_string(mark.action);
  text += "\",\"result\":";
  const std::string result = result_text(mark);
  if (result.empty()) {
    text += "null";
  } else {
    text += '"';
    text += result;
    text += '"';
  }
  text += ",\"bytes\":";
  text += mark.has_bytes() ? std::to_string(mark.bytes) : "null";
  text += ',';
}

std::string gap_text(std::uint64_t lost, std::uint64_t left_out) {
  std::string text;
  if (lost > 0)
    text += std::to_string(lost) + (lost == 1 ? " event was lost" : " events were lost") +
            " here: events arrived faster than they could be read. ";
  if (left_out > 0)
    text += std::to_string(left_out) +
            (left_out == 1 ? " send or receive was" : " sends and receives were") +
            " left out here by --max-rate. ";
  text.pop_back();
  return text;
}

}  // namespace

std::string result_text(const EventMark& mark) {
  if (mark.missed) return "missed";
  if (!mark.error_known) return {};
  return mark.error == 0 ? "success" : error_name(mark.error);
}

std::vector<FieldId> usual_event_fields() {
  using enum FieldId;
  return {protocol,
          family,
          state,
          local_address,
          local_port,
          remote_address,
          remote_port,
          process,
          pid,
          path,
          command,
          user,
          uid,
          socket_uid,
          created_at,
          sent_bytes,
          sent_packets,
          received_bytes,
          received_packets,
          traffic_coverage,
          netns,
          inode,
          cookie};
}

bool can_be_of_event(FieldId id) {
  switch (id) {
    case FieldId::ethertype:
    case FieldId::package:
    case FieldId::holders:
    case FieldId::last_process:
    case FieldId::last_pid:
    case FieldId::created_after:
    case FieldId::sent_rate:
    case FieldId::received_rate:
    case FieldId::recv_queue:
    case FieldId::send_queue:
    case FieldId::recv_memory_bytes:
    case FieldId::send_memory_bytes:
    case FieldId::drops:
    case FieldId::findings:
    case FieldId::change:
    case FieldId::peer_inode: return false;
    default: return true;
  }
}

EventWriter::EventWriter(const Options& options, std::vector<FieldId> fields, bool color)
    : options_(options), fields_(std::move(fields)), color_(color) {}

void EventWriter::open(TextBuffer& out, const Host& host, const Coverage& coverage) const {
  if (options_.format == Format::json) {
    append_json_log_opening(out, host, coverage);
  } else if (options_.format == Format::csv && options_.header) {
    out.append("number,time,action,result,bytes,");
    CsvRows(fields_, false).append_header(out);
  } else if (options_.format == Format::text && options_.header) {
    std::string line;
    append_right(line, "NUMBER", kNumberWidth);
    append_left(line, "TIME", kTimeWidth);
    append_left(line, "PROCESS:PID", kProcessWidth);
    append_left(line, "ACTION", kActionWidth);
    append_left(line, "PROTO", kProtocolWidth);
    append_left(line, "LOCAL → REMOTE", kEndpointsWidth);
    append_left(line, "RESULT", kResultWidth);
    out.append(line + "BYTES\n");
  }
}

void EventWriter::close(TextBuffer& out, const LogTotals& totals) const {
  const bool is_json = options_.format == Format::json;
  if (!is_json && (options_.format != Format::jsonl || totals.unchecked == 0)) return;
  if (is_json)
    out.append("\n],\"lost\":" + std::to_string(totals.lost) +
               ",\"left_out\":" + std::to_string(totals.left_out) + ",");
  else out.append("{");
  out.append("\"unchecked\":" + std::to_string(totals.unchecked) + ",\"unchecked_reason\":");
  if (totals.unchecked_reason.empty()) out.append("null");
  else append_json_string(out, totals.unchecked_reason);
  out.append("}\n");
}

void EventWriter::write(TextBuffer& out, const EventRows& rows,
                        std::span<const std::size_t> chosen) {
  switch (options_.format) {
    case Format::text: write_text(out, rows, chosen); break;
    case Format::csv: write_csv(out, rows, chosen); break;
    default: write_json(out, rows, chosen);
  }
}

void EventWriter::write_gap(TextBuffer& out, std::uint64_t lost, std::uint64_t left_out) const {
  if (options_.format == Format::text) {
    out.append("!!  " + gap_text(lost, left_out) + "\n");
  } else if (options_.format == Format::jsonl) {
    out.append("{\"lost\":" + std::to_string(lost) + ",\"left_out\":" + std::to_string(left_out) +
               "}\n");
  }
}

void EventWriter::write_text(TextBuffer& out, const EventRows& rows,
                             std::span<const std::size_t> chosen) {
  const ProcessNames names(rows.snapshot->sample->tables, options_.process_as);
  CellRenderer cells(*rows.snapshot, names,
                     {.services = !options_.numeric, .process_as = options_.process_as});
  for (const std::size_t i : chosen)
    write_text_line(out, cells, names, rows.marks[i], rows.view(i));
}

void EventWriter::write_text_line(TextBuffer& out, CellRenderer& cells, const ProcessNames& names,
                                  const EventMark& mark, const RowView& view) {
  const Socket& socket = view.socket();
  line_.clear();
  append_right(line_, std::to_string(mark.number), kNumberWidth);
  append_left(line_, clock_text(mark.time), kTimeWidth);
  std::string who(kUnknownText);
  if (const Process* p = view.process()) {
    who = std::string(names.text(socket.process)) + ':';
    who += p->pid.value() == 0 ? std::string(kUnknownText) : std::to_string(p->pid.value());
  }
  append_left(line_, who, kProcessWidth);
  append_left(line_, to_string(mark.action), kActionWidth);
  std::string protocol;
  append_protocol(protocol, socket);
  append_left(line_, protocol, kProtocolWidth);
  std::string endpoints = cell_text(cells, ColumnKind::local, view);
  if (socket.state != State::listen && mark.action != Action::bind) {
    endpoints += kArrow;
    endpoints += cell_text(cells, ColumnKind::remote, view);
  }
  append_left(line_, endpoints, kEndpointsWidth);
  const std::string known = result_text(mark);
  const std::string result = known.empty() ? std::string(kUnknownText) : known;
  const bool failed = color_ && (mark.missed || (mark.error_known && mark.error != 0));
  if (failed) line_ += kRed;
  append_left(line_, result, kResultWidth);
  if (failed) line_ += kNoColor;
  line_ += event_bytes(mark, socket, " sent, ", " received");
  while (line_.ends_with(' ')) line_.pop_back();
  out.append(line_);
  out.append('\n');
}

void EventWriter::write_json(TextBuffer& out, const EventRows& rows,
                             std::span<const std::size_t> chosen) {
  JsonRows json(*rows.snapshot, fields_);
  const bool lines = options_.format == Format::jsonl;
  for (const std::size_t i : chosen) {
    if (!lines) out.append(any_ ? ",\n" : "\n");
    any_ = true;
    write_json_members(line_, rows.marks[i]);
    json.append_row(out, rows.view(i), line_);
    if (lines) out.append('\n');
  }
}

void EventWriter::write_csv(TextBuffer& out, const EventRows& rows,
                            std::span<const std::size_t> chosen) {
  CsvRows csv(fields_, false);
  for (const std::size_t i : chosen) {
    const EventMark& mark = rows.marks[i];
    line_ = std::to_string(mark.number) + ',';
    append_rfc3339(line_, mark.time);
    line_ += ',';
    line_ += to_string(mark.action);
    line_ += ',' + result_text(mark) + ',';
    if (mark.has_bytes()) line_ += std::to_string(mark.bytes);
    out.append(line_ + ',');
    csv.append_row(out, rows.view(i));
  }
}

}  // namespace portexplorer::cli
