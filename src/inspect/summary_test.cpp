#include "inspect/summary.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

std::string text_of(const ProcessReport& report) {
  std::string text;
  for (const Sentence& sentence : summarize_process(report))
    text += format_message(sentence.text) + " ";
  return text;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

ProcessReport unpackaged() {
  ProcessReport report;
  report.general.process.name = report.general.process.program = "tool";
  report.general.process.path = "/opt/tool";
  report.version.package.why = kNotPackaged;
  report.version.binary = BinaryFacts{};
  report.version.binary.value->package_note = "{\"name\":\"tool\x1b[31m\"}";
  report.version.binary.value->go = GoBuild{
      .go_version = "go1.22", .path = "example.org/tool/cmd", .module = "", .module_version = ""};
  return report;
}

TEST(Summary, WithoutAPackageTheFileDescribesItself) {
  const std::string text = text_of(unpackaged());
  EXPECT_TRUE(has(text, "Who made it is not known: no installed package has this file.")) << text;
  EXPECT_TRUE(has(text, "A note in its file says: {\"name\":\"tool\\x1b[31m\"}.")) << text;
  EXPECT_TRUE(has(text, "Its file says that it was built from example.org/tool/cmd, in Go."))
      << text;
}

TEST(Summary, InitWasStartedByTheKernel) {
  ProcessReport report = unpackaged();
  report.general.process.user = "root";
  EXPECT_TRUE(
      has(text_of(report), "What started it has ended, or is init; it runs as the user root."))
      << text_of(report);
  report.general.process.pid = Pid{1};
  EXPECT_TRUE(
      has(text_of(report),
          "It is init, the first process, which the kernel started; it runs as the user root."));
  EXPECT_FALSE(has(text_of(report), "has ended"));
}

TEST(Summary, APackageTakesPrecedenceOverTheFile) {
  ProcessReport report = unpackaged();
  report.version.package = Package{};
  report.version.package.value->name = "tool";
  const std::string text = text_of(report);
  EXPECT_TRUE(has(text, "It came with the package tool")) << text;
  EXPECT_FALSE(has(text, "A note in its file")) << text;
  EXPECT_FALSE(has(text, "in Go")) << text;
}

ProcessReport with_connections(std::initializer_list<State> states) {
  auto sample = std::make_shared<Sample>();
  auto snapshot = std::make_shared<Snapshot>();
  ProcessReport report = unpackaged();
  for (const State state : states) {
    Socket s;
    s.protocol = Protocol::tcp;
    s.family = Family::ipv4;
    s.state = state;
    s.local_port = s.remote_port = 80;
    s.remote_address = parse_ip("192.0.2.1")->address;
    report.sockets.push_back(static_cast<std::uint32_t>(sample->sockets.size()));
    snapshot->rows.emplace_back().socket = report.sockets.back();
    sample->sockets.push_back(s);
  }
  snapshot->sample = sample;
  report.snapshot = snapshot;
  return report;
}

TEST(Summary, ConnectionsThatAreNotEstablishedCount) {
  using enum State;
  EXPECT_TRUE(has(text_of(with_connections({})), "It has no network connection now."));
  const std::string one = text_of(with_connections({close_wait}));
  EXPECT_TRUE(
      has(one, "It has no established connection now. The other side has closed one connection"))
      << one;
  EXPECT_FALSE(has(one, "no network connection")) << one;
  const std::string mixed =
      text_of(with_connections({close_wait, close_wait, syn_sent, fin_wait2, established}));
  EXPECT_TRUE(
      has(mixed,
          "The other side has closed 2 connections, which it has not closed itself (CLOSE_WAIT)."))
      << mixed;
  EXPECT_TRUE(has(mixed, "2 connections are being opened or closed.")) << mixed;
  EXPECT_TRUE(has(mixed, "One connection is open")) << mixed;
}

}  // namespace
}  // namespace portexplorer
