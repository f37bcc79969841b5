// Accessible names of all windows except the main window.
#include <gmock/gmock.h>
#include <unistd.h>

#include <QDialog>
#include <QTemporaryDir>
#include <QTest>

#include "faces/gui/dialogs/consent.h"
#include "faces/gui/dialogs/windows.h"
#include "support/gui/accessible_names.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

TEST(AccessibleNames, ExistForEveryFocusableWidget) {
  const QTemporaryDir folder;
  AppState app(SettingsStore(folder.filePath("settings.conf")), Settings{});
  QWidget main_window;
  main_window.setWindowTitle("Port Explorer");
  app.set_window(&main_window);
  testing::SampleBuilder b;
  const auto mine = b.process(::getpid(), "dialogs_test");
  b.listener(25, 9, 90);
  b.hold(mine, 9);
  app.set_snapshot(derive(nullptr, b.build()));
  show_port(app, Protocol::tcp, 25, true);
  show_address(app, "198.41.0.4");
  show_process(app, Pid(::getpid()), 0);
  show_term(app, "LISTEN");
  show_beginner(app);
  show_shortcuts(app);
  show_about(app);
  show_settings(app);
  with_consent(app, &main_window, &Settings::may_ask_names, "Ask?", [] {});
  const auto windows = main_window.findChildren<QDialog*>();
  ASSERT_EQ(windows.size(), 9);
  for (QDialog* window : windows) {
    EXPECT_FALSE(window->windowTitle().isEmpty()) << window->metaObject()->className();
    EXPECT_THAT(testing::nameless_widgets(*window).join(u'\n').toStdString(), ::testing::StrEq(""))
        << window->windowTitle().toStdString();
  }
}

}  // namespace
}  // namespace portexplorer::gui
