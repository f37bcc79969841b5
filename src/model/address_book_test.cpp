#include "model/address_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/fields.h"
#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using testing::SampleBuilder;

// Provides two addresses and counts the queries.
class FakeBook final : public AddressBook {
 public:
  std::vector<AddressHost> hosts(std::span<const ParsedAddress> addresses) override {
    std::vector<AddressHost> hosts;
    for (const ParsedAddress& a : addresses) {
      named.push_back(text_of_address(a));
      hosts.push_back(named.back() == "198.51.100.7"
                          ? AddressHost{.name = "www.example", .known = HostSource::hosts_file}
                          : AddressHost{.name = {}, .known = HostSource::no_answer});
    }
    return hosts;
  }

  std::vector<AddressPlace> places(std::span<const ParsedAddress> addresses) override {
    std::vector<AddressPlace> places;
    for (const ParsedAddress& a : addresses) {
      placed.push_back(text_of_address(a));
      places.push_back(placed.back() == "198.51.100.7"
                           ? AddressPlace{.country = "DE", .network = "AS64500 Example"}
                           : AddressPlace{});
    }
    return places;
  }

  std::vector<std::string> named, placed;

 private:
  static std::string text_of_address(const ParsedAddress& a) {
    std::string text;
    append_ip(text, a.family, a.address);
    return text;
  }
};

std::string text_of(const Snapshot& snapshot, std::size_t row, FieldId id) {
  std::string out;
  append_human(out, field(id), {snapshot, snapshot.rows[row]});
  return out;
}

TEST(RemoteFacts, FillTheirFieldsAndLookUpEachAddressOnce) {
  SampleBuilder b;
  b.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 1, 1);
  b.tcp("192.0.2.10", 40001, "203.0.113.9", 443, State::established, 2, 2);
  b.tcp("192.0.2.10", 40002, "198.51.100.7", 80, State::established, 3, 3);
  b.listener(22, 4, 4);
  const auto book = std::make_shared<FakeBook>();
  const auto snapshot = derive(nullptr, b.build(), {.addresses = book});
  EXPECT_TRUE(book->named.empty()) << "nothing is looked up before a field wants it";
  EXPECT_EQ(text_of(*snapshot, 0, FieldId::remote_host), "www.example");
  EXPECT_EQ(text_of(*snapshot, 2, FieldId::remote_host_source), "hosts_file");
  EXPECT_TRUE(book->placed.empty()) << "names do not want places";
  EXPECT_EQ(text_of(*snapshot, 2, FieldId::country), "DE");
  EXPECT_EQ(text_of(*snapshot, 2, FieldId::network), "AS64500 Example");
  EXPECT_EQ(text_of(*snapshot, 1, FieldId::remote_host), "–");
  EXPECT_EQ(text_of(*snapshot, 1, FieldId::remote_host_source), "no_answer");
  EXPECT_EQ(text_of(*snapshot, 3, FieldId::remote_host_source), "–")
      << "a listener has no remote address";
  EXPECT_THAT(book->named, ::testing::ElementsAre("198.51.100.7", "203.0.113.9"));
  EXPECT_EQ(book->placed, book->named);
}

TEST(RemoteFacts, AreUnknownWithoutABook) {
  SampleBuilder b;
  b.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 1, 1);
  const auto snapshot = derive(nullptr, b.build());
  EXPECT_EQ(text_of(*snapshot, 0, FieldId::remote_host_source), "–");
}

TEST(RemoteFacts, DistinguishManyAddresses) {
  SampleBuilder b;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    const std::string address =
        "198.51." + std::to_string(95 + i / 250) + "." + std::to_string(i % 250);
    b.tcp("192.0.2.10", 40000, address, 443, State::established, i + 1, i + 1);
    b.tcp("192.0.2.10", 40000, "2001:db8::" + std::to_string(i % 50), 443, State::established,
          5000 + i, 5000 + i);
  }
  const auto book = std::make_shared<FakeBook>();
  const auto snapshot = derive(nullptr, b.build(), {.addresses = book});
  std::vector<std::size_t> german;
  for (std::size_t row = 0; row < snapshot->rows.size(); ++row) {
    if (text_of(*snapshot, row, FieldId::country) == "DE") german.push_back(row);
  }
  EXPECT_EQ(book->placed.size(), 3050u);
  EXPECT_THAT(german, ::testing::ElementsAre(2514u))
      << "5 * 250 + 7 pairs of rows stand before 198.51.100.7";
}

TEST(RemoteFacts, ClosedRowsKeepTheirFacts) {
  SampleBuilder before;
  before.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 1, 1);
  const auto book = std::make_shared<FakeBook>();
  const auto first = derive(nullptr, before.build(), {.addresses = book});
  const auto second =
      derive(first.get(), SampleBuilder(1'700'000'001).build(), {.addresses = book});
  ASSERT_EQ(second->rows.size(), 1u);
  EXPECT_EQ(text_of(*second, 0, FieldId::country), "DE");
}

TEST(RemoteAddresses, AreListedOnce) {
  SampleBuilder b;
  b.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 1, 1);
  b.tcp("192.0.2.10", 40001, "198.51.100.7", 444, State::established, 2, 2);
  b.tcp("::1", 40001, "::1", 444, State::established, 3, 3);
  b.listener(22, 4, 4);
  const auto snapshot = derive(nullptr, b.build());
  const auto addresses = remote_addresses(*snapshot, [](const RowView&) { return true; });
  ASSERT_EQ(addresses.size(), 2u);
  EXPECT_EQ(
      remote_addresses(*snapshot, [](const RowView& v) { return v.socket().remote_port == 444; })
          .size(),
      2u)
      << "any row will do";
  EXPECT_TRUE(remote_addresses(*snapshot, [](const RowView&) { return false; }).empty());
  EXPECT_EQ(addresses[1].family, Family::ipv6);
}

}  // namespace
}  // namespace portexplorer
