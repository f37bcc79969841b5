// How much was moved lately, painted: received as an area, sent as a line, the newest at the end.
#pragma once

#include <QWidget>
#include <vector>

#include "faces/gui/look/palette.h"

namespace portexplorer::gui {

// The next larger of 1, 2, 5, 10, 20 … thousand, so that the scale rarely changes.
[[nodiscard]] double scale_for(double most);

class TrafficGraph final : public QWidget {
  Q_OBJECT

 public:
  // `compact`: without scale and words, for a status bar.
  explicit TrafficGraph(bool compact, QWidget* parent = nullptr);

  void set_palette(const Palette&);
  // Bytes a second since the last point. Not a number: not known.
  void add(double received, double sent);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent*) override;

 private:
  struct Point {
    double received;
    double sent;
  };

  void describe();
  void paint_series(QPainter&, const QRectF& area, double Point::*series, const QColor&,
                    bool filled) const;
  void paint_scale(QPainter&, const QRectF& area) const;
  [[nodiscard]] double most() const;

  bool compact_;
  Palette palette_ = Palette::light();
  std::vector<Point> points_;  // the oldest first
};

}  // namespace portexplorer::gui
