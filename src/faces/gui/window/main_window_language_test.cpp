// A change of language takes effect immediately: no widget of any open window has a text in the
// previous language.
#include <gmock/gmock.h>
#include <unistd.h>

#include <QAbstractButton>
#include <QApplication>
#include <QDockWidget>
#include <QFile>
#include <QGroupBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QTranslator>
#include <QXmlStreamReader>
#include <set>
#include <string>

#include "faces/gui/dialogs/languages.h"
#include "faces/gui/dialogs/settings_window.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/gui/tray/tray.h"
#include "faces/gui/window/main_window.h"
#include "support/fake_source.h"
#include "support/gui/patience.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

using portexplorer::testing::SampleBuilder;

// All texts of the translations in both languages, except those with placeholders, which cannot be
// compared literally.
struct Dictionary {
  QSet<QString> english;
  QSet<QString> german;

  void read(const char* name) {
    QFile file(QStringLiteral(TRANSLATIONS) + u'/' + QString::fromLatin1(name));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << name;
    QXmlStreamReader xml(&file);
    QString source;
    while (!xml.atEnd()) {
      if (xml.readNext() != QXmlStreamReader::StartElement) continue;
      if (xml.name() == u"source") source = xml.readElementText();
      else if (xml.name() == u"translation")
        add(source, xml.readElementText(QXmlStreamReader::IncludeChildElements));
    }
  }
  void add(const QString& source, const QString& translation) {
    if (source.contains(u'%') || source.contains(u'{')) return;
    english.insert(source);
    german.insert(translation);
  }
};

const Dictionary& dictionary() {
  static const Dictionary words = [] {
    Dictionary d;
    d.read("portexplorer_de.ts");
    d.read("pages_de.ts");
    return d;
  }();
  return words;
}

void add_texts_of_view(QStringList& texts, const QAbstractItemView& view) {
  if (const auto* list = qobject_cast<const QListWidget*>(&view)) {
    for (int row = 0; row < list->count(); ++row)
      texts << list->item(row)->text() << list->item(row)->toolTip();
  }
}

void add_texts_of_header(QStringList& texts, const QHeaderView& header) {
  if (header.model() == nullptr || header.orientation() != Qt::Horizontal) return;
  for (int column = 0; column < header.count(); ++column) {
    texts << header.model()->headerData(column, Qt::Horizontal).toString();
    texts << header.model()->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString();
  }
}

void add_texts_of(QStringList& texts, const QWidget& widget) {
  texts << widget.windowTitle() << widget.toolTip() << widget.accessibleName();
  for (const QAction* action : widget.actions()) texts << action->text() << action->toolTip();
  if (const auto* label = qobject_cast<const QLabel*>(&widget)) texts << label->text().split(u'\n');
  if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) texts << button->text();
  if (const auto* edit = qobject_cast<const QLineEdit*>(&widget)) texts << edit->placeholderText();
  if (const auto* group = qobject_cast<const QGroupBox*>(&widget)) texts << group->title();
  if (const auto* menu = qobject_cast<const QMenu*>(&widget)) texts << menu->title();
  if (const auto* page = qobject_cast<const QTextBrowser*>(&widget))
    texts << page->toPlainText().split(u'\n');
  if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget))
    add_texts_of_view(texts, *view);
  if (const auto* header = qobject_cast<const QHeaderView*>(&widget))
    add_texts_of_header(texts, *header);
  if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
    for (int i = 0; i < box->count(); ++i) texts << box->itemText(i);
  }
  if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
    for (int i = 0; i < tabs->count(); ++i)
      texts << tabs->tabText(i).section(QStringLiteral("  "), 0, 0);
  }
}

QStringList all_texts() {
  QStringList texts;
  for (const QWidget* widget : QApplication::allWidgets()) {
    // Skip Qt's buttons of a dock, which LogDock replaces.
    if (!widget->objectName().startsWith(QStringLiteral("qt_dockwidget")))
      add_texts_of(texts, *widget);
  }
  return texts;
}

// Returns the shown texts that exist in `language` but not in `other`.
std::set<std::string> left_of(const QSet<QString>& language, const QSet<QString>& other) {
  std::set<std::string> left;
  for (const QString& text : all_texts()) {
    if (!text.isEmpty() && language.contains(text) && !other.contains(text))
      left.insert(text.toStdString());
  }
  return left;
}

class Languages : public ::testing::Test {
 protected:
  Languages() { install_language(*qApp, QStringLiteral("en")); }
  ~Languages() override {
    for (auto* translator : qApp->findChildren<QTranslator*>()) delete translator;
    QLocale::setDefault(QLocale::c());
  }

  static void choose(const char* code) {
    install_language(*qApp, QString::fromLatin1(code));
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
};

TEST_F(Languages, ChangeInEveryOpenWindow) {
  QTemporaryDir folder;
  Settings settings;
  settings.tray = true;
  AppState app(SettingsStore(folder.filePath("settings.conf")), settings);
  SampleBuilder b;
  const auto mail = b.process(static_cast<std::int32_t>(::getpid()), "exim4");
  b.listener(25, 9, 90);
  b.hold(mail, 9);
  MainWindow window(app, [sample = b.build()] {
    return std::make_unique<portexplorer::testing::FakeSource>(std::vector{sample});
  });
  const Tray tray(app);
  window.show();
  ASSERT_TRUE(QSignalSpy(&window, &MainWindow::shown_reading).wait(kWaitLimit));
  window.warn_of_root();
  show_settings(app);
  show_term(app, "ephemeral port");
  show_beginner(app);
  show_shortcuts(app);
  show_about(app);
  show_port(app, Protocol::tcp, 25, true);
  show_address(app, "192.168.1.5");
  show_process(app, Pid(::getpid()), 0);
  ASSERT_TRUE(QTest::qWaitFor(
      [] {
        return all_texts().contains("Checks") ||
               all_texts().contains("How do I know each of these? Show it");
      },
      kWaitLimit));
  EXPECT_GT(left_of(dictionary().english, dictionary().german).size(), 200)
      << "all_texts() finds the texts";
  EXPECT_THAT(left_of(dictionary().german, dictionary().english), ::testing::IsEmpty());

  choose("de");
  EXPECT_THAT(left_of(dictionary().english, dictionary().german), ::testing::IsEmpty());
  EXPECT_TRUE(window.log().toggleViewAction()->text().contains('&')) << "QDockWidget replaced it";
  EXPECT_GT(left_of(dictionary().german, dictionary().english).size(), 200);

  choose("en");
  EXPECT_THAT(left_of(dictionary().german, dictionary().english), ::testing::IsEmpty());
  EXPECT_GT(left_of(dictionary().english, dictionary().german).size(), 200);
}

}  // namespace
}  // namespace portexplorer::gui
