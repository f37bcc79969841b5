#include "faces/gui/look/traffic_graph.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <string>

#include "model/fields.h"

namespace portexplorer::gui {
namespace {

constexpr std::size_t kMostPoints = 120;
constexpr double kLeastScale = 1000;

QString rate_text(double rate) {
  std::string text;
  append_human_bytes(text, static_cast<std::uint64_t>(rate));
  return QString::fromStdString(text) + QStringLiteral("/s");
}

}  // namespace

double scale_for(double most) {
  double scale = kLeastScale;
  for (int step = 0; scale < most && std::isfinite(most); ++step) scale *= step % 3 == 1 ? 2.5 : 2;
  return scale;
}

TrafficGraph::TrafficGraph(bool compact, QWidget* parent) : QWidget(parent), compact_(compact) {
  setSizePolicy(compact ? QSizePolicy::Fixed : QSizePolicy::Expanding, QSizePolicy::Fixed);
  retranslateUi();
}

void TrafficGraph::retranslateUi() {
  setAccessibleName(tr("Traffic"));
  describe();
}

void TrafficGraph::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
}

void TrafficGraph::set_palette(const Palette& palette) {
  palette_ = palette;
  update();
}

void TrafficGraph::add(double received, double sent) {
  if (points_.size() == kMostPoints) points_.erase(points_.begin());
  points_.push_back({std::isfinite(received) ? received : 0, std::isfinite(sent) ? sent : 0});
  describe();
  update();
}

void TrafficGraph::describe() {
  const Point now = points_.empty() ? Point{0, 0} : points_.back();
  const QString text = tr("Received %1, sent %2").arg(rate_text(now.received), rate_text(now.sent));
  setAccessibleDescription(text);
  setToolTip(text);
}

QSize TrafficGraph::sizeHint() const {
  const int line = fontMetrics().height();
  return compact_ ? QSize(line * 6, line) : QSize(line * 20, line * 7);
}

QSize TrafficGraph::minimumSizeHint() const {
  return compact_ ? sizeHint() : QSize(fontMetrics().height() * 8, sizeHint().height());
}

double TrafficGraph::most() const {
  double most = 0;
  for (const Point& p : points_) most = std::max({most, p.received, p.sent});
  return scale_for(most);
}

void TrafficGraph::paint_series(QPainter& painter, const QRectF& area, double Point::*series,
                                const QColor& colour, bool filled) const {
  if (points_.size() < 2) return;
  const double step = area.width() / static_cast<double>(kMostPoints - 1);
  const double scale = most();
  const double first_x = area.right() - step * static_cast<double>(points_.size() - 1);
  QPainterPath line;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const QPointF point(first_x + step * static_cast<double>(i),
                        area.bottom() - area.height() * points_[i].*series / scale);
    if (i == 0) line.moveTo(point);
    else line.lineTo(point);
  }
  if (filled) {
    QPainterPath shape = line;
    shape.lineTo(area.bottomRight());
    shape.lineTo(first_x, area.bottom());
    shape.closeSubpath();
    QColor pale = colour;
    pale.setAlphaF(0.22F);
    painter.fillPath(shape, pale);
  }
  painter.setPen(QPen(colour, 1.4));
  painter.drawPath(line);
}

void TrafficGraph::paint_scale(QPainter& painter, const QRectF& area) const {
  painter.setPen(palette_.colour(Ink::faint));
  for (int i = 0; i <= 2; ++i) {
    const double y = area.top() + area.height() * i / 2;
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
  }
  painter.setPen(palette_.colour(Ink::netstat));
  painter.drawText(area.adjusted(4, 1, -4, 0), Qt::AlignLeft | Qt::AlignTop, rate_text(most()));
  const Point now = points_.empty() ? Point{0, 0} : points_.back();
  const QString sent = tr("sent %1").arg(rate_text(now.sent));
  const QString received = tr("received %1").arg(rate_text(now.received));
  QRectF words = area.adjusted(4, 1, -4, 0);
  painter.setPen(palette_.colour(Ink::sent));
  painter.drawText(words, Qt::AlignRight | Qt::AlignTop, sent);
  words.setRight(words.right() - fontMetrics().horizontalAdvance(sent + QStringLiteral("    ")));
  painter.setPen(palette_.colour(Ink::received));
  painter.drawText(words, Qt::AlignRight | Qt::AlignTop, received);
}

void TrafficGraph::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setLayoutDirection(Qt::LeftToRight);  // time runs from left to right in every locale
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.fillRect(area, palette_.colour(Ink::ground));
  if (!compact_) paint_scale(painter, area);
  // The curve starts below the words so that they do not overlap.
  const QRectF curve = compact_ ? area : area.adjusted(0, fontMetrics().height() + 2, 0, 0);
  paint_series(painter, curve, &Point::received, palette_.colour(Ink::received), true);
  paint_series(painter, curve, &Point::sent, palette_.colour(Ink::sent), false);
  painter.setPen(palette_.colour(Ink::faint));
  painter.drawRect(area);
}

}  // namespace portexplorer::gui
