// What is told of a process, as a page.
#include <algorithm>
#include <array>
#include <ctime>

#include "base/escape.h"
#include "faces/pages/page_writer.h"
#include "faces/pages/process_answer.h"
#include "inspect/report_entries.h"
#include "model/fields.h"

namespace portexplorer::pages {
namespace {

constexpr std::size_t kSocketsShown = 10;
constexpr std::size_t kCandidatesShown = 20;
constexpr std::size_t kLongestText = 2000;  // an argument may have megabytes

std::string day_and_time(Timestamp at) {
  const std::time_t seconds = at.value() / kNanosecondsPerSecond;
  std::tm parts{};
  std::array<char, 64> text{};
  if (::localtime_r(&seconds, &parts) == nullptr) return "–";
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts)};
}

std::string text_of(const ReportEntry& entry) {
  if (!entry.text.empty()) return entry.text;
  if (const auto* text = std::get_if<std::string>(&entry.value)) return *text;
  if (const auto* number = std::get_if<std::uint64_t>(&entry.value)) return std::to_string(*number);
  if (const auto* flag = std::get_if<bool>(&entry.value)) return *flag ? "yes" : "no";
  if (const auto* time = std::get_if<Timestamp>(&entry.value)) return day_and_time(*time);
  return {};
}

std::string shortened(std::string_view text) { return escaped(text.substr(0, kLongestText)) + (text.size() > kLongestText ? " …" : ""); }

// The time of the last reading says nothing of the process: people take it for its start.
std::string_view note_of(const ReportEntry& entry) { return entry.key == "file_last_read_at" ? " (not the start time)" : ""; }

std::string_view heading_of(ReportPart part) {
  switch (part) {
    case ReportPart::general: return "General";
    case ReportPart::version: return "Version";
    default: return "Security";
  }
}

std::string socket_text(const ProcessReport& report, std::uint32_t row) {
  const RowView view(*report.snapshot, report.snapshot->rows[row]);
  const Socket& socket = view.socket();
  std::string local;
  std::string remote;
  append_address(local, view, false);
  append_address(remote, view, true);
  std::string text = std::string(to_string(socket.protocol)) + " " + escaped(local);
  if (has_ports(socket.protocol)) text += " port " + std::to_string(socket.local_port);
  const std::string_view state = to_string(socket.state);
  if (!state.empty()) text += " " + std::string(state);
  if (socket.has(SocketFlag::connected) && !remote.empty()) {
    text += " to " + escaped(remote);
    if (has_ports(socket.protocol)) text += " port " + std::to_string(socket.remote_port);
  }
  if (socket.known(Known::bytes)) {
    text += ", sent ";
    append_human_bytes(text, socket.sent_bytes);
    text += ", received ";
    append_human_bytes(text, socket.received_bytes);
  }
  return text;
}

// Empty: it says nothing, not even why.
std::string entry_text(const ReportEntry& entry, bool all) {
  const bool missing = std::holds_alternative<std::monostate>(entry.value);
  if (!missing) return shortened(text_of(entry)) + std::string(note_of(entry));
  if (!entry.why.empty()) return "– (" + escaped(entry.why) + ")";
  return all ? "–" : "";
}

void write_sockets(PageWriter& page, const ProcessReport& report, bool all) {
  page.heading("Sockets");
  if (!report.snapshot) {
    page.text("Not known: " + escaped(report.sockets_trouble) + ".");
    return;
  }
  if (report.sockets.empty()) page.text("It has none.");
  const std::size_t shown = all ? report.sockets.size() : std::min(report.sockets.size(), kSocketsShown);
  for (std::size_t i = 0; i < shown; ++i) page.item(socket_text(report, report.sockets[i]));
  if (shown < report.sockets.size()) page.text("… " + std::to_string(report.sockets.size() - shown) + " more: --all");
}

}  // namespace

void write_process_summary(PageWriter& page, const ProcessReport& report, bool reasons) {
  if (reasons) {
    for (const Sentence& sentence : report.summary) {
      page.paragraph(format_message(sentence.text));
      for (const Message& evidence : sentence.evidence) page.item(format_message(evidence));
    }
    return;
  }
  std::string text;
  for (const Sentence& sentence : report.summary) text += (text.empty() ? "" : " ") + format_message(sentence.text);
  page.paragraph(text);
}

void write_process_part(PageWriter& page, const ProcessReport& report, ReportPart part, bool all) {
  bool begun = false;
  for (const ReportEntry& entry : report_entries(report)) {
    if (entry.part != part || entry.label.empty()) continue;
    const std::string text = entry_text(entry, all);
    if (text.empty()) continue;
    if (!begun) page.begin_rows();
    begun = true;
    page.entry(entry.label, text);
  }
  if (!begun) page.text("Nothing is known.");
}

void write_process_checks(PageWriter& page, const ProcessReport& report) {
  page.heading("Checks");
  for (const Check& check : report.checks) {
    switch (check.result) {
      case CheckResult::fine: page.item("fine: " + format_message(check.what)); break;
      case CheckResult::stands_out: page.item("stands out: " + format_message(check.evidence)); break;
      case CheckResult::could_not_run: page.item("not run: " + format_message(check.what) + " " + format_message(check.evidence)); break;
    }
  }
}

void write_process_page(PageWriter& page, const ProcessReport& report, const ProcessPageOptions& options) {
  write_process_summary(page, report, options.reasons);
  if (!options.reasons) page.paragraph("How do I know each of these?", {Lead::To::evidence, std::to_string(report.pid.value())});
  for (const ReportPart part : {ReportPart::general, ReportPart::version, ReportPart::security}) {
    page.heading(heading_of(part));
    write_process_part(page, report, part, options.all);
  }
  write_sockets(page, report, options.all);
  if (options.reasons) write_process_checks(page, report);
}

void write_candidates_page(PageWriter& page, const std::string& name, const Candidates& candidates, bool all) {
  page.paragraph(std::to_string(candidates.size()) + " processes are called " + escaped(name) + ". Say which one by its number:");
  page.begin_list();
  const std::size_t shown = all ? candidates.size() : std::min(candidates.size(), kCandidatesShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Process& process = candidates[i];
    page.item(escaped(process.user) + "  " + shortened(process.command), to_process(process.pid.value()));
  }
  if (shown < candidates.size()) page.text("… " + std::to_string(candidates.size() - shown) + " more: --all");
}

}  // namespace portexplorer::pages
