#include "faces/gui/rows/log_store.h"

#include <algorithm>
#include <ctime>
#include <iterator>

#include "base/error_name.h"
#include "base/escape.h"
#include "faces/gui/rows/list_columns.h"
#include "model/event_rows.h"
#include "model/peer_order.h"

namespace portexplorer::gui {
namespace {

constexpr std::size_t kBlock = 1024;  // maximum number of events in a block
constexpr std::size_t kMostText = 200;

std::uint32_t index_in(std::vector<Process>& processes, const Process& wanted, std::size_t known) {
  const auto end = processes.begin() + static_cast<std::ptrdiff_t>(known);
  const auto it = std::find_if(processes.begin(), end, [&](const Process& p) {
    return p.pid == wanted.pid && p.start_ticks == wanted.start_ticks && p.name == wanted.name;
  });
  if (it != end) return static_cast<std::uint32_t>(it - processes.begin());
  processes.push_back(wanted);
  return static_cast<std::uint32_t>(processes.size() - 1);
}

std::string result_text(const EventMark& mark, const Words& words) {
  if (mark.missed) return words.say("missed"_text);
  if (!mark.error_known) return {};
  return mark.error == 0 ? words.say("success"_text) : std::string(error_name(mark.error));
}

LogLine line_of(const EventMark& mark, const RowView& view, const Words& words) {
  static const int local = find_column("local");
  static const int remote = find_column("remote");
  LogLine line;
  line.number = mark.number;
  line.time = mark.time;
  line.action = mark.action;
  line.protocol = view.socket().protocol;
  line.failed = mark.missed || (mark.error_known && mark.error != 0);
  const Process* p = view.process();
  line.pid = p == nullptr ? 0 : p->pid.value();
  line.process = p == nullptr ? "–" : shortened(escaped(p->name), kMostText);
  line.local = shortened(cell_text(local, view, {.words = &words}), kMostText);
  line.remote = shortened(cell_text(remote, view, {.words = &words}), kMostText);
  line.result = result_text(mark, words);
  line.bytes = event_bytes(mark, view.socket(), " ↑ ", " ↓");
  return line;
}

}  // namespace

void append_batch(EventBatch& batch, EventBatch&& more) {
  const std::size_t known = batch.processes.size();
  std::vector<std::uint32_t> new_index;
  for (const Process& p : more.processes) new_index.push_back(index_in(batch.processes, p, known));
  const auto text_offset = static_cast<std::uint32_t>(batch.text.size());
  batch.text += more.text;
  const auto moved = [&](std::uint32_t index) {
    return index < new_index.size() ? new_index[index] : kNoIndex;
  };
  for (SocketEvent& event : more.events) {
    event.process = moved(event.process);
    event.socket.process = moved(event.socket.process);
    event.socket.set_last_process(moved(event.socket.last_process()));
    event.socket.text.offset += text_offset;
    batch.events.push_back(event);
  }
  for (Netns& ns : more.namespaces) {
    const auto known_ns = std::ranges::find(batch.namespaces, ns.id, &Netns::id);
    if (known_ns == batch.namespaces.end()) batch.namespaces.push_back(std::move(ns));
    else *known_ns = std::move(ns);
  }
  const std::size_t sorted_peers = batch.peers.size();
  std::ranges::move(more.peers, std::back_inserter(batch.peers));
  sort_peers(batch.peers, sorted_peers);
  batch.lost += more.lost;
  batch.left_out += more.left_out;
  more.clear();
}

std::vector<LogLine> LogStore::lines_of(const Block& block) const {
  EventBatch copy = block.batch;
  const EventRows rows = make_event_rows(std::move(copy), block.first_number, host_, options_);
  std::vector<LogLine> lines;
  for (std::size_t i = 0; i < rows.marks.size(); ++i) {
    const RowView view = rows.view(i);
    if (filter_.is_empty() || filter_.matches(view))
      lines.push_back(line_of(rows.marks[i], view, *words_));
  }
  return lines;
}

std::vector<LogLine> LogStore::add(EventBatch&& batch, const Host& host) {
  host_ = host;
  lost_ += batch.lost + batch.left_out;
  if (batch.events.empty()) return {};
  Block fresh{std::move(batch), next_number_};
  next_number_ += fresh.batch.events.size();
  size_ += fresh.batch.events.size();
  std::vector<LogLine> lines = lines_of(fresh);
  if (blocks_.empty() || blocks_.back().batch.events.size() + fresh.batch.events.size() > kBlock)
    blocks_.push_back(std::move(fresh));
  else append_batch(blocks_.back().batch, std::move(fresh.batch));
  while (blocks_.size() > 1 && size_ - blocks_.front().batch.events.size() >= most_) {
    size_ -= blocks_.front().batch.events.size();
    blocks_.pop_front();
  }
  return lines;
}

std::vector<LogLine> LogStore::set_filter(Filter filter) {
  filter_ = std::move(filter);
  std::vector<LogLine> lines;
  for (const Block& block : blocks_) {
    std::vector<LogLine> some = lines_of(block);
    std::move(some.begin(), some.end(), std::back_inserter(lines));
  }
  return lines;
}

void LogStore::clear() {
  blocks_.clear();
  size_ = 0;
  lost_ = 0;
}

std::string clock_text(Timestamp t) {
  const std::time_t second = t.value() / kNanosecondsPerSecond;
  std::tm parts{};
  localtime_r(&second, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%H:%M:%S", &parts);
  const auto milliseconds = static_cast<unsigned>(t.value() % kNanosecondsPerSecond / 1'000'000);
  return std::string(text, length) + '.' + std::to_string(1000 + milliseconds).substr(1);
}

std::string log_text(const LogLine& line) {
  std::string out =
      std::to_string(line.number) + '\t' + clock_text(line.time) + '\t' + line.process;
  if (line.pid != 0) out += ':' + std::to_string(line.pid);
  for (const std::string_view part :
       {to_string(line.action), to_string(line.protocol), std::string_view(line.local),
        std::string_view(line.remote), std::string_view(line.result),
        std::string_view(line.bytes)}) {
    out += '\t';
    out += part;
  }
  return out;
}

}  // namespace portexplorer::gui
