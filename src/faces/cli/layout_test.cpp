#include "faces/cli/layout.h"

#include <gmock/gmock.h>

#include "base/escape.h"
#include "faces/cli/table.h"
#include "model/derive.h"
#include "support/sample_builder.h"

namespace portexplorer::cli {
namespace {

std::string shortened(std::string_view text, int width, Cut cut) {
  TextBuffer out;
  append_shortened(out, text, width, cut);
  EXPECT_LE(display_width(out.view()), width) << text;
  return std::string(out.view());
}

TEST(Shortened, CutsAtTheEnd) {
  EXPECT_EQ(shortened("abcdefgh", 5, Cut::end), "abcd…");
  EXPECT_EQ(shortened("\xe4\xb8\xad\xe6\x96\x87\xe8\xbf\x9b", 4, Cut::end), "\xe4\xb8\xad…");
  EXPECT_EQ(shortened("abc", 1, Cut::end), "…");
}

TEST(Shortened, CutsInTheMiddle) { EXPECT_EQ(shortened("abcdefghij", 7, Cut::middle), "abc…hij"); }

TEST(Shortened, AnEndpointLosesItsServiceThenItsMiddleButNeverItsPort) {
  EXPECT_EQ(shortened("127.0.0.1:5432 postgresql", 19, Cut::endpoint), "127.0.0.1:5432");
  EXPECT_EQ(shortened("198.51.100.7:443 https", 14, Cut::endpoint), "198.5…00.7:443");
  EXPECT_EQ(shortened("[2001:db8:1234:5678:9abc:def0:1234:5678]:443 https", 20, Cut::endpoint),
            "[2001:d…34:5678]:443");
  EXPECT_EQ(shortened("/run/a/very/long/path", 11, Cut::endpoint), "/run/…/path");
}

// The default columns with typical widths: PROTO LOCAL REMOTE STATE PROCESS PID class CREATED SENT
// RECEIVED.
class UsualLayout : public ::testing::Test {
 protected:
  [[nodiscard]] Layout fit(int width) const { return Layout::fit(columns_, natural_, width); }
  static bool shows(const Layout& layout, std::size_t column) {
    return layout.columns()[column].visible;
  }

  static constexpr std::size_t kLocal = 1, kProcess = 4, kCreated = 7, kSent = 8, kReceived = 9;
  std::vector<Column> columns_ = *choose_columns(Options{});
  std::vector<int> natural_ = {5, 25, 25, 11, 30, 5, 1, 11, 8, 8};
};

TEST_F(UsualLayout, FitsIntoFiftyColumnsOrMore) {
  for (int width = 50; width < 300; ++width) {
    EXPECT_LE(fit(width).total_width(), width);
    EXPECT_FALSE(fit(width).is_too_wide()) << width;
  }
  EXPECT_TRUE(fit(30).is_too_wide());
}

TEST_F(UsualLayout, HasNaturalWidthsIfTheyFit) {
  for (const int width : {0, 150, 1000}) {
    for (std::size_t c = 0; c < natural_.size(); ++c)
      EXPECT_EQ(fit(width).columns()[c].width, natural_[c]);
  }
}

TEST_F(UsualLayout, DropsCreatedThenTrafficAndShortensNamesBeforeAndAddressesAfter) {
  const Layout tight = fit(139);  // the process name is shortened first
  EXPECT_LT(tight.columns()[kProcess].width, 30);
  EXPECT_TRUE(shows(tight, kCreated));
  const Layout narrower = fit(126);
  EXPECT_FALSE(shows(narrower, kCreated));
  EXPECT_TRUE(shows(narrower, kSent) && shows(narrower, kReceived));
  const Layout narrow = fit(110);
  EXPECT_FALSE(shows(narrow, kSent) || shows(narrow, kReceived));
  EXPECT_EQ(narrow.columns()[kLocal].width, 25);
  EXPECT_LT(fit(80).columns()[kLocal].width, 25);
}

TEST(Table, FitsEveryWidth) {
  testing::SampleBuilder builder;
  const auto owner = builder.process(1, std::string(300, 'n'));
  builder.tcp("2001:db8:1234:5678:9abc:def0:1234:5678", 1, "::1", 2, State::established, 1, 1)
      .process = owner;
  builder.sample().tables.processes[0].command = std::string(40'000, 'c');
  const auto snapshot = derive(nullptr, std::make_shared<const Sample>(builder.sample()));
  Options options;
  options.columns = "local,remote,process,pid,command";
  Table table(*snapshot, *choose_columns(options), {});
  const std::uint32_t row = 0;
  table.render(std::span(&row, 1));
  for (int width = 0; width < 200; ++width) {
    table.fit(width);
    TextBuffer line;
    table.append_row(line, 0);
    if (width == 0) {
      EXPECT_GT(line.size(), 40'300u) << "nothing is cut without a limit";
    } else {
      EXPECT_LE(display_width(line.view()), width);
    }
  }
}

}  // namespace
}  // namespace portexplorer::cli
