#include "faces/export/json.h"

#include <algorithm>
#include <charconv>

#include "base/escape.h"
#include "faces/export/address_text.h"
#include "faces/export/digits.h"

namespace portexplorer {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr char kHex[] = "0123456789abcdef";

bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    int length = 1;
    if (decode_utf8(text, length) < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(length));
  }
  return true;
}

void append_json_code_unit(TextBuffer& out, unsigned value) {
  out.append("\\u");
  for (int shift = 12; shift >= 0; shift -= 4) out.append(kHex[(value >> shift) & 15]);
}

// Appends one code point of a JSON string. Characters that could disturb a terminal are written as
// \u, so that JSON is as safe to display as a table.
void append_json_character(TextBuffer& out, std::string_view bytes, int c) {
  switch (c) {
    case '"': out.append("\\\""); return;
    case '\\': out.append("\\\\"); return;
    case '\n': out.append("\\n"); return;
    case '\t': out.append("\\t"); return;
    case '\r': out.append("\\r"); return;
    default: break;
  }
  std::string shown;
  append_escaped(shown, bytes);
  if (shown == bytes) {
    out.append(bytes);
  } else if (c < 0x10000) {
    append_json_code_unit(out, static_cast<unsigned>(c));
  } else {
    const auto offset = static_cast<unsigned>(c - 0x10000);
    append_json_code_unit(out, 0xD800 + (offset >> 10));
    append_json_code_unit(out, 0xDC00 + (offset & 0x3FF));
  }
}

// Appends the marked form, see append_json_string(). JSON itself doubles each backslash once more.
void append_marked(TextBuffer& out, std::string_view text) {
  out.append(kReplacement);
  while (!text.empty()) {
    int length = 1;
    const int c = decode_utf8(text, length);
    const std::string_view bytes = text.substr(0, static_cast<std::size_t>(length));
    if (c < 0) {
      const auto byte = static_cast<unsigned char>(text[0]);
      out.append("\\\\x");
      out.append(kHex[byte >> 4]);
      out.append(kHex[byte & 15]);
    } else if (c == '\\') {
      out.append("\\\\\\\\");
    } else {
      append_json_character(out, bytes, c);
    }
    text.remove_prefix(bytes.size());
  }
}

// Whether the field is the same for all sockets of a process.
bool is_of_process(FieldId id) {
  switch (id) {
    case FieldId::process:
    case FieldId::pid:
    case FieldId::path:
    case FieldId::command:
    case FieldId::program:
    case FieldId::user:
    case FieldId::uid:
    case FieldId::started_at:
    case FieldId::start_ticks:
    case FieldId::container:
    case FieldId::unit:
    case FieldId::cgroup:
    case FieldId::terminal: return true;
    default: return false;
  }
}

void append_number(TextBuffer& out, std::uint64_t value) {
  out.advance_to(put_number(out.room(20), value));
}

void append_decimal(TextBuffer& out, double value) {
  char* p = out.room(64);
  const auto [end, error] = std::to_chars(p, p + 64, value, std::chars_format::fixed, 1);
  if (error == std::errc{}) out.advance_to(end);
  else out.append("null");
}

void append_pids(TextBuffer& out, const HolderList& list) {
  out.append('[');
  bool first = true;
  for (const std::uint32_t index : list.indices) {
    if (!first) out.append(',');
    first = false;
    append_number(out, static_cast<std::uint64_t>(list.tables->processes[index].pid.value()));
  }
  out.append(']');
}

void append_message(TextBuffer& out, std::string_view name, const Message& message) {
  out.append(name);
  if (message.text.empty()) out.append("null");
  else append_json_string(out, format_message(message));
}

}  // namespace

void append_json_no_sockets(TextBuffer& out, const std::string& why) {
  Coverage coverage;
  coverage.add({"sockets",
                {"The sockets of this machine could not be read.", {}},
                {"{why}", {{"why", why}}},
                {},
                true});
  append_json_coverage(out, coverage);
}

void append_json_coverage(TextBuffer& out, const Coverage& coverage) {
  out.append(",\"coverage\":");
  append_json_list(out, coverage.gaps, [&](const CoverageGap& gap) {
    append_message(out, "{\"what\":", gap.what);
    append_message(out, ",\"why\":", gap.why);
    append_message(out, ",\"remedy\":", gap.remedy);
    out.append('}');
  });
}

void append_json_string(TextBuffer& out, std::string_view text) {
  out.append('"');
  if (std::ranges::all_of(text, [](char c) { return is_plain(static_cast<unsigned char>(c)); })) {
    out.append(text);
  } else if (text.starts_with(kReplacement) || !is_valid_utf8(text)) {
    append_marked(out, text);
  } else {
    while (!text.empty()) {
      int length = 1;
      const int c = decode_utf8(text, length);
      append_json_character(out, text.substr(0, static_cast<std::size_t>(length)), c);
      text.remove_prefix(static_cast<std::size_t>(length));
    }
  }
  out.append('"');
}

JsonRows::JsonRows(const Snapshot& snapshot, std::span<const FieldId> ids)
    : process_count_(snapshot.sample->tables.processes.size()) {
  int slots = 0;
  for (const FieldId id : ids) {
    Member m{.id = id,
             .name = "\"" + std::string(field(id).name) + "\":",
             .shared_slot = -1,
             .last_time = {},
             .last_time_text = {}};
    if (is_of_process(id)) m.shared_slot = slots++;
    members_.push_back(std::move(m));
  }
  shared_.resize(static_cast<std::size_t>(slots) * process_count_);
}

void JsonRows::append_row(TextBuffer& out, const RowView& view, std::string_view first) {
  out.append('{');
  out.append(first);
  bool is_first = true;
  for (Member& m : members_) {
    if (!is_first) out.append(',');
    is_first = false;
    append_member(out, m, view);
  }
  out.append('}');
}

void JsonRows::append_member(TextBuffer& out, Member& m, const RowView& view) {
  out.append(m.name);
  if (m.shared_slot >= 0 && view.mapped() && !view.row().is_closed) append_shared(out, m, view);
  else append_value(out, m, view);
}

void JsonRows::append_shared(TextBuffer& out, Member& m, const RowView& view) {
  Shared& shared =
      shared_[static_cast<std::size_t>(m.shared_slot) * process_count_ + view.socket().process];
  if (!shared.written) {
    shared.offset = shared_text_.size();
    append_value(shared_text_, m, view);
    shared.length = shared_text_.size() - shared.offset;
    shared.written = true;
  }
  out.append(shared_text_.view().substr(shared.offset, shared.length));
}

void JsonRows::append_value(TextBuffer& out, Member& m, const RowView& view) {
  const Field& f = field(m.id);
  const Value value = f.value(view);
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    append_text(out, m, view, *text);
  } else if (const auto* number = std::get_if<std::uint64_t>(&value)) {
    const bool as_string = f.kind == ValueKind::opaque_number || f.kind == ValueKind::address;
    if (as_string) out.append('"');
    append_number(out, *number);
    if (as_string) out.append('"');
  } else if (const auto* decimal = std::get_if<double>(&value)) {
    append_decimal(out, *decimal);
  } else if (const auto* truth = std::get_if<bool>(&value)) {
    out.append(*truth ? std::string_view("true") : std::string_view("false"));
  } else if (const auto* time = std::get_if<Timestamp>(&value)) {
    append_time(out, m, *time);
  } else if (const auto* address = std::get_if<AddressValue>(&value)) {
    scratch_.clear();
    append_exact_address(scratch_, view, *address);
    append_json_string(out, scratch_);
  } else if (const auto* pids = std::get_if<HolderList>(&value)) {
    append_pids(out, *pids);
  } else {
    out.append("null");
  }
}

void JsonRows::append_text(TextBuffer& out, const Member& m, const RowView& view,
                           std::string_view text) {
  if (field(m.id).kind != ValueKind::address) {
    append_json_string(out, text);
    return;
  }
  scratch_.clear();
  append_address(scratch_, view, m.id == FieldId::remote_address);
  append_json_string(out, scratch_);
}

void JsonRows::append_time(TextBuffer& out, Member& m, Timestamp t) {
  if (m.last_time_text.empty() || m.last_time != t) {
    m.last_time = t;
    m.last_time_text = "\"";
    append_rfc3339(m.last_time_text, t);
    m.last_time_text += '"';
  }
  out.append(m.last_time_text);
}

namespace {

// Writes "host":…,"boot_id":…
void append_json_host(TextBuffer& out, const Host& host) {
  out.append("\"host\":");
  append_json_string(out, host.name);
  out.append(",\"boot_id\":");
  if (host.boot_id.empty()) out.append("null");
  else append_json_string(out, host.boot_id);
}

}  // namespace

std::string json_taken_at(const Sample& sample) {
  std::string text = "\"taken_at\":\"";
  append_rfc3339(text, sample.taken_at);
  return text + "\",";
}

void append_json_opening(TextBuffer& out, const Sample& sample) {
  out.append("{\"schema\":\"portexplorer.snapshot/1\",");
  out.append(json_taken_at(sample));
  append_json_host(out, sample.host);
  append_json_coverage(out, sample.coverage);
  out.append(",\"sockets\":[");
}

void append_json_log_opening(TextBuffer& out, const Host& host, const Coverage& coverage) {
  out.append("{\"schema\":\"portexplorer.log/1\",");
  append_json_host(out, host);
  append_json_coverage(out, coverage);
  out.append(",\"events\":[");
}

void append_json_closing(TextBuffer& out, std::span<const std::string> attributions) {
  out.append("],\n\"attributions\":[");
  bool first = true;
  for (const std::string& attribution : attributions) {
    if (!first) out.append(',');
    first = false;
    append_json_string(out, attribution);
  }
  out.append("]}\n");
}

}  // namespace portexplorer
