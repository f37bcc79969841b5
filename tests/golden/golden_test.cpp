// Compares text output with the expected files. PORTEXPLORER_RECORD=1 records them again; read the
// difference before committing it.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/escape.h"
#include "base/unique_fd.h"
#include "faces/cli/run.h"
#include "scene.h"
#include "support/fake_source.h"

namespace portexplorer {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Printed {
  int code = 0;
  std::string out;
  std::string err;

  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> result;
    std::istringstream stream(out);
    for (std::string line; std::getline(stream, line);) result.push_back(line);
    return result;
  }
};

UniqueFd memory_file() { return UniqueFd(::memfd_create("output", MFD_CLOEXEC)); }

std::string content_of(const UniqueFd& fd) {
  std::string text(static_cast<std::size_t>(::lseek(fd.get(), 0, SEEK_END)), '\0');
  EXPECT_EQ(::pread(fd.get(), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  return text;
}

// Runs the command line on a scene. `columns` is 0 if the output is not a terminal.
Printed print(std::string_view scene, std::vector<const char*> words, int columns = 0) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  const UniqueFd out = memory_file();
  const UniqueFd err = memory_file();
  cli::Environment env;
  env.out = out.get();
  env.err = err.get();
  if (columns > 0) env.terminal = {.is_terminal = true, .columns = columns, .rows = 1000};
  env.variable = [](const char*) { return std::string(); };
  env.usual_places = false;
  env.hosts_path = "";
  env.make_source = [&] {
    return std::make_unique<testing::FakeSource>(testing::make_scene(scene));
  };
  env.examine = [] { return DoctorReport{}; };
  const int code = cli::run(words, env);
  return {code, content_of(out), content_of(err)};
}

std::string recorded(const std::string& name, const std::string& printed) {
  const std::string path = std::string(PORTEXPLORER_GOLDEN) + "/" + name + ".txt";
  if (std::getenv("PORTEXPLORER_RECORD") != nullptr) std::ofstream(path) << printed;
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct View {
  const char* name;
  const char* scene;
  std::vector<const char*> words;
  int columns;
};

void PrintTo(const View& view, std::ostream* out) { *out << view.name; }

class Golden : public ::testing::TestWithParam<View> {};

TEST_P(Golden, MatchesTheExpectedFile) {
  const View& view = GetParam();
  const Printed printed = print(view.scene, view.words, view.columns);
  const std::string both =
      printed.out + "--- stderr, exit code " + std::to_string(printed.code) + "\n" + printed.err;
  EXPECT_EQ(both, recorded(view.name, both));
}

// Removes colour sequences.
std::string plain(std::string line) {
  for (std::size_t at = line.find('\x1b'); at != std::string::npos; at = line.find('\x1b'))
    line.erase(at, line.find('m', at) - at + 1);
  return line;
}

TEST_P(Golden, FitsTheTerminal) {
  const View& view = GetParam();
  if (view.columns == 0) return;
  for (const std::string& line : print(view.scene, view.words, view.columns).lines()) {
    if (line.find(" · ") != std::string::npos)
      continue;  // the summary is a sentence, which terminals wrap
    EXPECT_LE(display_width(plain(line)), view.columns) << line;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Views, Golden,
    ::testing::Values(
        View{"plain_80", "plain", {"--color=never"}, 80},
        View{"plain_120", "plain", {"--color=never"}, 120},
        View{"plain_200", "plain", {"--color=never"}, 200}, View{"plain_file", "plain", {}, 0},
        View{"plain_color", "plain", {"--color=always"}, 120},
        View{"plain_tulpen_120", "plain", {"-tulpen", "--color=never"}, 120},
        View{"hostile_80", "hostile", {"--all-families", "--color=never"}, 80},
        View{"hostile_120", "hostile", {"--all-families", "--color=never"}, 120},
        View{"hostile_200", "hostile", {"--all-families", "--color=never"}, 200},
        View{"hostile_file", "hostile", {"--all-families"}, 0},
        View{"hostile_file_command", "hostile", {"--columns", "pid,user,command"}, 0},
        View{"blind_120", "blind", {"--color=never"}, 120}, View{"blind_file", "blind", {}, 0},
        View{"blind_hidden_rows", "blind", {"--hide-netstat"}, 0},
        View{"blind_filtered", "blind", {"port:22"}, 0},
        View{"no_user", "plain", {"user:nobody-is-called-so"}, 0},
        View{"guarded_file", "guarded", {}, 0},
        View{"watch_file", "changing", {"watch", "--count=2", "--interval=0.1s"}, 0},
        View{"empty", "empty", {}, 0}, View{"no_match", "plain", {"port:9"}, 0},
        View{"refused", "refused", {}, 0},
        View{"known_by_watching", "plain", {"peers:192.0.2.1", "or", "port:53"}, 0},
        View{"bad_filter", "plain", {"prot:tcp", "and"}, 0}, View{"what_80", "empty", {"what"}, 80},
        View{"what_port_25_80", "empty", {"what", "port", "25", "--color=never"}, 80},
        View{
            "what_port_25_120", "empty", {"what", "port", "25/tcp", "--all", "--color=never"}, 120},
        View{"what_port_here_80", "plain", {"what", "port", "31337", "--color=never"}, 80},
        View{"what_port_ended_80", "plain", {"what", "port", "5432", "--color=never"}, 80},
        View{"what_port_remote_80",
             "plain",
             {"what", "port", "remote", "https", "--color=never"},
             80},
        View{"what_port_ephemeral_80", "plain", {"what", "port", "51522", "--color=never"}, 80},
        View{"what_port_hostile_80", "hostile", {"what", "port", "443/tcp", "--color=never"}, 80},
        View{"what_port_blind_80", "blind", {"what", "port", "8080", "--color=never"}, 80},
        View{"what_port_nothing", "empty", {"what", "port", "64999"}, 0},
        View{"what_port_unknown", "empty", {"what", "port", "smptp"}, 0},
        View{"what_port_refused", "refused", {"what", "port", "22"}, 0},
        View{"what_address_public_80",
             "empty",
             {"what", "address", "8.8.8.8:53", "--color=never"},
             80},
        View{"what_address_here_80",
             "plain",
             {"what", "address", "198.51.100.7", "--color=never"},
             80},
        View{
            "what_address_own_80", "plain", {"what", "address", "192.0.2.10", "--color=never"}, 80},
        View{"what_address_loopback_80", "plain", {"what", "address", "::1", "--color=never"}, 80},
        View{"what_address_group_80",
             "empty",
             {"what", "address", "ff02::fb%eth0", "--color=never"},
             80},
        View{"what_address_carried_80",
             "hostile",
             {"what", "address", "64:ff9b::808:808", "--color=never"},
             80},
        View{"what_address_guess", "empty", {"what", "[fe80::1%eth0]:80"}, 0},
        View{"what_address_refused", "refused", {"what", "address", "10.1.2.3"}, 0},
        View{"what_address_bad", "empty", {"what", "address", "1.2.3.400"}, 0},
        View{"what_address_network", "empty", {"what", "address", "10.0.0.0/8"}, 0},
        View{"what_term_80", "empty", {"what", "term", "TIME_WAIT", "--color=never"}, 80},
        View{"what_term_color", "empty", {"what", "term", "LISTEN", "--color=always"}, 80},
        View{"what_terms_80", "empty", {"what", "term", "--color=never"}, 80},
        View{"what_term_unknown", "empty", {"what", "term", "tme_wait"}, 0},
        View{"what_guess", "empty", {"what", "--", "--NETSTAT--"}, 0},
        View{"what_beginner_80", "empty", {"what", "beginner", "--color=never"}, 80}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Alignment, EveryColumnIsAlignedWithItsTitle) {
  for (const int columns : {0, 80, 120, 200}) {
    const auto lines =
        print("hostile", {"--columns", "process,state,remote_port", "--color=never"}, columns)
            .lines();
    ASSERT_GT(lines.size(), 10u);
    const int state_column = display_width(lines[0].substr(0, lines[0].find("STATE")));
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const std::size_t at =
          std::min(lines[i].find("ESTABLISHED"),
                   std::min(lines[i].find("SYN_SENT"), lines[i].find("UNCONNECTED")));
      if (at == std::string::npos) continue;  // the summary
      EXPECT_EQ(display_width(lines[i].substr(0, at)), state_column) << lines[i];
    }
  }
}

TEST(Hostile, NoControlCharacterReachesTheOutput) {
  for (const char* format : {"--color=never", "--csv", "--jsonl", "--json"}) {
    const std::string text = print("hostile", {"--all-families", "--columns", "all", format}).out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      const bool line_end =
          byte == '\n' || (byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n');
      ASSERT_TRUE(line_end || byte >= 0x20) << format << " at " << i;
      ASSERT_NE(byte, 0x7F);
    }
    EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae"))) << format << ": turns the writing direction";
    EXPECT_THAT(text, Not(HasSubstr("\xc2\x9b"))) << format << ": C1 control";
  }
}

TEST(Hostile, NothingIsCutInAFile) {
  const std::string text = print("hostile", {"--all-families"}).out;
  EXPECT_THAT(
      text,
      HasSubstr("a-very-long-name-that-goes-on-and-on-and-on-and-does-not-fit-anywhere-at-all"));
  EXPECT_THAT(text, Not(HasSubstr("…")));
}

TEST(Header, CanBeOmitted) {
  EXPECT_THAT(print("plain", {}).out, HasSubstr("PROTO"));
  EXPECT_THAT(print("plain", {"-H"}).out, Not(HasSubstr("PROTO")));
}

TEST(Quiet, PrintsOnlyTheSockets) {
  const Printed printed = print("blind", {"-q"});
  EXPECT_EQ(printed.err, "");
  EXPECT_EQ(printed.lines().size(), 7u);
}

TEST(ExitCodes, DependOnTheResult) {
  EXPECT_EQ(print("plain", {}).code, cli::kExitFine);
  EXPECT_EQ(print("plain", {"port:9"}).code, cli::kExitNothing);
  EXPECT_EQ(print("plain", {"port:9", "--json"}).code, cli::kExitNothing);
  EXPECT_EQ(print("empty", {}).code, cli::kExitNothing);
  EXPECT_EQ(print("plain", {"--nonsense"}).code, cli::kExitUsage);
  EXPECT_EQ(print("plain", {"(", "port:9"}).code, cli::kExitUsage);
  EXPECT_EQ(print("refused", {}).code, cli::kExitRefused);
  EXPECT_EQ(print("refused", {"watch"}).code, cli::kExitRefused);
}

TEST(Watch, MarksNewAndClosingSockets) {
  const Printed printed =
      print("changing", {"watch", "--count=2", "--interval=100ms", "--color=never"});
  const std::string second = printed.out.substr(printed.out.find("\n\n"));
  EXPECT_THAT(second, HasSubstr("\n+ tcp    192.0.2.10:51600"));
  EXPECT_THAT(second, HasSubstr("\n- tcp    *:31337"));
  EXPECT_THAT(second, HasSubstr("1.0 MB/s"));
  EXPECT_THAT(printed.out.substr(0, printed.out.find("\n\n")), Not(HasSubstr("\n+")));
}

TEST(Watch, StreamsRowsWithTheirTime) {
  const auto lines =
      print("changing", {"watch", "--count=2", "--interval=100ms", "--jsonl"}).lines();
  ASSERT_EQ(lines.size(), 11u);
  EXPECT_THAT(lines, Each(StartsWith("{\"taken_at\":\"2026-02-13T16:34:1")));
  EXPECT_THAT(lines[7] + lines[8] + lines[9] + lines[10], HasSubstr("\"change\":\"new\""));
}

}  // namespace
}  // namespace portexplorer
