// Graph of recent throughput: received as an area, sent as a line, the newest value at the right.
#pragma once

#include <QWidget>
#include <vector>

#include "faces/gui/look/palette.h"

namespace portexplorer::gui {

// Rounds up to 1, 2, 5, 10, 20 … thousand, so that the scale rarely changes.
[[nodiscard]] double scale_for(double most);

class TrafficGraph final : public QWidget {
  Q_OBJECT

 public:
  // `compact` omits the scale and the words; used in the status bar.
  explicit TrafficGraph(bool compact, QWidget* parent = nullptr);

  void set_palette(const Palette&);
  // Adds a point: bytes per second since the previous one. NaN (unknown) is drawn as 0.
  void add(double received, double sent);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void changeEvent(QEvent*) override;
  void paintEvent(QPaintEvent*) override;

 private:
  struct Point {
    double received;
    double sent;
  };

  void retranslateUi();
  void describe();
  void paint_series(QPainter&, const QRectF& area, double Point::*series, const QColor&,
                    bool filled) const;
  void paint_scale(QPainter&, const QRectF& area) const;
  [[nodiscard]] double most() const;

  bool compact_;
  Palette palette_ = Palette::light();
  std::vector<Point> points_;  // oldest first
};

}  // namespace portexplorer::gui
