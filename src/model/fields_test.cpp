#include "model/fields.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <set>

#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using testing::SampleBuilder;

std::string human(const Snapshot& snapshot, std::size_t row, FieldId id) {
  std::string out;
  append_human(out, field(id), RowView(snapshot, snapshot.rows[row]));
  return out;
}

TEST(Fields, HaveUniqueNamesAndHelp) {
  std::set<std::string_view> names;
  for (const Field& f : all_fields()) {
    EXPECT_TRUE(names.insert(f.name).second) << f.name;
    EXPECT_EQ(find_field(f.name), &f);
    EXPECT_GT(f.help.size(), 20u) << f.name;
    EXPECT_FALSE(f.title.empty()) << f.name;
  }
  EXPECT_EQ(find_field("nonsense"), nullptr);
}

TEST(Fields, HumanBytes) {
  const auto text = [](std::uint64_t n) {
    std::string out;
    append_human_bytes(out, n);
    return out;
  };
  EXPECT_EQ(text(0), "0 B");
  EXPECT_EQ(text(999), "999 B");
  EXPECT_EQ(text(1000), "1.0 kB");
  EXPECT_EQ(text(18'249), "18.2 kB");
  EXPECT_EQ(text(999'949), "999.9 kB");
  EXPECT_EQ(text(999'950), "1.0 MB");
  EXPECT_EQ(text(12'345'678), "12.3 MB");
  EXPECT_EQ(text(UINT64_MAX), "18.4 EB");
}

TEST(Fields, TimesInUtcWithNanoseconds) {
  std::string out;
  append_rfc3339(out, Timestamp{1'770'973'440'000'000'007});
  EXPECT_EQ(out, "2026-02-13T09:04:00.000000007Z");
  out.clear();
  append_rfc3339(out, Timestamp{-1});
  EXPECT_EQ(out, "1969-12-31T23:59:59.999999999Z");
  out = "at ";
  append_rfc3339(out, Timestamp{INT64_MAX});
  EXPECT_EQ(out, "at 2262-04-11T23:47:16.854775807Z");
  out.clear();
  append_rfc3339(out, Timestamp{INT64_MIN});
  EXPECT_EQ(out, "1677-09-21T00:12:43.145224192Z");
}

TEST(Fields, UnknownIsShownAsUnknown) {
  SampleBuilder b;
  b.tcp("127.0.0.1", 22, "127.0.0.1", 5000, State::time_wait, 0, 3);
  const auto snapshot = derive(nullptr, b.build());
  EXPECT_EQ(human(*snapshot, 0, FieldId::process), "--NETSTAT--");
  EXPECT_EQ(human(*snapshot, 0, FieldId::pid), "0");
  EXPECT_EQ(human(*snapshot, 0, FieldId::sent_bytes), "–");
  EXPECT_EQ(human(*snapshot, 0, FieldId::holders), "–");
  for (const FieldId id : {FieldId::process, FieldId::pid, FieldId::uid, FieldId::sent_bytes,
                           FieldId::created_at, FieldId::inode}) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(
        field(id).value(RowView(*snapshot, snapshot->rows[0]))))
        << field(id).name;
  }
}

// An unbound TCP or UDP socket is in no table of the kernel: without BPF it is known only by its
// fd.
TEST(Fields, UnknownEndpointsAreNotAnyAddress) {
  SampleBuilder b;
  for (const Family family : {Family::ipv4, Family::ipv6, Family::vsock, Family::netlink}) {
    Socket& s = b.tcp("0.0.0.0", 0, "0.0.0.0", 0, State::closed, 1, 1);
    s.family = family;
    s.forget(Known::endpoints);
  }
  const auto snapshot = derive(nullptr, b.build());
  for (std::size_t row = 0; row < snapshot->rows.size(); ++row) {
    for (const FieldId id : {FieldId::local_address, FieldId::local_port, FieldId::remote_address,
                             FieldId::remote_port}) {
      EXPECT_EQ(human(*snapshot, row, id), "–") << row << ' ' << field(id).name;
      EXPECT_TRUE(std::holds_alternative<std::monostate>(
          field(id).value(RowView(*snapshot, snapshot->rows[row]))))
          << field(id).name;
    }
  }
}

TEST(Fields, MappedIsUnknownIfTheOwnerIsUnknown) {
  SampleBuilder b;
  b.tcp("127.0.0.1", 22, "127.0.0.1", 5000, State::established, 7, 3);
  auto snapshot = *derive(nullptr, b.build());
  const auto mapped = [&](Owner owner) {
    snapshot.rows[0].owner = owner;
    const Value value = field(FieldId::mapped).value(RowView(snapshot, snapshot.rows[0]));
    const bool* truth = std::get_if<bool>(&value);
    return truth == nullptr ? std::nullopt : std::optional(*truth);
  };
  EXPECT_EQ(mapped(Owner::known), true);
  EXPECT_EQ(mapped(Owner::foreign), true) << "by a process that is not seen";
  for (const Owner owner : {Owner::none, Owner::gone, Owner::kernel})
    EXPECT_EQ(mapped(owner), false) << to_string(owner);
  for (const Owner owner : {Owner::not_permitted, Owner::unknown})
    EXPECT_EQ(mapped(owner), std::nullopt) << to_string(owner);
}

TEST(Fields, AddressesDistinguishAnyFromBoth) {
  SampleBuilder b;
  b.listener(22, 1, 1);
  b.tcp("::", 22, "::", 0, State::listen, 2, 2).set(SocketFlag::dual_stack);
  b.tcp("::", 22, "::", 0, State::listen, 3, 3).set(SocketFlag::v6only);
  b.tcp("fe80::1", 22, "::", 0, State::listen, 4, 4).interface = 2;
  b.tcp("fe80::1", 22, "fe80::2", 5, State::established, 5, 5).interface = 77;
  b.tcp("::", 22, "::", 0, State::listen, 6, 6);
  const auto snapshot = derive(nullptr, b.build());
  EXPECT_EQ(human(*snapshot, 0, FieldId::local_address), "0.0.0.0");
  EXPECT_EQ(human(*snapshot, 1, FieldId::local_address), "*");
  EXPECT_EQ(human(*snapshot, 2, FieldId::local_address), "::");
  EXPECT_EQ(human(*snapshot, 3, FieldId::local_address), "fe80::1%eth0");
  EXPECT_EQ(human(*snapshot, 4, FieldId::remote_address), "fe80::2%77");
  EXPECT_EQ(human(*snapshot, 0, FieldId::remote_address), "*");
  EXPECT_EQ(human(*snapshot, 5, FieldId::local_address), "*?")
      << "whether it serves IPv4 is unknown";
  EXPECT_EQ(human(*snapshot, 1, FieldId::v6only), "no");
  EXPECT_EQ(human(*snapshot, 2, FieldId::v6only), "yes");
  for (const std::size_t row : {0u, 3u, 4u, 5u})
    EXPECT_EQ(human(*snapshot, row, FieldId::v6only), "–") << row;
}

TEST(Fields, ARawSocketHasAProtocolAndNoPort) {
  SampleBuilder b;
  Socket& raw = b.tcp("0.0.0.0", 0, "0.0.0.0", 0, State::unconnected, 1, 1);
  raw.protocol = Protocol::raw;
  raw.raw_protocol = 89;
  raw.set_known(Known::endpoints);
  b.tcp("127.0.0.1", 22, "127.0.0.1", 5000, State::established, 2, 2);
  Socket& packet = b.tcp("0.0.0.0", 3, "0.0.0.0", 0, State::unconnected, 3, 3);
  packet.protocol = Protocol::packet;
  packet.family = Family::packet;
  packet.set_known(Known::endpoints);
  const auto snapshot = derive(nullptr, b.build());
  EXPECT_EQ(human(*snapshot, 0, FieldId::ip_protocol), "89");
  EXPECT_EQ(human(*snapshot, 0, FieldId::local_port), "–");
  EXPECT_EQ(human(*snapshot, 0, FieldId::remote_port), "–");
  EXPECT_EQ(human(*snapshot, 1, FieldId::ip_protocol), "6");
  EXPECT_EQ(human(*snapshot, 1, FieldId::ethertype), "–");
  EXPECT_EQ(human(*snapshot, 2, FieldId::ethertype), "3");
  EXPECT_EQ(human(*snapshot, 2, FieldId::local_port), "–");
  EXPECT_EQ(human(*snapshot, 2, FieldId::ip_protocol), "–");
}

// Two readers in different time namespaces see different ticks in /proc, but the field is the same
// for both.
TEST(Fields, StartTicksAreThoseOfTheFirstTimeNamespace) {
  const auto shown = [](std::optional<std::int64_t> added) {
    SampleBuilder b;
    b.listener(22, 1, 1);
    b.hold(b.process(1, "sshd", 5'000), 1);
    b.sample().host.added_start_ticks = added;
    const auto snapshot = derive(nullptr, b.build());
    return human(*snapshot, 0, FieldId::start_ticks);
  };
  EXPECT_EQ(shown(0), "5000");
  EXPECT_EQ(shown(1'000), "4000");
  EXPECT_EQ(shown(-1'000), "6000");
  EXPECT_EQ(shown(std::nullopt), "–");
}

TEST(Fields, UnixNamesAreEscaped) {
  SampleBuilder b;
  Socket& s = b.tcp("0.0.0.0", 0, "0.0.0.0", 0, State::listen, 1, 1);
  s.protocol = Protocol::unix_domain;
  s.family = Family::unix_domain;
  s.text = b.sample().tables.add_text("evil\x1b[2J\nname");
  s.set(SocketFlag::abstract_name);
  const auto snapshot = derive(nullptr, b.build());
  EXPECT_EQ(human(*snapshot, 0, FieldId::local_address), "@evil\\x1b[2J\\nname");
}

TEST(Fields, CreationIsExactOrABound) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  SampleBuilder b(1'770'973'440);
  Socket& s = b.listener(22, 1, 1);
  s.created_at = Timestamp{1'770'973'000 * kNanosecondsPerSecond};
  s.set_known(Known::created_at);
  b.listener(23, 2, 2);
  b.listener(24, 3, 3).created_at = Timestamp{1};
  Socket& yesterday = b.listener(25, 4, 4);
  yesterday.created_at = Timestamp{1'770'900'000 * kNanosecondsPerSecond};
  yesterday.set_known(Known::created_at);
  const auto snapshot = derive(nullptr, b.build());
  EXPECT_EQ(human(*snapshot, 0, FieldId::created_at), "08:56:40");
  EXPECT_EQ(human(*snapshot, 1, FieldId::created_at), "<09:04:00");
  EXPECT_EQ(human(*snapshot, 2, FieldId::created_at), "<09:04:00");
  EXPECT_EQ(human(*snapshot, 3, FieldId::created_at), "2026-02-12 12:40:00");
}

// "<09:03" for a socket first seen at 09:03:20 would claim that it is older than is known.
TEST(Fields, ABoundIsNeverShownEarlierThanItIs) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  constexpr std::int64_t kMidnight = 1'770'940'800;  // 2026-02-13
  const auto at = [](std::int64_t second, std::int64_t ns = 0) {
    return Timestamp{(kMidnight + second) * kNanosecondsPerSecond + ns};
  };
  const Timestamp now = at(23 * 3600 + 59 * 60 + 59, 900'000'000);
  EXPECT_EQ(short_bound_text(at(9 * 3600 + 240), now), "<09:04");
  EXPECT_EQ(short_bound_text(at(9 * 3600 + 240, 1), now), "<09:05");
  EXPECT_EQ(short_bound_text(at(9 * 3600 + 200), now), "<09:04");
  EXPECT_EQ(short_bound_text(at(9 * 3600 + 59 * 60 + 30), now), "<10:00");
  EXPECT_EQ(short_bound_text(now, now), "<24:00");
  EXPECT_EQ(short_bound_text(at(-3600), now), "<02-13");
  EXPECT_EQ(short_bound_text(at(-24 * 3600), now), "<02-12");
  EXPECT_EQ(short_bound_text(at(-24 * 3600, 1), now), "<02-13");
  EXPECT_EQ(short_bound_text(at(-44 * 24 * 3600), now), "<2025-12-31");
  EXPECT_EQ(next_shown_second(at(5)), at(5));
  EXPECT_EQ(next_shown_second(at(5, 1)), at(6));
  EXPECT_EQ(next_shown_second(Timestamp{-1}), Timestamp{0});
  SampleBuilder b(kMidnight + 40'000);
  b.listener(22, 1, 1);
  auto sample = std::make_shared<Sample>(*b.build());
  sample->taken_at = at(40'000, 700'000'000);
  const auto snapshot = derive(nullptr, std::move(sample));
  EXPECT_EQ(human(*snapshot, 0, FieldId::created_at), "<11:06:41");
  EXPECT_EQ(human(*snapshot, 0, FieldId::created_before), "11:06:41");
}

TEST(Fields, QueuesOfAListenerAreConnections) {
  SampleBuilder b;
  Socket& s = b.listener(22, 1, 1);
  s.set_queues(3, 4096);
  const auto snapshot = derive(nullptr, b.build());
  EXPECT_EQ(human(*snapshot, 0, FieldId::recv_queue), "3");
  EXPECT_EQ(human(*snapshot, 0, FieldId::send_queue), "4096");
}

TEST(Fields, SortUnknownLast) {
  SampleBuilder b;
  const auto add = [&](std::uint64_t cookie, std::optional<std::uint64_t> bytes) {
    Socket& s = b.listener(22, cookie, cookie);
    s.sent_bytes = bytes.value_or(0);
    if (bytes) s.set_known(Known::bytes);
  };
  add(1, std::nullopt);
  add(2, 9);
  add(3, 10);
  const auto snapshot = derive(nullptr, b.build());
  const auto view = [&](std::size_t i) { return RowView(*snapshot, snapshot->rows[i]); };
  const Field& sent = field(FieldId::sent_bytes);
  EXPECT_GT(compare(sent, view(0), view(1)), 0);
  EXPECT_LT(compare(sent, view(1), view(2)), 0);
  EXPECT_EQ(compare(sent, view(0), view(0)), 0);
}

std::string_view invented_service(Protocol, std::uint32_t port) {
  return port == 443 ? "web" : port == 22 ? "login" : "";
}
std::uint32_t invented_threats(Protocol, std::uint32_t port) { return port % 10; }

TEST(Fields, ServicesAndThreatsExcludeEphemeralPorts) {
  SampleBuilder b;
  b.listener(22, 1, 1);
  // Inbound: the port of the other side means nothing.
  b.tcp("192.0.2.10", 22, "198.51.100.7", 9003, State::established, 2, 2)
      .set(SocketFlag::passive_open);
  b.tcp("192.0.2.10", 40009, "198.51.100.7", 443, State::established, 3, 3);  // outbound
  b.tcp("192.0.2.10", 8007, "198.51.100.7", 443, State::established, 4,
        4);  // direction unknown
  const auto snapshot =
      derive(nullptr, b.build(),
             {.port_names = {.service = invented_service, .threats = invented_threats}});
  const auto texts = [&](FieldId id) {
    std::string all;
    for (std::size_t i = 0; i < 4; ++i) all += human(*snapshot, i, id) + " ";
    return all;
  };
  EXPECT_EQ(texts(FieldId::local_service), "login login – – ");
  EXPECT_EQ(texts(FieldId::remote_service), "– – web web ");
  EXPECT_EQ(texts(FieldId::threat_ports), "2 2 3 7 ");
}

TEST(Fields, ServicesAndThreatsAreUnknownWithoutPortNames) {
  SampleBuilder b;
  b.listener(22, 1, 1);
  const auto snapshot = derive(nullptr, b.build());
  EXPECT_EQ(human(*snapshot, 0, FieldId::local_service), "–");
  EXPECT_EQ(human(*snapshot, 0, FieldId::threat_ports), "–");
}

TEST(Fields, EveryFieldOfEveryKindOfRowCanBeRead) {
  SampleBuilder b;
  b.tcp("127.0.0.1", 22, "127.0.0.1", 5000, State::time_wait, 0, 3);
  for (const Family family : {Family::unknown, Family::unix_domain, Family::netlink, Family::packet,
                              Family::vsock, Family::other}) {
    Socket& s = b.listener(1, 10 + static_cast<std::uint64_t>(family),
                           10 + static_cast<std::uint64_t>(family));
    s.family = family;
  }
  const auto snapshot = derive(nullptr, b.build());
  for (std::size_t i = 0; i < snapshot->rows.size(); ++i) {
    for (const Field& f : all_fields()) EXPECT_FALSE(human(*snapshot, i, f.id).empty()) << f.name;
  }
}

}  // namespace
}  // namespace portexplorer
