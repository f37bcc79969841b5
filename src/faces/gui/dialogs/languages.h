// The languages that the program speaks: English, and those that translations/ has.
#pragma once

#include <QStringList>

class QCoreApplication;

namespace portexplorer::gui {

// Codes: "en" first.
[[nodiscard]] QStringList languages();

// Installs what is needed for `code`; "" takes the system's. What is not translated stays English.
void install_language(QCoreApplication&, const QString& code);

}  // namespace portexplorer::gui
