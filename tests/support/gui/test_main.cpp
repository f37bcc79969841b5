// Tests of what is made with Qt: GoogleTest inside a QApplication.
#include <gtest/gtest.h>

#include <QApplication>

// libdbus, by which Qt talks with the desktop, keeps a buffer of its own until the end. The leak
// checker asks for this by name.
// NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): the checker's own name
extern "C" const char* __lsan_default_suppressions() { return "leak:libdbus\n"; }

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");  // also when only asked for its tests
  QApplication application(argc, argv);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
