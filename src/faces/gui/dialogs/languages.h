// The languages that the program speaks: English, and those that translations/ has.
#pragma once

#include <QStringList>

class QCoreApplication;
class QDialogButtonBox;

namespace portexplorer::gui {

// Codes: "en" first.
[[nodiscard]] QStringList languages();

// Installs what is needed for `code`, in the place of what was installed before; "" takes the
// system's. What is not translated stays English. Windows that are open tell their texts anew.
void install_language(QCoreApplication&, const QString& code);

// Sets the text of the Close button in the current language. Qt sets it only when it creates the
// button, so each retranslateUi() of a dialog with such a button must call this.
void retranslate_close_button(const QDialogButtonBox&);

}  // namespace portexplorer::gui
