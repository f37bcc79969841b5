#include "faces/gui/models/log_model.h"

#include <malloc.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "faces/gui/models/column_titles.h"

namespace portexplorer::gui {
namespace {

// Above this number of lines, returning their memory to the kernel is worth the time.
constexpr std::size_t kManyLines = 5000;

}  // namespace

void LogModel::append(std::vector<LogLine> lines) {
  if (lines.size() > most_) {
    dropped_ += lines.size() - most_;
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(most_));
  }
  if (lines.empty()) return;
  const int first = rowCount();
  beginInsertRows({}, first, first + static_cast<int>(lines.size()) - 1);
  std::move(lines.begin(), lines.end(), std::back_inserter(lines_));
  endInsertRows();
  drop_oldest();
}

void LogModel::replace(std::vector<LogLine> lines) {
  const std::size_t before = lines_.size();
  if (!lines_.empty()) {
    beginRemoveRows({}, 0, rowCount() - 1);
    std::deque<LogLine>().swap(lines_);
    endRemoveRows();
  }
  dropped_ = 0;
  append(std::move(lines));
  // LogStore has freed the events before, so all memory of the log can be returned now.
  if (before > kManyLines && lines_.size() < before / 2) ::malloc_trim(0);
}

void LogModel::set_most(std::size_t most) {
  most_ = most;
  drop_oldest();
}

void LogModel::drop_oldest() {
  if (lines_.size() <= most_) return;
  const std::size_t count = lines_.size() - most_;
  beginRemoveRows({}, 0, static_cast<int>(count) - 1);
  lines_.erase(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(count));
  dropped_ += count;
  endRemoveRows();
}

int LogModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int LogModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QString LogModel::text(int row, int column) const {
  const LogLine& line = this->line(row);
  switch (column) {
    case kNumber: return QString::number(line.number);
    case kTime: return shown(clock_text(line.time));
    case kProcess:
      return line.pid == 0 ? shown(line.process)
                           : QStringLiteral("%1:%2").arg(shown(line.process)).arg(line.pid);
    case kAction: return shown(to_string(line.action));
    case kProtocol: return shown(to_string(line.protocol));
    case kLocal: return shown(line.local);
    case kRemote: return shown(line.remote);
    case kResult: return shown(line.result);
    case kBytes: return shown(line.bytes);
    default: return {};
  }
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (role == Qt::DisplayRole) return text(index.row(), index.column());
  if (role == Qt::ToolTipRole)
    return QStringLiteral("<span>%1</span>").arg(text(index.row(), index.column()).toHtmlEscaped());
  if (role == Qt::TextAlignmentRole) {
    const bool right = index.column() == kNumber || index.column() == kBytes;
    return QVariant::fromValue(
        Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
  }
  return {};
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  const std::array<QString, kColumns> titles = {tr("No."),    tr("Time"),   tr("Process"),
                                                tr("Action"), tr("Proto"),  tr("Local"),
                                                tr("Remote"), tr("Result"), tr("Bytes")};
  return section >= 0 && section < kColumns ? titles[static_cast<std::size_t>(section)]
                                            : QVariant();
}

}  // namespace portexplorer::gui
