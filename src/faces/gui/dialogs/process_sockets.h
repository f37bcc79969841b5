// Table model of the sockets of one process, updated with each reading. Texts are created on
// demand, so only visible rows cost anything.
#pragma once

#include <QAbstractTableModel>
#include <cstdint>
#include <memory>
#include <vector>

#include "faces/gui/look/palette.h"
#include "model/snapshot.h"

namespace portexplorer::gui {

// Identifies a process across readings.
struct ProcessKey {
  Pid pid;
  std::uint64_t start_ticks = 0;  // 0: unknown, not compared
};

class ProcessSockets final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column : std::uint8_t {
    protocol,
    local,
    remote,
    state,
    sent,
    received,
    sent_rate,
    received_rate,
    column_count
  };

  ProcessSockets(ProcessKey, QObject* parent);

  // Takes the sockets of the process from a reading. Remaining rows keep their order, and new ones
  // are appended.
  void read(std::shared_ptr<const Snapshot>);
  void set_palette(const Palette&);

  [[nodiscard]] double sent_bytes_a_second() const { return sent_rate_; }
  [[nodiscard]] double received_bytes_a_second() const { return received_rate_; }
  [[nodiscard]] std::size_t sockets() const { return lines_.size(); }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex&, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

 private:
  struct Line {
    std::uint64_t key = 0;
    std::uint32_t row = 0;  // index into Snapshot::rows
  };

  [[nodiscard]] std::vector<Line> lines_of(const Snapshot&);
  void tell_of_runs(const std::vector<std::uint32_t>& new_places, std::vector<Line> kept,
                    std::vector<Line> added);
  void tell_of_layout(const std::vector<std::uint32_t>& new_places, std::vector<Line> lines);

  ProcessKey process_;
  Palette palette_ = Palette::light();
  std::shared_ptr<const Snapshot> snapshot_;  // null before the first reading
  std::vector<Line> lines_;
  double sent_rate_ = 0;
  double received_rate_ = 0;
};

}  // namespace portexplorer::gui
