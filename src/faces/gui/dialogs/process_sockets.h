// The sockets of one process, live: a small table that follows the readings.
#pragma once

#include <QAbstractTableModel>
#include <array>
#include <cstdint>
#include <vector>

#include "faces/gui/look/palette.h"
#include "model/snapshot.h"

namespace portexplorer::gui {

// Which process, over all readings.
struct ProcessKey {
  Pid pid;
  std::uint64_t start_ticks = 0;  // 0: not known, and not looked at
};

class ProcessSockets final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column : std::uint8_t { protocol, local, remote, state, sent, received, sent_rate, received_rate, column_count };
  static constexpr std::size_t kMostRows = 1000;  // more belong in the list

  ProcessSockets(ProcessKey, QObject* parent);

  // Takes what the process holds now; rows that stay keep their place.
  void read(const Snapshot&);
  void set_palette(const Palette&);

  [[nodiscard]] double sent_bytes_a_second() const { return sent_rate_; }
  [[nodiscard]] double received_bytes_a_second() const { return received_rate_; }
  [[nodiscard]] std::size_t sockets() const { return sockets_; }  // shown or not

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex&, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

 private:
  struct Line {
    std::uint64_t key = 0;
    std::array<QString, column_count> cells;
    Tint tint = Tint::plain;
    Change change = Change::none;
    friend bool operator==(const Line&, const Line&) = default;
  };

  [[nodiscard]] std::vector<Line> lines_of(const Snapshot&);
  static Line line_of(const RowView&);
  void keep(const std::vector<Line>& now);

  ProcessKey process_;
  Palette palette_ = Palette::light();
  std::vector<Line> lines_;
  double sent_rate_ = 0;
  double received_rate_ = 0;
  std::size_t sockets_ = 0;
};

}  // namespace portexplorer::gui
