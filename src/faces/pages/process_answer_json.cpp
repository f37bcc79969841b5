// Formats an answer about a process as JSON; see docs/portexplorer.what.process.schema.json.
#include <array>

#include "faces/export/json.h"
#include "faces/pages/process_answer.h"
#include "inspect/report_entries.h"
#include "model/fields.h"

namespace portexplorer::pages {
namespace {

// The fields that describe a socket of a process.
constexpr std::array kSocketFields = {FieldId::protocol,
                                      FieldId::state,
                                      FieldId::local_address,
                                      FieldId::local_port,
                                      FieldId::local_service,
                                      FieldId::remote_address,
                                      FieldId::remote_port,
                                      FieldId::remote_service,
                                      FieldId::direction,
                                      FieldId::created_at,
                                      FieldId::sent_bytes,
                                      FieldId::sent_packets,
                                      FieldId::received_bytes,
                                      FieldId::received_packets,
                                      FieldId::traffic_coverage,
                                      FieldId::inode,
                                      FieldId::cookie};

std::string_view word_of(CheckResult result) {
  switch (result) {
    case CheckResult::fine: return "fine";
    case CheckResult::stands_out: return "stands_out";
    default: return "could_not_run";
  }
}

class ProcessJson {
 public:
  ProcessJson(TextBuffer& out, const ProcessReport& report)
      : out_(out), report_(report), entries_(report_entries(report)) {}

  void append() {
    out_.append("{\"schema\":\"portexplorer.what.process/1\",\"pid\":" +
                std::to_string(report_.pid.value()));
    out_.append(",\"ended\":" + std::string(report_.ended ? "true" : "false"));
    out_.append(",\"summary\":");
    list(report_.summary, [&](const Sentence& s) { append_sentence(s); });
    append_part(",\n\"general\":", ReportPart::general);
    append_part(",\n\"version\":", ReportPart::version);
    append_part(",\n\"security\":", ReportPart::security);
    append_missing();
    out_.append(",\n\"checks\":");
    list(report_.checks, [&](const Check& check) { append_check(check); });
    append_sockets();
    out_.append("}\n");
  }

 private:
  void string(std::string_view text) { append_json_string(out_, text); }
  void message(const Message& text) { string(format_message(text)); }

  template <typename Items, typename Append>
  void list(const Items& items, Append append) {
    append_json_list(out_, items, append);
  }

  void append_sentence(const Sentence& sentence) {
    out_.append("\n{\"text\":");
    message(sentence.text);
    out_.append(",\"evidence\":");
    list(sentence.evidence, [&](const Message& evidence) { message(evidence); });
    out_.append('}');
  }

  void append_value(const EntryValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return string(*text);
    if (const auto* number = std::get_if<std::uint64_t>(&value))
      return out_.append(std::to_string(*number));
    if (const auto* flag = std::get_if<bool>(&value)) return out_.append(*flag ? "true" : "false");
    if (const auto* items = std::get_if<std::vector<std::string>>(&value)) {
      return list(*items, [&](const std::string& item) { string(item); });
    }
    if (const auto* time = std::get_if<Timestamp>(&value)) {
      std::string text;
      append_rfc3339(text, *time);
      return string(text);
    }
    out_.append("null");
  }

  void append_part(std::string_view opening, ReportPart part) {
    out_.append(opening);
    bool first = true;
    for (const ReportEntry& entry : entries_) {
      if (entry.part != part) continue;
      out_.append(first ? std::string_view("{\"") : std::string_view(",\""));
      first = false;
      out_.append(entry.key);
      out_.append("\":");
      append_value(entry.value);
    }
    out_.append('}');
  }

  // Adds the reasons for null values, if there are any.
  void append_missing() {
    out_.append(",\n\"missing\":{");
    bool first = true;
    for (const ReportEntry& entry : entries_) {
      if (!std::holds_alternative<std::monostate>(entry.value) || entry.why.empty()) continue;
      if (!first) out_.append(',');
      first = false;
      string(entry.key);
      out_.append(':');
      string(entry.why);
    }
    out_.append('}');
  }

  void append_check(const Check& check) {
    out_.append("\n{\"id\":");
    string(check.id);
    out_.append(",\"result\":");
    string(word_of(check.result));
    out_.append(",\"what\":");
    message(check.what);
    out_.append(",\"evidence\":");
    if (check.result == CheckResult::fine) out_.append("null");
    else message(check.evidence);
    out_.append(",\"next\":");
    if (check.result == CheckResult::stands_out) message(check.next);
    else out_.append("null");
    out_.append('}');
  }

  void append_sockets() {
    out_.append(",\n\"sockets\":");
    if (!report_.snapshot) {
      out_.append("null,\"sockets_missing\":");
      string(report_.sockets_trouble);
      return;
    }
    JsonRows rows(*report_.snapshot, kSocketFields);
    list(report_.sockets, [&](std::uint32_t row) {
      out_.append('\n');
      rows.append_row(out_, RowView(*report_.snapshot, report_.snapshot->rows[row]));
    });
    out_.append(",\"sockets_missing\":null");
  }

  TextBuffer& out_;
  const ProcessReport& report_;
  std::vector<ReportEntry> entries_;
};

}  // namespace

void append_process_json(TextBuffer& out, const ProcessReport& report) {
  ProcessJson(out, report).append();
}

void append_candidates_json(TextBuffer& out, const Candidates& candidates) {
  out.append("{\"schema\":\"portexplorer.what.process/1\",\"candidates\":");
  append_json_list(out, candidates, [&](const Process& process) {
    out.append("\n{\"pid\":" + std::to_string(process.pid.value()) + ",\"name\":");
    append_json_string(out, process.name);
    out.append(",\"user\":");
    append_json_string(out, process.user);
    out.append(",\"command\":");
    append_json_string(out, process.command);
    out.append('}');
  });
  out.append("}\n");
}

}  // namespace portexplorer::pages
