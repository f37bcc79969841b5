// Tests what docs/filters.md does not show: corner cases, errors, limits.
#include "model/filter/filter.h"

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "model/netns_number.h"
#include "support/filter_fixture.h"

namespace portexplorer::filter {
namespace {

using testing::HasSubstr;

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

}  // namespace
}  // namespace portexplorer::filter
