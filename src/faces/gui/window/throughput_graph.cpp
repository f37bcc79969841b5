#include "faces/gui/window/throughput_graph.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace portexplorer::gui {
namespace {

constexpr std::size_t kPoints = 60;
constexpr double kLeastScale = 1000;  // bytes a second: less is a flat line

double highest(const std::deque<Throughput>& points) {
  double most = kLeastScale;
  for (const Throughput& p : points) most = std::max({most, p.sent, p.received});
  return most;
}

}  // namespace

ThroughputGraph::ThroughputGraph(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Throughput of the last minute"));
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  set_colours(Palette::light());
}

void ThroughputGraph::set_colours(const Palette& colours) {
  sent_ = colours.colour(Ink::sent);
  received_ = colours.colour(Ink::received);
  line_ = colours.colour(Ink::faint);
  update();
}

void ThroughputGraph::add(const Throughput& point) {
  if (!point.known) return;
  points_.push_back(point);
  if (points_.size() > kPoints) points_.pop_front();
  update();
}

QSize ThroughputGraph::sizeHint() const { return {static_cast<int>(kPoints) * 2, fontMetrics().height() + 2}; }

void ThroughputGraph::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double bottom = height() - 1.5;
  painter.setPen(line_);
  painter.drawLine(QPointF(0, bottom + 0.5), QPointF(width(), bottom + 0.5));
  if (points_.size() < 2) return;
  const double scale = (height() - 3) / highest(points_);
  const double step = static_cast<double>(width()) / static_cast<double>(kPoints - 1);
  const auto draw = [&](double Throughput::*value, const QColor& colour, bool filled) {
    QPainterPath path;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const QPointF at(width() - static_cast<double>(points_.size() - 1 - i) * step, bottom - points_[i].*value * scale);
      if (i == 0) path.moveTo(at);
      else path.lineTo(at);
    }
    painter.setPen(QPen(colour, 1.2));
    painter.drawPath(path);
    if (!filled) return;
    path.lineTo(width(), bottom);
    path.lineTo(width() - static_cast<double>(points_.size() - 1) * step, bottom);
    QColor light = colour;
    light.setAlpha(60);
    painter.fillPath(path, light);
  };
  draw(&Throughput::received, received_, true);
  draw(&Throughput::sent, sent_, false);
}

}  // namespace portexplorer::gui
