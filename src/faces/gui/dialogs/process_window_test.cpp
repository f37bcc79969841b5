// The properties of real processes: children of the test.
#include <gmock/gmock.h>
#include <sys/prctl.h>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include "collect/local_source.h"
#include "faces/gui/dialogs/process_window.h"
#include "faces/gui/dialogs/windows.h"
#include "model/derive.h"
#include "support/child_process.h"

namespace portexplorer::gui {
namespace {

class Properties : public ::testing::Test {
 protected:
  void SetUp() override { app_.set_window(&window_); }

  ProcessWindow* show(pid_t pid, std::uint64_t start_ticks = 0) {
    show_process(app_, Pid(pid), start_ticks);
    return window_.findChild<ProcessWindow*>();
  }
  static bool wait_for(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 20'000);
  }

  QTemporaryDir folder_;
  QWidget window_;
  AppState app_ = AppState(SettingsStore(folder_.filePath("settings.conf")), Settings{});
};

fixture::ChildProcess waiting_child() {
  return fixture::ChildProcess(
      [](fixture::Conversation& conversation) { conversation.wait_for_end(); });
}

TEST_F(Properties, AreFilledInPartByPart) {
  const auto child = waiting_child();
  const auto sample = make_local_source()->sample({});
  ASSERT_TRUE(sample);
  app_.set_snapshot(derive(nullptr, *sample));
  ProcessWindow* window = show(child.pid());
  QStringList seen;
  QObject::connect(window, &ProcessWindow::progressed, window, [&] {
    QString filled;
    for (const auto tab : {ProcessWindow::general, ProcessWindow::version, ProcessWindow::security,
                           ProcessWindow::summary}) {
      const QString text = window->page(tab)->toPlainText();
      filled += text.startsWith("Reading") || text.startsWith("Looking") ? u'-' : u'x';
    }
    seen.append(filled);
  });
  ASSERT_TRUE(wait_for([&] { return window->is_complete(); }));
  EXPECT_EQ(seen, (QStringList{"x---", "xx--", "xxx-", "xxxx"}));
  EXPECT_TRUE(window->windowTitle().contains(QString::number(child.pid())))
      << window->windowTitle().toStdString();
  EXPECT_TRUE(window->page(ProcessWindow::general)->toPlainText().contains("dialogs_test"));
  EXPECT_TRUE(
      window->page(ProcessWindow::summary)->toPlainText().contains("How do I know each of these?"));
  EXPECT_EQ(window->strip(), "");
}

TEST_F(Properties, ReportTheEndOfTheProcessAndKeepWhatWasRead) {
  auto child = waiting_child();
  ProcessWindow* window = show(child.pid());
  ASSERT_TRUE(wait_for([&] { return window->is_complete(); }));
  const QString before = window->page(ProcessWindow::general)->toPlainText();
  child.kill();
  ASSERT_TRUE(wait_for([&] { return window->strip().startsWith("This process has ended."); }));
  EXPECT_EQ(window->page(ProcessWindow::general)->toPlainText(), before);
}

TEST_F(Properties, DoNotMistakeAReusedPid) {
  const auto child = waiting_child();
  ProcessWindow* window = show(child.pid(), 1);
  ASSERT_TRUE(wait_for([&] { return window->strip().contains("another one has its number now"); }))
      << window->strip().toStdString();
  EXPECT_FALSE(window->is_complete());
}

TEST_F(Properties, OfAMissingProcessReportTheReason) {
  ProcessWindow* window = show(0x7FFFFFF0);
  ASSERT_TRUE(wait_for([&] { return window->strip().startsWith("Nothing could be read:"); }))
      << window->strip().toStdString();
}

TEST_F(Properties, OpenOncePerProcess) {
  const auto child = waiting_child();
  ProcessWindow* window = show(child.pid());
  ASSERT_TRUE(wait_for([&] { return window->is_complete(); }));
  EXPECT_EQ(show(child.pid(), window->process().start_ticks), window);
  EXPECT_EQ(window_.findChildren<ProcessWindow*>().size(), 1);
}

TEST_F(Properties, StopReadingWhenClosed) {
  const auto child = waiting_child();
  for (int i = 0; i < 20; ++i) {
    delete show(child.pid());
    QCoreApplication::processEvents();
  }
  EXPECT_TRUE(QThreadPool::globalInstance()->waitForDone(20'000));
  QCoreApplication::processEvents();
  EXPECT_EQ(window_.findChild<ProcessWindow*>(), nullptr);
}

TEST_F(Properties, OfHostileNamesAreInert) {
  const std::string hostile =
      "<img src=http://192.0.2.1/x><a href=\"portexplorer://process/1\">\x1b[2J\xe2\x80\xae" +
      std::string(64'000, 'A');
  const fixture::ChildProcess child([&](fixture::Conversation& conversation) {
    ::prctl(PR_SET_NAME, "<b>\x1b\xe2\x80\xae");
    fixture::set_command_line(hostile);
    conversation.say("ready");
    conversation.wait_for_end();
  });
  EXPECT_EQ(child.hear(), "ready");
  ProcessWindow* window = show(child.pid());
  ASSERT_TRUE(wait_for([&] { return window->is_complete(); }));
  for (const auto tab : {ProcessWindow::general, ProcessWindow::version, ProcessWindow::security,
                         ProcessWindow::summary}) {
    const QString text = window->page(tab)->toPlainText();
    EXPECT_LT(text.size(), 30'000);
    EXPECT_FALSE(text.contains(QChar(0x1b)));
    EXPECT_FALSE(text.contains(QChar(0x202e)));
    EXPECT_FALSE(window->page(tab)->toHtml().contains("href=\"portexplorer://process/1\""));
    EXPECT_FALSE(window->page(tab)->toHtml().contains("<img"));
  }
  EXPECT_TRUE(window->page(ProcessWindow::general)->toPlainText().contains("<img src"));
}

TEST_F(Properties, ShowTheEvidenceOnRequest) {
  const auto child = waiting_child();
  ProcessWindow* window = show(child.pid());
  ASSERT_TRUE(wait_for([&] { return window->is_complete(); }));
  EXPECT_FALSE(window->page(ProcessWindow::summary)->toPlainText().contains("Checks"));
  Q_EMIT window->page(ProcessWindow::summary)->anchorClicked(QUrl("portexplorer://evidence/1"));
  EXPECT_TRUE(window->page(ProcessWindow::summary)->toPlainText().contains("Checks"));
}

}  // namespace
}  // namespace portexplorer::gui
