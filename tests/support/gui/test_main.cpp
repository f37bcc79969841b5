// main() for tests that use Qt: GoogleTest within a QApplication.
#include <gtest/gtest.h>

#include <QApplication>

// libdbus, which Qt uses, keeps a buffer until the process exits. LeakSanitizer calls this function
// by name.
// NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): name of LeakSanitizer
extern "C" const char* __lsan_default_suppressions() { return "leak:libdbus\n"; }

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");  // also for --gtest_list_tests
  QApplication application(argc, argv);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
