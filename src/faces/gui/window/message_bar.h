// A message above the list, with an optional button for an action.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace portexplorer::gui {

class MessageBar final : public QFrame {
  Q_OBJECT

 public:
  enum class Severity : std::uint8_t { note, trouble };
  explicit MessageBar(Severity mood, QWidget* parent = nullptr);

  // Shows a message in plain text. With an empty `action` there is no button.
  void tell(const QString& text, const QString& action = {});
  [[nodiscard]] QString text() const { return label_->text(); }
  void set_closable(bool closable);

 Q_SIGNALS:
  void acted();
  void closed();

 protected:
  void changeEvent(QEvent*) override;

 private:
  void retranslateUi();
  void colour();

  QLabel* label_;
  QPushButton* button_;
  QPushButton* close_;
  Severity mood_;
  bool colouring_ = false;
};

}  // namespace portexplorer::gui
