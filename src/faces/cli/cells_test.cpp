#include "faces/cli/cells.h"

#include <gmock/gmock.h>

#include <random>

#include "base/escape.h"
#include "faces/export/digits.h"
#include "model/derive.h"
#include "support/sample_builder.h"

namespace portexplorer::cli {
namespace {

// Random values, half of them at the limits of a range.
class Dice {
 public:
  std::uint64_t number() {
    const auto raw = engine_();
    switch (raw % 4) {
      case 0: return raw >> (engine_() % 64);
      case 1: return raw % 3;
      case 2: return (std::uint64_t{1} << (engine_() % 64)) - 1;
      default: return raw % 1'000'000;
    }
  }
  template <typename Enum>
  Enum one_of(int count) {
    return static_cast<Enum>(engine_() % static_cast<std::uint64_t>(count));
  }
  std::string text() {
    std::string result(engine_() % 12, ' ');
    for (char& c : result)
      c = static_cast<char>(engine_() % 4 == 0 ? engine_() : 'a' + engine_() % 26);
    return result;
  }
  IpAddress address() {
    IpAddress a;
    const bool sparse = engine_() % 2 == 0;
    for (auto& byte : a.bytes)
      byte = static_cast<std::uint8_t>(sparse && engine_() % 3 != 0 ? 0 : engine_());
    if (engine_() % 5 == 0) a = IpAddress{};
    return a;
  }

 private:
  std::mt19937_64 engine_{20'260'213};
};

Socket random_socket(Dice& dice, Tables& tables) {
  Socket s;
  s.protocol = dice.one_of<Protocol>(kProtocolCount);
  s.family = dice.one_of<Family>(8);
  s.state = dice.one_of<State>(13);
  s.local_address = dice.address();
  s.remote_address = dice.address();
  s.local_port = static_cast<std::uint32_t>(dice.number());
  s.remote_port = static_cast<std::uint32_t>(dice.number());
  s.inode = Inode{dice.number()};
  s.cookie = Cookie{dice.number()};
  s.netns = NetnsId{1};
  s.interface = static_cast<std::uint32_t>(dice.number() % 4);
  s.sent_bytes = dice.number();
  s.received_bytes = dice.number();
  s.recv_queue = static_cast<std::uint32_t>(dice.number());
  s.rtt_us = static_cast<std::uint32_t>(dice.number());
  s.uid = static_cast<std::uint32_t>(dice.number());
  s.known_bits = static_cast<std::uint16_t>(dice.number());
  s.flags = static_cast<std::uint16_t>(dice.number());
  s.created_at = Timestamp{static_cast<std::int64_t>(dice.number() >> 1)};
  s.text = tables.add_text(dice.text());
  if (dice.number() % 3 != 0)
    s.process = static_cast<std::uint32_t>(dice.number() % tables.processes.size());
  return s;
}

std::shared_ptr<const Snapshot> random_snapshot(Dice& dice) {
  testing::SampleBuilder builder;
  for (int i = 0; i < 20; ++i) {
    builder.process(static_cast<int>(dice.number() % 4'000'000), dice.text());
    builder.sample().tables.processes.back().command = dice.text();
    builder.sample().tables.processes.back().user = dice.text();
  }
  for (int i = 0; i < 3000; ++i)
    builder.sample().sockets.push_back(random_socket(dice, builder.sample().tables));
  return derive(nullptr, std::make_shared<const Sample>(builder.sample()));
}

std::string rendered(CellRenderer& renderer, const Column& column, const RowView& view) {
  TextBuffer out;
  const CellLength length = renderer.render(column, view, out);
  if (length == kUnknownCell) {
    EXPECT_EQ(out.size(), 0u);
    return std::string(kUnknownText);
  }
  EXPECT_EQ(out.size(), length & ~kWideFlag);
  EXPECT_EQ((length & kWideFlag) == 0,
            display_width(out.view()) == static_cast<int>(out.size()) || out.view().empty())
      << out.view();
  return std::string(out.view());
}

TEST(Cells, HaveTheTextOfTheFieldsForEveryRow) {
  Dice dice;
  const auto snapshot = random_snapshot(dice);
  const ProcessNames names(snapshot->sample->tables, ProcessAs::name);
  CellRenderer renderer(*snapshot, names, {});
  for (const Row& row : snapshot->rows) {
    const RowView view(*snapshot, row);
    for (const Field& f : all_fields()) {
      std::string expected;
      append_human(expected, f, view);
      ASSERT_EQ(rendered(renderer, {ColumnKind::field, f.id, f.title, f.align, 0}, view), expected)
          << f.name;
    }
  }
}

TEST(Cells, PutBytesLikeTheFields) {
  Dice dice;
  std::vector<std::uint64_t> values = {0,       999,     1000,    1049,      1050,
                                       999'949, 999'950, 999'999, 1'000'000, UINT64_MAX};
  for (std::uint64_t scale = 1000; scale < UINT64_MAX / 1000; scale *= 1000) {
    for (const std::uint64_t near :
         {scale - 1, scale, scale + 1, scale * 1000 - scale / 20 - 1, scale * 1000 - scale / 20})
      values.push_back(near);
  }
  for (int i = 0; i < 100'000; ++i) values.push_back(dice.number());
  for (const std::uint64_t value : values) {
    std::string expected;
    append_human_bytes(expected, value);
    char text[24];
    ASSERT_EQ(std::string(text, put_human_bytes(text, value)), expected) << value;
    ASSERT_EQ(std::string(text, put_number(text, value)), std::to_string(value));
  }
}

TEST(Cells, PutIpv4AddressesLikeTheModel) {
  Dice dice;
  for (int i = 0; i < 10'000; ++i) {
    const IpAddress a = dice.address();
    std::string expected;
    append_ip(expected, Family::ipv4, a);
    char text[32];
    ASSERT_EQ(std::string(text, put_ipv4(text, a.bytes.data())), expected);
  }
}

// Renders one cell of one socket.
class EndpointCell : public ::testing::Test {
 protected:
  std::string local(bool services = true) { return cell(ColumnKind::local, services); }
  std::string remote() { return cell(ColumnKind::remote, true); }

  std::string cell(ColumnKind kind, bool services) {
    const auto snapshot = derive(nullptr, std::make_shared<const Sample>(builder_.sample()));
    const ProcessNames names(snapshot->sample->tables, ProcessAs::name);
    CellRenderer renderer(*snapshot, names, {.services = services});
    return rendered(renderer, {kind, FieldId::local_address, "", Align::left, 0},
                    {*snapshot, snapshot->rows.back()});
  }

  testing::SampleBuilder builder_;
};

TEST_F(EndpointCell, NamesServices) {
  builder_.tcp("192.0.2.10", 443, "198.51.100.7", 40'000, State::established, 1, 1);
  EXPECT_EQ(local(), "192.0.2.10:443 https");
  EXPECT_EQ(local(false), "192.0.2.10:443");
  EXPECT_EQ(remote(), "198.51.100.7:40000");
}

TEST_F(EndpointCell, NamesNoServiceForAnEphemeralPort) {
  builder_.tcp("192.0.2.10", 33'434, "198.51.100.7", 443, State::established, 1, 1);
  EXPECT_EQ(local(), "192.0.2.10:33434");
  builder_.tcp("192.0.2.10", 33'434, "0.0.0.0", 0, State::listen, 2, 2);
  EXPECT_THAT(local(), ::testing::StartsWith("192.0.2.10:33434 "));
}

TEST_F(EndpointCell, BracketsIpv6) {
  builder_.tcp("::1", 22, "2001:db8::1", 50'000, State::established, 1, 1);
  EXPECT_EQ(local(), "[::1]:22 ssh");
  EXPECT_EQ(remote(), "[2001:db8::1]:50000");
}

TEST_F(EndpointCell, ShowsAnyAddressOfBothFamiliesAsAStar) {
  builder_.tcp("::", 22, "::", 0, State::listen, 1, 1);
  EXPECT_EQ(local(), "*?:22 ssh") << "not known";
  EXPECT_EQ(remote(), "*");
  builder_.sample().sockets.back().set(SocketFlag::dual_stack);
  EXPECT_EQ(local(), "*:22 ssh");
  builder_.sample().sockets.back().flags = 0;
  builder_.sample().sockets.back().set(SocketFlag::v6only);
  EXPECT_EQ(local(), "[::]:22 ssh");
  builder_.listener(22, 2, 2);
  EXPECT_EQ(local(), "0.0.0.0:22 ssh");
}

TEST_F(EndpointCell, IsUnknownIfOnlyTheDescriptorIsKnown) {
  builder_.tcp("0.0.0.0", 0, "0.0.0.0", 0, State::closed, 1, 1).forget(Known::endpoints);
  EXPECT_EQ(local(), "–");
  EXPECT_EQ(remote(), "–");
}

TEST_F(EndpointCell, HasNoPortIfTheProtocolHasNone) {
  builder_.tcp("127.0.0.1", 1, "0.0.0.0", 0, State::unconnected, 1, 1).protocol = Protocol::icmp;
  EXPECT_EQ(local(), "127.0.0.1");
}

TEST(Signs, ShowChangesBeforeHidden) {
  Row row;
  EXPECT_EQ(sign_of(row), Sign::none);
  row.klass = Class::hidden;
  EXPECT_EQ(sign_of(row), Sign::hidden);
  row.change = Change::fresh;
  EXPECT_EQ(sign_of(row), Sign::fresh);
  row.change = Change::short_lived;
  EXPECT_EQ(sign_of(row), Sign::short_lived);
}

}  // namespace
}  // namespace portexplorer::cli
