#include "faces/gui/dialogs/process_sockets.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "faces/gui/models/column_titles.h"
#include "faces/gui/rows/list_columns.h"
#include "model/fields.h"

namespace portexplorer::gui {
namespace {

// As the list has them.
constexpr std::array<std::string_view, ProcessSockets::column_count> kColumns = {
    "protocol", "local", "remote", "state", "sent_bytes", "received_bytes", "sent_rate", "received_rate"};

int list_column(int column) { return find_column(kColumns[static_cast<std::size_t>(column)]); }

int alignment(int column) {
  const bool right = list_columns()[static_cast<std::size_t>(list_column(column))].align == Align::right;
  return static_cast<int>((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

std::uint32_t index_of(const Tables& tables, const ProcessKey& key) {
  for (std::uint32_t i = 0; i < tables.processes.size(); ++i) {
    const Process& p = tables.processes[i];
    if (p.pid == key.pid && (key.start_ticks == 0 || p.start_ticks == key.start_ticks)) return i;
  }
  return kNoIndex;
}

bool holds(const RowView& view, std::uint32_t process) {
  const Socket& s = view.socket();
  if (s.process == process) return true;
  const auto& holders = view.tables().holders;
  const auto first = holders.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(s.first_holder, holders.size()));
  const auto last =
      first + static_cast<std::ptrdiff_t>(std::min<std::size_t>(s.holder_count, static_cast<std::size_t>(holders.end() - first)));
  return std::find(first, last, process) != last;
}

double known(float rate) { return std::isfinite(rate) ? static_cast<double>(rate) : 0; }

}  // namespace

ProcessSockets::ProcessSockets(ProcessKey process, QObject* parent) : QAbstractTableModel(parent), process_(process) {}

ProcessSockets::Line ProcessSockets::line_of(const RowView& view) {
  Line line;
  line.key = identity_hash(view.socket());
  for (int column = 0; column < column_count; ++column) {
    line.cells[static_cast<std::size_t>(column)] = shown(cell_text(list_column(column), view, {}));
  }
  line.tint = class_tint(view);
  line.change = view.row().change;
  return line;
}

std::vector<ProcessSockets::Line> ProcessSockets::lines_of(const Snapshot& snapshot) {
  std::vector<Line> lines;
  sent_rate_ = received_rate_ = 0;
  sockets_ = 0;
  const std::uint32_t living = index_of(snapshot.sample->tables, process_);
  const std::uint32_t closed = index_of(snapshot.closed_tables, process_);
  if (living == kNoIndex && closed == kNoIndex) return lines;
  for (const Row& row : snapshot.rows) {
    const std::uint32_t wanted = row.is_closed ? closed : living;
    const RowView view(snapshot, row);
    if (wanted == kNoIndex || !holds(view, wanted)) continue;
    ++sockets_;
    sent_rate_ += known(row.sent_rate);
    received_rate_ += known(row.received_rate);
    if (lines.size() < kMostRows) lines.push_back(line_of(view));
  }
  return lines;
}

void ProcessSockets::read(const Snapshot& snapshot) { keep(lines_of(snapshot)); }

void ProcessSockets::keep(const std::vector<Line>& now) {
  std::unordered_map<std::uint64_t, const Line*> by_key;
  for (const Line& line : now) by_key.try_emplace(line.key, &line);
  for (std::size_t i = lines_.size(); i-- > 0;) {
    const int row = static_cast<int>(i);
    const auto it = by_key.find(lines_[i].key);
    if (it == by_key.end()) {
      beginRemoveRows({}, row, row);
      lines_.erase(lines_.begin() + row);
      endRemoveRows();
      continue;
    }
    if (lines_[i] != *it->second) {
      lines_[i] = *it->second;
      Q_EMIT dataChanged(index(row, 0), index(row, column_count - 1));
    }
    by_key.erase(it);
  }
  if (by_key.empty()) return;
  const int first = static_cast<int>(lines_.size());
  beginInsertRows({}, first, first + static_cast<int>(by_key.size()) - 1);
  for (const Line& line : now) {
    if (by_key.erase(line.key) != 0) lines_.push_back(line);
  }
  endInsertRows();
}

void ProcessSockets::set_palette(const Palette& palette) {
  palette_ = palette;
  if (!lines_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
}

int ProcessSockets::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(lines_.size()); }
int ProcessSockets::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : column_count; }

QVariant ProcessSockets::data(const QModelIndex& at, int role) const {
  const Line& line = lines_[static_cast<std::size_t>(at.row())];
  switch (role) {
    case Qt::DisplayRole: return line.cells[static_cast<std::size_t>(at.column())];
    case Qt::ForegroundRole: return palette_.row(line.tint, line.change).text;
    case Qt::BackgroundRole: return line.change == Change::none ? QVariant() : palette_.row(line.tint, line.change).ground;
    case Qt::TextAlignmentRole: return alignment(at.column());
    default: return {};
  }
}

QVariant ProcessSockets::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  switch (role) {
    case Qt::DisplayRole: return column_title(list_column(section));
    case Qt::ToolTipRole: return column_help(list_column(section)).toHtmlEscaped();
    case Qt::TextAlignmentRole: return alignment(section);
    default: return {};
  }
}

}  // namespace portexplorer::gui
