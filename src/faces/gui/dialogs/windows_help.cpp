// The beginner's page, the shortcuts, and the about page.
#include <QAction>
#include <QKeySequence>
#include <map>

#include "faces/gui/child.h"
#include "faces/gui/dialogs/page_window.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/gui/models/desktop_words.h"
#include "faces/pages/term_page.h"

namespace portexplorer::gui {
namespace {

QString without_mnemonic(QString text) {
  text.replace(QStringLiteral("&&"), QStringLiteral("\x01"));
  text.remove(u'&');
  text.remove(u'…');
  return text.replace(QChar(1), u'&');
}

// Returns the keys as text, such as "Ctrl+F, /".
QString keys_of(const QAction& action) {
  QStringList keys;
  for (const QKeySequence& key : action.shortcuts())
    keys.append(key.toString(QKeySequence::NativeText));
  return keys.join(QStringLiteral(", "));
}

void write_shortcuts(pages::PageWriter& page, const QWidget* window) {
  page.paragraph(PageWindow::tr("What the keyboard does. Alt and an underlined letter open a menu.")
                     .toStdString());
  page.begin_entries(0);
  std::map<QString, QString> told;
  if (window == nullptr) return;
  for (const QAction* action : window->findChildren<QAction*>()) {
    const QString keys = keys_of(*action);
    if (keys.isEmpty() || action->text().isEmpty() ||
        !told.try_emplace(keys, action->text()).second)
      continue;
    page.entry(keys.toStdString(), without_mnemonic(action->text()).toStdString());
  }
}

}  // namespace

void show_beginner(AppState& app) {
  auto* window =
      make_child<PageWindow>(app, [] { return PageWindow::tr("Reading the socket list"); });
  window->write(
      [](pages::PageWriter& page) { pages::write_beginners_page(page, desktop_glossary()); });
  window->open_beside(true);
}

void show_shortcuts(AppState& app) {
  auto* window = make_child<PageWindow>(app, [] { return PageWindow::tr("Keyboard shortcuts"); });
  window->write([&app](pages::PageWriter& page) { write_shortcuts(page, app.window()); });
  window->open_beside();
}

void show_about(AppState& app) {
  auto* window = make_child<PageWindow>(app, [] { return PageWindow::tr("About Port Explorer"); });
  window->write([](pages::PageWriter& page) {
    page.heading("Port Explorer");
    page.paragraph(
        PageWindow::tr(
            "Every socket of this machine, the program that holds it, and what it moves.")
            .toStdString());
    page.begin_entries(0);
    page.entry(PageWindow::tr("Version").toStdString(), PORTEXPLORER_VERSION);
    page.entry(PageWindow::tr("Licence").toStdString(),
               PageWindow::tr("MIT; the programs in the kernel: MIT or GPL 2").toStdString());
    page.entry(PageWindow::tr("Made with").toStdString(), std::string("Qt ") + qVersion());
  });
  window->open_beside();
}

}  // namespace portexplorer::gui
