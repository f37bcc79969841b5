#include "inspect/desktop_entry.h"

#include <gtest/gtest.h>

#include "inspect/inspection.h"
#include "support/procfs/test_process.h"

namespace portexplorer {
namespace {

TEST(DesktopEntryText, OnlyItsOwnGroupIsRead) {
  const auto entry = parse_desktop_entry(
      "# a comment\n[Other]\nName=Wrong\n[Desktop Entry]\nType = "
      "Application\r\nName=Nap\nName[de]=Nickerchen\nGenericName=Sleeper\n"
      "Icon=nap-icon\nExec=\"/opt/nap it\" --now %U\n[Desktop Action "
      "more]\nName=Wrong\nExec=wrong\n");
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->name, "Nap");
  EXPECT_EQ(entry->title, "Sleeper");
  EXPECT_EQ(entry->icon, "nap-icon");
  EXPECT_EQ(entry->program, "/opt/nap it");
  EXPECT_FALSE(entry->hidden);
}

TEST(DesktopEntryText, OnlyApplicationsAreAccepted) {
  EXPECT_FALSE(parse_desktop_entry(""));
  EXPECT_FALSE(parse_desktop_entry("[Desktop Entry]\nType=Link\nName=Nap\nExec=nap\n"));
  EXPECT_FALSE(parse_desktop_entry("[Desktop Entry]\nType=Application\nName=Nap\n"));
  EXPECT_FALSE(
      parse_desktop_entry("[Desktop Entry]\nType=Application\nName=Nap\nExec=env A=1 B=2\n"));
  EXPECT_FALSE(parse_desktop_entry("Type=Application\nName=Nap\nExec=nap\n"));
}

TEST(DesktopEntryText, TheProgramIsTheFirstWordOfTheCommand) {
  EXPECT_EQ(program_of_command("firefox %u"), "firefox");
  EXPECT_EQ(program_of_command("/usr/bin/env LC_ALL=C A=b nap --x"), "nap");
  EXPECT_EQ(program_of_command("\"/opt/a \\\"b\\\"\" c"), "/opt/a \"b\"");
  EXPECT_EQ(program_of_command("\"unclosed and long"), "unclosed and long");
  EXPECT_EQ(program_of_command("   "), "");
}

class DesktopEntries : public testing::Test {
 protected:
  void add(const std::string& file, const std::string& exec, const std::string& more = "") {
    directory_.write("share/applications/" + file,
                     "[Desktop Entry]\nType=Application\nName=" + file +
                         "\nIcon=nap\nExec=" + exec + "\n" + more);
  }
  [[nodiscard]] std::string found_for(const std::string& program) const {
    const TestProcess process([&] { become_sleeper(program); });
    InspectOptions options;
    options.data_directories = "relative:/no/such/folder:" + (directory_.path() / "share").string();
    const auto report = inspect_process(process.pid(), options);
    if (!report) return report.error().what;
    return report->general.desktop ? report->general.desktop->name : "none";
  }
  TestDirectory directory_;  // NOLINT(*-non-private-member-variables-in-classes): of a fixture
};

TEST_F(DesktopEntries, TheOneThatStartsTheProgramIsFound) {
  add("a.desktop", "/bin/cat");
  add("b.desktop", "sleep 10", "NoDisplay=true\n");
  EXPECT_EQ(found_for("/bin/sleep"), "b.desktop")
      << "one that menus do not show is better than none";
  add("c.desktop", "/bin/sleep 10");
  EXPECT_EQ(found_for("/bin/sleep"), "c.desktop") << "by another path to the same file";
}

// Users may give their programs any name.
TEST_F(DesktopEntries, ANameAloneDoesNotMatchOutsidePackageDirectories) {
  add("sleep.desktop", "sleep");
  copy_sleeper(directory_.path() / "sleep");
  EXPECT_EQ(found_for(directory_.path() / "sleep"), "none");
  add("own.desktop", (directory_.path() / "sleep").string());
  EXPECT_EQ(found_for(directory_.path() / "sleep"), "own.desktop");
}

TEST_F(DesktopEntries, HostileFilesAreIgnored) {
  const std::string place = directory_.path() / "share/applications";
  directory_.write("share/applications/0.desktop",
                   std::string(200000, '[') + std::string("\0\n=\n", 4));
  ASSERT_EQ(::mkfifo((place + "/1.desktop").c_str(), 0644), 0);
  ASSERT_EQ(::symlink("2.desktop", (place + "/2.desktop").c_str()), 0);
  ASSERT_EQ(::mkdir((place + "/3.desktop").c_str(), 0755), 0);
  add("4.desktop", "sleep");
  EXPECT_EQ(found_for("/bin/sleep"), "4.desktop");
}

}  // namespace
}  // namespace portexplorer
