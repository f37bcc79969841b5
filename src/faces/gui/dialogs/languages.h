// The languages of the program: English, and those in translations/.
#pragma once

#include <QStringList>

class QCoreApplication;
class QDialogButtonBox;

namespace portexplorer::gui {

// Returns language codes, "en" first.
[[nodiscard]] QStringList languages();

// Installs the translators for `code` in place of the previous ones. "" selects the language of the
// system. Untranslated texts are shown in English. Qt then posts QEvent::LanguageChange to all
// windows.
void install_language(QCoreApplication&, const QString& code);

// Sets the text of the Close button in the current language. Qt sets it only when it creates the
// button, so each retranslateUi() of a dialog with such a button must call this.
void retranslate_close_button(const QDialogButtonBox&);

}  // namespace portexplorer::gui
