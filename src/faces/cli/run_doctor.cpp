// `portexplorer doctor`: what is readable here, what is missing, and how to get it.
#include <algorithm>
#include <array>

#include "base/escape.h"
#include "faces/cli/output.h"
#include "faces/cli/run.h"
#include "faces/export/json.h"

namespace portexplorer::cli {
namespace {

struct StatusLook {
  std::string_view sign;  // five columns
  std::string_view word;  // in JSON
  std::string_view color;
};

const StatusLook& look_of(DoctorStatus status) {
  static constexpr std::array looks = {StatusLook{"ok   ", "ok", "\x1b[32m"},
                                       StatusLook{"part ", "partial", "\x1b[33m"},
                                       StatusLook{"no   ", "missing", "\x1b[31m"}};
  return looks[static_cast<std::size_t>(status)];
}

constexpr int kItemWidth = 28;

void append_item(TextBuffer& out, const DoctorItem& item, bool color) {
  const StatusLook& look = look_of(item.status);
  out.append("  ");
  if (color) out.append(look.color);
  out.append(look.sign);
  if (color) out.append("\x1b[0m");
  const std::string name = escaped(item.item);
  out.append(name);
  out.append(static_cast<std::size_t>(std::max(1, kItemWidth - display_width(name))), ' ');
  out.append(format_message(item.result));
  out.append('\n');
  if (item.remedy.text.empty() || item.status == DoctorStatus::ok) return;
  out.append(static_cast<std::size_t>(kItemWidth) + 7, ' ');
  out.append("→ ");
  out.append(format_message(item.remedy));
  out.append('\n');
}

void append_verdict(TextBuffer& out, const DoctorReport& report) {
  const auto count = [&](DoctorStatus f) {
    return std::ranges::count(report.items, f, &DoctorItem::status);
  };
  const auto partial = count(DoctorStatus::partial);
  const auto missing = count(DoctorStatus::missing);
  if (partial + missing == 0) {
    out.append("\nNothing is missing: everything that Port Explorer reads is readable here.\n");
    return;
  }
  out.append("\n" + std::to_string(report.items.size()) +
             " checks: " + std::to_string(count(DoctorStatus::ok)) + " ok, " +
             std::to_string(partial) + " partial, " + std::to_string(missing) +
             " missing. Arrows (→) show how to get what is missing.\n");
}

void append_text(TextBuffer& out, const DoctorReport& report, bool color) {
  std::string_view section;
  for (const DoctorItem& item : report.items) {
    if (item.section != section) {
      if (!section.empty()) out.append('\n');
      section = item.section;
      if (color) out.append("\x1b[1m");
      out.append(escaped(section));
      if (color) out.append("\x1b[0m");
      out.append('\n');
    }
    append_item(out, item, color);
  }
  append_verdict(out, report);
}

void append_optional(TextBuffer& out, const Message& message) {
  if (message.text.empty()) out.append("null");
  else append_json_string(out, format_message(message));
}

void append_json(TextBuffer& out, const DoctorReport& report) {
  out.append("{\"schema\":\"portexplorer.doctor/1\",\"items\":[");
  bool first = true;
  for (const DoctorItem& item : report.items) {
    out.append(first ? std::string_view("\n{\"section\":") : std::string_view(",\n{\"section\":"));
    first = false;
    append_json_string(out, item.section);
    out.append(",\"item\":");
    append_json_string(out, item.item);
    out.append(",\"status\":");
    append_json_string(out, look_of(item.status).word);
    out.append(",\"result\":");
    append_optional(out, item.result);
    out.append(",\"remedy\":");
    append_optional(out, item.remedy);
    out.append('}');
  }
  out.append("]}\n");
}

}  // namespace

int run_doctor(const Options& options, const Environment& env) {
  if (options.self_test) return run_doctor_self_test(options, env);
  const DoctorReport report = env.examine();
  Output out(env.out);
  if (options.format == Format::json) append_json(out.buffer(), report);
  else append_text(out.buffer(), report, wants_color(options, env));
  const bool complete = std::ranges::all_of(
      report.items, [](const DoctorItem& i) { return i.status == DoctorStatus::ok; });
  return exit_code_after(env, out, complete ? kExitFine : kExitNothing);
}

}  // namespace portexplorer::cli
