// The dialogs, with processes and readings that the tests create.
#include <gmock/gmock.h>

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QMessageBox>
#include <QPalette>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QThreadPool>
#include <QTranslator>

#include "collect/local_source.h"
#include "faces/gui/child.h"
#include "faces/gui/dialogs/address_window.h"
#include "faces/gui/dialogs/document_page.h"
#include "faces/gui/dialogs/glossary_window.h"
#include "faces/gui/dialogs/languages.h"
#include "faces/gui/dialogs/page_links.h"
#include "faces/gui/dialogs/page_window.h"
#include "faces/gui/dialogs/process_window.h"
#include "faces/gui/dialogs/settings_window.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/rows/list_columns.h"
#include "faces/gui/settings/colour_names.h"
#include "knowledge/ports.h"
#include "model/derive.h"
#include "model/fields.h"
#include "support/child_process.h"
#include "support/gui/patience.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

using portexplorer::testing::SampleBuilder;

// An AppState whose settings are in a temporary directory.
class Windows : public ::testing::Test {
 protected:
  // Returns the open window of this type, or null.
  template <typename Window>
  Window* open() const {
    return window_.findChild<Window*>();
  }
  [[nodiscard]] QString text_of_page() const {
    const auto* page = open<PageWindow>();
    return page == nullptr ? QString() : page->view()->toPlainText();
  }

  QTemporaryDir folder_;
  QWidget window_;
  AppState app_ = AppState(SettingsStore(folder_.filePath("settings.conf")), Settings{});

  void SetUp() override { app_.set_window(&window_); }
};

std::vector<QString> links_of(const QTextDocument& document) {
  std::vector<QString> links;
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    for (auto it = block.begin(); !it.atEnd(); ++it) {
      if (it.fragment().charFormat().isAnchor())
        links.push_back(it.fragment().charFormat().anchorHref());
    }
  }
  return links;
}

TEST(DocumentPage, ShowsHostileTextAsText) {
  QTextDocument document;
  DocumentPage page(document);
  const std::string hostile =
      "<b>x</b><a href=\"file:///etc/passwd\">y</a><img src=\"http://192.0.2.1/z\">&lt;";
  page.heading(hostile);
  page.paragraph(hostile);
  page.item(hostile);
  page.code(hostile);
  page.begin_entries(0);
  page.entry(hostile, hostile);
  page.named_entry(hostile, hostile, hostile);
  EXPECT_EQ(document.toPlainText().count(QString::fromStdString(hostile)), 8);
  EXPECT_THAT(links_of(document), ::testing::IsEmpty());
}

TEST(DocumentPage, TruncatesLongTexts) {
  QTextDocument document;
  DocumentPage page(document);
  page.paragraph(std::string(70'000, 'x'));
  EXPECT_LT(document.characterCount(), 11'000);
}

TEST(PageLinks, AreParsedFromTheirUrls) {
  for (const pages::PageLink& lead :
       {pages::PageLink{pages::PageLink::To::process, "412"},
        pages::PageLink{pages::PageLink::To::term, "ip/mask ? # %41"},
        pages::PageLink{pages::PageLink::To::sockets, "address:2001:db8::1"},
        pages::PageLink{pages::PageLink::To::ask_names, ""}}) {
    const auto back = lead_of(QUrl(url_of(lead).toString(QUrl::FullyEncoded)));
    ASSERT_TRUE(back) << lead.subject;
    EXPECT_EQ(back->to, lead.to);
    EXPECT_EQ(back->subject, lead.subject);
  }
  EXPECT_FALSE(lead_of(QUrl("file:///etc/passwd")));
  EXPECT_FALSE(lead_of(QUrl("portexplorer://nonsense/1")));
}

TEST_F(Windows, APortIsExplainedWithItsUsers) {
  SampleBuilder b;
  const auto mail = b.process(731, "exim4");
  b.listener(25, 9, 90);
  b.hold(mail, 9);
  app_.set_snapshot(derive(nullptr, b.build()));
  show_port(app_, Protocol::tcp, 25, true);
  EXPECT_EQ(open<PageWindow>()->windowTitle(), "What is local port 25?");
  EXPECT_TRUE(becomes([&] { return text_of_page().contains("SMTP"); }));
  EXPECT_TRUE(text_of_page().contains("exim4 (pid 731")) << text_of_page().toStdString();
  EXPECT_THAT(links_of(*open<PageWindow>()->view()->document()),
              ::testing::Contains(QString("portexplorer://process/731")));
}

TEST_F(Windows, AWindowThatIsClosedDuringTheLookupStaysClosed) {
  show_port(app_, Protocol::tcp, 25, true);
  delete open<PageWindow>();
  QThreadPool::globalInstance()->waitForDone();
  QCoreApplication::processEvents();
  EXPECT_EQ(open<PageWindow>(), nullptr);
}

TEST_F(Windows, AnAddressIsQueriedOnlyAfterConfirmation) {
  show_address(app_, "8.8.8.8");
  auto* window = open<AddressWindow>();
  ASSERT_NE(window, nullptr);
  const auto buttons = window->findChildren<QPushButton*>();
  const auto registries = std::ranges::find_if(
      buttons, [](const QPushButton* b) { return b->text().contains("registries"); });
  ASSERT_NE(registries, buttons.end());
  EXPECT_FALSE((*registries)->isEnabled());
  ASSERT_TRUE(becomes([&] { return (*registries)->isEnabled(); }));
  EXPECT_TRUE(text_of_page().contains("Not asked who has it.")) << text_of_page().toStdString();
  (*registries)->click();
  auto* question = window->findChild<QMessageBox*>();
  ASSERT_NE(question, nullptr);
  question->button(QMessageBox::Cancel)->click();
  EXPECT_TRUE((*registries)->isEnabled());
  EXPECT_FALSE(app_.settings().may_query_whois);
  EXPECT_TRUE(text_of_page().contains("Not asked who has it."));
}

TEST_F(Windows, AnInvalidAddressOpensNothing) {
  show_address(app_, "<b>nonsense</b>");
  EXPECT_EQ(open<PageWindow>(), nullptr);
}

TEST_F(Windows, TheGlossaryHasEveryStateAndColumn) {
  show_term(app_, "");
  auto* glossary = open<GlossaryWindow>();
  ASSERT_NE(glossary, nullptr);
  const auto* view = glossary->findChild<QTextBrowser*>();
  std::vector<std::string> words;
  for (int state = 1; state <= static_cast<int>(State::unconnected); ++state)
    words.emplace_back(to_string(static_cast<State>(state)));
  for (const Field& f : all_fields()) words.emplace_back(f.name);
  for (const std::string& word : words) {
    show_term(app_, QString::fromStdString(word));
    EXPECT_FALSE(view->toPlainText().contains("has nothing about it")) << word;
    EXPECT_TRUE(find_term(word)) << word;
    EXPECT_TRUE(view->toPlainText().startsWith(QString::fromUtf8(
        find_term(word)->name.data(), static_cast<int>(find_term(word)->name.size()))))
        << word << ": " << view->toPlainText().toStdString();
  }
  EXPECT_EQ(window_.findChildren<GlossaryWindow*>().size(), 1);
}

TEST_F(Windows, TheGlossarySearchesIncrementally) {
  show_term(app_, "");
  auto* glossary = open<GlossaryWindow>();
  auto* search = glossary->findChild<QLineEdit*>();
  const auto* view = glossary->findChild<QTextBrowser*>();
  QTest::keyClicks(search, "time wa");
  EXPECT_TRUE(view->toPlainText().startsWith("TIME_WAIT")) << view->toPlainText().toStdString();
  search->setText("wait");
  const QString first = view->toPlainText();
  QTest::keyClick(search, Qt::Key_Down);
  EXPECT_NE(view->toPlainText(), first);
  search->setText("xyzzy");
  EXPECT_EQ(view->toPlainText(), "The glossary has nothing about it.");
}

TEST_F(Windows, ALinkInTheGlossaryLeadsToItsTerm) {
  show_term(app_, "LISTEN");
  auto* view = open<GlossaryWindow>()->findChild<QTextBrowser*>();
  ASSERT_THAT(links_of(*view->document()),
              ::testing::Contains(QString("portexplorer://term/firewall")));
  Q_EMIT view->anchorClicked(QUrl("portexplorer://term/firewall"));
  EXPECT_TRUE(view->toPlainText().startsWith("firewall")) << view->toPlainText().toStdString();
}

TEST_F(Windows, TheBeginnersPageIsThatOfTheCommandLine) {
  show_beginner(app_);
  EXPECT_TRUE(text_of_page().contains("Which states matter?"));
}

TEST_F(Windows, ShortcutsAreThoseOfTheWindow) {
  auto* action = make_child<QAction>("&Pause && wait…", &window_);
  action->setShortcut(QKeySequence("Space"));
  window_.addAction(action);
  show_shortcuts(app_);
  EXPECT_TRUE(text_of_page().contains("Space")) << text_of_page().toStdString();
  EXPECT_TRUE(text_of_page().contains("Pause & wait"));
}

TEST_F(Windows, ALinkAsksTheListForSockets) {
  const QSignalSpy wanted(&app_, &AppState::sockets_wanted);
  EXPECT_TRUE(follow(app_, {pages::PageLink::To::sockets, "port:25"}));
  ASSERT_EQ(wanted.size(), 1);
  EXPECT_EQ(wanted[0][0].toString(), "port:25");
}

TEST_F(Windows, TheSettingsWindowReturnsUnchangedSettings) {
  Settings s;
  s.hide_netstat = s.hide_loopback = s.resolve = s.group = s.may_ask_names = s.may_query_whois =
      true;
  s.tray = s.start_minimised = s.notice_listeners = s.notice_first_connections = s.notice_hidden =
      true;
  s.show_log = false;
  s.show_process = ShowProcess::path;
  s.refresh = std::chrono::milliseconds(2500);
  s.columns = {"pid", "process"};
  s.colours = {{"dark.hidden", QColor("#ff0000")}};
  s.theme = Theme::dark;
  s.log_rows = 5000;
  s.filter_history = {"port:9"};
  app_.change_settings(s);
  EXPECT_EQ(SettingsWindow(app_).chosen(), s);
  app_.change_settings(Settings{});
  EXPECT_EQ(SettingsWindow(app_).chosen(), Settings{});
}

TEST_F(Windows, NothingChangesBeforeOk) {
  SettingsWindow window(app_);
  for (auto* box : window.findChildren<QCheckBox*>()) {
    if (box->text() == "Hide &netstat sockets") box->setChecked(true);
  }
  EXPECT_TRUE(window.chosen().hide_netstat);
  EXPECT_FALSE(app_.settings().hide_netstat);
  const QSignalSpy changed(&app_, &AppState::settings_changed);
  window.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Apply)->click();
  EXPECT_TRUE(app_.settings().hide_netstat);
  EXPECT_EQ(changed.size(), 1);
  EXPECT_TRUE(SettingsStore(folder_.filePath("settings.conf")).load().settings.hide_netstat);
}

TEST_F(Windows, AColourThatIsHardToReadIsReported) {
  Settings s;
  s.colours = {
      {colour_key(app_.palette().is_dark(), Ink::hidden), app_.palette().colour(Ink::ground)}};
  app_.change_settings(s);
  const SettingsWindow window(app_);
  const auto labels = window.findChildren<QLabel*>();
  EXPECT_TRUE(std::ranges::any_of(labels, [](const QLabel* l) {
    return l->text().startsWith("Hard to read: \"Hidden programs\"");
  }));
}

TEST_F(Windows, TheSystemThemeIsRememberedWhileAnotherIsInUse) {
  const QPalette before = QApplication::palette();
  QApplication::setPalette(Palette::dark().widgets());
  Settings s;
  s.theme = Theme::light;
  AppState app(SettingsStore(folder_.filePath("settings.conf")), s);
  apply_look(app);
  EXPECT_FALSE(app.palette().is_dark());
  EXPECT_EQ(QApplication::palette().color(QPalette::Base), Palette::light().colour(Ink::ground));
  app.change_settings(Settings{});
  EXPECT_TRUE(app.palette().is_dark());
  apply_look(app);
  EXPECT_EQ(QApplication::palette().color(QPalette::Base), Palette::dark().colour(Ink::ground));
  QApplication::setPalette(before);
}

TEST_F(Windows, SettingsThatCannotBeSavedAreReportedAndTakeEffect) {
  AppState app(SettingsStore("/proc/nowhere/settings.conf"), Settings{});
  const QSignalSpy told(&app, &AppState::trouble_told);
  Settings s;
  s.group = true;
  app.change_settings(s);
  ASSERT_EQ(told.size(), 1);
  EXPECT_TRUE(told[0][0].toString().startsWith("The settings were not kept:"))
      << told[0][0].toString().toStdString();
  EXPECT_TRUE(app.settings().group);
}

// Removes the translators that install_language() has installed.
class Language : public Windows {
 protected:
  ~Language() override {
    for (auto* translator : qApp->findChildren<QTranslator*>()) delete translator;
    QLocale::setDefault(QLocale::c());
  }
};

TEST_F(Language, GermanIsUsedEverywhere) {
  EXPECT_EQ(languages(), (QStringList{"en", "de"}));
  install_language(*qApp, "de");
  const SettingsWindow window(app_);
  EXPECT_EQ(window.windowTitle(), "Einstellungen");
  EXPECT_EQ(window.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Cancel)->text(),
            "Abbrechen");
  EXPECT_EQ(link_text({pages::PageLink::To::sockets, ""}), "In der Liste zeigen");
  EXPECT_EQ(column_title(column_of(FieldId::remote_port)), "Port der Gegenseite");
  const auto kept = SettingsStore("/proc/nowhere/settings.conf").save({});
  ASSERT_FALSE(kept);
  EXPECT_THAT(kept.error().what,
              ::testing::StartsWith("Die Einstellungen wurden nicht behalten: der Ordner"));
}

TEST_F(Language, EnglishHasItsPlurals) {
  install_language(*qApp, "en");
  EXPECT_EQ(ProcessWindow::tr("%n socket(s)", nullptr, 1), "1 socket");
  EXPECT_EQ(ProcessWindow::tr("%n socket(s)", nullptr, 2), "2 sockets");
}

TEST_F(Language, UntranslatedTextsStayEnglish) {
  install_language(*qApp, "eo");
  EXPECT_EQ(SettingsWindow(app_).windowTitle(), "Settings");
  EXPECT_EQ(ProcessWindow::tr("%n socket(s)", nullptr, 2), "2 sockets");
}

TEST(ProcessSockets, FollowReadingsAndKeepTheirOrder) {
  ProcessSockets model({Pid(412), 100}, nullptr);
  const auto reading = [](const std::vector<std::uint16_t>& ports) {
    SampleBuilder b;
    const auto mine = b.process(412, "sshd");
    const auto other = b.process(413, "other");
    b.listener(9, 900, 9000);
    b.hold(other, 900);
    for (const std::uint16_t port : ports) {
      b.listener(port, port, port);
      b.hold(mine, port);
    }
    return derive(nullptr, b.build(), {.port_names = port_names()});
  };
  const auto locals = [&] {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
      texts.append(model.index(row, ProcessSockets::local).data().toString());
    return texts;
  };
  model.read(reading({22, 80}));
  EXPECT_EQ(locals(), (QStringList{"0.0.0.0:22 ssh", "0.0.0.0:80 http"}));
  const QPersistentModelIndex second = model.index(1, 0);
  const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
  model.read(reading({443, 80, 21}));
  EXPECT_EQ(locals(), (QStringList{"0.0.0.0:80 http", "0.0.0.0:443 https", "0.0.0.0:21 ftp"}));
  EXPECT_EQ(second.row(), 0);
  EXPECT_EQ(reset.size(), 0);
  model.read(reading({}));
  EXPECT_EQ(model.rowCount(), 0);
  EXPECT_EQ(model.sockets(), 0u);
}

TEST(ProcessSockets, HaveNoLimit) {
  ProcessSockets model({Pid(412), 100}, nullptr);
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  QTableView view;
  view.setModel(&model);
  const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
  const auto reading = [](int first, int last, int step) {
    SampleBuilder b;
    const auto mine = b.process(412, "sshd");
    for (int port = first; port < last; port += step) {
      b.listener(static_cast<std::uint16_t>(port), static_cast<std::uint64_t>(port),
                 static_cast<std::uint64_t>(port));
      b.hold(mine, static_cast<std::uint64_t>(port));
    }
    return derive(nullptr, b.build());
  };
  const auto local = [&](int row) {
    return model.index(row, ProcessSockets::local).data().toString();
  };
  model.read(reading(20'000, 23'000, 1));
  ASSERT_EQ(model.rowCount(), 3000);
  EXPECT_EQ(local(2999), "0.0.0.0:22999");
  const QPersistentModelIndex kept = model.index(2000, 0);
  const QPersistentModelIndex gone = model.index(2001, 0);
  model.read(reading(20'000, 24'000, 2));  // removes every other one, adds some
  ASSERT_EQ(model.rowCount(), 2000);
  EXPECT_EQ(kept.row(), 1000);
  EXPECT_FALSE(gone.isValid());
  EXPECT_EQ(local(1999), "0.0.0.0:23998");
  model.read(reading(21'000, 24'100, 2));  // removes a run at the beginning
  EXPECT_EQ(kept.row(), 500);
  EXPECT_EQ(local(model.rowCount() - 1), "0.0.0.0:24098");
  EXPECT_EQ(view.verticalHeader()->count(), model.rowCount());
  EXPECT_EQ(reset.size(), 0);
}

}  // namespace
}  // namespace portexplorer::gui
