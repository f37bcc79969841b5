#include "faces/gui/dialogs/languages.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QPushButton>
#include <QTranslator>
#include <array>
#include <cstring>

#include "faces/gui/child.h"

namespace portexplorer::gui {
namespace {

// Texts of Qt's standard buttons, because Qt's translations are not installed everywhere.
[[maybe_unused]] constexpr std::array kButtons = {
    QT_TRANSLATE_NOOP("QPlatformTheme", "OK"),     QT_TRANSLATE_NOOP("QPlatformTheme", "Save"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Cancel"), QT_TRANSLATE_NOOP("QPlatformTheme", "Close"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Apply"),
};

constexpr const char* kDirectory = ":/translations";
constexpr const char* kInstalled = "language";  // object name of installed translators
constexpr const char* kPrefix = "portexplorer_";
// Texts of windows, and texts of lower layers.
constexpr std::array kCatalogues = {"portexplorer", "pages"};

// lupdate records texts under class names without a namespace, but tr() passes the qualified name
// as the context. Falls back to the name after the last colon.
class ShortContexts final : public QTranslator {
 public:
  using QTranslator::QTranslator;

  QString translate(const char* context, const char* text, const char* comment,
                    int n) const override {
    QString found = QTranslator::translate(context, text, comment, n);
    const char* last_colon = std::strrchr(context, ':');
    if (found.isEmpty() && last_colon != nullptr)
      found = QTranslator::translate(last_colon + 1, text, comment, n);
    return found;
  }
};

template <typename Translator>
bool install(QCoreApplication& application, const QLocale& locale, const QString& name,
             const QString& folder) {
  auto* translator = make_child<Translator>(&application);
  translator->setObjectName(QString::fromLatin1(kInstalled));
  return translator->load(locale, name, QStringLiteral("_"), folder) &&
         QCoreApplication::installTranslator(translator);
}

}  // namespace

QStringList languages() {
  QStringList codes{QStringLiteral("en")};
  for (QString name : QDir(QString::fromLatin1(kDirectory))
                          .entryList({QString::fromLatin1(kPrefix) + QStringLiteral("*.qm")},
                                     QDir::Files, QDir::Name)) {
    name.chop(3);
    codes.append(name.remove(QString::fromLatin1(kPrefix)));
  }
  codes.removeDuplicates();
  return codes;
}

void install_language(QCoreApplication& application, const QString& code) {
  const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
  QLocale::setDefault(locale);
  qDeleteAll(application.findChildren<QTranslator*>(QString::fromLatin1(kInstalled)));
  // English plural forms of untranslated texts.
  install<ShortContexts>(application, QLocale(QLocale::English), QStringLiteral("portexplorer"),
                         QString::fromLatin1(kDirectory));
  for (const char* catalogue : kCatalogues) {
    install<ShortContexts>(application, locale, QString::fromLatin1(catalogue),
                           QString::fromLatin1(kDirectory));
  }
  install<QTranslator>(application, locale, QStringLiteral("qtbase"),
                       QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

void retranslate_close_button(const QDialogButtonBox& box) {
  box.button(QDialogButtonBox::Close)
      ->setText(QCoreApplication::translate("QPlatformTheme", "Close"));
}

}  // namespace portexplorer::gui
