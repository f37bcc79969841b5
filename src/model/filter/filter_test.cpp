// Tests what docs/filters.md does not show: corner cases, errors, limits.
#include "model/filter/filter.h"

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "model/netns_number.h"
#include "support/filter_rows.h"

namespace portexplorer::filter {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class FilterTest : public testing::Test {
 protected:
  [[nodiscard]] std::string find(std::string_view text) const { return rows_.find(text); }

  // Position and length of the error, "7+3"; "none" if there is none.
  static std::string error_place(std::string_view text) {
    const auto parsed = Filter::parse(text, TestRows::names());
    return parsed ? "none"
                  : std::to_string(parsed.error().position) + "+" +
                        std::to_string(parsed.error().length);
  }
  static std::string error_of(std::string_view text) {
    const auto parsed = Filter::parse(text, TestRows::names());
    return parsed ? "" : parsed.error().message;
  }

  TestRows rows_;
};

TEST_F(FilterTest, BlankTextMatchesEverything) {
  EXPECT_EQ(find(" \t\n"), "A B C D E F G H I J");
  EXPECT_TRUE(Filter::parse("  ", {})->is_empty());
  EXPECT_TRUE(Filter().is_empty());
  EXPECT_TRUE(Filter().matches(rows_.row('A')));
  EXPECT_FALSE(Filter::parse("x", {})->is_empty());
}

// A value that no row can have is an error, not a filter without matches.
TEST_F(FilterTest, ImpossibleValuesAreErrors) {
  FilterNames names = TestRows::names();
  names.largest_port = 65535;
  const auto error = [&](std::string_view text) {
    const auto parsed = Filter::parse(text, names);
    return parsed ? std::string("none") : parsed.error().message;
  };
  for (const char* text : {"port:65536", "port:99999999", "local_port:>65535", "remote_port<=70000",
                           "port:1..65536", "port:80,65536", "port:8000-99999", ":65536",
                           "local:127.0.0.1:65536", "remote:65536", "[::1]:99999", "*:65536"}) {
    EXPECT_THAT(error(text), HasSubstr("the largest is 65535")) << text;
  }
  for (const char* text :
       {"pid:4194305", "pid>99999999", "holders:4194305", "last_pid:1..99999999"}) {
    EXPECT_THAT(error(text), HasSubstr("the largest is 4194304")) << text;
  }
  for (const char* text : {"ip_protocol:263", "ip_protocol:999", "ip_protocol:6..300"})
    EXPECT_THAT(error(text), HasSubstr("the largest is 262")) << text;
  for (const char* text : {"ethertype:65536", "ethertype:0x99999"})
    EXPECT_THAT(error(text), HasSubstr("the largest is 65535")) << text;
  for (const char* text :
       {"uid:4294967296", "socket_uid:4294967296", "drops:5G", "recv_memory_bytes:5G",
        "mark:0x100000000", "rtt:99999999999", "retransmits:5G", "recv_queue:5G", "send_queue:>5G",
        "sent_packets:5G", "received_packets:99999999999"}) {
    EXPECT_THAT(error(text), HasSubstr("the largest is 4294967295")) << text;
  }
  EXPECT_EQ(error("findings:\"writable_place,not_packaged\""), "none") << "as it is shown";
  for (const char* text :
       {"findings:ugly", "findings:\"writable_place,ugly\"", "remote_host_source:maybe", "owner:me",
        "state:open", "created:2026-13-45", "created:25:61", "address:300.1.1.1",
        "mapped:perhaps"}) {
    EXPECT_NE(error(text), "none") << text;
  }
  for (const char* text :
       {"port:65535", "port:..65535", "port:1024..", "pid:4194304", "uid:4294967295",
        "sent_bytes:5G", "inode:4294967295", "findings:disguised", "findings:nothing",
        "findings:none", "owner:foreign", "remote_host_source:reverse_dns"}) {
    EXPECT_EQ(error(text), "none") << text;
  }
}

// Impossible values of each field. Free-text fields have none, so there the error is a missing
// value.
const std::map<std::string_view, std::vector<std::string>> kImpossible = {
    {"protocol", {"tpc"}},
    {"family", {"ipv5"}},
    {"ip_protocol", {"263", "gre", "-1"}},
    {"ethertype", {"65536", "arp"}},
    {"v6only", {"perhaps", "2"}},
    {"state", {"open"}},
    {"local_address", {"300.1.1.1", "192.0.2.1/33", "fe80::1%eth0:x"}},
    {"local_port", {"65536", "-1", "no-such-service"}},
    {"local_service", {"\"two words\"", "sixteen-letters-"}},
    {"remote_address", {"300.1.1.1", "1:2:3"}},
    {"remote_port", {"65536", "-1", "80..22"}},
    {"peers", {"nonsense", "10.0.0.0/8"}},
    {"remote_service", {"\"two words\"", "sixteen-letters-"}},
    {"remote_host", {"\"two words\"", "a/b", std::string(254, 'a')}},
    {"remote_host_source", {"maybe"}},
    {"country", {"Germany", "D", "D1", "\"\""}},
    {"network", {""}},
    {"threat_ports", {"101", "many"}},
    {"process", {""}},
    {"pid", {"4194305", "-3", "sshd"}},
    {"path", {""}},
    {"command", {""}},
    {"program", {""}},
    {"package", {""}},
    {"user", {""}},
    {"uid", {"4294967296", "root"}},
    {"socket_uid", {"4294967296", "-1"}},
    {"holders", {"4194305", "-3", "sshd"}},
    {"started_at", {"25:61", "2026-13-45", "yesteryear"}},
    {"start_ticks", {"-1", "18446744073709551616"}},
    {"owner", {"me"}},
    {"mapped", {"perhaps"}},
    {"last_process", {""}},
    {"last_pid", {"4194305", "-3"}},
    {"created_at", {"25:61", "-5m"}},
    {"created_after", {"25:61"}},
    {"created_before", {"25:61"}},
    {"sent_bytes", {"-1", "much", "18446744073709551616"}},
    {"sent_packets", {"5G", "-1"}},
    {"received_bytes", {"-1", "10X"}},
    {"received_packets", {"5G"}},
    {"traffic_coverage", {"sometimes"}},
    {"sent_rate", {"-1", "fast"}},
    {"received_rate", {"-1"}},
    {"recv_queue", {"5G"}},
    {"send_queue", {"5G"}},
    {"recv_memory_bytes", {"5G"}},
    {"send_memory_bytes", {"5G"}},
    {"drops", {"5G", "-1"}},
    {"rtt_us", {"2h", "99999999999"}},
    {"retransmits", {"5G"}},
    {"class", {"good"}},
    {"class_reason", {"\"because of the moon\""}},
    {"findings", {"ugly"}},
    {"change", {"old"}},
    {"mark", {"0x100000000", "-1"}},
    {"interface", {"sixteen-letters0", "a/b", "\"a b\""}},
    {"netns", {"-3", "4294967296", "a/b"}},
    {"container", {""}},
    {"unit", {"a/b.service", std::string(300, 'u')}},
    {"cgroup", {""}},
    {"terminal", {"/dev/pts/0", "\"pts 0\""}},
    {"inode", {"4294967296", "-1"}},
    {"peer_inode", {"4294967296"}},
    {"cookie", {"18446744073709551616", "-1", "x"}},
    {"direction", {"up"}},
};

TEST_F(FilterTest, EveryFieldRejectsImpossibleValues) {
  FilterNames names = TestRows::names();
  names.largest_port = 65535;
  for (const Field& f : all_fields()) {
    const auto values = kImpossible.find(f.name);
    ASSERT_NE(values, kImpossible.end()) << f.name << " needs a value that it cannot have";
    for (const std::string& value : values->second) {
      for (const std::string_view comparison : {":", "=", "!="}) {
        const std::string text = std::string(f.name) + std::string(comparison) + value;
        const auto parsed = Filter::parse(text, names);
        ASSERT_FALSE(parsed.has_value()) << text;
        EXPECT_THAT(parsed.error().message, testing::Not(testing::IsEmpty())) << text;
      }
    }
  }
  for (const char* text :
       {"country:de", "peers:\"192.0.2.1:53, [2001:db8::1]\"", "peers:16+",
        "remote_host:example.org", "interface:eth0.100", "interface:fifteen-letters",
        "netns:blue-3", "netns:4026532001", "threat_ports:67", "unit:ssh.service", "terminal:pts/0",
        "class_reason:session", "local_service:http-alt", "peers:/^192/", "country:any",
        "netns:none"}) {
    EXPECT_TRUE(Filter::parse(text, names).has_value()) << text;
  }
}

// Netlink and vsock have ports above 65535.
TEST_F(FilterTest, WidePortsAreAcceptedOnlyIfRowsCanHaveThem) {
  EXPECT_TRUE(Filter::parse("local_port:4294963197", TestRows::names()).has_value());
  EXPECT_FALSE(Filter::parse("local_port:4294967296", TestRows::names()).has_value());
}

// A worker matches the listener that its master owns.
TEST_F(FilterTest, APidFindsSocketsHeldWithOtherProcesses) {
  auto sample = std::make_shared<Sample>();
  for (const int pid : {812, 813, 814}) {
    Process process;
    process.pid = Pid{pid};
    sample->tables.processes.push_back(process);
  }
  sample->tables.holders = {0, 1, 2};
  Socket shared;
  shared.process = 0;
  shared.first_holder = 0;
  shared.holder_count = 3;
  sample->sockets = {shared};
  Snapshot snapshot;
  snapshot.sample = sample;
  snapshot.rows.emplace_back();
  const RowView row(snapshot, snapshot.rows[0]);
  const auto matches = [&](std::string_view text) { return Filter::parse(text, {})->matches(row); };
  for (const char* text : {"pid:812", "pid:813", "pid=814", "pid:800..812", "pid>813", "814"})
    EXPECT_TRUE(matches(text)) << text;
  for (const char* text : {"pid:815", "pid!=813", "pid<812", "815"})
    EXPECT_FALSE(matches(text)) << text;
  // As the list shows it.
  std::string shown;
  append_human(shown, field(FieldId::pid), row);
  EXPECT_EQ(shown, "812 +2");
  for (const char* text : {"pid:\"812 +2\"", "pid=\"812 +2\"", "pid:815,\"812 +2\""})
    EXPECT_TRUE(matches(text)) << text;
  for (const char* text : {"pid:\"812 +3\"", "pid:\"813 +2\"", "pid!=\"812 +2\""})
    EXPECT_FALSE(matches(text)) << text;
  EXPECT_FALSE(Filter::parse("pid:\"4194305 +2\"", {}).has_value());
  EXPECT_FALSE(Filter::parse("pid:\"812 +x\"", {}).has_value());
  EXPECT_EQ(Filter::parse("pid:815,\"812 +2\"", {})->required().pid, std::nullopt)
      << "the kernel must not keep to 815";
}

// Raw sockets of different protocols are shown differently and can be found as shown.
TEST_F(FilterTest, ARawSocketIsFoundAsItIsShown) {
  const auto sample = std::make_shared<Sample>();
  Snapshot snapshot;
  for (const int protocol : {47, 89, 255}) {
    Socket s;
    s.protocol = Protocol::raw;
    s.family = Family::ipv4;
    s.raw_protocol = static_cast<std::uint8_t>(protocol);
    s.set_known(Known::endpoints);
    snapshot.rows.emplace_back().socket = static_cast<std::uint32_t>(sample->sockets.size());
    sample->sockets.push_back(s);
  }
  sample->sockets.emplace_back().protocol = Protocol::tcp;
  snapshot.rows.emplace_back().socket = 3;
  snapshot.sample = sample;
  const auto found = [&](std::string_view text) {
    const auto filter = Filter::parse(text, {});
    std::string rows;
    for (const Row& row : snapshot.rows)
      rows += filter && filter->matches({snapshot, row}) ? '1' : '0';
    return rows;
  };
  std::string shown;
  append_human(shown, field(FieldId::protocol), {snapshot, snapshot.rows[0]});
  EXPECT_EQ(shown, "raw/47");
  EXPECT_EQ(found("protocol:raw/47"), "1000");
  EXPECT_EQ(found("protocol=raw/89,raw/255"), "0110");
  EXPECT_EQ(found("protocol:raw/47,tcp"), "1001");
  EXPECT_EQ(found("protocol!=raw/47"), "0111");
  EXPECT_EQ(found("protocol:raw"), "1110");
  EXPECT_EQ(Filter::parse("protocol:raw/47", {})->required().protocol_set,
            1u << static_cast<unsigned>(Protocol::raw));
  for (const char* text : {"protocol:raw/", "protocol:raw/256", "protocol:raw/x", "protocol:tcp/6"})
    EXPECT_FALSE(Filter::parse(text, {})) << text;
}

// A bound is shown rounded up and can be found as shown.
TEST_F(FilterTest, AShownBoundOfCreationFindsItsRow) {
  constexpr std::int64_t kTaken = 1'770'991'500;  // 14:05:00 UTC
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  const auto sample = std::make_shared<Sample>();
  sample->taken_at = Timestamp{kTaken * kNanosecondsPerSecond};
  sample->sockets.resize(1);
  FilterNames names;
  names.utc_offset_seconds = 0;
  struct ShownBound {
    std::int64_t before;
    std::vector<const char*> found;
    std::vector<const char*> not_found;
  };
  const std::int64_t now = sample->taken_at.value();
  for (const ShownBound& c :
       {ShownBound{now - 300'000'000, {"<14:05", "<14:05:00"}, {"<14:04", "<14:04:59", "<14:03"}},
        ShownBound{now - 60 * kNanosecondsPerSecond,
                   {"<14:04", "<14:04:00", "<14:05"},
                   {"<14:03", "<14:03:59"}},
        ShownBound{now - 24 * 3600 * kNanosecondsPerSecond,
                   {"<02-13", "<2026-02-13"},
                   {"<02-12", "<2026-02-12"}}}) {
    Snapshot snapshot;
    snapshot.sample = sample;
    snapshot.rows.emplace_back().created_before = Timestamp{c.before};
    const auto matches = [&](const std::string& text) {
      const auto filter = Filter::parse("created_at:" + text, names);
      EXPECT_TRUE(filter.has_value()) << text;
      return filter && filter->matches({snapshot, snapshot.rows[0]});
    };
    for (const char* text : c.found) EXPECT_TRUE(matches(text)) << c.before << ' ' << text;
    for (const char* text : c.not_found) EXPECT_FALSE(matches(text)) << c.before << ' ' << text;
    std::string shown;
    append_human(shown, field(FieldId::created_before), {snapshot, snapshot.rows[0]});
    const auto filter = Filter::parse("created_before:\"" + shown + '"', names);
    EXPECT_TRUE(filter && filter->matches({snapshot, snapshot.rows[0]})) << shown;
  }
}

// Several sockets may share an address and port, each bound to a different interface.
TEST_F(FilterTest, TheBoundInterfaceIsPartOfALocalAddress) {
  auto sample = std::make_shared<Sample>();
  sample->namespaces = {{NetnsId{1}, "", true, {{2, "eth0"}, {3, "eth1"}}, {}, {}}};
  Snapshot snapshot;
  for (const std::uint32_t interface : {0, 2, 3}) {
    Socket s;
    s.protocol = Protocol::udp;
    s.family = Family::ipv4;
    s.netns = NetnsId{1};
    s.local_port = 68;
    s.interface = interface;
    s.set_known(Known::endpoints);
    sample->sockets.push_back(s);
    const auto index = static_cast<std::uint32_t>(snapshot.rows.size());
    snapshot.rows.emplace_back().socket = index;
  }
  snapshot.sample = sample;
  const auto found = [&](std::string_view text) {
    const auto filter = Filter::parse(text, {});
    std::string rows;
    for (const Row& row : snapshot.rows)
      rows += filter && filter->matches({snapshot, row}) ? '1' : '0';
    return rows;
  };
  std::string shown;
  append_address(shown, {snapshot, snapshot.rows[1]}, false);
  EXPECT_EQ(shown, "0.0.0.0%eth0");
  for (const char* text :
       {"0.0.0.0%eth0:68", "0.0.0.0%eth0", "local:0.0.0.0%eth0:68", "local_address:0.0.0.0%eth0",
        "*%eth0:68", "local:0.0.0.0%2:68", "interface:eth0"}) {
    EXPECT_EQ(found(text), "010") << text;
  }
  EXPECT_EQ(found("local:0.0.0.0:68"), "111");
  EXPECT_EQ(found("0.0.0.0%eth1:68"), "001");
  EXPECT_EQ(found("0.0.0.0%eth1:67"), "000");
}

TEST_F(FilterTest, CopiesShareTheirProgram) {
  Filter first = *Filter::parse("ssh", {});
  const Filter second = first;
  first = Filter();
  EXPECT_TRUE(first.is_empty());
  EXPECT_TRUE(second.matches(rows_.row('A')));
  EXPECT_FALSE(second.matches(rows_.row('B')));
}

TEST_F(FilterTest, NamesAreOptional) {
  EXPECT_TRUE(Filter::parse("https", {})->matches(rows_.row('B')) == false);
  EXPECT_FALSE(Filter::parse("port:https", {}).has_value());
  EXPECT_TRUE(Filter::parse("created_at:14:02", {}).has_value());
}

TEST_F(FilterTest, WordsWithSignsRemainWords) {
  EXPECT_EQ(find("--port=8080"), "I");
  EXPECT_EQ(find("user@host:22"), "-");
  EXPECT_EQ(find("/usr/sbin/sshd"), "A F");
  EXPECT_EQ(find("server.js"), "I");
  EXPECT_EQ(find("-D"), "A G");  // "avahi-daemon" matches too
}

TEST_F(FilterTest, OperatorsMayBeSurroundedByBlanks) {
  EXPECT_EQ(find("pid = 412"), "A");
  EXPECT_EQ(find("pid= 412"), "A");
  EXPECT_EQ(find("pid =412"), "A");
  EXPECT_EQ(find("pid != 412 user = root"), "F H");
  EXPECT_EQ(find("sent_bytes > 10M"), "F");
  EXPECT_EQ(find("pid : 412"), "A");
  EXPECT_EQ(find("pid in 412"), "-");
}

TEST_F(FilterTest, BlanksAroundSignsAreOptional) {
  EXPECT_EQ(find("ssh&&listen"), "A");
  EXPECT_EQ(find("firefox||curl"), "B J");
  EXPECT_EQ(find("(firefox)or(curl)"), "B J");
  EXPECT_EQ(find("process:firefox||process:curl"), "B J");
  EXPECT_EQ(find("!(firefox||curl)user:any"), "A C E F G H I");
  EXPECT_EQ(find("firefox | curl"), "B J");
  EXPECT_EQ(find("ssh & listen"), "A");
}

TEST_F(FilterTest, KeywordsIgnoreCase) {
  EXPECT_EQ(find("FIREFOX OR CURL"), "B J");
  EXPECT_EQ(find("NOT PROTOCOL:TCP"), "E G H");
  EXPECT_EQ(find("STATE ESTABLISHED"), "B F");
}

TEST_F(FilterTest, DoubleNegationCancelsOut) {
  EXPECT_EQ(find("not not firefox"), "B");
  EXPECT_EQ(find("!!firefox"), "B");
  EXPECT_EQ(find("! not !firefox"), find("not firefox"));
}

TEST_F(FilterTest, ListsAcceptEveryForm) {
  EXPECT_EQ(find("port:22,8000..8999"), "A F I J");
  EXPECT_EQ(find("process:/^ssh/,fox"), "A B F");
  EXPECT_EQ(find("process:\"fox\",'curl'"), "B J");
  EXPECT_EQ(find("pid:1,400..500"), "A G H");
  EXPECT_EQ(find("address:10.0.0.0/8,127.0.0.0/8"), "A C D E J");
  EXPECT_EQ(find("dport = :443,:8080"), "B J");
}

TEST_F(FilterTest, FieldsWithFixedWordsRejectOthers) {
  EXPECT_EQ(find("owner:gone"), "D");
  EXPECT_EQ(find("owner:none"), "-");
  EXPECT_EQ(find("direction:outbound,inbound"), "B F");
  EXPECT_EQ(find("direction:none"), "C D E G H I J");
  EXPECT_EQ(find("class:unknown"), "D E F G H I J");
  EXPECT_EQ(find("class!=hidden"), "A B");
  EXPECT_EQ(find("traffic_coverage:since-observed"), "B E F G J");
  EXPECT_EQ(find("family:ipv6"), "A C F G");
  EXPECT_EQ(find("state:/wait/"), "D");
  EXPECT_EQ(find("protocol:tcp,udp"), "A B C D E F G I J");
  EXPECT_THAT(error_of("owner:me"), HasSubstr("known, none, kernel"));
  EXPECT_THAT(error_of("protocol:http"), HasSubstr("mptcp"));
}

TEST_F(FilterTest, ANamespaceWithoutANumberMatchesNone) {
  auto sample = std::make_shared<Sample>();
  Snapshot snapshot;
  for (const NetnsId id : {NetnsId{4026532001}, stand_in_key(4026532777), NetnsId{}}) {
    const auto index = static_cast<std::uint32_t>(sample->sockets.size());
    sample->namespaces.emplace_back().id = id;
    sample->sockets.emplace_back().netns = id;
    snapshot.rows.emplace_back().socket = index;
  }
  snapshot.sample = sample;
  const auto found = [&](const std::string& text) {
    const auto filter = Filter::parse(text, {});
    std::string rows;
    for (const Row& row : snapshot.rows)
      rows += filter && filter->matches({snapshot, row}) ? '1' : '0';
    return rows;
  };
  EXPECT_EQ(found("netns:4026532001"), "100");
  for (const NetnsId key : {stand_in_key(4026532777), NetnsId{4026532777}, NetnsId{}}) {
    EXPECT_EQ(found("netns=" + std::to_string(key.value())), "000") << key.value();
  }
  EXPECT_EQ(found("netns!=4026532002"), "100") << "unknown is not another";
}

TEST_F(FilterTest, OtherKindsOfValues) {
  EXPECT_EQ(find("holders:412"), "A");
  EXPECT_EQ(find("holders:none"), "D");
  EXPECT_EQ(find("holders!=412"), "B C E F G H I J");
  EXPECT_EQ(find("mapped:no"), "D");
  EXPECT_EQ(find("mapped!=no mapped=TRUE"), "A B C E F G H I J");
  EXPECT_EQ(find("sent_rate:..1"), "B");
  EXPECT_EQ(find("sent_rate>0.4"), "B");
  EXPECT_EQ(find("sent_rate>0.6"), "-");
  EXPECT_EQ(find("netns:4026532001"), "-");  // it has a name
  EXPECT_EQ(find("netns=1"), "A B C D E F G H J");
  EXPECT_EQ(find("interface:eth0"), "G");
  EXPECT_EQ(find("last_process:postgres"), "D");
  EXPECT_EQ(find("started_at:1h.."), "A B C E F G H I J");
  EXPECT_EQ(find("pid:/^41/"), "A I");
}

TEST_F(FilterTest, AShownColumnIsSearched) {
  FilterNames names = TestRows::names();
  const auto matches = [&](char letter) {
    return Filter::parse("hidden", names)->matches(rows_.row(letter));
  };
  EXPECT_FALSE(matches('C'));
  names.columns = {FieldId::klass, FieldId::sent_bytes};
  EXPECT_TRUE(matches('C'));
  EXPECT_FALSE(matches('A'));
  EXPECT_TRUE(Filter::parse("512", names)->matches(rows_.row('E')));
}

TEST_F(FilterTest, CreationBoundsMatchOnlyIfCertain) {
  Row row = rows_.snapshot().rows[7];
  const Snapshot& snapshot = rows_.snapshot();
  const Timestamp now = snapshot.sample->taken_at;
  row.created_after = Timestamp{now.value() - 600 * kNanosecondsPerSecond};
  row.created_before = Timestamp{now.value() - 300 * kNanosecondsPerSecond};
  const auto matches = [&](std::string_view text) {
    return Filter::parse(text, TestRows::names())->matches({snapshot, row});
  };
  EXPECT_TRUE(matches("created_at:..10m"));
  EXPECT_FALSE(matches("created_at:..7m"));
  EXPECT_FALSE(matches("created_at:7m.."));
  EXPECT_TRUE(matches("created_at:5m.."));
  EXPECT_FALSE(matches("created_at!=5m..10m"));
  EXPECT_TRUE(matches("created_at!=1h.."));
  EXPECT_FALSE(matches("created_at!=7m.."));
  EXPECT_TRUE(matches("created_at:none"));
  EXPECT_TRUE(matches("created_before:..5m created_after:10m.."));
}

TEST_F(FilterTest, PointsAtTheMistake) {
  EXPECT_EQ(error_place("prcess:x"), "0+6");
  EXPECT_EQ(error_place("ssh and prcess:x"), "8+6");
  EXPECT_EQ(error_place("foo = bar"), "0+3");
  EXPECT_EQ(error_place("process:"), "7+1");
  EXPECT_EQ(error_place("process: x"), "7+1");
  EXPECT_EQ(error_place("process="), "7+1");
  EXPECT_EQ(error_place("(process:)"), "8+1");
  EXPECT_EQ(error_place("pid:"), "3+1");
  EXPECT_EQ(error_place("pid:x"), "4+1");
  EXPECT_EQ(error_place("pid:1,,2"), "5+1");
  EXPECT_EQ(error_place("pid:1,"), "5+1");
  EXPECT_EQ(error_place("pid:,1"), "4+1");
  EXPECT_EQ(error_place("pid>1,2"), "6+1");
  EXPECT_EQ(error_place("= 5"), "0+1");
  EXPECT_EQ(error_place("and ssh"), "0+3");
  EXPECT_EQ(error_place("ssh and"), "7+0");
  EXPECT_EQ(error_place("ssh or or x"), "7+2");
  EXPECT_EQ(error_place("ssh && && x"), "7+2");
  EXPECT_EQ(error_place("not"), "3+0");
  EXPECT_EQ(error_place("!"), "1+0");
  EXPECT_EQ(error_place("()"), "1+1");
  EXPECT_EQ(error_place("(ssh"), "0+1");
  EXPECT_EQ(error_place("ssh)"), "3+1");
  EXPECT_EQ(error_place("(ssh))"), "5+1");
  EXPECT_EQ(error_place("\"ssh"), "0+1");
  EXPECT_EQ(error_place("process:'ssh"), "8+1");
  EXPECT_EQ(error_place("\"a\"b"), "3+1");
  EXPECT_EQ(error_place("process:(x)"), "8+1");
  EXPECT_EQ(error_place("process:/a(/"), "10+1");
  EXPECT_EQ(error_place("mapped:maybe"), "7+5");
  EXPECT_EQ(error_place("mapped>1"), "6+1");
  EXPECT_EQ(error_place("process>x"), "7+1");
  EXPECT_EQ(error_place("address>1.2.3.4"), "7+1");
  EXPECT_EQ(error_place("local_address:1.2.3.4:80"), "14+10");
  EXPECT_EQ(error_place("1.2.3.4/99"), "8+2");
  EXPECT_EQ(error_place(":nosuchservice"), "1+13");
  EXPECT_EQ(error_place("state"), "0+5");
  EXPECT_EQ(error_place("state foo"), "6+3");
  EXPECT_EQ(error_place("state established state foo"), "24+3");
  EXPECT_EQ(error_place("exclude"), "0+7");
  EXPECT_EQ(error_place("dst"), "0+3");
  EXPECT_EQ(error_place("dst firefox"), "4+7");
  EXPECT_EQ(error_place("sport gt"), "6+2");
  EXPECT_EQ(error_place("created_at:5m"), "11+2");
  EXPECT_EQ(error_place("\xc3\xa9=\xff"), "none");
}

TEST_F(FilterTest, SuggestsTheNearestField) {
  EXPECT_THAT(error_of("stat:listen"), HasSubstr("\"state\""));
  EXPECT_THAT(error_of("remote_prot:1"), HasSubstr("\"remote_port\""));
  EXPECT_THAT(error_of("zzzzzzzz:1"), HasSubstr("quotes"));
}

TEST_F(FilterTest, HasLimits) {
  EXPECT_EQ(error_place(std::string(Filter::kMaxLength, 'a')), "none");
  EXPECT_EQ(error_place(std::string(Filter::kMaxLength + 1, 'a')), "4096+1");
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '(') + "a" +
           std::string(static_cast<std::size_t>(depth), ')');
  };
  EXPECT_EQ(error_place(nested(Filter::kMaxDepth)), "none");
  EXPECT_EQ(error_place(nested(Filter::kMaxDepth + 1)), "64+1");
  EXPECT_EQ(error_place(nested(2000)), "64+1");
  EXPECT_EQ(find(std::string(4095, '!') + "a"), find("!a"));
  std::string nots;
  for (int i = 0; i < Filter::kMaxDepth; ++i) nots += "not (a ";
  EXPECT_THAT(find(nots + std::string(Filter::kMaxDepth, ')')), testing::Not(StartsWith("error")));
}

}  // namespace
}  // namespace portexplorer::filter
