#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <sstream>

#include "faces/cli/event_writer.h"
#include "faces/cli/run.h"
#include "support/fake_events.h"

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

// A connection of curl that sent, received and was closed; and one that was refused.
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

// Runs log until --count, --duration or the batches end it.
Shown run_into(int out, std::vector<const char*> words, const std::vector<EventBatch>& batches,
               const EventBatch& at_end = {}) {
  const UniqueFd err(::memfd_create("err", MFD_CLOEXEC));
  Shown shown;
  Environment env;
  env.out = out;
  env.err = err.get();
  env.variable = [](const char*) { return std::string(); };
  env.make_source = [&] {
    return std::make_unique<FakeEventSource>(batches, &shown.asked, at_end);
  };
  words.insert(words.begin(), "log");
  ::setenv("TZ", "UTC", 1);
  shown.code = run(words, env);
  shown.err = content_of(err.get());
  return shown;
}

Shown run_with(std::vector<const char*> words, const std::vector<EventBatch>& batches,
               const EventBatch& at_end = {}) {
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

TEST(Log, ShowsProcessActionAndResult) {
  const Shown shown = run_with({"--count", "4", "--no-header"}, {curl_batch()});
  EXPECT_EQ(shown.code, 0);
  EXPECT_THAT(lines_of(shown.out),
              ElementsAre("     1  12:00:00.201  curl:4242             connect  tcp    "
                          "192.0.2.10:40000 → 198.51.100.7:443 https       success",
                          "     2  12:00:00.202  curl:4242             send     tcp    "
                          "192.0.2.10:40000 → 198.51.100.7:443 https       success       100 B",
                          "     3  12:00:00.203  curl:4242             close    tcp    "
                          "192.0.2.10:40000 → 198.51.100.7:443 https       success       "
                          "100 B sent, 2.5 MB received",
                          "     4  12:00:00.204  curl:4242             connect  tcp    "
                          "192.0.2.10:40000 → 198.51.100.7:443 https       ECONNREFUSED"));
  EXPECT_THAT(shown.err, HasSubstr("4 events, none lost"));
}

TEST(Log, FiltersAndActionsSelectEvents) {
  const Shown by_action = run_with(
      {"--traffic", "--action", "close,send", "--jsonl", "--columns", "pid", "--count", "2"},
      {curl_batch()});
  EXPECT_THAT(
      lines_of(by_action.out),
      ElementsAre(
          R"({"number":2,"time":"2026-03-02T12:00:00.202000000Z","action":"send","result":"success","bytes":100,"pid":4242})",
          R"({"number":3,"time":"2026-03-02T12:00:00.203000000Z","action":"close","result":"success","bytes":null,"pid":4242})"));
  EXPECT_EQ(run_with({"--duration", "0.1s", "port:80", "--no-header"}, {curl_batch()}).out, "");
}

TEST(Log, JsonIsOneObjectEvenIfItEndsEarly) {
  const Shown shown = run_with({"--json", "--columns", "pid", "--count", "1"}, {curl_batch()});
  EXPECT_EQ(
      shown.out,
      R"({"schema":"portexplorer.log/1","host":"testhost","boot_id":null,"coverage":[],"events":[
{"number":1,"time":"2026-03-02T12:00:00.201000000Z","action":"connect","result":"success","bytes":null,"pid":4242}
],"lost":0,"left_out":0,"unchecked":0,"unchecked_reason":null}
)");
}

TEST(Log, CsvHasEventAndSocket) {
  const Shown shown =
      run_with({"--csv", "--columns", "process,remote_port", "--action", "connect", "--count", "2"},
               {curl_batch()});
  EXPECT_EQ(shown.out,
            "number,time,action,result,bytes,process,remote_port\r\n"
            "1,2026-03-02T12:00:00.201000000Z,connect,success,,curl,443\r\n"
            "4,2026-03-02T12:00:00.204000000Z,connect,ECONNREFUSED,,curl,443\r\n");
}

// A close that no BPF program reported has no bytes, and counts as lost.
TEST(Log, AMissedCloseIsShownAtTheEndAndCountsAsLost) {
  EventBatch begun = curl_batch();
  begun.events.resize(1);
  EventBatch missed;
  missed.processes = begun.processes;
  missed.events.push_back(event(Action::close, 900));
  missed.events.back().missed = true;
  missed.events.back().error_known = false;
  missed.lost = 1;
  const Shown text = run_with({"--duration", "0.1s", "--no-header"}, {begun}, missed);
  EXPECT_THAT(text.out, HasSubstr("missed"));
  EXPECT_THAT(text.out, Not(HasSubstr("sent,")));
  EXPECT_THAT(text.err, HasSubstr("2 events, 1 lost"));
  const Shown json = run_with({"--duration", "0.1s", "--jsonl"}, {begun}, missed);
  EXPECT_THAT(json.out, HasSubstr(R"("lost":1)"));
  EXPECT_THAT(json.out, HasSubstr(R"("action":"close","result":"missed","bytes":null)"));
  EXPECT_THAT(json.out, HasSubstr(R"("sent_bytes":null)"));
  EXPECT_THAT(run_with({"--duration", "0.1s", "--csv"}, {begun}, missed).out,
              HasSubstr(",close,missed,,"));
}

// If the socket tables cannot be read, it is unknown whether a close was missed, so the log does
// not report "none lost".
TEST(Log, UncheckedConnectionsAreReportedAtTheEnd) {
  EventBatch end;
  end.unchecked = 3;
  end.unchecked_reason = "no table\x1b";
  const Shown text = run_with({"--duration", "0.1s", "--no-header"}, {curl_batch()}, end);
  EXPECT_THAT(text.err, HasSubstr("4 events, none known to be lost; 3 connections could not be "
                                  "checked for a missed close: no table\\x1b"));
  EXPECT_THAT(run_with({"--duration", "0.1s", "--jsonl"}, {curl_batch()}, end).out,
              EndsWith("\n{\"unchecked\":3,\"unchecked_reason\":\"no table\\u001b\"}\n"));
  EXPECT_THAT(run_with({"--duration", "0.1s", "--json"}, {curl_batch()}, end).out,
              EndsWith("],\"lost\":0,\"left_out\":0,\"unchecked\":3,\"unchecked_reason\":\"no "
                       "table\\u001b\"}\n"));
}

TEST(Log, LostEventsAreReportedInPlace) {
  EventBatch gap;
  gap.lost = 12;
  const Shown text = run_with({"--duration", "0.1s", "--no-header"}, {gap});
  EXPECT_THAT(text.out, StartsWith("!!  12 events were lost here"));
  EXPECT_THAT(text.err, HasSubstr("12 lost"));
  EXPECT_THAT(run_with({"--duration", "0.1s", "--jsonl"}, {gap}).out,
              StartsWith(R"({"lost":12,"left_out":0})"));
  EXPECT_THAT(run_with({"--duration", "0.1s", "--csv"}, {gap}).err,
              HasSubstr("12 events were lost"));
}

// Events that are queued at the end are counted too, not only those being written.
TEST(Log, EventsThatAReaderDoesNotReadAreCounted) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
  const UniqueFd in(ends[1]);
  const UniqueFd out(ends[0]);
  ASSERT_GT(::fcntl(in.get(), F_SETPIPE_SZ, 4096), 0);
  const std::vector<EventBatch> batches(60, curl_batch());
  const Shown shown =
      run_into(in.get(), {"--duration", "0.2s", "--no-header", "--traffic"}, batches);
  std::string written(1 << 16, '\0');
  written.resize(static_cast<std::size_t>(
      std::max<ssize_t>(::read(out.get(), written.data(), written.size()), 0)));
  const auto lines = std::ranges::count(written, '\n');
  ASSERT_GT(lines, 0);
  EXPECT_EQ(shown.code, 3);
  EXPECT_THAT(shown.err,
              HasSubstr("240 events, none lost, " + std::to_string(240 - lines) + " not written"));
}

// A stream that has new events as fast as they are written.
class EndlessStream final : public EventStream {
 public:
  Result<void> take(EventBatch& batch) override {
    batch = curl_batch();
    timespec t{};
    ::clock_gettime(CLOCK_REALTIME, &t);
    for (SocketEvent& e : batch.events)
      e.time = Timestamp(t.tv_sec * kNanosecondsPerSecond + t.tv_nsec);
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
  Result<std::shared_ptr<const Sample>> sample(const SampleRequest&) override {
    return fail(ErrorKind::unavailable, "no samples here");
  }
  Result<std::unique_ptr<EventStream>> events(const EventRequest&) override {
    return std::make_unique<EndlessStream>();
  }
};

TEST(Log, EndsOnASignalEvenIfEventsNeverStop) {
  const UniqueFd out(::memfd_create("out", MFD_CLOEXEC));
  const UniqueFd err(::memfd_create("err", MFD_CLOEXEC));
  Environment env;
  env.out = out.get();
  env.err = err.get();
  env.variable = [](const char*) { return std::string(); };
  env.make_source = [] { return std::make_unique<EndlessSource>(); };
  const std::vector<const char*> words = {"log", "--no-header"};
  EXPECT_EQ(run(words, env), 0);
  // Three batches before the signal, one with later events, and the batch of finish().
  EXPECT_THAT(content_of(err.get()), HasSubstr("20 events, none lost"));
}

TEST(Log, TheKernelAppliesPartsOfTheFilter) {
  const Shown shown = run_with({"--duration", "0.1s", "--traffic", "-t", "--max-rate", "50",
                                "pid:42", "port:443", "process:curl"},
                               {});
  ASSERT_TRUE(shown.asked.traffic);
  EXPECT_EQ(shown.asked.traffic->pid, Pid(42));
  EXPECT_EQ(shown.asked.traffic->port, 443u);
  EXPECT_EQ(shown.asked.traffic->max_rate, 50u);
  EXPECT_TRUE(shown.asked.traffic->protocols.contains(Protocol::tcp));
  EXPECT_FALSE(shown.asked.traffic->protocols.contains(Protocol::udp));
  EXPECT_FALSE(run_with({"--duration", "0.1s", "pid:42"}, {}).asked.traffic);
}

TEST(Log, HostileNamesAreEscaped) {
  EventBatch batch = curl_batch();
  batch.processes[0].name = "a\n\x1b[31mb";
  const Shown shown = run_with({"--count", "1", "--no-header"}, {batch});
  EXPECT_EQ(lines_of(shown.out).size(), 1u);
  EXPECT_THAT(shown.out, HasSubstr(R"(a\n\x1b[31mb:4242)"));
}

TEST(Log, UsageErrorsAreOneLine) {
  for (const auto& words :
       std::vector<std::vector<const char*>>{{"--action", "explode"},
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

TEST(Log, AFilterByAFieldThatEventsLackIsAUsageError) {
  for (const Field& f : all_fields()) {
    const std::string filter = std::string(f.name) + ":any";
    const std::string negated = "not (pid:1 or " + filter + ")";
    const Shown shown = run_with({"--duration", "0.1s", negated.c_str()}, {});
    EXPECT_EQ(shown.code, can_be_of_event(f.id) ? 0 : 2) << f.name;
    if (can_be_of_event(f.id)) continue;
    EXPECT_THAT(lines_of(shown.err),
                ElementsAre(StartsWith("portexplorer: log cannot filter by " + std::string(f.name) +
                                       ", which events do not have (")));
    EXPECT_THAT(shown.err, HasSubstr("protocol, family, "));
  }
  for (const char* filter :
       {"drops:1..", "created_after:1h..", "change:new", "peer_inode:5", "findings:nothing"}) {
    EXPECT_EQ(run_with({"--duration", "0.1s", filter}, {}).code, 2) << filter;
  }
}

}  // namespace
}  // namespace portexplorer::cli
