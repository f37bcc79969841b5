#include "faces/gui/dialogs/languages.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include "faces/gui/child.h"

namespace portexplorer::gui {
namespace {

constexpr const char* kFolder = ":/translations";
constexpr const char* kPrefix = "portexplorer_";

bool install(QCoreApplication& application, const QLocale& locale, const QString& name, const QString& folder) {
  auto* translator = make_child<QTranslator>(&application);
  return translator->load(locale, name, QStringLiteral("_"), folder) && QCoreApplication::installTranslator(translator);
}

}  // namespace

QStringList languages() {
  QStringList codes{QStringLiteral("en")};
  for (QString name : QDir(QString::fromLatin1(kFolder)).entryList({QStringLiteral("*.qm")}, QDir::Files, QDir::Name)) {
    name.chop(3);
    codes.append(name.remove(QString::fromLatin1(kPrefix)));
  }
  codes.removeDuplicates();
  return codes;
}

void install_language(QCoreApplication& application, const QString& code) {
  const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
  if (!code.isEmpty()) QLocale::setDefault(locale);
  install(application, locale, QStringLiteral("portexplorer"), QString::fromLatin1(kFolder));
  install(application, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

}  // namespace portexplorer::gui
