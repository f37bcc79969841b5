// A label with several texts, which shows the longest one that fits.
#pragma once

#include <QLabel>
#include <QStringList>

namespace portexplorer::gui {

class FittingLabel final : public QLabel {
  Q_OBJECT

 public:
  explicit FittingLabel(QWidget* parent = nullptr);

  // Sets the texts, longest first. The last one determines the minimum width, so it always fits.
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
