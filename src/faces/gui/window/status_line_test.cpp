#include "faces/gui/window/status_line.h"

#include <gmock/gmock.h>

#include <QTest>

#include "model/derive.h"

namespace portexplorer::gui {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> texts_of(const Tally& tally) {
  std::vector<std::string> texts;
  for (const QString& text : tally_texts(tally)) texts.push_back(text.toStdString());
  return texts;
}

TEST(Tallies, DropTheLeastImportantFirst) {
  EXPECT_THAT(
      texts_of({.all = 15, .normal = 1, .system = 2, .hidden = 3, .unknown = 4, .netstat = 5}),
      ElementsAre("1 normal, 2 system, 3 hidden, 4 of unknown class, 5 netstat",
                  "1 normal, 2 system, 3 hidden, 4 of unknown class, …",
                  "2 system, 3 hidden, 4 of unknown class, …", "3 hidden, 4 of unknown class, …",
                  "3 hidden, …", ""));
  EXPECT_THAT(texts_of({.all = 3, .system = 2, .netstat = 1}),
              ElementsAre("2 system, 1 netstat", "2 system, …", ""));
  EXPECT_THAT(texts_of({}), ElementsAre(""));
}

Listing busy_listing() {
  auto sample = std::make_shared<Sample>();
  sample->host.system = "Debian GNU/Linux 12 (bookworm), Linux 6.1.0";
  Listing listing;
  listing.snapshot = derive(nullptr, sample);
  listing.tally = {.all = 41'500,
                   .normal = 10'100,
                   .system = 20'200,
                   .hidden = 1'200,
                   .unknown = 3'000,
                   .netstat = 7'000};
  listing.throughput = {.sent = 123.4e6, .received = 234.5e6, .known = true};
  listing.unseen_owners = 1'234;
  return listing;
}

TEST(StatusLine, ShowsWholeTextsAtAnyWidth) {
  StatusLine line;
  line.show_listing(busy_listing(), std::chrono::milliseconds(123));
  QString widest;
  for (const int width : {2400, 1000, 900}) {
    line.resize(width, line.sizeHint().height());
    line.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&line));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    for (const auto* widget : line.findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
      if (!widget->isVisible()) continue;
      EXPECT_GE(widget->width(), widget->sizeHint().width())
          << width << ": " << widget->accessibleName().toStdString();
      EXPECT_LE(widget->x() + widget->width(), line.width())
          << width << ": " << widget->accessibleName().toStdString();
    }
    if (widest.isEmpty()) widest = line.tallies();
    EXPECT_TRUE(line.tallies().startsWith("41500 socket")) << line.tallies().toStdString();
  }
  EXPECT_TRUE(widest.contains("7000 netstat")) << widest.toStdString();
  EXPECT_NE(line.tallies(), widest) << "some were dropped";
}

TEST(CoverageSummary, CountsSocketsWithoutAnOwnerWithoutOtherGaps) {
  Listing listing = busy_listing();
  EXPECT_FALSE(sight_of(listing).is_full);
  EXPECT_EQ(sight_of(listing).owners.size(), 1);
  listing.unseen_owners = 0;
  listing.unknown_owners = 2;
  const CoverageSummary sight = sight_of(listing);
  EXPECT_FALSE(sight.is_full);
  EXPECT_EQ(sight.summary.toStdString(), "2 owner(s) unknown");
  ASSERT_EQ(sight.owners.size(), 1);
  EXPECT_EQ(sight.owners[0].toStdString(), "The owner(s) of 2 socket(s) could not be found.");
  listing.unknown_owners = 0;
  EXPECT_TRUE(sight_of(listing).is_full);
  EXPECT_TRUE(sight_of(listing).owners.isEmpty());
}

}  // namespace
}  // namespace portexplorer::gui
