#include "faces/gui/dialogs/app_state.h"

#include <QApplication>
#include <QPainter>
#include <QPalette>
#include <QProxyStyle>
#include <QStyleOption>
#include <array>
#include <utility>

#include "faces/gui/child.h"
#include "faces/gui/settings/colour_names.h"

namespace portexplorer::gui {
namespace {

bool system_is_dark() { return QApplication::palette().color(QPalette::Window).lightness() < 128; }

// Fusion without icons on dialog buttons, and with check boxes whose border is visible in the dark
// palette too.
class CalmStyle final : public QProxyStyle {
 public:
  CalmStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* more) const override {
    return hint == SH_DialogButtonBox_ButtonsHaveIcons
               ? 0
               : QProxyStyle::styleHint(hint, option, widget, more);
  }

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck) return;
    painter->setPen(option->palette.color(QPalette::PlaceholderText));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
  }
};

}  // namespace

AppState::AppState(SettingsStore store, Settings settings)
    : store_(std::move(store)), settings_(std::move(settings)), system_dark_(system_is_dark()) {}

void AppState::set_snapshot(std::shared_ptr<const Snapshot> snapshot) {
  snapshot_ = std::move(snapshot);
  trouble_.clear();
  Q_EMIT snapshot_changed();
}

void AppState::change_settings(const Settings& settings) {
  if (settings == settings_) return;
  settings_ = settings;
  Q_EMIT settings_changed();
  if (const auto kept = store_.save(settings_); !kept)
    Q_EMIT trouble_told(QString::fromStdString(kept.error().what));
}

Palette AppState::palette() const {
  const bool dark =
      settings_.theme == Theme::dark || (settings_.theme == Theme::system && system_dark_);
  return chosen_palette(settings_, dark);
}

void apply_look(const AppState& app) {
  const Palette palette = app.palette();
  if (dynamic_cast<CalmStyle*>(QApplication::style()) == nullptr)
    QApplication::setStyle(make_child<CalmStyle>());
  if (QApplication::palette() != palette.widgets()) QApplication::setPalette(palette.widgets());
}

}  // namespace portexplorer::gui
