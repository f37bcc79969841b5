#include "faces/gui/look/icons.h"
#include "faces/gui/look/flags.h"

#include <gmock/gmock.h>

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace portexplorer::gui {
namespace {

class Icons : public ::testing::Test {
 protected:
  void put(const QString& path, const QByteArray& bytes) const {
    QDir().mkpath(QFileInfo(folder_.filePath(path)).absolutePath());
    QFile file(folder_.filePath(path));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
  }
  void put_image(const QString& path, const QColor& colour) const {
    QDir().mkpath(QFileInfo(folder_.filePath(path)).absolutePath());
    QImage image(48, 48, QImage::Format_ARGB32);
    image.fill(colour);
    ASSERT_TRUE(image.save(folder_.filePath(path)));
  }
  static QColor middle(const QIcon& icon) {
    return icon.pixmap(32, 32).toImage().pixelColor(16, 16);
  }

  QTemporaryDir folder_;
};

TEST_F(Icons, OfAProgramAreLoadedLaterAndAnnounced) {
  put("applications/a.desktop", "[Desktop Entry]\nType=Application\nName=A\nExec=" +
                                    folder_.filePath("bin/a").toUtf8() + " %u\nIcon=a-icon\n");
  put_image("icons/hicolor/48x48/apps/a-icon.png", Qt::red);
  put("bin/a", "x");
  ProgramIcons icons({folder_.path()});
  QSignalSpy changed(&icons, &ProgramIcons::changed);
  EXPECT_EQ(icons.icon(folder_.filePath("bin/a")).cacheKey(), icons.plain().cacheKey());
  ASSERT_TRUE(changed.wait(10'000));
  EXPECT_EQ(middle(icons.icon(folder_.filePath("bin/a"))), QColor(Qt::red));
  EXPECT_EQ(icons.icon("/usr/bin/other").cacheKey(), icons.plain().cacheKey());
}

// Any file may have the name that an entry gives to its program, so a bare name applies only to
// system directories.
TEST_F(Icons, OfABareNameDoNotApplyOutsideSystemDirectories) {
  put("applications/a.desktop",
      "[Desktop Entry]\nType=Application\nName=A\nExec=cat\nIcon=a-icon\n");
  put_image("icons/hicolor/48x48/apps/a-icon.png", Qt::green);
  ProgramIcons icons({folder_.path()});
  QSignalSpy changed(&icons, &ProgramIcons::changed);
  static_cast<void>(icons.icon("/home/mallory/cat"));
  static_cast<void>(icons.icon("/usr/bin/cat"));
  ASSERT_TRUE(changed.wait(10'000));
  EXPECT_EQ(middle(icons.icon("/usr/bin/cat")), QColor(Qt::green));
  EXPECT_EQ(icons.icon("/home/mallory/cat").cacheKey(), icons.plain().cacheKey());
}

TEST_F(Icons, ThatAreBrokenOrOutsideTheDirectoriesStayGeneric) {
  put("applications/a.desktop",
      "[Desktop Entry]\nType=Application\nName=A\nExec=/bin/a\nIcon=../../../etc/passwd\n");
  put("applications/b.desktop", "[Desktop Entry]\nType=Application\nName=B\nExec=/bin/b\nIcon=b\n");
  put("applications/c.desktop", QByteArray(400 << 10, 'x'));
  put("applications/d.desktop", "[Desktop Entry]\nType=Application\nName=D\nExec=/bin/d\nIcon=d\n");
  put("icons/hicolor/48x48/apps/b.png", "\x89PNG\r\n\x1a\nnonsense");
  put_image("icons/hicolor/48x48/apps/d.png", Qt::blue);
  ProgramIcons icons({folder_.path()});
  QSignalSpy changed(&icons, &ProgramIcons::changed);
  for (const char* path : {"/bin/a", "/bin/b", "/bin/d"})
    static_cast<void>(icons.icon(path));  // read in this order
  ASSERT_TRUE(changed.wait(10'000));
  EXPECT_EQ(icons.icon("/bin/a").cacheKey(), icons.plain().cacheKey());
  EXPECT_EQ(icons.icon("/bin/b").cacheKey(), icons.plain().cacheKey());
  EXPECT_EQ(middle(icons.icon("/bin/d")), QColor(Qt::blue));
}

TEST_F(Icons, MayBeDestroyedWhileLoading) {
  for (int i = 0; i < 50; ++i) {
    ProgramIcons icons({folder_.path()});
    for (int n = 0; n < 20; ++n) static_cast<void>(icons.icon(QStringLiteral("/bin/%1").arg(n)));
  }
}

TEST(Flags, HaveTheRightColours) {
  const QImage germany = flag(u"DE").pixmap(48, 48).toImage();
  EXPECT_EQ(germany.pixelColor(24, 12), QColor("#000000"));
  EXPECT_EQ(germany.pixelColor(24, 24), QColor("#dd0000"));
  EXPECT_EQ(germany.pixelColor(24, 36), QColor("#ffce00"));
  const QImage france = flag(u"FR").pixmap(48, 48).toImage();
  EXPECT_EQ(france.pixelColor(6, 24), QColor("#0055a4"));
  EXPECT_EQ(france.pixelColor(24, 24), QColor("#ffffff"));
  EXPECT_EQ(france.pixelColor(42, 24), QColor("#ef4135"));
  EXPECT_EQ(flag(u"JP").pixmap(48, 48).toImage().pixelColor(24, 24), QColor("#bc002d"));
}

TEST(Flags, WhiteOnesHaveABorder) {
  const QImage poland = flag(u"PL").pixmap(48, 48).toImage();
  EXPECT_EQ(poland.pixelColor(24, 8), QColor(128, 132, 138));
  EXPECT_EQ(poland.pixelColor(24, 12), QColor("#ffffff"));
}

TEST_F(Icons, FlagsFromFilesReplaceLetters) {
  put("flags/US.svg",
      "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 3 2'><rect width='3' height='2' "
      "fill='#123456'/></svg>");
  put("flags/DE.svg", "<svg this is broken");
  ProgramIcons icons({folder_.path()}, {folder_.path()});
  QSignalSpy changed(&icons, &ProgramIcons::changed);
  EXPECT_EQ(icons.flag("US").pixmap(48, 48).toImage(), flag(u"US").pixmap(48, 48).toImage());
  EXPECT_EQ(icons.flag("DE").pixmap(48, 48).toImage(), flag(u"DE").pixmap(48, 48).toImage());
  ASSERT_TRUE(changed.wait(10'000));
  EXPECT_EQ(icons.flag("US").pixmap(48, 48).toImage().pixelColor(24, 24), QColor("#123456"));
  EXPECT_EQ(icons.flag("DE").pixmap(48, 48).toImage(), flag(u"DE").pixmap(48, 48).toImage());
  static_cast<void>(icons.flag("../../etc"));
}

TEST(Flags, OfUnknownCodesAreABoxWithLetters) {
  for (const QString& code : {QString("US"), QString("ZZ"), QString("<b>"), QString()}) {
    EXPECT_FALSE(flag(code).pixmap(32, 32).isNull());
  }
}

TEST(Flags, HaveNames) {
  EXPECT_EQ(country_name(u"DE"), "Germany");
  EXPECT_EQ(country_name(u"??"), "??");
}

TEST(ProgramIcon, Exists) { EXPECT_FALSE(program_icon().pixmap(64, 64).isNull()); }

}  // namespace
}  // namespace portexplorer::gui
