#include "inspect/summary.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

std::string text_of(const ProcessReport& report) {
  std::string text;
  for (const Sentence& sentence : summarize_process(report)) text += format_message(sentence.text) + " ";
  return text;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

ProcessReport unpackaged() {
  ProcessReport report;
  report.general.process.name = report.general.process.program = "tool";
  report.general.process.path = "/opt/tool";
  report.version.package.why = kNotPackaged;
  report.version.binary = BinaryFacts{};
  report.version.binary.value->package_note = "{\"name\":\"tool\x1b[31m\"}";
  report.version.binary.value->go = GoBuild{.go_version = "go1.22", .path = "example.org/tool/cmd", .module = "", .module_version = ""};
  return report;
}

TEST(Summary, WhereNoPackageSpeaksForItAFileSpeaksForItself) {
  const std::string text = text_of(unpackaged());
  EXPECT_TRUE(has(text, "Who made it is not known: no installed package has this file.")) << text;
  EXPECT_TRUE(has(text, "A note in its file says: {\"name\":\"tool\\x1b[31m\"}.")) << text;
  EXPECT_TRUE(has(text, "Its file says that it was built from example.org/tool/cmd, in Go.")) << text;
}

TEST(Summary, APackageIsBelievedMoreThanTheFileItself) {
  ProcessReport report = unpackaged();
  report.version.package = Package{};
  report.version.package.value->name = "tool";
  const std::string text = text_of(report);
  EXPECT_TRUE(has(text, "It came with the package tool")) << text;
  EXPECT_FALSE(has(text, "A note in its file")) << text;
  EXPECT_FALSE(has(text, "in Go")) << text;
}

}  // namespace
}  // namespace portexplorer
