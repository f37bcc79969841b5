// Formats an answer about a process as a page.
#include <algorithm>
#include <array>
#include <ctime>

#include "base/escape.h"
#include "faces/pages/page_writer.h"
#include "faces/pages/process_answer.h"
#include "inspect/report_entries.h"
#include "model/fields.h"
#include "model/socket_facts.h"

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

std::string shortened(std::string_view text) {
  return escaped(text.substr(0, kLongestText)) + (text.size() > kLongestText ? " …" : "");
}

std::string told(const Message& message, const Words& words) {
  Message shown = message;
  for (auto& argument : shown.arguments) {
    std::string& value = argument.second;
    if (value.size() > kLongestText) value = value.substr(0, kLongestText) + " …";
  }
  return format_message(shown, words);
}

std::string text_of(const ReportEntry& entry, const Words& words) {
  if (!entry.text.text.empty()) return told(entry.text, words);
  if (const auto* text = std::get_if<std::string>(&entry.value)) return shortened(*text);
  if (const auto* number = std::get_if<std::uint64_t>(&entry.value)) return std::to_string(*number);
  if (const auto* flag = std::get_if<bool>(&entry.value))
    return words.say(*flag ? "yes"_text : "no"_text);
  if (const auto* time = std::get_if<Timestamp>(&entry.value)) return day_and_time(*time);
  return {};
}

// The access time does not concern the process, but people mistake it for its start time.
std::string note_of(const ReportEntry& entry, const Words& words) {
  return entry.key == "file_last_read_at" ? " " + words.say("(not the start time)"_text) : "";
}

Text heading_of(ReportPart part) {
  switch (part) {
    case ReportPart::general: return "General"_text;
    case ReportPart::version: return "Version"_text;
    default: return "Security"_text;
  }
}

// "192.0.2.1 port 22"
std::string endpoint_text(const RowView& view, bool remote, const Words& words) {
  const Socket& socket = view.socket();
  std::string address;
  append_address(address, view, remote);
  if (!has_ports(socket.protocol) || has_unknown_endpoints(socket)) return escaped(address);
  return words.say(
      "{1} port {2}"_text,
      {escaped(address), std::to_string(remote ? socket.remote_port : socket.local_port)});
}

std::string socket_text(const ProcessReport& report, std::uint32_t row, const Words& words) {
  const RowView view(*report.snapshot, report.snapshot->rows[row]);
  const Socket& socket = view.socket();
  std::string remote;
  append_address(remote, view, true);
  std::string text =
      std::string(to_string(socket.protocol)) + " " + endpoint_text(view, false, words);
  const std::string_view state = to_string(socket.state);
  if (!state.empty()) text += " " + std::string(state);
  if (socket.has(SocketFlag::connected) && !remote.empty())
    text = words.say("{1} to {2}"_text, {text, endpoint_text(view, true, words)});
  if (!socket.known(Known::bytes)) return text;
  std::string sent;
  std::string received;
  append_human_bytes(sent, socket.sent_bytes);
  append_human_bytes(received, socket.received_bytes);
  return words.say("{1}, sent {2}, received {3}"_text, {text, sent, received});
}

// Returns "" if there is neither a value nor a reason.
std::string entry_text(const ReportEntry& entry, bool all, const Words& words) {
  const bool missing = std::holds_alternative<std::monostate>(entry.value);
  if (!missing) return text_of(entry, words) + note_of(entry, words);
  if (!entry.why.empty()) return "– (" + format_message(own_words(entry.why), words) + ")";
  return all ? "–" : "";
}

void write_sockets(PageWriter& page, const ProcessReport& report, bool all) {
  const Words& words = page.words();
  page.heading(words.say("Sockets"_text));
  if (!report.snapshot) {
    page.text(words.say("Not known: {1}."_text,
                        {format_message(own_words(report.sockets_trouble), words)}));
    return;
  }
  if (report.sockets.empty()) page.text(words.say("It has none."_text));
  const std::size_t shown =
      all ? report.sockets.size() : std::min(report.sockets.size(), kSocketsShown);
  for (std::size_t i = 0; i < shown; ++i) page.item(socket_text(report, report.sockets[i], words));
  if (shown < report.sockets.size())
    page.text(words.say("… {1} more: --all"_text, {std::to_string(report.sockets.size() - shown)}));
}

}  // namespace

void write_process_summary(PageWriter& page, const ProcessReport& report, bool reasons) {
  const Words& words = page.words();
  if (reasons) {
    for (const Sentence& sentence : report.summary) {
      page.paragraph(format_message(sentence.text, words));
      for (const Message& evidence : sentence.evidence) page.item(format_message(evidence, words));
    }
    return;
  }
  std::string text;
  for (const Sentence& sentence : report.summary)
    text += (text.empty() ? "" : " ") + format_message(sentence.text, words);
  page.paragraph(text);
}

void write_process_part(PageWriter& page, const ProcessReport& report, ReportPart part, bool all) {
  const Words& words = page.words();
  bool begun = false;
  for (const ReportEntry& entry : report_entries(report)) {
    if (entry.part != part || entry.label.empty()) continue;
    const std::string text = entry_text(entry, all, words);
    if (text.empty()) continue;
    if (!begun) page.begin_rows();
    begun = true;
    page.entry(words.translated(entry.label), text);
  }
  if (!begun) page.text(words.say("Nothing is known."_text));
}

void write_process_checks(PageWriter& page, const ProcessReport& report) {
  const Words& words = page.words();
  page.heading(words.say("Checks"_text));
  for (const Check& check : report.checks) {
    const std::string what = format_message(check.what, words);
    const std::string evidence = format_message(check.evidence, words);
    switch (check.result) {
      case CheckResult::fine: page.item(words.say("fine: {1}"_text, {what})); break;
      case CheckResult::stands_out: page.item(words.say("stands out: {1}"_text, {evidence})); break;
      case CheckResult::could_not_run:
        page.item(words.say("not run: {1} {2}"_text, {what, evidence}));
        break;
    }
  }
}

void write_process_page(PageWriter& page, const ProcessReport& report,
                        const ProcessPageOptions& options) {
  const Words& words = page.words();
  write_process_summary(page, report, options.reasons);
  if (!options.reasons)
    page.paragraph(words.say("How do I know each of these?"_text),
                   {PageLink::To::evidence, std::to_string(report.pid.value())});
  for (const ReportPart part : {ReportPart::general, ReportPart::version, ReportPart::security}) {
    page.heading(words.say(heading_of(part)));
    write_process_part(page, report, part, options.all);
  }
  write_sockets(page, report, options.all);
  if (options.reasons) write_process_checks(page, report);
}

void write_candidates_page(PageWriter& page, const std::string& name, const Candidates& candidates,
                           bool all) {
  const Words& words = page.words();
  page.paragraph(words.say("{1} processes are called {2}. Say which one by its number:"_text,
                           {std::to_string(candidates.size()), escaped(name)}));
  page.begin_list();
  const std::size_t shown = all ? candidates.size() : std::min(candidates.size(), kCandidatesShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Process& process = candidates[i];
    page.item(escaped(process.user) + "  " + shortened(process.command),
              to_process(process.pid.value()));
  }
  if (shown < candidates.size())
    page.text(words.say("… {1} more: --all"_text, {std::to_string(candidates.size() - shown)}));
}

}  // namespace portexplorer::pages
