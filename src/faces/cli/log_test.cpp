#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "faces/cli/event_writer.h"
#include "faces/cli/log_file.h"
#include "faces/cli/run.h"
#include "support/fake_events.h"
#include "support/remove_tree.h"

namespace portexplorer::cli {
namespace {

using portexplorer::testing::FakeEventSource;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::int64_t kNoon = 1'772'452'800;  // 2026-03-02T12:00:00Z

Socket tcp_socket() {
  Socket s;
  s.protocol = Protocol::tcp;
  s.family = Family::ipv4;
  s.state = State::established;
  s.local_address.bytes = {192, 0, 2, 10};
  s.local_port = 40000;
  s.remote_address.bytes = {198, 51, 100, 7};
  s.remote_port = 443;
  s.cookie = Cookie(77);
  s.set_known(Known::endpoints);
  return s;
}

SocketEvent event(Action action, int milliseconds) {
  SocketEvent e;
  e.action = action;
  e.time = Timestamp(kNoon * kNanosecondsPerSecond + milliseconds * 1'000'000LL);
  e.socket = tcp_socket();
  e.process = e.socket.process = 0;
  return e;
}

// A connection that curl made, that sent and received, and was closed; and one that was refused.
EventBatch curl_batch() {
  EventBatch batch;
  Process curl;
  curl.pid = Pid(4242);
  curl.name = curl.comm = "curl";
  batch.processes.push_back(curl);
  batch.events.push_back(event(Action::connect, 201));
  SocketEvent sent = event(Action::send, 202);
  sent.bytes = 100;
  batch.events.push_back(sent);
  SocketEvent closed = event(Action::close, 203);
  closed.socket.sent_bytes = 100;
  closed.socket.received_bytes = 2'500'000;
  closed.socket.set_known(Known::bytes);
  batch.events.push_back(closed);
  SocketEvent refused = event(Action::connect, 204);
  refused.error = ECONNREFUSED;
  batch.events.push_back(refused);
  return batch;
}

struct Shown {
  int code = 0;
  std::string out;
  std::string err;
  EventRequest asked;
};

std::string content_of(int fd) {
  std::string text(static_cast<std::size_t>(::lseek(fd, 0, SEEK_END)), '\0');
  EXPECT_EQ(::pread(fd, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  return text;
}

// Runs log until --count, --for or the batches end it.
Shown run_into(int out, std::vector<const char*> words, const std::vector<EventBatch>& batches, const EventBatch& at_end = {}) {
  const UniqueFd err(::memfd_create("err", MFD_CLOEXEC));
  Shown shown;
  Environment env;
  env.out = out;
  env.err = err.get();
  env.variable = [](const char*) { return std::string(); };
  env.make_source = [&] { return std::make_unique<FakeEventSource>(batches, &shown.asked, at_end); };
  words.insert(words.begin(), "log");
  ::setenv("TZ", "UTC", 1);
  shown.code = run(words, env);
  shown.err = content_of(err.get());
  return shown;
}

Shown run_with(std::vector<const char*> words, const std::vector<EventBatch>& batches, const EventBatch& at_end = {}) {
  const UniqueFd out(::memfd_create("out", MFD_CLOEXEC));
  Shown shown = run_into(out.get(), std::move(words), batches, at_end);
  shown.out = content_of(out.get());
  return shown;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(Log, TellsWhoDidWhatAndHowItEnded) {
  const Shown shown = run_with({"--count", "4", "--no-header"}, {curl_batch()});
  EXPECT_EQ(shown.code, 0);
  EXPECT_THAT(
      lines_of(shown.out),
      ElementsAre(
          "     1  12:00:00.201  curl:4242             connect  tcp    192.0.2.10:40000 → 198.51.100.7:443 https       success",
          "     2  12:00:00.202  curl:4242             send     tcp    192.0.2.10:40000 → 198.51.100.7:443 https       success       100 B",
          "     3  12:00:00.203  curl:4242             close    tcp    192.0.2.10:40000 → 198.51.100.7:443 https       success       "
          "100 B sent, 2.5 MB received",
          "     4  12:00:00.204  curl:4242             connect  tcp    192.0.2.10:40000 → 198.51.100.7:443 https       ECONNREFUSED"));
  EXPECT_THAT(shown.err, HasSubstr("4 events, none lost"));
}

TEST(Log, FiltersAndActionsChoose) {
  const Shown by_action = run_with({"--traffic", "--action", "close,send", "--jsonl", "--columns", "pid", "--count", "2"}, {curl_batch()});
  EXPECT_THAT(
      lines_of(by_action.out),
      ElementsAre(R"({"number":2,"time":"2026-03-02T12:00:00.202000000Z","action":"send","result":"success","bytes":100,"pid":4242})",
                  R"({"number":3,"time":"2026-03-02T12:00:00.203000000Z","action":"close","result":"success","bytes":null,"pid":4242})"));
  EXPECT_EQ(run_with({"--for", "0.1s", "port:80", "--no-header"}, {curl_batch()}).out, "");
}

TEST(Log, JsonIsOneObjectAlsoWhenItEndsInTheMiddle) {
  const Shown shown = run_with({"--json", "--columns", "pid", "--count", "1"}, {curl_batch()});
  EXPECT_EQ(shown.out, R"({"schema":"portexplorer.log/1","host":"testhost","boot_id":null,"coverage":[],"events":[
{"number":1,"time":"2026-03-02T12:00:00.201000000Z","action":"connect","result":"success","bytes":null,"pid":4242}
],"lost":0,"left_out":0,"unchecked":0,"unchecked_reason":null}
)");
}

TEST(Log, CsvHasEventAndSocket) {
  const Shown shown = run_with({"--csv", "--columns", "process,remote_port", "--action", "connect", "--count", "2"}, {curl_batch()});
  EXPECT_EQ(shown.out,
            "number,time,action,result,bytes,process,remote_port\r\n"
            "1,2026-03-02T12:00:00.201000000Z,connect,success,,curl,443\r\n"
            "4,2026-03-02T12:00:00.204000000Z,connect,ECONNREFUSED,,curl,443\r\n");
}

// A close that no program reported has no bytes, and the log does not claim that nothing was lost.
TEST(Log, AMissedCloseIsShownAtTheEndAndCountsAsLost) {
  EventBatch begun = curl_batch();
  begun.events.resize(1);
  EventBatch missed;
  missed.processes = begun.processes;
  missed.events.push_back(event(Action::close, 900));
  missed.events.back().missed = true;
  missed.events.back().error_known = false;
  missed.lost = 1;
  const Shown text = run_with({"--for", "0.1s", "--no-header"}, {begun}, missed);
  EXPECT_THAT(text.out, HasSubstr("missed"));
  EXPECT_THAT(text.out, Not(HasSubstr("sent,")));
  EXPECT_THAT(text.err, HasSubstr("2 events, 1 lost"));
  const Shown json = run_with({"--for", "0.1s", "--jsonl"}, {begun}, missed);
  EXPECT_THAT(json.out, HasSubstr(R"("lost":1)"));
  EXPECT_THAT(json.out, HasSubstr(R"("action":"close","result":"missed","bytes":null)"));
  EXPECT_THAT(json.out, HasSubstr(R"("sent_bytes":null)"));
  EXPECT_THAT(run_with({"--for", "0.1s", "--csv"}, {begun}, missed).out, HasSubstr(",close,missed,,"));
}

// Where the socket tables cannot be read, nobody knows whether a close was missed: then the log does not say "none lost".
TEST(Log, ConnectionsThatCouldNotBeCheckedAreNamedAtTheEnd) {
  EventBatch end;
  end.unchecked = 3;
  end.unchecked_reason = "no table\x1b";
  const Shown text = run_with({"--for", "0.1s", "--no-header"}, {curl_batch()}, end);
  EXPECT_THAT(text.err, HasSubstr("4 events, none known to be lost; 3 connections could not be checked for a missed close: no table\\x1b"));
  EXPECT_THAT(run_with({"--for", "0.1s", "--jsonl"}, {curl_batch()}, end).out,
              EndsWith("\n{\"unchecked\":3,\"unchecked_reason\":\"no table\\u001b\"}\n"));
  EXPECT_THAT(run_with({"--for", "0.1s", "--json"}, {curl_batch()}, end).out,
              EndsWith("],\"lost\":0,\"left_out\":0,\"unchecked\":3,\"unchecked_reason\":\"no table\\u001b\"}\n"));
}

TEST(Log, LossIsShownWhereItHappened) {
  EventBatch gap;
  gap.lost = 12;
  const Shown text = run_with({"--for", "0.1s", "--no-header"}, {gap});
  EXPECT_THAT(text.out, StartsWith("!!  12 events were lost here"));
  EXPECT_THAT(text.err, HasSubstr("12 lost"));
  EXPECT_THAT(run_with({"--for", "0.1s", "--jsonl"}, {gap}).out, StartsWith(R"({"lost":12,"left_out":0})"));
  EXPECT_THAT(run_with({"--for", "0.1s", "--csv"}, {gap}).err, HasSubstr("12 events were lost"));
}

// What waits when the end comes is counted too, not only what was being written.
TEST(Log, WhatAReaderThatDoesNotReadMissesIsCounted) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
  const UniqueFd in(ends[1]);
  const UniqueFd out(ends[0]);
  ASSERT_GT(::fcntl(in.get(), F_SETPIPE_SZ, 4096), 0);
  const std::vector<EventBatch> batches(60, curl_batch());
  const Shown shown = run_into(in.get(), {"--for", "0.2s", "--no-header", "--traffic"}, batches);
  std::string written(1 << 16, '\0');
  written.resize(static_cast<std::size_t>(std::max<ssize_t>(::read(out.get(), written.data(), written.size()), 0)));
  const auto lines = std::ranges::count(written, '\n');
  ASSERT_GT(lines, 0);
  EXPECT_EQ(shown.code, 3);
  EXPECT_THAT(shown.err, HasSubstr("240 events, none lost, " + std::to_string(240 - lines) + " not written"));
}

// Events come as fast as they are written.
class EndlessStream final : public EventStream {
 public:
  Result<void> take(EventBatch& batch) override {
    batch = curl_batch();
    timespec t{};
    ::clock_gettime(CLOCK_REALTIME, &t);
    for (SocketEvent& e : batch.events) e.time = Timestamp(t.tv_sec * kNanosecondsPerSecond + t.tv_nsec);
    if (++taken_ == 3) ::raise(SIGINT);
    return {};
  }
  Result<void> finish(EventBatch& batch) override {
    batch = curl_batch();
    return {};
  }
  [[nodiscard]] int wake_handle() const override { return wake_.get(); }
  [[nodiscard]] const Host& host() const override { return host_; }
  [[nodiscard]] const Coverage& coverage() const override { return coverage_; }

 private:
  int taken_ = 0;
  UniqueFd wake_{::eventfd(1, EFD_CLOEXEC)};
  Host host_;
  Coverage coverage_;
};

class EndlessSource final : public SocketSource {
 public:
  Result<std::shared_ptr<const Sample>> sample(const SampleRequest&) override { return fail(ErrorKind::unavailable, "no samples here"); }
  Result<std::unique_ptr<EventStream>> events(const EventRequest&) override { return std::make_unique<EndlessStream>(); }
};

TEST(Log, EndsWhenAskedAlsoWhileEventsNeverStop) {
  const UniqueFd out(::memfd_create("out", MFD_CLOEXEC));
  const UniqueFd err(::memfd_create("err", MFD_CLOEXEC));
  Environment env;
  env.out = out.get();
  env.err = err.get();
  env.variable = [](const char*) { return std::string(); };
  env.make_source = [] { return std::make_unique<EndlessSource>(); };
  const std::vector<const char*> words = {"log", "--no-header"};
  EXPECT_EQ(run(words, env), 0);
  // Three batches until the signal, one whose events are later than it, and what the end gives.
  EXPECT_THAT(content_of(err.get()), HasSubstr("20 events, none lost"));
}

TEST(Log, WhatTheKernelCanDecideIsAskedOfIt) {
  const Shown shown = run_with({"--for", "0.1s", "--traffic", "-t", "--max-rate", "50", "pid:42", "port:443", "process:curl"}, {});
  ASSERT_TRUE(shown.asked.traffic);
  EXPECT_EQ(shown.asked.traffic->pid, Pid(42));
  EXPECT_EQ(shown.asked.traffic->port, 443u);
  EXPECT_EQ(shown.asked.traffic->max_rate, 50u);
  EXPECT_TRUE(shown.asked.traffic->protocols.contains(Protocol::tcp));
  EXPECT_FALSE(shown.asked.traffic->protocols.contains(Protocol::udp));
  EXPECT_FALSE(run_with({"--for", "0.1s", "pid:42"}, {}).asked.traffic);
}

TEST(Log, HostileNamesStayOnTheirLine) {
  EventBatch batch = curl_batch();
  batch.processes[0].name = "a\n\x1b[31mb";
  const Shown shown = run_with({"--count", "1", "--no-header"}, {batch});
  EXPECT_EQ(lines_of(shown.out).size(), 1u);
  EXPECT_THAT(shown.out, HasSubstr(R"(a\n\x1b[31mb:4242)"));
}

TEST(Log, BadUsageIsOneClearLine) {
  for (const auto& words : std::vector<std::vector<const char*>>{{"--action", "explode"},
                                                                 {"--max-size", "3"},
                                                                 {"--columns", "pid"},
                                                                 {"--json", "--output", "x"},
                                                                 {"--listening"},
                                                                 {"--output", "/nonexistent/folder/log"}}) {
    const Shown shown = run_with(words, {});
    EXPECT_EQ(shown.code, 2) << words[0];
    EXPECT_EQ(lines_of(shown.err).size(), 1u) << shown.err;
  }
}

TEST(Log, AFilterByWhatEventsDoNotHaveIsBadUsage) {
  for (const Field& f : all_fields()) {
    const std::string filter = std::string(f.name) + ":any";
    const std::string negated = "not (pid:1 or " + filter + ")";
    const Shown shown = run_with({"--for", "0.1s", negated.c_str()}, {});
    EXPECT_EQ(shown.code, can_be_of_event(f.id) ? 0 : 2) << f.name;
    if (can_be_of_event(f.id)) continue;
    EXPECT_THAT(lines_of(shown.err),
                ElementsAre(StartsWith("portexplorer: log cannot filter by " + std::string(f.name) + ", which events do not have (")));
    EXPECT_THAT(shown.err, HasSubstr("protocol, family, "));
  }
  for (const char* filter : {"drops:1..", "created_after:1h..", "change:new", "peer_inode:5", "look_reasons:nothing"}) {
    EXPECT_EQ(run_with({"--for", "0.1s", filter}, {}).code, 2) << filter;
  }
}

class LogFiles : public ::testing::Test {
 protected:
  LogFiles() {
    std::string name = std::filesystem::temp_directory_path() / "portexplorer-log-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~LogFiles() override { remove_tree(folder_); }
  [[nodiscard]] std::string path() const { return folder_ / "log"; }
  static std::string read(const std::string& name) {
    std::ifstream file(name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  Result<LogFile> open(std::uint64_t max_bytes, std::uint64_t keep = 2) {
    return LogFile::open(
        {.path = path(), .max_bytes = max_bytes, .keep = keep, .gap = [](std::uint64_t n) { return "-" + std::to_string(n) + "\n"; }},
        "head\n", [this](const std::string& s) { said_.push_back(s); });
  }
  std::filesystem::path folder_;
  std::vector<std::string> said_;
};

TEST_F(LogFiles, AreRotatedBetweenLines) {
  auto file = open(15);
  ASSERT_TRUE(file);
  file->append("aaaa\nbbbb\ncccc\ndddd\neeee\nffff\ngggg\n");
  EXPECT_EQ(read(path()), "head\ngggg\n");
  EXPECT_EQ(read(path() + ".1"), "head\neeee\nffff\n");
  EXPECT_EQ(read(path() + ".2"), "head\ncccc\ndddd\n");
  EXPECT_FALSE(std::filesystem::exists(path() + ".3"));
}

TEST_F(LogFiles, ALineLongerThanTheLimitStaysWhole) {
  auto file = open(10);
  ASSERT_TRUE(file);
  file->append("a line of more than ten bytes\nb\n");
  EXPECT_EQ(read(path() + ".1"), "head\na line of more than ten bytes\n");
  EXPECT_EQ(read(path()), "head\nb\n");
}

TEST_F(LogFiles, GoOnBehindWhatStandsThere) {
  std::ofstream(path()) << "old\n";
  auto file = open(1000);
  ASSERT_TRUE(file);
  file->append("new\n");
  EXPECT_EQ(read(path()), "old\nnew\n");
  EXPECT_EQ(std::filesystem::status(path() + "x").type(), std::filesystem::file_type::not_found);
}

TEST_F(LogFiles, AreNobodyElsesBusiness) {
  auto file = open(1000);
  ASSERT_TRUE(file);
  file->append("x\n");
  EXPECT_EQ(std::filesystem::status(path()).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

constexpr uid_t kSomebodyElse = 12345;

TEST_F(LogFiles, ASymbolicLinkIsFollowedOnlyWhereItIsRootsOrOnesOwn) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const std::string target = folder_ / "target";
  ASSERT_EQ(::symlink("target", path().c_str()), 0);
  ASSERT_TRUE(open(1000));
  EXPECT_TRUE(std::filesystem::exists(target)) << "one's own, also to what is not there yet";
  std::filesystem::remove(target);
  ASSERT_EQ(::lchown(path().c_str(), kSomebodyElse, kSomebodyElse), 0);
  const auto refused = open(1000);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("leads through a symbolic link of user 12345"));
  EXPECT_FALSE(std::filesystem::exists(target));
}

TEST_F(LogFiles, ASymbolicLinkOnTheWayIsLookedAtToo) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  std::filesystem::create_directory(folder_ / "real");
  const std::string link = folder_ / "folder";
  ASSERT_EQ(::symlink((folder_ / "real").c_str(), link.c_str()), 0);
  const auto open_behind_link = [&] {
    return LogFile::open({.path = link + "/log", .max_bytes = 1000, .keep = 1}, "", [](const std::string&) {});
  };
  EXPECT_TRUE(open_behind_link());
  EXPECT_TRUE(std::filesystem::exists(folder_ / "real/log"));
  std::filesystem::remove(folder_ / "real/log");
  ASSERT_EQ(::lchown(link.c_str(), kSomebodyElse, kSomebodyElse), 0);
  EXPECT_FALSE(open_behind_link());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "real/log"));
}

TEST_F(LogFiles, AFileOfSomebodyElseIsRefused) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  std::ofstream(path()) << "theirs\n";
  ASSERT_EQ(::chown(path().c_str(), kSomebodyElse, kSomebodyElse), 0);
  const auto refused = open(1000);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("belongs to user 12345"));
  EXPECT_EQ(read(path()), "theirs\n");
  // Also where everybody may write, and the kernel would refuse it for another reason.
  ASSERT_EQ(::chmod(folder_.c_str(), 01777), 0);
  EXPECT_THAT(open(1000).error().what, HasSubstr("belongs to user 12345"));
}

TEST_F(LogFiles, WhatOthersCanReadIsSaid) {
  std::ofstream(path()) << "";
  ASSERT_EQ(::chmod(path().c_str(), 0640), 0);
  ASSERT_TRUE(open(1000));
  EXPECT_THAT(said_, ElementsAre(HasSubstr("(mode 0640)")));
  said_.clear();
  ASSERT_EQ(::chmod(path().c_str(), 0600), 0);
  ASSERT_TRUE(open(1000));
  EXPECT_THAT(said_, IsEmpty());
}

TEST_F(LogFiles, AnOpenFileCanBeNamedByItsDescriptor) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const UniqueFd shells(::open(path().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  ASSERT_EQ(::fchown(shells.get(), kSomebodyElse, kSomebodyElse), 0);
  for (const char* folder : {"/dev/fd/", "/proc/self/fd/"}) {
    auto file = LogFile::open({.path = folder + std::to_string(shells.get()), .max_bytes = 10, .keep = 1}, "",
                              [this](const std::string& s) { said_.push_back(s); });
    ASSERT_TRUE(file) << file.error().what;
    file->append("aaaa\nbbbb\ncccc\n");
  }
  EXPECT_EQ(read(path()), "aaaa\nbbbb\ncccc\naaaa\nbbbb\ncccc\n") << "never put aside: the name is not the file's";
  EXPECT_THAT(said_, IsEmpty());
}

TEST_F(LogFiles, PipesAndDevicesMayBeAnybodys) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  ASSERT_EQ(::mkfifo(path().c_str(), 0666), 0);
  ASSERT_EQ(::chown(path().c_str(), kSomebodyElse, kSomebodyElse), 0);
  ASSERT_EQ(::chmod(folder_.c_str(), 01777), 0);
  const UniqueFd reader(::open(path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  auto file = open(1000);
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_THAT(said_, ElementsAre(HasSubstr("belongs to user " + std::to_string(kSomebodyElse) + ", who may read what is written")));
  file->append("x\n");
  std::array<char, 16> text{};
  EXPECT_EQ(::read(reader.get(), text.data(), text.size()), 7) << "head and x";
  EXPECT_TRUE(LogFile::open({.path = "/dev/null", .max_bytes = 1000, .keep = 1}, "", [](const std::string&) {}));
}

TEST_F(LogFiles, NamesOfFoldersAndLoopsAreRefused) {
  std::filesystem::create_directory(folder_ / "folder");
  ASSERT_EQ(::symlink("loop", (folder_ / "loop").c_str()), 0);
  for (const std::string& name :
       {std::string("/"), std::string("."), folder_.string(), folder_.string() + "/folder/", folder_.string() + "/loop", std::string()})
    EXPECT_FALSE(LogFile::open({.path = name, .max_bytes = 1000, .keep = 1}, "", [](const std::string&) {})) << name;
}

TEST_F(LogFiles, AFullDiskIsSaidOnceAndOutlived) {
  ASSERT_EQ(::symlink("/dev/full", path().c_str()), 0);
  auto file = open(1000);
  ASSERT_TRUE(file);
  file->append("a\nb\n");
  file->append("c\n");
  EXPECT_EQ(file->unwritten_lines(), 3u);
  ASSERT_EQ(said_.size(), 1u);
  EXPECT_THAT(said_[0], HasSubstr("No space left on device"));
}

// No file may grow over so many bytes, as if the disk were full then.
class ScopedFullDisk {
 public:
  explicit ScopedFullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before_), 0);
    const rlimit limit{bytes, before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  ScopedFullDisk(const ScopedFullDisk&) = delete;
  ScopedFullDisk& operator=(const ScopedFullDisk&) = delete;
  ~ScopedFullDisk() {
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &before_), 0);
    std::signal(SIGXFSZ, SIG_DFL);
  }

 private:
  rlimit before_{};
};

TEST_F(LogFiles, SayWhereLinesAreMissing) {
  auto file = open(1000);
  ASSERT_TRUE(file);
  file->append("aaaa\n");
  {
    const ScopedFullDisk full(12);
    file->append("bbbb\n");
    file->append("cccc\ndddd\n");
  }
  file->append("eeee\n");
  {
    const ScopedFullDisk full(20);
    file->append("ffff\n");
  }
  {
    const ScopedFullDisk with_room_for_the_gap(21);
    file->append("gggg\n");
  }
  file->append("hhhh\n");
  EXPECT_EQ(read(path()), "head\naaaa\n-3\neeee\n-1\n-1\nhhhh\n");
  EXPECT_EQ(file->unwritten_lines(), 5u);
  EXPECT_THAT(said_, ElementsAre(HasSubstr("cannot be written"), HasSubstr("is written again; 3 lines were not"),
                                 HasSubstr("cannot be written"), HasSubstr("is written again; 2 lines were not")));
}

// Of a batch, the lines that fit are kept; the line that a full disk cuts is not, and what is not there is counted.
TEST_F(LogFiles, AsManyLinesAsFitAreWritten) {
  auto file = open(1000);
  ASSERT_TRUE(file);
  {
    const ScopedFullDisk full(5 + 4 + 4 + 2);
    file->append("aaa\nbbb\nccc\nddd\n");
    EXPECT_EQ(read(path()), "head\naaa\nbbb\n");
    EXPECT_EQ(file->unwritten_lines(), 2u);
  }
  file->append("eee\n");
  EXPECT_EQ(read(path()), "head\naaa\nbbb\n-2\neee\n");
  EXPECT_EQ(file->unwritten_lines(), 2u);
  EXPECT_THAT(said_, ElementsAre(HasSubstr("cannot be written"), HasSubstr("is written again; 2 lines were not")));
}

TEST_F(LogFiles, OnlyRegularFilesArePutAside) {
  ASSERT_EQ(::symlink("/dev/null", path().c_str()), 0);
  auto file = open(10);
  ASSERT_TRUE(file);
  file->append("aaaa\nbbbb\ncccc\n");
  EXPECT_FALSE(std::filesystem::exists(path() + ".1"));
  EXPECT_TRUE(std::filesystem::is_symlink(path()));
  EXPECT_THAT(said_, IsEmpty());
}

// Its folder has another name by then.
TEST_F(LogFiles, AreRotatedAtOnceHoweverManyAreKept) {
  auto file = open(10, std::numeric_limits<std::uint64_t>::max());
  ASSERT_TRUE(file);
  for (int i = 0; i < 4; ++i) file->append("0123456\n");
  EXPECT_TRUE(std::filesystem::exists(path() + ".3"));
  EXPECT_FALSE(std::filesystem::exists(path() + ".4"));
}

TEST_F(LogFiles, AFifoIsOpenedOnceItHasAReader) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  UniqueFd reader;
  const auto wait = [&](int, std::chrono::milliseconds) {
    reader = UniqueFd(::open(path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    return true;
  };
  std::vector<std::string> said;
  auto file = LogFile::open({.path = path(), .wait = wait}, "", [&](std::string line) { said.push_back(std::move(line)); });
  ASSERT_TRUE(file);
  EXPECT_THAT(said, ::testing::ElementsAre(::testing::HasSubstr("waiting for a reader")));
  file->append("one line\n");
  std::array<char, 64> got{};
  ASSERT_EQ(::read(reader.get(), got.data(), got.size()), 9);
}

TEST_F(LogFiles, NobodyWaitsForAFifosReaderOnceTheProgramIsToEnd) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  const auto file =
      LogFile::open({.path = path(), .wait = [](int, std::chrono::milliseconds) { return false; }}, "", [](const std::string&) {});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::unavailable);
}

TEST_F(LogFiles, WhatAFifosReaderDoesNotReadIsCountedAtTheEnd) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  const UniqueFd reader(::open(path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  auto file = LogFile::open({.path = path(), .wait = [](int, std::chrono::milliseconds) { return false; }}, "", [](const std::string&) {});
  ASSERT_TRUE(file);
  const std::string lines(100'000, '\n');  // more than a pipe holds
  file->append(lines);
  EXPECT_TRUE(file->is_stopped());
  file->append("and one more\n");
  EXPECT_GT(file->unwritten_lines(), 1u);
}

TEST_F(LogFiles, GrowOnWhereTheyCannotBePutAside) {
  auto file = open(10);
  ASSERT_TRUE(file);
  file->append("aaaa\n");
  std::filesystem::rename(folder_, folder_.string() + ".moved");
  file->append("bbbb\ncccc\n");
  EXPECT_EQ(read(folder_.string() + ".moved/log"), "head\naaaa\nbbbb\ncccc\n");
  EXPECT_THAT(said_, ElementsAre(HasSubstr("cannot be put aside and grows on")));
  std::filesystem::rename(folder_.string() + ".moved", folder_);
}

}  // namespace
}  // namespace portexplorer::cli
