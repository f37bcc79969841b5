#include "faces/cli/summary.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace portexplorer::cli {
namespace {

void append_part(std::string& text, std::uint64_t count, std::string_view what) {
  if (count == 0) return;
  text += text.empty() ? ": " : ", ";
  text += std::to_string(count);
  text += ' ';
  text += what;
}

void append_sentence(std::string& line, const Message& message) {
  std::string text = format_message(message);
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  if (text.empty()) return;
  if (!line.empty()) {
    // A text in lower case ("they belong to other users") continues the sentence.
    const bool continues = text[0] >= 'a' && text[0] <= 'z';
    line += continues ? ": " : ". ";
  }
  line += text;
}

}  // namespace

bool has_unseen_owner(const Snapshot& snapshot) {
  return std::ranges::any_of(snapshot.rows,
                             [](const Row& row) { return row.owner == Owner::not_permitted; });
}

Shown count_shown(const Snapshot& snapshot, const std::vector<std::uint32_t>& rows) {
  Shown shown;
  for (const std::uint32_t index : rows) {
    const Row& row = snapshot.rows[index];
    add_to_tally(shown.tally, row);
    if (row.owner == Owner::known || !may_have_owner(row.owner)) continue;
    const bool is_hidden = row.owner == Owner::not_permitted || row.owner == Owner::foreign;
    ++(is_hidden ? shown.unseen_owners : shown.unknown_owners);
  }
  const bool may_hide_others = !snapshot.sample->fds_complete && rows.size() < snapshot.rows.size();
  shown.others_unseen = may_hide_others && has_unseen_owner(snapshot);
  return shown;
}

std::string counts_text(const Snapshot& snapshot, const Shown& shown) {
  const Tally& t = shown.tally;
  std::string parts;
  append_part(parts, t.hidden, "hidden (h)");
  append_part(parts, t.system, "system (s)");
  append_part(parts, t.normal, "normal");
  append_part(parts, t.unknown, "of unknown class (?)");
  append_part(parts, t.foreign, "in other PID namespaces");
  append_part(parts, t.netstat - t.foreign, "netstat only");
  const std::uint64_t all = snapshot.rows.size();
  std::string text = std::to_string(t.all);
  if (all != t.all) text += " of " + std::to_string(all);
  return text + (t.all == 1 && all == 1 ? " socket" : " sockets") + parts;
}

std::string summary_line(const Snapshot& snapshot, const Shown& shown) {
  return counts_text(snapshot, shown) + " · " + duration_text(snapshot.sample->duration) + " · " +
         owners_text(shown);
}

std::string own_sockets_text(std::uint64_t count) {
  return count == 0
             ? std::string()
             : " · " + std::to_string(count) + " of portexplorer itself not shown (--include-self)";
}

std::string owners_text(const Shown& shown) {
  if (shown.unseen_owners + shown.unknown_owners == 0)
    return shown.others_unseen ? "owners of these complete" : "owners complete";
  std::string text;
  const auto append = [&](std::uint64_t count, std::string_view what) {
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += count == 1 ? "owner of 1 socket" : "owners of " + std::to_string(count) + " sockets";
    text += what;
  };
  append(shown.unseen_owners, " not visible");
  append(shown.unknown_owners, " unknown");
  return text;
}

std::string duration_text(std::chrono::nanoseconds duration) {
  const double ms = std::chrono::duration<double, std::milli>(duration).count();
  std::array<char, 32> text{};
  const int length = ms >= 1000 ? std::snprintf(text.data(), text.size(), "%.1f s", ms / 1000)
                     : ms >= 1  ? std::snprintf(text.data(), text.size(), "%.0f ms", ms)
                                : std::snprintf(text.data(), text.size(), "%.1f ms", ms);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string gap_line(const CoverageGap& gap) {
  std::string line;
  append_sentence(line, gap.what);
  append_sentence(line, gap.why);
  append_sentence(line, gap.remedy);
  return line + ".";
}

}  // namespace portexplorer::cli
