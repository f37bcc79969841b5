#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <random>
#include <thread>

#include "faces/gui/settings/settings_store.h"
#include "faces/gui/settings/settings_text.h"
#include "faces/gui/write_file.h"
#include "support/netns/private_mounts.h"

namespace portexplorer::gui {
namespace {

Settings unusual() {
  Settings s;
  s.hide_netstat = true;
  s.hide_loopback = true;
  s.show_process = ShowProcess::program;
  s.resolve = true;
  s.refresh = std::chrono::milliseconds(2500);
  s.columns = {"process", "pid", "remote_address"};
  s.widths = {{"process", 180}, {"pid", 60}};
  s.sort = "-received_bytes,pid";
  s.group = true;
  s.saved_filters = {"web\tport:443 or port:80", "  odd = % # \n ä \\ "};
  s.filter_history = {"", "process:firefox"};
  s.colours = {{"light.system", QColor("#123456")}};
  s.theme = Theme::dark;
  s.show_log = false;
  s.log_rows = 5000;
  s.may_ask_names = true;
  s.may_query_whois = true;
  s.tray = true;
  s.start_minimised = true;
  s.notice_listeners = true;
  s.notice_first_connections = true;
  s.notice_hidden = true;
  s.language = "de";
  s.first_start = false;
  s.geometry = QByteArray("\0\xff\n", 3);
  s.layout = "layout";
  return s;
}

TEST(SettingsText, IsReadAsItWasWritten) {
  const SettingsText read = parse_settings(write_settings(unusual(), {}));
  EXPECT_THAT(read.broken_lines, testing::IsEmpty());
  EXPECT_EQ(read.settings, unusual());
}

TEST(SettingsText, ContainsOnlyWhatDiffersFromTheDefaults) {
  EXPECT_EQ(write_settings(Settings{}, {}),
            "# Settings of Port Explorer. What is not here is as usual.\n");
  Settings s;
  s.refresh = std::chrono::milliseconds(500);
  EXPECT_EQ(write_settings(s, {}),
            "# Settings of Port Explorer. What is not here is as usual.\nrefresh_ms = 500\n");
}

TEST(SettingsText, KeepsUnknownKeys) {
  const SettingsText read = parse_settings("new_in_2 = 7\nhide_netstat = yes\r\n");
  EXPECT_TRUE(read.settings.hide_netstat);
  EXPECT_THAT(read.broken_lines, testing::IsEmpty());
  EXPECT_THAT(write_settings(read.settings, read.not_known).toStdString(),
              testing::EndsWith("hide_netstat = yes\nnew_in_2 = 7\n"));
}

TEST(SettingsText, ReportsBrokenLinesAndReadsTheOthers) {
  const SettingsText read = parse_settings(
      "hide_netstat = maybe\nrefresh_ms = 0\nrefresh_ms = 99999\nnonsense\n= x\ncolour = "
      "light.system:red\nlanguage = %ff\nwidth = pid:-1\n"
      "geometry = !!!\nhide_loopback = yes\n");
  EXPECT_EQ(read.broken_lines, (QList<int>{1, 2, 3, 4, 5, 6, 7, 8, 9}));
  Settings expected;
  expected.hide_loopback = true;
  EXPECT_EQ(read.settings, expected);
}

// Parsing what was written from arbitrary bytes yields the same settings.
TEST(SettingsText, ReadsAnyBytes) {
  std::minstd_rand random(1);
  const QByteArray whole = write_settings(unusual(), {"other = 1"});
  const auto below = [&](qsizetype limit) {
    return std::uniform_int_distribution<qsizetype>(0, limit - 1)(random);
  };
  for (int round = 0; round < 3000; ++round) {
    QByteArray bytes = whole;
    for (qsizetype i = below(20); i > 0; --i)
      bytes[below(bytes.size())] = static_cast<char>(below(256));
    const SettingsText read = parse_settings(bytes.left(below(bytes.size())));
    const SettingsText again = parse_settings(write_settings(read.settings, read.not_known));
    ASSERT_EQ(again.settings, read.settings) << bytes.toStdString();
    ASSERT_THAT(again.broken_lines, testing::IsEmpty());
    ASSERT_EQ(again.not_known, read.not_known);
  }
}

class Store : public testing::Test {
 protected:
  [[nodiscard]] QString path() const {
    return folder_.filePath("config/portexplorer/settings.conf");
  }
  void put(const QByteArray& bytes) const {
    QDir().mkpath(folder_.filePath("config/portexplorer"));
    QFile file(path());
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
  }
  static QByteArray bytes_of(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
  }

  QTemporaryDir folder_;
};

TEST_F(Store, ReturnsDefaultsWithoutAFile) {
  const auto loaded = SettingsStore(path()).load();
  EXPECT_EQ(loaded.settings, Settings{});
  EXPECT_EQ(loaded.trouble, "");
}

TEST_F(Store, KeepsSettingsForThisUserOnly) {
  ASSERT_TRUE(SettingsStore(path()).save(unusual()));
  const auto loaded = SettingsStore(path()).load();
  EXPECT_EQ(loaded.settings, unusual());
  EXPECT_EQ(loaded.trouble, "");
  EXPECT_EQ(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther),
            QFile::Permissions());
  EXPECT_EQ(QDir(folder_.filePath("config/portexplorer")).entryList(QDir::Files | QDir::Hidden),
            QStringList("settings.conf"));
}

TEST_F(Store, RenamesABrokenFileAndReportsIt) {
  put("hide_netstat = yes\n\x01\x02garbage\n");
  const auto loaded = SettingsStore(path()).load();
  EXPECT_TRUE(loaded.settings.hide_netstat);
  EXPECT_THAT(
      loaded.trouble.toStdString(),
      testing::AllOf(testing::HasSubstr("line 2"), testing::HasSubstr("settings.conf.broken")));
  EXPECT_EQ(bytes_of(path() + ".broken"), "hide_netstat = yes\n\x01\x02garbage\n");
  EXPECT_FALSE(QFile::exists(path()));
  put("again");
  EXPECT_THAT(SettingsStore(path()).load().trouble.toStdString(),
              testing::HasSubstr("settings.conf.broken.2"));
}

TEST_F(Store, RefusesFilesThatAreTooLarge) {
  put(QByteArray(2 << 20, 'x'));
  EXPECT_THAT(SettingsStore(path()).load().trouble.toStdString(),
              testing::HasSubstr("much too large"));
  EXPECT_TRUE(QFile::exists(path() + ".broken"));
}

TEST_F(Store, ReportsWhatIsInTheWay) {
  ASSERT_TRUE(QDir().mkpath(path()));
  EXPECT_THAT(SettingsStore(path()).load().trouble.toStdString(),
              testing::HasSubstr("is not a file"));
  EXPECT_FALSE(SettingsStore(path()).save(Settings{}));
}

// Runs in a thread with a separate mount namespace, so that the small disk is not visible
// elsewhere.
TEST_F(Store, AFullDiskIsReportedAndTheOldFileStays) {
  if (::geteuid() != 0) GTEST_SKIP() << "requires root to mount a small disk";
  std::thread([&] {
    ASSERT_EQ(::unshare(CLONE_NEWNS | CLONE_FS), 0);
    ASSERT_TRUE(fixture::make_mounts_private());
    ASSERT_EQ(::mount("none", folder_.path().toUtf8().constData(), "tmpfs", 0, "size=32k"), 0);
    SettingsStore store(path());
    EXPECT_TRUE(store.save(unusual()));
    const QString list = folder_.filePath("list.csv");
    EXPECT_EQ(write_file(list, "old"), "");
    QFile filler(folder_.filePath("filler"));
    ASSERT_TRUE(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    while (filler.write(QByteArray(4096, 'x')) == 4096) {
    }
    const auto saved = store.save(Settings{});
    ASSERT_FALSE(saved);
    EXPECT_THAT(saved.error().what, testing::HasSubstr("no room left"));
    EXPECT_EQ(store.load().settings, unusual());
    EXPECT_THAT(write_file(list, std::string(100, 'x')).toStdString(),
                testing::HasSubstr("No space left"));
    QFile old(list);
    ASSERT_TRUE(old.open(QIODevice::ReadOnly));
    EXPECT_EQ(old.readAll(), "old");
  }).join();
}

}  // namespace
}  // namespace portexplorer::gui
