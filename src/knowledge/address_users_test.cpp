#include "knowledge/address_users.h"

#include <gmock/gmock.h>

#include "model/derive.h"
#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using ::testing::ElementsAre;
using testing::SampleBuilder;

class AddressUsers : public ::testing::Test {
 protected:
  AddressUse use_of(std::string_view address) {
    snapshot_ = derive(nullptr, SampleBuilder(builder_).build());
    return address_use(*snapshot_, *parse_ip(address));
  }

  static std::vector<AddressRole> roles(const AddressUse& use) {
    std::vector<AddressRole> roles;
    for (const AddressUser& user : use.users) roles.push_back(user.role);
    return roles;
  }

  SampleBuilder builder_{1'771'000'452};
  std::shared_ptr<const Snapshot> snapshot_;
};

TEST_F(AddressUsers, AConnectionWithoutAProgramIsClassifiedByItsState) {
  const auto end = [&](std::uint16_t peer, State state) {
    builder_.tcp("192.0.2.10", 5001, "198.51.100.7", peer, state, 0, peer)
        .set(SocketFlag::passive_open);
  };
  end(50001, State::established);
  end(50002, State::fin_wait2);
  end(50003, State::time_wait);
  EXPECT_THAT(roles(use_of("198.51.100.7")),
              ElementsAre(AddressRole::unaccepted, AddressRole::closing, AddressRole::ended));
}

TEST_F(AddressUsers, AnAttemptIsNotAConnection) {
  builder_.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::syn_sent, 5, 6);
  builder_.hold(builder_.process(10, "client"), 5);
  EXPECT_THAT(roles(use_of("198.51.100.7")), ElementsAre(AddressRole::connecting));
}

TEST_F(AddressUsers, AnOwnAddressHasTheConnectionsFromIt) {
  builder_.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 5, 6)
      .set(SocketFlag::active_open);
  builder_.hold(builder_.process(10, "client"), 5);
  EXPECT_THAT(roles(use_of("192.0.2.10")), ElementsAre(AddressRole::local));
}

TEST_F(AddressUsers, OnlySocketsOfItsNetworkNamespaceWaitAtAnOwnAddress) {
  builder_.sample().namespaces.push_back(
      {NetnsId{2}, "blue", false, {}, {*parse_ip("192.0.2.20")}, {}});
  builder_.listener(80, 5, 6);
  builder_.listener(81, 7, 8).netns = NetnsId{2};
  builder_.listener(82, 9, 10).netns = NetnsId{2};
  EXPECT_EQ(use_of("192.0.2.10").listening_everywhere, 1u);
  EXPECT_EQ(use_of("127.0.0.1").listening_everywhere, 1u)
      << "each namespace has a loopback of its own";
  EXPECT_FALSE(use_of("192.0.2.20").is_own) << "another network namespace has it";
}

}  // namespace
}  // namespace portexplorer
