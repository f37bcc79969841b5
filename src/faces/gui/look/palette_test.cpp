#include "faces/gui/look/palette.h"

#include <gmock/gmock.h>

#include <QPalette>

namespace portexplorer::gui {
namespace {

// Expected values computed by hand from the formula of WCAG 2.1.
TEST(Contrast, FollowsTheStandard) {
  EXPECT_NEAR(contrast(QColor("#000000"), QColor("#ffffff")), 21.0, 0.001);
  EXPECT_NEAR(contrast(QColor("#777777"), QColor("#ffffff")), 4.478, 0.001);
  EXPECT_NEAR(contrast(QColor("#ffffff"), QColor("#777777")), 4.478, 0.001);
  EXPECT_NEAR(contrast(QColor("#123456"), QColor("#123456")), 1.0, 0.001);
}

TEST(Palette, EveryTextIsReadableOnEveryBackground) {
  for (const Palette& palette : {Palette::light(), Palette::dark()}) {
    for (const WeakPair& weak : palette.weak_pairs()) {
      ADD_FAILURE() << (palette.is_dark() ? "dark: " : "light: ")
                    << palette.colour(weak.text).name().toStdString() << " on "
                    << palette.colour(weak.ground).name().toStdString() << " has " << weak.contrast;
    }
  }
}

TEST(Palette, ListsChosenColoursThatAreHardToRead) {
  Palette palette = Palette::light();
  palette.set_colour(Ink::system, QColor("#9ec5ff"));
  const std::vector<WeakPair> weak = palette.weak_pairs();
  ASSERT_EQ(weak.size(), 4u);
  for (const WeakPair& pair : weak) EXPECT_EQ(pair.text, Ink::system);
}

TEST(Palette, WidgetsAreReadableToo) {
  for (const Palette& palette : {Palette::light(), Palette::dark()}) {
    const QPalette widgets = palette.widgets();
    const auto on = [&](QPalette::ColorRole text, QPalette::ColorRole ground) {
      return contrast(widgets.color(QPalette::Active, text),
                      widgets.color(QPalette::Active, ground));
    };
    EXPECT_GE(on(QPalette::WindowText, QPalette::Window), kLeastContrast);
    EXPECT_GE(on(QPalette::ButtonText, QPalette::Button), kLeastContrast);
    EXPECT_GE(on(QPalette::ToolTipText, QPalette::ToolTipBase), kLeastContrast);
    EXPECT_GE(on(QPalette::HighlightedText, QPalette::Highlight), kLeastContrast);
    EXPECT_GE(on(QPalette::Link, QPalette::Base), kLeastContrast);
    EXPECT_GE(on(QPalette::Link, QPalette::Window), kLeastContrast);
    EXPECT_GE(on(QPalette::PlaceholderText, QPalette::Base), kLeastContrast);
    EXPECT_GE(on(QPalette::Text, QPalette::AlternateBase), kLeastContrast);
  }
}

TEST(Palette, RowTextDependsOnOwnerAndBackgroundOnChange) {
  const Palette palette = Palette::light();
  EXPECT_EQ(palette.row(Tint::hidden, Change::none).text, QColor("#b3261e"));
  EXPECT_EQ(palette.row(Tint::hidden, Change::none).ground, QColor("#ffffff"));
  EXPECT_EQ(palette.row(Tint::unknown, Change::none).text, palette.colour(Ink::unknown));
  EXPECT_NE(palette.row(Tint::unknown, Change::none).text,
            palette.row(Tint::plain, Change::none).text);
  EXPECT_EQ(palette.row(Tint::system, Change::fresh).text, QColor("#0b57d0"));
  EXPECT_EQ(palette.row(Tint::system, Change::fresh).ground, QColor("#e4f5e6"));
  EXPECT_EQ(palette.row(Tint::plain, Change::short_lived).ground, QColor("#fde3e1"));
  EXPECT_TRUE(palette.row(Tint::netstat, Change::none).italic);
  EXPECT_FALSE(palette.row(Tint::plain, Change::none).italic);
}

}  // namespace
}  // namespace portexplorer::gui
