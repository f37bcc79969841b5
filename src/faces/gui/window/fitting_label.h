// A label with texts of different lengths, of which it shows the longest that it has room for.
#pragma once

#include <QLabel>
#include <QStringList>

namespace portexplorer::gui {

class FittingLabel final : public QLabel {
  Q_OBJECT

 public:
  explicit FittingLabel(QWidget* parent = nullptr);

  // The longest first. The last one is always shown in full: it sets the minimum width.
  void set_texts(const QStringList& texts);
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent*) override;
  void changeEvent(QEvent*) override;

 private:
  void choose();
  [[nodiscard]] int width_of(const QString& text) const;

  QStringList texts_;
};

}  // namespace portexplorer::gui
