#include "faces/gui/look/traffic_graph.h"

#include <gmock/gmock.h>

#include <cmath>

namespace portexplorer::gui {
namespace {

TEST(TrafficGraph, ScalesInRoundSteps) {
  EXPECT_EQ(scale_for(0), 1000);
  EXPECT_EQ(scale_for(1000), 1000);
  EXPECT_EQ(scale_for(1001), 2000);
  EXPECT_EQ(scale_for(2001), 5000);
  EXPECT_EQ(scale_for(5001), 10'000);
  EXPECT_EQ(scale_for(1.2e6), 2e6);
  EXPECT_EQ(scale_for(3e9), 5e9);
  EXPECT_TRUE(std::isfinite(scale_for(std::nan(""))));
  EXPECT_TRUE(std::isfinite(scale_for(INFINITY)));
}

// Returns the number of pixels of this colour in a column.
int pixels(const QImage& image, int column, const QColor& colour) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) count += image.pixelColor(column, y) == colour ? 1 : 0;
  return count;
}

TEST(TrafficGraph, DrawsReceivedBytesToScale) {
  TrafficGraph graph(true);
  graph.resize(120, 100);
  const QColor ground = Palette::light().colour(Ink::ground);
  graph.add(0, 0);
  for (int i = 0; i < 150; ++i) graph.add(i < 100 ? 1000 : 500, 0);
  const QImage image = graph.grab().toImage();
  EXPECT_LT(pixels(image, 20, ground), 5);                         // full
  EXPECT_NEAR(pixels(image, 110, ground), image.height() / 2, 5);  // half
  EXPECT_TRUE(graph.accessibleDescription().contains("500 B/s"))
      << graph.accessibleDescription().toStdString();
}

TEST(TrafficGraph, DrawsUnknownValuesAsZero) {
  TrafficGraph graph(false);
  graph.add(std::nan(""), INFINITY);
  graph.resize(200, 100);
  EXPECT_FALSE(graph.grab().isNull());
  EXPECT_TRUE(graph.accessibleDescription().contains("Received 0 B/s"));
}

}  // namespace
}  // namespace portexplorer::gui
