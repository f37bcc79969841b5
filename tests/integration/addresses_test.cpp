// Names of addresses on real sockets: answers of DNS and whois servers, honest or not; and that
// nothing is queried unless the user requests it.
#include <ares_version.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <map>
#include <sstream>

#include "support/child_process.h"
#include "support/mmdb_file.h"
#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/name_server.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using namespace std::string_literals;  // NOLINT(google-build-using-namespace): NUL bytes
using nlohmann::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

// A network namespace whose default route leads nowhere, with its own file of DNS servers.
// Some versions of c-ares drop an answer that they cannot parse, as if none had come: 1.27 does;
// 1.18 and 1.34 report it.
constexpr bool kUnreadableIsDropped = ARES_VERSION >= 0x011600 && ARES_VERSION < 0x012200;

class Addresses : public ::testing::Test {
 protected:
  Addresses() {
    ip({"link", "add", "out", "type", "veth", "peer", "name", "far"});
    for (const char* name : {"out", "far"})
      std::ofstream("/proc/sys/net/ipv6/conf/"s + name + "/disable_ipv6") << 1;
    ip({"addr", "add", "192.0.2.1/24", "dev", "out"});
    ip({"link", "set", "out", "up"});
    ip({"link", "set", "far", "up"});
    ip({"neigh", "add", "192.0.2.53", "lladdr", "02:00:00:00:00:53", "dev", "out"});
    ip({"route", "add", "default", "via", "192.0.2.53"});
  }

  void use_name_server(const std::string& address) {
    const std::string path = directory_.path() + "/resolv.conf";
    std::ofstream(path) << "nameserver " << address << "\n";
    check(mount(path.c_str(), "/etc/resolv.conf", nullptr, MS_BIND, nullptr),
          "bind /etc/resolv.conf");
  }

  // The number of packets that the interfaces of this namespace have sent. Loopback counts too,
  // since a DNS server may listen there.
  static std::uint64_t packets_sent(bool with_loopback = true) {
    std::ifstream file("/proc/self/net/dev");
    std::uint64_t sent = 0;
    for (std::string line; std::getline(file, line);) {
      const std::size_t colon = line.find(':');
      if (colon == std::string::npos || (!with_loopback && line.find("lo:") != std::string::npos))
        continue;
      std::istringstream numbers(line.substr(colon + 1));
      std::array<std::uint64_t, 10>
          columns{};  // 8 columns of received data, then bytes and packets sent
      for (auto& column : columns) numbers >> column;
      sent += columns[9];
    }
    return sent;
  }

  ScopedNetns netns_;
  ScopedMounts mounts_;
  TemporaryDirectory directory_;
};

TEST_F(Addresses, NothingIsQueriedUnlessTheUserRequestsIt) {
  use_name_server("192.0.2.53");
  const UniqueFd socket = connected_socket(SOCK_DGRAM, "198.51.100.7", 443);
  const UniqueFd public_one = connected_socket(SOCK_DGRAM, "8.8.8.8", 443);
  const std::uint64_t before = packets_sent();
  const std::vector<std::vector<std::string>> commands = {
      {"list"},
      {"list", "--json", "--all-families"},
      {"list", "--columns", "all", "remote_host:any or not remote_host:any"},
      {"watch", "--count=2", "--interval=0.1s", "--columns",
       "+remote_host,remote_host_source,country,network"},
      {"log", "--duration=0.1s", "--json"},
      {"what", "port", "443"},
      {"what", "process", std::to_string(getpid())},
      {"what", "address", "8.8.8.8"},
      {"what", "address", "198.51.100.7", "--json"},
      {"what", "term", "DNS"},
      {"what", "beginner"},
  };
  for (const auto& words : commands) {
    const Outcome outcome = run_portexplorer(words);
    EXPECT_LE(outcome.exit_code, 1) << words[0] << ": " << outcome.err;
    EXPECT_EQ(packets_sent(), before) << words[0] << " " << words.back();
  }
  const std::uint64_t outside = packets_sent(false);
  run_portexplorer({"doctor"});  // which sends packets to itself to test the counters
  EXPECT_EQ(packets_sent(false), outside);
  run_portexplorer({"list", "--resolve", "--resolve-wait=0.1s"});
  const std::uint64_t asked = packets_sent(false);
  EXPECT_GT(asked, outside) << "the counter counts";
  run_portexplorer({"what", "address", "8.8.8.8", "--resolve", "--resolve-wait=0.1s"});
  EXPECT_GT(packets_sent(false), asked);
  const std::uint64_t named = packets_sent(false);
  run_portexplorer({"what", "address", "8.8.8.8", "--whois-server", "192.0.2.53"});
  EXPECT_GT(packets_sent(false), named);
}

TEST_F(Addresses, NamesAreThoseOfDnsServersHonestOrNot) {
  use_name_server("127.0.0.1");
  const NameServer server;
  const std::string unreadable = kUnreadableIsDropped ? "no_answer" : "unusable";
  const std::map<int, std::pair<json, std::string>> expected = {
      {7, {"www.shop.example", "reverse_dns"}},
      {8, {nullptr, "unusable"}},
      {9, {nullptr, unreadable}},
      {10, {nullptr, "no_answer"}},
      {11, {nullptr, "no_name"}},
      {12, {nullptr, "refused"}},
      {13, {nullptr, unreadable}}};
  std::vector<UniqueFd> sockets;
  for (const auto& [last, known] : expected)
    sockets.push_back(connected_socket(SOCK_DGRAM, "198.51.100." + std::to_string(last), 443));
  const json listing =
      list_json({"--resolve", "--resolve-wait=30s", "remote_port:443", "netns:" + own_netns()});
  for (const auto& [last, known] : expected) {
    const json row = only_row(listing, {{"remote_address", "198.51.100." + std::to_string(last)}});
    EXPECT_EQ(row.at("remote_host"), known.first) << last;
    EXPECT_EQ(row.at("remote_host_source"), known.second) << last;
  }
  EXPECT_EQ(run_portexplorer({"--resolve", "www.shop", "netns:" + own_netns()}).exit_code, 0)
      << "a filter finds it by its name";
  const Outcome text = run_portexplorer({"what", "address", "198.51.100.7", "--resolve"});
  EXPECT_THAT(text.out, HasSubstr("www.shop.example: name servers say so."));
  EXPECT_THAT(run_portexplorer({"what", "address", "198.51.100.8", "--resolve"}).out,
              Not(HasSubstr("evil")));
}

TEST_F(Addresses, OwnQueriesAreHiddenByDefault) {
  use_name_server("127.0.0.1");
  const UniqueFd silent =
      bound_socket(SOCK_DGRAM, "127.0.0.1", kDnsPort);  // so that the query stays open
  const UniqueFd socket = connected_socket(SOCK_DGRAM, "198.51.100.7", 443);
  const std::vector<std::string> words = {"watch",     "--resolve",       "--jsonl",
                                          "--count=5", "--interval=0.2s", "netns:" + own_netns()};
  const std::string hidden = run_portexplorer(words).out;
  EXPECT_THAT(hidden, HasSubstr("\"remote_host_source\":\"waiting\""));
  EXPECT_THAT(hidden, Not(HasSubstr("\"remote_port\":53,")));
  std::vector<std::string> more = words;
  more.emplace_back("--include-self");
  EXPECT_THAT(run_portexplorer(more).out, HasSubstr("\"remote_port\":53,"));
  std::vector<std::string> read_by_people = words;
  std::erase(read_by_people, "--jsonl");
  EXPECT_THAT(run_portexplorer(read_by_people).out,
              ContainsRegex(" · [0-9]+ of portexplorer itself not shown \\(--include-self\\)"));
}

TEST_F(Addresses, ThePublisherOfGeoDataIsCreditedWhereItIsShown) {
  testing::MmdbFile countries("PortExplorer-Country", "Somebody, CC BY-SA 4.0");
  countries.add("8.8.8.0/24", {{"country_code", "US"}});
  const std::string path = directory_.path() + "/country.mmdb";
  std::ofstream(path, std::ios::binary) << countries.bytes();
  const std::string named = "portexplorer: geo data: Somebody, CC BY-SA 4.0";
  RunOptions logging;
  logging.awaited = "Ctrl+C ends the log";
  logging.then = [](int pid) {
    const UniqueFd again = connected_socket(SOCK_DGRAM, "8.8.8.9", 443);
    kill(pid, SIGINT);
  };
  const auto messages_of = [&](std::vector<std::string> words, const std::string& columns) {
    words.insert(words.end(), {"--geo", path, "--columns", columns});
    return run_portexplorer(words, words[0] == "log" ? logging : RunOptions()).err;
  };
  const UniqueFd socket = connected_socket(SOCK_DGRAM, "8.8.8.8", 443);
  const std::vector<std::vector<std::string>> commands = {
      {"list"}, {"watch", "--count=1"}, {"watch", "--count=1", "--jsonl"}, {"log", "--json"}};
  for (const auto& words : commands) {
    EXPECT_THAT(messages_of(words, "remote_address,country"), HasSubstr(named))
        << words[0] << " " << words.back();
    EXPECT_THAT(messages_of(words, "remote_address"), Not(HasSubstr(named)))
        << words[0] << " " << words.back();
  }
}

// Answers each connection with a text, then waits until it is closed.
class Registry {
 public:
  Registry(std::uint16_t port, std::string text, const std::string& address = "127.0.0.1")
      : socket_(listener(address, port)), child_([this, text = std::move(text)](Conversation& c) {
          const UniqueFd call = accepted(socket_.get());
          std::array<char, 256> query{};
          check(read(call.get(), query.data(), query.size()), "read");
          check(write(call.get(), text.data(), text.size()), "write");
          shutdown(call.get(), SHUT_RDWR);
          c.say(query.data());
          c.wait_for_end();
        }) {}

  // The query.
  [[nodiscard]] std::string asked() const { return child_.hear(); }

 private:
  UniqueFd socket_;
  ChildProcess child_;
};

TEST_F(Addresses, ReferralsOfWhoisServersAreFollowed) {
  ip({"addr", "add", "9.9.9.43/32", "dev", "lo"});
  const Registry first(4343, "% first\nrefer: 9.9.9.43:4344\n");
  const Registry second(4344,
                        "NetName: TEST\x1b[31m-NET\nOrgName: Example Inc.\nCountry: "
                        "ZZ\nOrgAbuseEmail: abuse@example.net\n\xff\xfe\n" +
                            std::string(100'000, 'x'),
                        "9.9.9.43");
  const Outcome outcome = run_portexplorer(
      {"what", "address", "8.8.8.8", "--json", "--whois-server", "127.0.0.1:4343"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const json whois = json::parse(outcome.out).at("whois");
  EXPECT_THAT(first.asked(), HasSubstr("8.8.8.8"));
  EXPECT_EQ(whois.at("servers"), (json::array({"127.0.0.1", "9.9.9.43"})));
  EXPECT_EQ(whois.at("organisation"), "Example Inc.");
  EXPECT_EQ(whois.at("abuse"), "abuse@example.net");
  EXPECT_EQ(whois.at("cut"), true);
  EXPECT_LT(whois.at("text").get<std::string>().size(), 70'000u);
}

// Otherwise a whois server could make the program connect to the user's private network.
TEST_F(Addresses, ReferralsToPrivateAddressesAreNotFollowed) {
  const std::string hosts = directory_.path() + "/hosts";
  std::ofstream(hosts) << "127.0.0.1 whois.evil.example\n10.9.8.7 whois.evil2.example\n";
  check(mount(hosts.c_str(), "/etc/hosts", nullptr, MS_BIND, nullptr), "bind /etc/hosts");
  ip({"addr", "add", "10.9.8.7/32", "dev", "lo"});
  std::vector<UniqueFd> inside;
  for (const char* address : {"127.0.0.1", "10.9.8.7", "::1"}) {
    inside.push_back(listener(address, 4344));
    check(fcntl(inside.back().get(), F_SETFL, O_NONBLOCK), "F_SETFL");
  }
  std::uint16_t port = 4350;
  for (const char* host : {"127.0.0.1", "10.9.8.7", "[::1]", "[::ffff:127.0.0.1]",
                           "[::ffff:10.9.8.7]", "whois.evil.example", "whois.evil2.example"}) {
    ++port;
    const Registry first(port, "refer: "s + host + ":4344\n");
    const Outcome outcome =
        run_portexplorer({"what", "address", "8.8.8.8", "--json", "--whois-server",
                          "127.0.0.1:" + std::to_string(port)});
    EXPECT_THAT(first.asked(), HasSubstr("8.8.8.8"));
    const json whois = json::parse(outcome.out).at("whois");
    EXPECT_THAT(whois.at("trouble").get<std::string>(),
                HasSubstr("was not asked: its address is not public"))
        << host;
    EXPECT_EQ(whois.at("servers"), json::array({"127.0.0.1"})) << host;
  }
  for (const UniqueFd& socket : inside) {
    EXPECT_EQ(accept(socket.get(), nullptr, nullptr), -1);
    EXPECT_EQ(errno, EAGAIN) << "nobody called";
  }
}

TEST_F(Addresses, AHostileWhoisServerCannotControlTheTerminal) {
  const Registry hostile(4343, "OrgName: \x1b]0;owned\x07 Inc.\n\x1b[2J\x1b[31mred\r\n\xc2\x9bM\n");
  const Outcome outcome =
      run_portexplorer({"what", "address", "8.8.8.8", "--whois-server", "127.0.0.1:4343"});
  EXPECT_THAT(outcome.out, HasSubstr("\\x1b[2J"));
  EXPECT_EQ(outcome.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(outcome.out.find('\x9b'), std::string::npos);
}

TEST_F(Addresses, AnUnreachableWhoisServerIsReported) {
  const Outcome outcome = run_portexplorer(
      {"what", "address", "8.8.8.8", "--json", "--whois-server", "127.0.0.1:4399"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(json::parse(outcome.out).at("whois_missing"),
            "the registry's server 127.0.0.1 could not be reached");
}

}  // namespace
}  // namespace portexplorer
