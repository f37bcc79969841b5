#include "faces/gui/dialogs/consent.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

#include "faces/gui/child.h"

namespace portexplorer::gui {

void with_consent(AppState& app, QWidget* parent, bool Settings::*allowed, const QString& question,
                  const std::function<void()>& then) {
  if (app.settings().*allowed) {
    then();
    return;
  }
  const QString title = parent->window()->windowTitle();
  auto* box = make_child<QMessageBox>(QMessageBox::Question, title, question,
                                      QMessageBox::Ok | QMessageBox::Cancel, parent);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextFormat(Qt::PlainText);
  box->button(QMessageBox::Ok)->setText(QCoreApplication::translate("Consent", "&Ask"));
  auto* always =
      make_child<QCheckBox>(QCoreApplication::translate("Consent", "Do not ask me again"));
  box->setCheckBox(always);
  QObject::connect(box, &QMessageBox::accepted, parent, [&app, always, allowed, then] {
    if (always->isChecked()) {
      Settings settings = app.settings();
      settings.*allowed = true;
      app.change_settings(settings);
    }
    then();
  });
  box->open();
}

}  // namespace portexplorer::gui
