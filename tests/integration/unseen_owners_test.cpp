// Owners that are not visible: in another PID namespace, in the table of an io_uring, in flight, or
// the kernel.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/io_uring.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/netns/own_cgroup.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr std::uint16_t kUnseenPort = 7150;
constexpr std::array kBackends = {"netlink", "bpf", "auto"};

// A reader in a separate PID namespace and the same network namespace. Must be created before the
// sockets, or it would inherit them.
class InsideReader {
 public:
  using Ask = std::function<json()>;
  explicit InsideReader(const Ask& ask)
      : child_(
            [ask](Conversation& test) {
              mount_own_proc();
              static_cast<void>(test.hear());
              test.say(ask().dump());
              test.wait_for_end();
            },
            CLONE_NEWPID | CLONE_NEWNS) {}

  json answer() {
    child_.say("now");
    return json::parse(child_.hear());
  }

 private:
  ChildProcess child_;
};

json said_by(const std::vector<std::string>& arguments) {
  const Outcome outcome = run_portexplorer(arguments);
  return {{"out", outcome.out}, {"err", outcome.err}, {"code", outcome.exit_code}};
}

class ForeignOwner : public ::testing::TestWithParam<const char*> {
 protected:
  ScopedNetns netns_;
};
INSTANTIATE_TEST_SUITE_P(Backends, ForeignOwner, ::testing::ValuesIn(kBackends));

TEST_P(ForeignOwner, IsNeitherNoneNorPidZero) {
  const std::string backend = GetParam();
  InsideReader inside([&] { return list_json({"--all-families", "--backend", backend}); });
  const UniqueFd server = listener("127.0.0.1", kUnseenPort);
  const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kUnseenPort);
  const UniqueFd peer = accepted(server.get());
  const UniqueFd named = unix_listener("@foreign-owner");
  {  // a socket that has no owner
    const UniqueFd first = connected_socket(SOCK_STREAM, "127.0.0.1", kUnseenPort);
    const UniqueFd second = accepted(server.get());
  }
  const json listing = inside.answer();
  const std::vector<json> tcp =
      rows_where(listing, {{"local_port", kUnseenPort}, {"owner", "foreign"}});
  EXPECT_EQ(tcp.size(), 2u) << listing;
  for (const json& row : tcp) {
    EXPECT_EQ(row.at("pid"), nullptr);
    EXPECT_EQ(row.at("process"), nullptr);
    EXPECT_EQ(row.at("mapped"), true) << "by a process that is not seen";
  }
  EXPECT_EQ(
      only_row(listing, {{"protocol", "unix"}, {"local_address", "@foreign-owner"}}).at("owner"),
      "foreign");
  const std::vector<json> ownerless = rows_where(listing, {{"state", "TIME_WAIT"}});
  ASSERT_FALSE(ownerless.empty()) << listing;
  for (const json& row : ownerless) EXPECT_EQ(row.at("owner"), "none");
}

TEST_P(ForeignOwner, IsShownInTheListAndNeverHidden) {
  const std::string backend = GetParam();
  const std::string port = "port:" + std::to_string(kUnseenPort);
  InsideReader inside([&] {
    return json{{"all", said_by({"list", "--backend", backend, port})},
                {"hidden", said_by({"list", "--hide-netstat", "--backend", backend, port})}};
  });
  const UniqueFd server = listener("127.0.0.1", kUnseenPort);
  const json answer = inside.answer();
  for (const char* which : {"all", "hidden"}) {
    const json& said = answer.at(which);
    EXPECT_EQ(said.at("code"), 0) << said;
    EXPECT_THAT(said.at("out").get<std::string>(),
                AllOf(HasSubstr("in another PID namespace"), HasSubstr("  –  ")))
        << which;
    EXPECT_THAT(said.at("err").get<std::string>(),
                AllOf(HasSubstr("owner of 1 socket not visible"), Not(HasSubstr("owners complete")),
                      HasSubstr("1 in other PID namespaces"), Not(HasSubstr("netstat only")),
                      HasSubstr("outside this PID namespace")));
  }
}

TEST_F(ForeignOwner, IsReportedByDoctorAndWhat) {
  InsideReader inside([] {
    return json{{"doctor", said_by({"doctor"})},
                {"port", said_by({"what", "port", std::to_string(kUnseenPort)})}};
  });
  const UniqueFd server = listener("127.0.0.1", kUnseenPort);
  const json answer = inside.answer();
  EXPECT_THAT(answer.at("doctor").at("out").get<std::string>(),
              HasSubstr("  part proc.pid_namespace"));
  EXPECT_THAT(answer.at("doctor").at("out").get<std::string>(),
              AllOf(HasSubstr(" 1 socket, by netlink"), Not(HasSubstr(" 1 sockets"))));
  EXPECT_THAT(answer.at("port").at("out").get<std::string>(), HasSubstr("another PID namespace"));
}

// An ordinary container shares no sockets with its host, so its list needs no remark.
TEST_F(ForeignOwner, IsNotSuspectedWhereAllOwnersAreKnown) {
  const json said = [] {
    ChildProcess container(
        [](Conversation& test) {
          mount_own_proc();
          set_loopback_up();
          const UniqueFd own = listener("127.0.0.1", kUnseenPort);
          test.say(said_by({"list", "--tcp", "--numeric"}).dump());
          test.wait_for_end();
        },
        CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET);
    return json::parse(container.hear());
  }();
  EXPECT_THAT(said.at("err").get<std::string>(),
              AllOf(HasSubstr("owners complete"), Not(HasSubstr("PID namespace"))));
}

// The log has events and the name of the process, although its pid is not valid here.
TEST_F(ForeignOwner, IsNamedInTheLogWithoutAPid) {
  InsideReader inside([] {
    // Not a close: the connection may be older than the log, so its owner is unknown.
    const Outcome outcome =
        run_portexplorer({"log", "--jsonl", "--action", "connect", "--count", "1", "--duration",
                          "30s", "port:" + std::to_string(kUnseenPort)});
    return json{{"out", outcome.out}, {"err", outcome.err}};
  });
  // Connects until the log has a line, since the test cannot see when the log starts.
  ChildProcess caller([](Conversation& test) {
    const UniqueFd server = listener("127.0.0.1", kUnseenPort);
    test.say("ready");
    for (;;) {
      const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kUnseenPort);
      const UniqueFd peer = accepted(server.get());
      ::usleep(10'000);
    }
  });
  caller.hear();
  const json said = inside.answer();
  caller.kill();
  const json line = json::parse(said.at("out").get<std::string>());
  EXPECT_EQ(line.at("pid"), nullptr) << said;
  EXPECT_NE(line.at("process"), nullptr) << said;
}

TEST_F(ForeignOwner, IsNamedByItsContainer) {
  const std::string root = cgroup_root();
  const std::string group = root + "/docker-0123456789ab" + std::string(52, '7') + ".scope";
  ASSERT_TRUE(std::filesystem::create_directory(group)) << group;
  InsideReader inside([] {
    return json{{"list", list_json({"--tcp"})},
                {"text", said_by({"list", "port:" + std::to_string(kUnseenPort)})}};
  });
  ChildProcess container([&](Conversation& test) {
    std::ofstream(group + "/cgroup.procs") << ::getpid() << std::flush;
    const UniqueFd server = listener("127.0.0.1", kUnseenPort);
    test.say("ready");
    test.wait_for_end();
  });
  container.hear();
  const json answer = inside.answer();
  const json row = only_row(answer.at("list"), {{"local_port", kUnseenPort}});
  EXPECT_EQ(row.at("owner"), "foreign");
  EXPECT_EQ(row.at("container"), "0123456789ab");
  EXPECT_THAT(answer.at("text").at("out").get<std::string>(),
              HasSubstr("in container 0123456789ab"));
  container.kill();
  std::filesystem::remove(group);
}

// A holder that is not visible need not be in another PID namespace, so evidence is required.
TEST_P(ForeignOwner, IsNotReportedForASocketInFlightOfTheContainer) {
  const std::string backend = GetParam();
  ChildProcess container(
      [&](Conversation& test) {
        mount_own_proc();
        const OwnCgroup group("pe-in-flight");
        set_loopback_up();
        std::array<int, 2> pair{};
        check(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair.data()), "socketpair");
        const UniqueFd sender(pair[0]);
        const UniqueFd receiver(pair[1]);
        send_fd(sender.get(), listener("127.0.0.1", kUnseenPort).get());
        const std::string port = "port:" + std::to_string(kUnseenPort);
        test.say(json{{"row", only_row(list_json({"--backend", backend, port}),
                                       {{"local_port", kUnseenPort}})},
                      {"text", said_by({"list", "--backend", backend, port})}}
                     .dump());
      },
      CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET);
  const json answer = json::parse(container.hear());
  EXPECT_EQ(answer.at("row").at("owner"), "unknown") << answer;
  EXPECT_EQ(answer.at("row").at("pid"), nullptr);
  const json& text = answer.at("text");
  EXPECT_THAT(text.at("out").get<std::string>(),
              AllOf(HasSubstr("owner unknown"), Not(HasSubstr("PID namespace"))));
  EXPECT_THAT(text.at("err").get<std::string>(),
              AllOf(Not(HasSubstr("owners complete")), HasSubstr("outside this PID namespace")));
}

// Registers the sockets with a new ring, and returns the ring.
UniqueFd ring_with(const std::vector<int>& sockets) {
  io_uring_params parameters{};
  UniqueFd ring(
      check(static_cast<int>(::syscall(SYS_io_uring_setup, 1, &parameters)), "io_uring_setup"));
  check(static_cast<int>(::syscall(SYS_io_uring_register, ring.get(), IORING_REGISTER_FILES,
                                   sockets.data(), sockets.size())),
        "io_uring_register");
  return ring;
}

class WithoutDescriptor : public ForeignOwner {};
INSTANTIATE_TEST_SUITE_P(Backends, WithoutDescriptor, ::testing::ValuesIn(kBackends));

TEST_P(WithoutDescriptor, ARegisteredSocketBelongsToTheRingsProcess) {
  UniqueFd server = listener("127.0.0.1", kUnseenPort);
  UniqueFd datagram = bound_socket(SOCK_DGRAM, "127.0.0.1", kUnseenPort);
  const UniqueFd file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const UniqueFd ring = ring_with({file.get(), server.get(), datagram.get()});
  server.reset();
  datagram.reset();
  const json listing = list_json({"--backend", GetParam(), "port:" + std::to_string(kUnseenPort)});
  for (const char* protocol : {"tcp", "udp"}) {
    const json row = only_row(
        listing, {{"protocol", protocol}, {"local_port", kUnseenPort}, {"netns", own_netns()}});
    // Older kernels, including 6.12, list names of registered files without paths, and any file may
    // have such a name.
    if (!is_kernel_at_least(6, 18) && row.at("owner") == "unknown") {
      EXPECT_EQ(row.at("pid"), nullptr);
      continue;
    }
    EXPECT_TRUE(is_kernel_at_least(6, 13)) << "an owner that nothing proves: " << row;
    EXPECT_EQ(row.at("pid"), ::getpid()) << row;
    EXPECT_EQ(row.at("owner"), "known");
    EXPECT_THAT(row.at("holders").get<std::vector<int>>(), UnorderedElementsAre(::getpid()));
  }
}

// A file that is named like a socket is not a socket.
TEST_P(WithoutDescriptor, AFileNamedLikeASocketIsNotOne) {
  const TemporaryDirectory directory;
  UniqueFd server = listener("127.0.0.1", kUnseenPort);
  const std::string claim =
      directory.path() + "/socket:[" + std::to_string(inode_of(server.get())) + "]";
  std::array<int, 2> pair{};
  check(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair.data()), "socketpair");
  const UniqueFd sender(pair[0]);
  const UniqueFd receiver(pair[1]);
  const UniqueFd file(check(::open(claim.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), "open"));
  const UniqueFd ring = ring_with({file.get()});
  send_fd(sender.get(), server.get());
  server.reset();
  const json row =
      only_row(list_json({"--backend", GetParam(), "port:" + std::to_string(kUnseenPort)}),
               {{"local_port", kUnseenPort}, {"netns", own_netns()}});
  EXPECT_EQ(row.at("pid"), nullptr) << row;
}

TEST_F(WithoutDescriptor, ASocketInFlightHasAnUnknownOwnerAndIsNotHidden) {
  const OwnCgroup group("pe-in-flight");  // has no processes outside of the PID namespace
  UniqueFd server = listener("127.0.0.1", kUnseenPort);
  std::array<int, 2> pair{};
  check(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair.data()), "socketpair");
  const UniqueFd sender(pair[0]);
  const UniqueFd receiver(pair[1]);
  send_fd(sender.get(), server.get());
  server.reset();
  const std::string port = "port:" + std::to_string(kUnseenPort);
  const json row = only_row(list_json({"--backend", "bpf", port}),
                            {{"local_port", kUnseenPort}, {"netns", own_netns()}});
  EXPECT_EQ(row.at("owner"), "unknown");
  const Outcome hidden = run_portexplorer({"list", "--backend", "bpf", "--hide-netstat", port});
  EXPECT_THAT(hidden.out, AllOf(HasSubstr(":7150"), HasSubstr("owner unknown")));
  EXPECT_THAT(hidden.err, HasSubstr("owner of 1 socket unknown"));
}

class KernelsOwn : public ForeignOwner {};
INSTANTIATE_TEST_SUITE_P(Backends, KernelsOwn, ::testing::ValuesIn(kBackends));

TEST_P(KernelsOwn, ATunnelsSocketIsRecognizedByEveryBackend) {
  ip({"link", "add", "tunnel0", "type", "vxlan", "id", "5", "dstport", "4789", "dev", "lo"});
  ip({"link", "set", "tunnel0", "up"});
  const UniqueFd other = bound_socket(SOCK_DGRAM, "127.0.0.1", kUnseenPort);
  const json listing = list_json({"--udp", "--backend", GetParam()});
  EXPECT_EQ(only_row(listing, {{"local_port", 4789}, {"netns", own_netns()}}).at("owner"),
            "kernel");
  EXPECT_EQ(only_row(listing, {{"local_port", kUnseenPort}, {"netns", own_netns()}}).at("owner"),
            "known");
  const Outcome hidden =
      run_portexplorer({"list", "--udp", "--hide-netstat", "--backend", GetParam(), "port:4789"});
  EXPECT_THAT(hidden.out, IsEmpty());
}

}  // namespace
}  // namespace portexplorer
