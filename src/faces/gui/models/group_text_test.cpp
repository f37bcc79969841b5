#include "faces/gui/models/group_text.h"

#include <gtest/gtest.h>

#include "faces/gui/rows/row_list.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

constexpr std::int64_t kNow = 1'700'000'000;

// Two processes: firefox with three connections and a UDP socket, all with known creation times, or
// one without if !firefox_is_new; sshd with an old listener.
std::shared_ptr<const Listing> listing(bool firefox_is_new) {
  testing::SampleBuilder b(kNow);
  const auto firefox = b.process(2210, "firefox");
  const auto sshd = b.process(412, "sshd");
  const auto made = [&](Socket& s, std::int64_t second) {
    if (!firefox_is_new && second == 0) return;
    s.created_at = Timestamp{(kNow + second) * kNanosecondsPerSecond};
    s.set_known(Known::created_at);
  };
  made(b.tcp("192.0.2.10", 50'001, "198.51.100.7", 443, State::established, 1, 1), -60);
  made(b.tcp("192.0.2.10", 50'002, "198.51.100.7", 443, State::close_wait, 2, 2), 0);
  Socket& third = b.tcp("192.0.2.10", 50'003, "198.51.100.7", 443, State::established, 3, 3);
  made(third, -30);
  third.retransmits = 5;
  third.set_known(Known::retransmits);
  Socket& udp = b.tcp("192.0.2.10", 50'004, "198.51.100.7", 443, State::established, 4, 4);
  udp.protocol = Protocol::udp;
  made(udp, -90);
  b.listener(22, 5, 5);
  for (std::uint64_t inode = 1; inode <= 4; ++inode) b.hold(firefox, inode);
  b.hold(sshd, 5);
  RowList rows;
  ViewSettings view;
  view.grouped = true;
  (void)rows.change_view(view);
  return rows.show(derive(nullptr, b.build()), Ordering::anew).listing;
}

QString text(const Listing& shown, std::uint32_t group, std::string_view column) {
  return group_text(shown, group, find_column(column), {});
}

class GroupText : public ::testing::Test {
 protected:
  GroupText() {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
  }
};

TEST_F(GroupText, SummarizesTheGroup) {
  const auto shown = listing(true);
  ASSERT_EQ(shown->groups.size(), 2U);
  EXPECT_EQ(text(*shown, 0, "process"), "firefox");
  EXPECT_EQ(text(*shown, 0, "state"), "3 ESTABLISHED, 1 CLOSE_WAIT");
  EXPECT_EQ(text(*shown, 0, "protocol"), "tcp, udp");
  EXPECT_EQ(text(*shown, 0, "created_at"), "22:11:50");
  EXPECT_EQ(text(*shown, 0, "retransmits"), "5");
  EXPECT_EQ(text(*shown, 0, "pid"), "2210");
  EXPECT_EQ(text(*shown, 0, "remote_port"), "") << "they have different ones";
  EXPECT_EQ(text(*shown, 1, "state"), "1 LISTEN");
  EXPECT_EQ(text(*shown, 0, "local"), "4 socket(s)");
  EXPECT_EQ(text(*shown, 0, "sent_packets"), "–");
  EXPECT_EQ(text(*shown, 1, "protocol"), "tcp");
  EXPECT_EQ(text(*shown, 1, "retransmits"), "–");
  EXPECT_EQ(text(*shown, 1, "created_at"), "<22:13:20") << "it existed before the first reading";
}

TEST_F(GroupText, OneUnknownAgeMakesTheAgeABound) {
  const auto shown = listing(false);
  EXPECT_EQ(text(*shown, 0, "created_at"), "<22:11:50")
      << "one of them existed before the first reading";
}

}  // namespace
}  // namespace portexplorer::gui
