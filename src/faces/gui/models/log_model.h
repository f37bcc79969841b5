// Qt model of the traffic log: lines are appended, and the oldest are dropped above a limit.
#pragma once

#include <QAbstractTableModel>
#include <deque>
#include <vector>

#include "faces/gui/rows/log_store.h"

namespace portexplorer::gui {

class LogModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column {
    kNumber,
    kTime,
    kProcess,
    kAction,
    kProtocol,
    kLocal,
    kRemote,
    kResult,
    kBytes,
    kColumns
  };

  explicit LogModel(std::size_t most, QObject* parent = nullptr)
      : QAbstractTableModel(parent), most_(most) {}

  void append(std::vector<LogLine> lines);
  void replace(std::vector<LogLine> lines);
  void set_most(std::size_t most);
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }  // number of dropped lines
  [[nodiscard]] const LogLine& line(int row) const { return lines_[static_cast<std::size_t>(row)]; }
  [[nodiscard]] QString text(int row, int column) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex&, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

 private:
  void drop_oldest();

  std::deque<LogLine> lines_;
  std::size_t most_;
  std::uint64_t dropped_ = 0;
};

}  // namespace portexplorer::gui
