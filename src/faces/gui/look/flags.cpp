// Flags of stripes and crosses are painted. Without a picture, all others are shown as letters.
#include "faces/gui/look/flags.h"

#include <QCoreApplication>
#include <QFont>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <array>
#include <vector>

#include "faces/gui/child.h"
#include "knowledge/geo_record.h"

namespace portexplorer::gui {
namespace {

enum class Shape : std::uint8_t { rows, columns, nordic, disk, swiss };

struct Flag {
  const char* code;
  Shape shape;
  std::array<std::uint32_t, 3> colours;  // of the stripes; nordic: field, cross, inner cross
  std::array<std::uint8_t, 3> parts = {1, 1, 1};
  bool mirrored = false;  // stripes 0 1 2 1 0
};

constexpr std::array kFlags = {
    Flag{"AM", Shape::rows, {0xd90012, 0x0033a0, 0xf2a800}},
    Flag{"AT", Shape::rows, {0xc8102e, 0xffffff, 0xc8102e}},
    Flag{"BE", Shape::columns, {0x000000, 0xfae042, 0xed2939}},
    Flag{"BG", Shape::rows, {0xffffff, 0x00966e, 0xd62612}},
    Flag{"BW", Shape::rows, {0x75aadb, 0xffffff, 0x000000}, {9, 1, 4}, true},
    Flag{"CH", Shape::swiss, {0xda291c, 0xffffff, 0}},
    Flag{"CI", Shape::columns, {0xf77f00, 0xffffff, 0x009e60}},
    Flag{"CO", Shape::rows, {0xfcd116, 0x003893, 0xce1126}, {2, 1, 1}},
    Flag{"DE", Shape::rows, {0x000000, 0xdd0000, 0xffce00}},
    Flag{"DK", Shape::nordic, {0xc8102e, 0xffffff, 0xffffff}},
    Flag{"EE", Shape::rows, {0x0072ce, 0x000000, 0xffffff}},
    Flag{"FI", Shape::nordic, {0xffffff, 0x002f6c, 0x002f6c}},
    Flag{"FR", Shape::columns, {0x0055a4, 0xffffff, 0xef4135}},
    Flag{"GA", Shape::rows, {0x009e60, 0xfcd116, 0x3a75c4}},
    Flag{"GN", Shape::columns, {0xce1126, 0xfcd116, 0x009460}},
    Flag{"HU", Shape::rows, {0xcd2a3e, 0xffffff, 0x436f4d}},
    Flag{"ID", Shape::rows, {0xce1126, 0xffffff, 0xffffff}, {2, 1, 1}},
    Flag{"IE", Shape::columns, {0x169b62, 0xffffff, 0xff883e}},
    Flag{"IS", Shape::nordic, {0x02529c, 0xffffff, 0xdc1e35}},
    Flag{"IT", Shape::columns, {0x009246, 0xffffff, 0xce2b37}},
    Flag{"JP", Shape::disk, {0xffffff, 0xbc002d, 0}},
    Flag{"LT", Shape::rows, {0xfdb913, 0x006a44, 0xc1272d}},
    Flag{"LU", Shape::rows, {0xed2939, 0xffffff, 0x00a1de}},
    Flag{"LV", Shape::rows, {0x9e3039, 0xffffff, 0x9e3039}, {2, 1, 2}},
    Flag{"MC", Shape::rows, {0xce1126, 0xffffff, 0xffffff}, {2, 1, 1}},
    Flag{"ML", Shape::columns, {0x14b53a, 0xfcd116, 0xce1126}},
    Flag{"NG", Shape::columns, {0x008751, 0xffffff, 0x008751}},
    Flag{"NL", Shape::rows, {0xae1c28, 0xffffff, 0x21468b}},
    Flag{"NO", Shape::nordic, {0xba0c2f, 0xffffff, 0x00205b}},
    Flag{"PE", Shape::columns, {0xd91023, 0xffffff, 0xd91023}},
    Flag{"PL", Shape::rows, {0xffffff, 0xdc143c, 0xdc143c}, {2, 1, 1}},
    Flag{"RO", Shape::columns, {0x002b7f, 0xfcd116, 0xce1126}},
    Flag{"RU", Shape::rows, {0xffffff, 0x0039a6, 0xd52b1e}},
    Flag{"SE", Shape::nordic, {0x006aa7, 0xfecc02, 0xfecc02}},
    Flag{"SL", Shape::rows, {0x1eb53a, 0xffffff, 0x0072c6}},
    Flag{"TD", Shape::columns, {0x002664, 0xfecb00, 0xc60c30}},
    Flag{"TH", Shape::rows, {0xa51931, 0xf4f5f8, 0x2d2a4a}, {1, 1, 2}, true},
    Flag{"UA", Shape::rows, {0x0057b7, 0xffd700, 0xffd700}, {2, 1, 1}},
    Flag{"YE", Shape::rows, {0xce1126, 0xffffff, 0x000000}},
};

const Flag* find_flag(const QString& code) {
  const auto it =
      std::ranges::find_if(kFlags, [&](const Flag& f) { return code == QLatin1String(f.code); });
  return it == kFlags.end() ? nullptr : &*it;
}

QColor colour(std::uint32_t rgb) { return QColor(QRgb(0xff000000 | rgb)); }

void paint_stripes(QPainter& painter, const QRectF& area, const Flag& flag) {
  std::vector<std::size_t> order = {0, 1, 2};
  if (flag.mirrored) order = {0, 1, 2, 1, 0};
  double whole = 0;
  for (const std::size_t i : order) whole += flag.parts[i];
  double done = 0;
  for (const std::size_t i : order) {
    const double from = done / whole;
    done += flag.parts[i];
    const double to = done / whole;
    QRectF stripe = area;
    if (flag.shape == Shape::rows) {
      stripe.setTop(area.top() + area.height() * from);
      stripe.setBottom(area.top() + area.height() * to);
    } else {
      stripe.setLeft(area.left() + area.width() * from);
      stripe.setRight(area.left() + area.width() * to);
    }
    painter.fillRect(stripe, colour(flag.colours[i]));
  }
}

// `centre` and `width` are fractions of the height of the flag.
void paint_cross(QPainter& painter, const QRectF& area, double centre, double width,
                 const QColor& colour) {
  const double half = area.height() * width / 2;
  const double x = area.left() + area.height() * centre;
  painter.fillRect(QRectF(x - half, area.top(), 2 * half, area.height()), colour);
  painter.fillRect(QRectF(area.left(), area.center().y() - half, area.width(), 2 * half), colour);
}

void paint_nordic(QPainter& painter, const QRectF& area, const Flag& flag) {
  constexpr double kCentre = 0.5;
  const bool two = flag.colours[1] != flag.colours[2];
  painter.fillRect(area, colour(flag.colours[0]));
  paint_cross(painter, area, kCentre, two ? 0.26 : 0.2, colour(flag.colours[1]));
  if (two) paint_cross(painter, area, kCentre, 0.13, colour(flag.colours[2]));
}

void paint_disk(QPainter& painter, const QRectF& area, const Flag& flag) {
  painter.fillRect(area, colour(flag.colours[0]));
  painter.setBrush(colour(flag.colours[1]));
  painter.setPen(Qt::NoPen);
  const double radius = area.height() * 0.3;
  painter.drawEllipse(area.center(), radius, radius);
}

void paint_swiss(QPainter& painter, const QRectF& area, const Flag& flag) {
  painter.fillRect(area, colour(flag.colours[0]));
  const double length = area.height() * 0.625;
  const double width = area.height() * 0.1875;
  for (const QSizeF size : {QSizeF(length, width), QSizeF(width, length)}) {
    painter.fillRect(QRectF(area.center() - QPointF(size.width() / 2, size.height() / 2), size),
                     colour(flag.colours[1]));
  }
}

class FlagEngine final : public QIconEngine {
 public:
  explicit FlagEngine(QString code, QImage picture = {})
      : code_(std::move(code)), flag_(find_flag(code_)), picture_(std::move(picture)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
    // The frame has the proportions 3:2 and is centred.
    const double height = std::min<double>(rect.height() * 0.8, rect.width() / 1.5);
    QRectF area(0, 0, std::floor(height * 1.5), std::floor(height));
    area.moveCenter(QRectF(rect).center());
    area.moveTopLeft(QPointF(std::floor(area.left()), std::floor(area.top())));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, flag_ != nullptr && flag_->shape == Shape::disk);
    if (!picture_.isNull()) paint_picture(*painter, area);
    else if (flag_ == nullptr) paint_letters(*painter, area);
    else paint_flag(*painter, area);
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(QColor(128, 132, 138), 1));
    painter->drawRect(area.adjusted(0, 0, -1, -1));
    painter->restore();
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    return pixmap;
  }

  [[nodiscard]] QIconEngine* clone() const override {
    return make_child<FlagEngine>(code_, picture_);
  }

 private:
  void paint_flag(QPainter& painter, const QRectF& area) const {
    switch (flag_->shape) {
      case Shape::nordic: paint_nordic(painter, area, *flag_); break;
      case Shape::disk: paint_disk(painter, area, *flag_); break;
      case Shape::swiss: paint_swiss(painter, area, *flag_); break;
      default: paint_stripes(painter, area, *flag_);
    }
  }

  void paint_picture(QPainter& painter, const QRectF& area) const {
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(area, picture_);
  }

  void paint_letters(QPainter& painter, const QRectF& area) const {
    painter.fillRect(area, QColor(0xf1, 0xf3, 0xf5));
    QFont font = painter.font();
    font.setPixelSize(std::max(5, static_cast<int>(area.height() * 0.78)));
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(QColor(0x3a, 0x3f, 0x45));
    painter.drawText(area, Qt::AlignCenter, code_);
  }

  QString code_;
  const Flag* flag_;
  QImage picture_;
};

}  // namespace

bool is_country_code(QStringView code) {
  return code.size() == 2 &&
         std::ranges::all_of(code, [](QChar c) { return c >= u'A' && c <= u'Z'; });
}

QIcon flag(QStringView code) {
  return QIcon(
      make_child<FlagEngine>(is_country_code(code) ? code.toString() : QStringLiteral("?")));
}

QIcon flag_of(const QImage& picture) { return QIcon(make_child<FlagEngine>(QString(), picture)); }

QString country_name(QStringView code) {
  const std::string name(portexplorer::country_name(code.toString().toStdString()));
  return name.empty() ? code.toString() : QCoreApplication::translate("Pages", name.c_str());
}

}  // namespace portexplorer::gui
