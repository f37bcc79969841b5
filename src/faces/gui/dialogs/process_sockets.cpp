#include "faces/gui/dialogs/process_sockets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "faces/gui/models/column_titles.h"
#include "faces/gui/models/desktop_words.h"
#include "faces/gui/models/socket_model.h"
#include "faces/gui/rows/list_columns.h"
#include "model/fields.h"

namespace portexplorer::gui {
namespace {

// Names of columns of the list.
constexpr std::array<std::string_view, ProcessSockets::column_count> kColumns = {
    "protocol",   "local",          "remote",    "state",
    "sent_bytes", "received_bytes", "sent_rate", "received_rate"};

int list_column(int column) { return find_column(kColumns[static_cast<std::size_t>(column)]); }

int alignment(int column) {
  const bool right =
      list_columns()[static_cast<std::size_t>(list_column(column))].align == Align::right;
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
  const auto holders = view.tables().holders_of(s);
  return std::ranges::find(holders, process) != holders.end();
}

double known(float rate) { return std::isfinite(rate) ? static_cast<double>(rate) : 0; }

}  // namespace

ProcessSockets::ProcessSockets(ProcessKey process, QObject* parent)
    : QAbstractTableModel(parent), process_(process) {}

std::vector<ProcessSockets::Line> ProcessSockets::lines_of(const Snapshot& snapshot) {
  std::vector<Line> lines;
  sent_rate_ = received_rate_ = 0;
  const std::uint32_t living = index_of(snapshot.sample->tables, process_);
  const std::uint32_t closed = index_of(snapshot.closed_tables, process_);
  if (living == kNoIndex && closed == kNoIndex) return lines;
  for (std::uint32_t i = 0; i < snapshot.rows.size(); ++i) {
    const Row& row = snapshot.rows[i];
    const std::uint32_t wanted = row.is_closed ? closed : living;
    const RowView view(snapshot, row);
    if (wanted == kNoIndex || !holds(view, wanted)) continue;
    sent_rate_ += known(row.sent_rate);
    received_rate_ += known(row.received_rate);
    lines.push_back({identity_hash(view.socket()), i});
  }
  return lines;
}

void ProcessSockets::read(std::shared_ptr<const Snapshot> snapshot) {
  const std::vector<Line> now = lines_of(*snapshot);
  std::unordered_map<std::uint64_t, std::uint32_t> row_of;
  for (const Line& line : now) row_of.try_emplace(line.key, line.row);
  std::vector<std::uint32_t> new_places(lines_.size(), kNowhere);
  std::vector<Line> kept;
  std::size_t gaps = 0;  // number of removed runs
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const auto it = row_of.find(lines_[i].key);
    if (it == row_of.end()) {
      if (i == 0 || new_places[i - 1] != kNowhere) ++gaps;
      continue;
    }
    new_places[i] = static_cast<std::uint32_t>(kept.size());
    kept.push_back({it->first, it->second});
    row_of.erase(it);
  }
  std::vector<Line> added;
  for (const Line& line : now) {
    if (row_of.erase(line.key) != 0) added.push_back(line);
  }
  const std::shared_ptr<const Snapshot> before = std::exchange(snapshot_, std::move(snapshot));
  if (gaps > SocketModel::kMostRuns) {
    kept.insert(kept.end(), added.begin(), added.end());
    tell_of_layout(new_places, std::move(kept));
  } else {
    tell_of_runs(new_places, std::move(kept), std::move(added));
  }
  if (!lines_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
}

void ProcessSockets::tell_of_runs(const std::vector<std::uint32_t>& new_places,
                                  std::vector<Line> kept, std::vector<Line> added) {
  // Removed rows have no row in the new Snapshot. data() returns nothing for them until the signal.
  for (std::size_t i = 0; i < new_places.size(); ++i) {
    if (new_places[i] != kNowhere) lines_[i].row = kept[new_places[i]].row;
    else lines_[i].row = kNowhere;
  }
  for (std::size_t end = new_places.size(); end > 0;) {
    std::size_t begin = end - 1;
    if (new_places[begin] == kNowhere) {
      while (begin > 0 && new_places[begin - 1] == kNowhere) --begin;
      beginRemoveRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
      lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(begin),
                   lines_.begin() + static_cast<std::ptrdiff_t>(end));
      endRemoveRows();
    }
    end = begin;
  }
  if (added.empty()) return;
  beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(added.size()) - 1);
  lines_.insert(lines_.end(), added.begin(), added.end());
  endInsertRows();
}

void ProcessSockets::tell_of_layout(const std::vector<std::uint32_t>& new_places,
                                    std::vector<Line> lines) {
  Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
  const QModelIndexList before = persistentIndexList();
  QModelIndexList after;
  lines_ = std::move(lines);
  for (const QModelIndex& index : before) {
    const std::uint32_t place = new_places[static_cast<std::size_t>(index.row())];
    after.push_back(place == kNowhere ? QModelIndex()
                                      : createIndex(static_cast<int>(place), index.column()));
  }
  changePersistentIndexList(before, after);
  Q_EMIT layoutChanged({}, VerticalSortHint);
}

void ProcessSockets::set_palette(const Palette& palette) {
  palette_ = palette;
  if (!lines_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
}

int ProcessSockets::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}
int ProcessSockets::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : column_count;
}

QVariant ProcessSockets::data(const QModelIndex& at, int role) const {
  const Line& line = lines_[static_cast<std::size_t>(at.row())];
  if (role == Qt::TextAlignmentRole) return alignment(at.column());
  if (line.row == kNowhere) return {};
  const RowView view(*snapshot_, snapshot_->rows[line.row]);
  const Change change = view.row().change;
  switch (role) {
    case Qt::DisplayRole:
      return shown(cell_text(list_column(at.column()), view, {.words = &desktop_words()}));
    case Qt::ForegroundRole: return palette_.row(class_tint(view), change).text;
    case Qt::BackgroundRole:
      return change == Change::none ? QVariant() : palette_.row(class_tint(view), change).ground;
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
