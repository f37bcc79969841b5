#include "faces/cli/options.h"

#include <gmock/gmock.h>

#include <set>
#include <vector>

#include "faces/cli/columns.h"

namespace portexplorer::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using Words = std::vector<const char*>;

Options parsed(const Words& words) {
  auto options = parse_arguments(words);
  EXPECT_TRUE(options.has_value()) << options.error().what;
  return options ? *options : Options{};
}

std::string refusal(const Words& words) {
  const auto options = parse_arguments(words);
  EXPECT_FALSE(options.has_value());
  return options ? "" : options.error().what;
}

TEST(Options, WithoutWordsListsEverything) {
  const Options o = parsed({});
  EXPECT_EQ(o.command, Command::list);
  EXPECT_TRUE(o.protocols.empty());
  EXPECT_EQ(o.filter, "");
  EXPECT_EQ(o.format, Format::text);
}

TEST(Options, TulpenIsWhatSsAndNetstatUsersExpect) {
  const Options o = parsed({"-tulpen"});
  EXPECT_EQ(o.protocols,
            (ProtocolSet{Protocol::tcp, Protocol::mptcp, Protocol::udp, Protocol::udplite}));
  EXPECT_TRUE(o.listening);
  EXPECT_TRUE(o.extended);
  EXPECT_TRUE(o.numeric);
  EXPECT_FALSE(o.established);
}

TEST(Options, TanpIsAllOfTcpWithNumbers) {
  const Options o = parsed({"-tanp"});
  EXPECT_EQ(o.protocols, (ProtocolSet{Protocol::tcp, Protocol::mptcp}));
  EXPECT_TRUE(o.all);
  EXPECT_TRUE(o.numeric);
  EXPECT_FALSE(o.listening);
  EXPECT_FALSE(o.extended);
}

TEST(Options, AllCancelsListeningAsInNetstat) {
  EXPECT_FALSE(parsed({"-tulpan"}).listening);
  EXPECT_FALSE(parsed({"-a", "-l"}).listening);
}

TEST(Options, EveryShortFormIsItsLongForm) {
  for (const OptionSpec& o : all_options()) {
    if (o.letter == 0) continue;
    const std::string letter = std::string("-") + o.letter;
    const std::string name(o.name);
    const auto by_letter = parse_arguments(Words{letter.c_str()});
    const auto by_name = parse_arguments(Words{name.c_str()});
    ASSERT_TRUE(by_letter && by_name) << name;
    EXPECT_EQ(by_letter->command, by_name->command) << name;
    EXPECT_EQ(by_letter->protocols, by_name->protocols) << name;
    EXPECT_EQ(by_letter->header, by_name->header) << name;
  }
}

TEST(Options, NamesAndLettersAreGivenOnce) {
  std::set<std::string_view> names;
  std::set<char> letters;
  for (const OptionSpec& o : all_options()) {
    EXPECT_TRUE(names.insert(o.name).second) << o.name;
    EXPECT_TRUE(o.letter == 0 || letters.insert(o.letter).second) << o.letter;
    EXPECT_TRUE(o.name.starts_with("--"));
    EXPECT_FALSE(o.help.empty());
  }
}

TEST(Options, WordsAreAFilterJoinedBySpaces) {
  EXPECT_EQ(parsed({"port:8080"}).filter, "port:8080");
  EXPECT_EQ(parsed({"list", "state", "established", "( dport = :443 )"}).filter,
            "state established ( dport = :443 )");
  EXPECT_EQ(parsed({"firefox", "list"}).filter, "firefox list");
  EXPECT_EQ(parsed({"list", "watch"}).filter, "watch");
  EXPECT_EQ(parsed({"-t", "--", "-5", "--json"}).filter, "-5 --json");
  EXPECT_EQ(parsed({"--", "watch"}).command, Command::list);
  EXPECT_EQ(parsed({"--NETSTAT--"}).filter, "--NETSTAT--");
}

TEST(Options, OptionsMayBeAnywhere) {
  const Options o = parsed({"--sort", "pid", "watch", "port:1", "--interval=250ms", "-u"});
  EXPECT_EQ(o.command, Command::watch);
  EXPECT_EQ(o.filter, "port:1");
  EXPECT_EQ(o.interval, std::chrono::milliseconds(250));
  EXPECT_EQ(o.sort, "pid");
}

TEST(Options, AValueMayStartWithADash) {
  EXPECT_EQ(parsed({"--columns", "-created,+user"}).columns, "-created,+user");
}

TEST(Options, HelpOverridesTheCommand) {
  EXPECT_EQ(parsed({"--help"}).command, Command::help);
  EXPECT_EQ(parsed({"watch", "-h"}).help_topic, "watch");
  EXPECT_EQ(parsed({"help", "fields"}).help_topic, "fields");
  EXPECT_EQ(parsed({"--version"}).command, Command::version);
}

TEST(Options, UsageErrorsNameTheOptionAndWhatIsExpected) {
  EXPECT_THAT(refusal({"--colour", "always"}), "unknown option --colour (did you mean --color?)");
  EXPECT_THAT(refusal({"--xyzzy"}),
              "unknown option --xyzzy (portexplorer help options lists all options)");
  EXPECT_THAT(refusal({"-tZl"}), HasSubstr("unknown option -Z in \"-tZl\""));
  EXPECT_THAT(refusal({"--columns"}), "--columns requires an argument (--columns LIST)");
  EXPECT_THAT(refusal({"--json=yes"}), "--json does not take an argument (given \"yes\")");
  EXPECT_THAT(refusal({"--color", "blue"}),
              "--color: invalid value \"blue\" (expected auto, always or never)");
  EXPECT_THAT(refusal({"--process-as=id"}), HasSubstr("name, path or program"));
  EXPECT_THAT(refusal({"--interval", "1s"}), "--interval is an option of watch, not of list");
  EXPECT_THAT(refusal({"doctor", "-t"}), HasSubstr("is an option of list, watch and log"));
  EXPECT_THAT(refusal({"doctor", "port:1"}), "doctor does not take a filter (given \"port:1\")");
  EXPECT_THAT(refusal({"--json", "--csv"}), "--json and --csv cannot be combined");
  EXPECT_THAT(refusal({"watch", "--json"}), HasSubstr("--jsonl"));
  EXPECT_THAT(refusal({"watch", "--count", "0"}),
              HasSubstr("(expected a whole number, at least 1)"));
  EXPECT_THAT(refusal({"watch", "--count", "3x"}), HasSubstr("\"3x\""));
  EXPECT_THAT(refusal({"log", "--action", "close,send"}), "--action send requires --traffic");
  EXPECT_THAT(refusal({"log", "--action=receive"}), "--action receive requires --traffic");
  EXPECT_THAT(refusal({"log", "--max-rate", "5"}), "--max-rate requires --traffic");
  EXPECT_THAT(refusal({"log", "--max-size", "1M"}), "--max-size requires --output");
  EXPECT_THAT(refusal({"log", "--max-files", "2"}), "--max-files requires --output");
}

// A script whose variable is empty must not write to standard output instead of a file.
TEST(Options, EveryArgumentRefusesToBeEmpty) {
  for (const OptionSpec& o : all_options()) {
    if (o.argument.empty()) continue;
    const char* command = (o.commands & kForList) != 0    ? "list"
                          : (o.commands & kForWatch) != 0 ? "watch"
                          : (o.commands & kForLog) != 0   ? "log"
                                                          : "what";
    const std::string name(o.name);
    EXPECT_THAT(refusal({command, name.c_str(), ""}),
                HasSubstr(name + " requires a non-empty argument"));
    EXPECT_THAT(refusal({command, (name + "=").c_str()}),
                HasSubstr(name + " requires a non-empty argument"));
  }
}

TEST(Options, NumbersAreNotTruncated) {
  EXPECT_THAT(refusal({"log", "--traffic", "--max-rate", "4294967296"}),
              HasSubstr("--max-rate: invalid value \"4294967296\" (expected at most 4294967295)"));
  EXPECT_EQ(parsed({"log", "--traffic", "--max-rate", "4294967295"}).max_rate, 4294967295u);
}

TEST(Options, ErrorsAreOneEscapedLine) {
  EXPECT_THAT(refusal({"--\x1b[31m\n"}), AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\n"))));
  EXPECT_THAT(refusal({"-\x1b"}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(refusal({"watch", "--interval", "\n"}), Not(HasSubstr("\n")));
}

TEST(Interval, HasUnitsAndBounds) {
  using std::chrono::milliseconds;
  EXPECT_EQ(*parse_time("--interval", "1"), milliseconds(1000));
  EXPECT_EQ(*parse_time("--interval", "0.1s"), milliseconds(100));
  EXPECT_EQ(*parse_time("--interval", "100ms"), milliseconds(100));
  EXPECT_EQ(*parse_time("--interval", "1.5m"), milliseconds(90'000));
  EXPECT_EQ(*parse_time("--interval", "1h"), milliseconds(3'600'000));
  for (const char* bad :
       {"", "s", "0", "0.09s", "61m", "1d", "-1s", "nan", "inf", "1 s", "1ss", "1e9999"}) {
    EXPECT_FALSE(parse_time("--interval", bad).has_value()) << bad;
  }
}

std::vector<std::string_view> titles(const Words& words) {
  const auto columns = choose_columns(parsed(words));
  EXPECT_TRUE(columns.has_value());
  std::vector<std::string_view> result;
  for (const Column& c : *columns) {
    if (c.kind != ColumnKind::class_sign) result.push_back(c.title);
  }
  return result;
}

TEST(Columns, AreTheDefaultOnes) {
  EXPECT_THAT(titles({}), ::testing::ElementsAre("PROTO", "LOCAL", "REMOTE", "STATE", "PROCESS",
                                                 "PID", "CREATED", "SENT", "RECEIVED"));
  EXPECT_THAT(titles({"watch"}),
              ::testing::ElementsAre("PROTO", "LOCAL", "REMOTE", "STATE", "PROCESS", "PID",
                                     "CREATED", "SENT/S", "RECV/S"));
}

TEST(Columns, CanBeNamedAddedAndRemoved) {
  EXPECT_THAT(titles({"--columns", "pid, process,pid"}), ::testing::ElementsAre("PID", "PROCESS"));
  EXPECT_THAT(
      titles({"--columns", "+user,-created,-sent_bytes,-received_bytes"}),
      ::testing::ElementsAre("PROTO", "LOCAL", "REMOTE", "STATE", "PROCESS", "PID", "USER"));
  EXPECT_EQ(titles({"--columns", "all"}).size(), static_cast<std::size_t>(kFieldCount));
}

TEST(Columns, ExtendedHasMore) {
  EXPECT_THAT(titles({"-e"}), ::testing::IsSupersetOf({"USER", "INODE", "RECV-Q", "SEND-Q"}));
}

TEST(Columns, UnknownNamesAreErrors) {
  EXPECT_THAT(choose_columns(parsed({"--columns", "pid,protocl"})).error().what,
              "--columns: unknown field \"protocl\" (did you mean \"protocol\"?)");
  EXPECT_THAT(choose_columns(parsed({"--columns", ","})).error().what, HasSubstr("help fields"));
  EXPECT_THAT(choose_columns(parsed({"--columns", "-all"})).error().what,
              "--columns removes every column");
  EXPECT_EQ(choose_sort("all").error().what, "--sort: \"all\" is only for --columns");
  EXPECT_EQ(choose_columns(parsed({"--columns", "+"})).error().what, "--columns: empty field name");
  EXPECT_THAT(choose_sort("pid:down").error().what,
              "--sort: invalid order \"down\" of \"pid\" (expected asc or desc)");
  EXPECT_THAT(choose_sort("proces").error().what, HasSubstr("did you mean \"process\"?"));
}

TEST(FormerNames, AnOptionIsRefusedWithItsNewName) {
  EXPECT_THAT(refusal({"--since", "5s"}), HasSubstr("--since is now --observe"));
  EXPECT_THAT(refusal({"doctor", "--prove"}), HasSubstr("--prove is now --self-test"));
  EXPECT_THAT(refusal({"--collector=plain"}),
              HasSubstr("--collector plain is now --backend netlink"));
  EXPECT_THAT(refusal({"--backend=plain"}), HasSubstr("--backend plain is now --backend netlink"));
  EXPECT_THAT(refusal({"--backend", "kernel"}), HasSubstr("--backend kernel is now --backend bpf"));
  EXPECT_THAT(refusal({"--count-by", "packets"}),
              HasSubstr("--count-by packets is now --traffic-counter packet"));
  EXPECT_THAT(refusal({"--traffic-counter", "functions"}),
              HasSubstr("is now --traffic-counter fexit"));
  EXPECT_THAT(refusal({"log", "--keep", "3"}), HasSubstr("--keep is now --max-files"));
  EXPECT_THAT(refusal({"--show-lookups"}), HasSubstr("--show-lookups is now --include-self"));
}

TEST(FormerNames, ForIsReportedByLogOnly) {
  EXPECT_THAT(refusal({"log", "--for", "5s"}), HasSubstr("--for is now --duration"));
  EXPECT_THAT(refusal({"list", "--for", "5s"}), Not(HasSubstr("--duration")));
}

TEST(FormerNames, AnOptionOfAnotherCommandNamesThatCommand) {
  EXPECT_THAT(refusal({"watch", "--since", "5s"}),
              HasSubstr("--since is now --observe (an option of list)"));
  EXPECT_THAT(refusal({"--keep", "3"}), HasSubstr("--keep is now --max-files (an option of log)"));
  EXPECT_EQ(refusal({"--since", "5s"}), "--since is now --observe");
}

TEST(Options, AnUnknownLetterIsShownWhole) {
  EXPECT_THAT(refusal({"-é"}), HasSubstr("unknown option -é"));
  EXPECT_THAT(refusal({"-t\xff"}), HasSubstr("unknown option -\\xff"));
}

TEST(Options, AShortUnknownNameIsNotCorrected) {
  EXPECT_THAT(refusal({"--foo"}), Not(HasSubstr("did you mean")));
  EXPECT_THAT(refusal({"--tpc"}), HasSubstr("did you mean --tcp?"));
}

TEST(Options, ATimeHasNoExponent) {
  EXPECT_THAT(refusal({"--observe", "1e3s"}), HasSubstr("--observe"));
}

TEST(FormerNames, AColumnIsRefusedWithItsNewName) {
  EXPECT_THAT(choose_columns(parsed({"--columns", "look_reasons"})).error().what,
              "--columns: \"look_reasons\" is now \"findings\"");
  EXPECT_THAT(choose_sort("remote_host_known").error().what,
              HasSubstr("is now \"remote_host_source\""));
  EXPECT_THAT(choose_sort("traffic_known:desc").error().what,
              HasSubstr("is now \"traffic_coverage\""));
}

TEST(Columns, ForProgramsAreFields) {
  EXPECT_EQ(choose_fields(parsed({"--json"}))->size(), static_cast<std::size_t>(kFieldCount));
  EXPECT_THAT(
      *choose_fields(parsed({"--json", "--columns", "local,created"})),
      ::testing::ElementsAre(FieldId::local_address, FieldId::local_port, FieldId::created_at,
                             FieldId::created_after, FieldId::created_before));
}

}  // namespace
}  // namespace portexplorer::cli
