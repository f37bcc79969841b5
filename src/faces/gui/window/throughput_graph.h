// A small picture of what went in and out lately.
#pragma once

#include <QWidget>
#include <deque>

#include "faces/gui/look/palette.h"
#include "faces/gui/rows/listing.h"

namespace portexplorer::gui {

class ThroughputGraph final : public QWidget {
  Q_OBJECT

 public:
  explicit ThroughputGraph(QWidget* parent = nullptr);
  void add(const Throughput&);
  void set_colours(const Palette&);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent*) override;

 private:
  std::deque<Throughput> points_;  // the oldest first
  QColor sent_;
  QColor received_;
  QColor line_;
};

}  // namespace portexplorer::gui
