// What is told of a process, as a page.
#include <algorithm>
#include <array>
#include <ctime>

#include "base/escape.h"
#include "faces/cli/page.h"
#include "faces/cli/process_answer.h"
#include "faces/cli/what.h"
#include "inspect/report_entries.h"
#include "model/fields.h"

namespace portexplorer::cli {
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

class ProcessPage {
 public:
  ProcessPage(TextBuffer& out, const ProcessReport& report, const ProcessTextOptions& options)
      : page_(out, options.width, options.color), report_(report), options_(options) {}

  void append() {
    append_summary();
    for (const ReportPart part : {ReportPart::general, ReportPart::version, ReportPart::security}) append_part(part);
    append_sockets();
    if (options_.reasons) append_checks();
  }

 private:
  void append_summary() {
    if (options_.reasons) {
      for (const Sentence& sentence : report_.summary) {
        page_.paragraph(format_message(sentence.text));
        for (const Message& evidence : sentence.evidence) page_.item(format_message(evidence));
      }
      return;
    }
    std::string text;
    for (const Sentence& sentence : report_.summary) text += (text.empty() ? "" : " ") + format_message(sentence.text);
    page_.paragraph(text);
    page_.paragraph("How do I know each of these? → portexplorer what process " + std::to_string(report_.pid.value()) + " --why");
  }

  void append_part(ReportPart part) {
    page_.heading(heading_of(part));
    bool begun = false;
    for (const ReportEntry& entry : report_entries(report_)) {
      if (entry.part != part || entry.label.empty()) continue;
      const bool missing = std::holds_alternative<std::monostate>(entry.value);
      if (missing && entry.why.empty() && !options_.all) continue;
      if (!begun) page_.begin_rows();
      begun = true;
      std::string text = shortened(text_of(entry)) + std::string(note_of(entry));
      if (missing) text = entry.why.empty() ? "–" : "– (" + escaped(entry.why) + ")";
      page_.entry(entry.label, text);
    }
    if (!begun) page_.text("Nothing is known.");
  }

  void append_sockets() {
    page_.heading("Sockets");
    if (!report_.snapshot) {
      page_.text("Not known: " + escaped(report_.sockets_trouble) + ".");
      return;
    }
    if (report_.sockets.empty()) page_.text("It has none.");
    const std::size_t shown = options_.all ? report_.sockets.size() : std::min(report_.sockets.size(), kSocketsShown);
    for (std::size_t i = 0; i < shown; ++i) page_.item(socket_text(report_.sockets[i]));
    if (shown < report_.sockets.size()) page_.text("… " + std::to_string(report_.sockets.size() - shown) + " more: --all");
  }

  [[nodiscard]] std::string socket_text(std::uint32_t row) const {
    const RowView view(*report_.snapshot, report_.snapshot->rows[row]);
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

  void append_checks() {
    page_.heading("Checks");
    for (const Check& check : report_.checks) {
      switch (check.result) {
        case CheckResult::fine: page_.item("fine: " + format_message(check.what)); break;
        case CheckResult::stands_out: page_.item("stands out: " + format_message(check.evidence)); break;
        case CheckResult::could_not_run: page_.item("not run: " + format_message(check.what) + " " + format_message(check.evidence)); break;
      }
    }
  }

  Page page_;
  const ProcessReport& report_;
  const ProcessTextOptions& options_;
};

}  // namespace

void append_process_text(TextBuffer& out, const ProcessReport& report, const ProcessTextOptions& options) {
  ProcessPage(out, report, options).append();
}

void append_candidates_text(TextBuffer& out, const std::string& name, const Candidates& candidates, const ProcessTextOptions& options) {
  Page page(out, options.width, options.color);
  page.paragraph(std::to_string(candidates.size()) + " processes are called " + escaped(name) + ". Say which one by its number:");
  page.blank();
  const std::size_t shown = options.all ? candidates.size() : std::min(candidates.size(), kCandidatesShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Process& process = candidates[i];
    page.item(process_hint(process.pid.value()) + "  " + escaped(process.user) + "  " + shortened(process.command));
  }
  if (shown < candidates.size()) page.text("… " + std::to_string(candidates.size() - shown) + " more: --all");
}

}  // namespace portexplorer::cli
