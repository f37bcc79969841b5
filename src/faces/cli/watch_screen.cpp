#include "faces/cli/watch_screen.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "base/escape.h"
#include "faces/cli/layout.h"
#include "faces/cli/summary.h"
#include "faces/order/order.h"

namespace portexplorer::cli {
namespace {

struct SortChoice {
  std::string_view name;
  FieldId id;
  bool descending;
};

// The first is the default order, or that of --sort.
constexpr std::array kSorts = {
    SortChoice{"", FieldId::protocol, false},
    SortChoice{"process", FieldId::process, false},
    SortChoice{"sent", FieldId::sent_rate, true},
    SortChoice{"received", FieldId::received_rate, true},
    SortChoice{"remote", FieldId::remote_address, false},
};

constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kUndim = "\x1b[0m";

std::string taken_text(Timestamp t) {
  const auto second = static_cast<std::time_t>(t.value() / kNanosecondsPerSecond);
  std::tm parts{};
  localtime_r(&second, &parts);
  std::array<char, 16> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%H:%M:%S", &parts)};
}

std::string interval_text(std::chrono::nanoseconds interval) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(interval).count();
  if (ms % 1000 != 0) return std::to_string(ms) + " ms";
  return std::to_string(ms / 1000) + " s";
}

// Returns the first key: a character or an escape sequence.
std::string_view first_key(std::string_view keys) {
  if (keys[0] != '\x1b' || keys.size() < 2 || (keys[1] != '[' && keys[1] != 'O'))
    return keys.substr(0, 1);
  std::size_t length = 2;
  while (length < keys.size() && (keys[length] < '@' || keys[length] > '~')) ++length;
  return keys.substr(0, std::min(length + 1, keys.size()));
}

std::string cut(std::string_view text, int width) {
  if (display_width(text) <= width) return std::string(text);
  TextBuffer out;
  append_shortened(out, text, width, Cut::end);
  return std::string(out.view());
}

}  // namespace

std::string look_line(const Snapshot& snapshot, const Selection& selection,
                      const std::vector<std::uint32_t>& rows) {
  const Shown shown = count_shown(snapshot, rows);
  std::string text = taken_text(snapshot.sample->taken_at) + " · " + counts_text(snapshot, shown);
  if (shown.unseen_owners + shown.unknown_owners > 0) text += " · " + owners_text(shown);
  return text + own_sockets_text(selection.own_sockets(snapshot));
}

WatchView::WatchView(const Options& options, const Environment& env, const ListPlan& plan)
    : options_(options), env_(env), plan_(plan), terminal_(env.terminal), sort_(plan.sort) {}

void WatchView::set_snapshot(std::shared_ptr<const Snapshot> snapshot) {
  snapshot_ = std::move(snapshot);
  trouble_.clear();
  rows_ = plan_.selection->rows(*snapshot_);
  arrange();
}

void WatchView::set_trouble(std::string what) { trouble_ = std::move(what); }

void WatchView::set_terminal(Terminal terminal) {
  terminal_ = terminal;
  widths_.clear();
}

void WatchView::arrange() {
  order_ = order_rows(*snapshot_, rows_, sort_);
  scroll(0);
}

bool WatchView::take_keys(std::string_view keys) {
  while (!keys.empty()) {
    const std::string_view key = first_key(keys);
    if (!take_key(key)) return false;
    keys.remove_prefix(key.size());
  }
  return true;
}

bool WatchView::take_key(std::string_view key) {
  constexpr std::ptrdiff_t kAll = 1'000'000'000;
  const auto whole_page = static_cast<std::ptrdiff_t>(page());
  if (key == "q") return false;
  if (key == " ") paused_ = !paused_;
  else if (key == "j" || key == "\x1b[B" || key == "\x1bOB") scroll(1);
  else if (key == "k" || key == "\x1b[A" || key == "\x1bOA") scroll(-1);
  else if (key == "\x1b[6~") scroll(whole_page);
  else if (key == "\x1b[5~") scroll(-whole_page);
  else if (key == "g" || key == "\x1b[H" || key == "\x1b[1~") scroll(-kAll);
  else if (key == "G" || key == "\x1b[F" || key == "\x1b[4~") scroll(kAll);
  else if (key == "s") next_sort(false);
  else if (key == "S") next_sort(true);
  return true;
}

void WatchView::scroll(std::ptrdiff_t lines) {
  const auto rows = static_cast<std::ptrdiff_t>(order_.size());
  const auto room = static_cast<std::ptrdiff_t>(page());
  const std::ptrdiff_t top = std::min(static_cast<std::ptrdiff_t>(top_) + lines, rows - room);
  top_ = static_cast<std::size_t>(std::max<std::ptrdiff_t>(top, 0));
}

void WatchView::next_sort(bool reverse) {
  if (reverse) sort_reversed_ = !sort_reversed_;
  else sort_choice_ = (sort_choice_ + 1) % kSorts.size();
  sort_ = plan_.sort;
  if (sort_choice_ != 0) sort_ = {{kSorts[sort_choice_].id, kSorts[sort_choice_].descending}};
  for (SortKey& key : sort_) key.descending = key.descending != sort_reversed_;
  top_ = 0;
  if (snapshot_) arrange();
}

// The number of rows that fit between the status line, the header and the last line.
std::size_t WatchView::page() const {
  const int others = options_.header ? 3 : 2;
  return static_cast<std::size_t>(std::max(1, terminal_.rows - others));
}

std::string WatchView::status_line() const {
  std::string text = trouble_.empty() ? look_line(*snapshot_, *plan_.selection, rows_)
                                      : "Cannot read the sockets: " + trouble_;
  text += " · every " + interval_text(options_.interval);
  if (sort_choice_ != 0) text += " · by " + std::string(kSorts[sort_choice_].name);
  if (sort_reversed_) text += " · reversed";
  if (!options_.filter.empty()) text += " · " + escaped(options_.filter);
  if (paused_) text = "PAUSED · " + text;
  return cut(text, terminal_.columns);
}

std::string WatchView::last_line(std::size_t shown) const {
  constexpr std::string_view keys = "q quit · space pause · ↑↓ scroll · s sort · S reverse";
  std::string text(keys);
  const std::size_t hidden = order_.size() - std::min(order_.size(), top_ + shown);
  if (order_.empty()) text = "No socket matches · q quit";
  else if (hidden > 0) text = "… " + std::to_string(hidden) + " more rows · " + text;
  text = cut(text, terminal_.columns);
  return wants_color(options_, env_) ? std::string(kDim) + text + std::string(kUndim) : text;
}

std::vector<std::string> WatchView::lines() {
  std::vector<std::string> lines;
  lines.push_back(status_line());
  const std::size_t shown = std::min(page(), order_.size() - std::min(top_, order_.size()));
  std::vector<std::uint32_t> visible;
  for (std::size_t i = 0; i < shown; ++i) visible.push_back(rows_[order_[top_ + i]]);
  std::vector<Column> columns = columns_for(plan_, options_, *snapshot_, rows_);
  // A column that was added (NETNS) stays when its last row is gone, so that the others do not
  // jump.
  if (columns.size() < columns_.size()) columns = columns_;
  else if (columns.size() > columns_.size()) widths_.clear();
  columns_ = columns;
  Table table(*snapshot_, std::move(columns), table_options(options_, env_));
  table.render(visible);
  table.fit(terminal_.columns, widths_);
  widths_ = table.widths();
  TextBuffer line;
  if (options_.header) {
    table.append_header(line);
    lines.emplace_back(line.view());
  }
  for (std::size_t i = 0; i < shown; ++i) {
    line.clear();
    table.append_row(line, i);
    lines.emplace_back(line.view());
  }
  lines.push_back(last_line(shown));
  if (lines.size() > static_cast<std::size_t>(terminal_.rows))
    lines.resize(static_cast<std::size_t>(std::max(1, terminal_.rows)));
  return lines;
}

}  // namespace portexplorer::cli
