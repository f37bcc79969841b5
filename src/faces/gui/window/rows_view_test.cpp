// Stability of the list while the user reads or points at it.
#include "faces/gui/window/rows_view.h"

#include <gmock/gmock.h>

#include <QMenu>
#include <QScrollBar>
#include <QTest>
#include <QWindow>

#include "faces/gui/rows/row_list.h"
#include "support/gui/patience.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace): readable durations

// Returns a reading of listeners of four programs on these ports.
std::shared_ptr<const Snapshot> listeners(const std::vector<std::uint16_t>& ports) {
  testing::SampleBuilder b;
  std::vector<std::uint32_t> programs;
  for (int p = 0; p < 4; ++p) programs.push_back(b.process(100 + p, "program" + std::to_string(p)));
  for (const std::uint16_t port : ports) {
    b.listener(port, port, port);
    b.hold(programs[port % 4], port);
  }
  return derive(nullptr, b.build());
}

std::vector<std::uint16_t> every(int step, int from, int to) {
  std::vector<std::uint16_t> ports;
  for (int port = from; port < to; port += step) ports.push_back(static_cast<std::uint16_t>(port));
  return ports;
}

class Rows : public ::testing::Test {
 protected:
  Rows() {
    ViewSettings settings;
    settings.sort = {{FieldId::local_port, false}};
    model_.apply(rows_.change_view(settings));
    view_.set_clock([this] { return now_; });
    view_.resize(900, 400);
    view_.show();
  }
  void group() {
    ViewSettings settings = rows_.view();
    settings.grouped = true;
    model_.apply(rows_.change_view(settings));
    view_.set_grouped(true);
  }
  void show(const std::vector<std::uint16_t>& ports) {
    model_.apply(rows_.show(listeners(ports), Ordering::anew));
  }
  void scroll_to_port(std::uint16_t port) {
    for (std::uint32_t i = 0; i < model_.listing().items.size(); ++i) {
      if (model_.listing().view(i).socket().local_port == port)
        view_.scrollTo(model_.index_of_item(i), QAbstractItemView::PositionAtTop);
    }
    view_.verticalScrollBar()->setValue(view_.verticalScrollBar()->value() + 5);  // within a row
  }
  // Simulates the pointer, since the real one may be anywhere.
  void point_at_list(bool points) {
    view_.viewport()->setAttribute(Qt::WA_UnderMouse, points);
    QEvent leave(QEvent::Leave);
    if (!points) QCoreApplication::sendEvent(view_.viewport(), &leave);
  }
  // Returns the port and the offset of the topmost visible row.
  std::pair<std::uint32_t, int> top() {
    const QModelIndex index = view_.indexAt({5, 0});
    return {model_.listing().view(*model_.item_at(index)).socket().local_port,
            view_.visualRect(index).top()};
  }

  RowList rows_;
  SocketModel model_;
  RowsView view_{model_};
  std::chrono::milliseconds now_ = 100h;
};

TEST_F(Rows, TheTopRowStaysWhenRowsAreAddedAboveIt) {
  show(every(4, 4000, 5000));
  scroll_to_port(4500);
  ASSERT_EQ(top(), std::pair(4500U, -5));
  auto more = every(4, 4000, 5000);
  for (const std::uint16_t port :
       std::initializer_list<std::uint16_t>{4001, 4002, 4250, 4251, 4499})
    more.push_back(port);
  show(more);
  EXPECT_EQ(top(), std::pair(4500U, -5));
  show(every(2, 4000, 5000));  // more runs than kMostRuns
  EXPECT_EQ(top(), std::pair(4500U, -5));
}

TEST_F(Rows, TheTopRowStaysWhenRowsAboveItAreRemoved) {
  show(every(2, 4000, 5000));
  scroll_to_port(4500);
  show(every(2, 4300, 5000));
  EXPECT_EQ(top(), std::pair(4500U, -5));
}

TEST_F(Rows, TheNextRowStaysWhenTheTopRowIsRemoved) {
  show(every(2, 4000, 5000));
  scroll_to_port(4500);
  auto without = every(2, 4000, 5000);
  std::erase(without, 4500);
  without.push_back(4001);
  show(without);
  const QModelIndex next = view_.indexAt({5, view_.row_height()});
  EXPECT_EQ(model_.listing().view(*model_.item_at(next)).socket().local_port, 4502U);
  EXPECT_EQ(view_.visualRect(next).top(), view_.row_height() - 5);
}

TEST_F(Rows, TheTopRowStaysInGroupsToo) {
  group();
  show(every(1, 4000, 4400));
  scroll_to_port(4202);
  ASSERT_EQ(top(), std::pair(4202U, -5));
  show(every(1, 3980, 4420));
  EXPECT_EQ(top(), std::pair(4202U, -5));
}

TEST_F(Rows, NewRowsAreVisibleAtTheTop) {
  show(every(4, 4000, 5000));
  show(every(4, 3996, 5000));
  EXPECT_EQ(top(), std::pair(3996U, 0));
}

TEST_F(Rows, MayBeSortedTwoSecondsAfterThePointerHasLeft) {
  show(every(4, 4000, 5000));
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&view_, kWaitLimit));
  now_ += 2s;
  EXPECT_TRUE(view_.may_reorder());
  point_at_list(true);
  now_ += 1h;
  EXPECT_FALSE(view_.may_reorder()) << "the pointer is on a row, however long";
  point_at_list(false);
  now_ += 1999ms;
  EXPECT_FALSE(view_.may_reorder());
  now_ += 1ms;
  EXPECT_TRUE(view_.may_reorder());
}

TEST_F(Rows, MayNotBeSortedWhileAMenuIsOpen) {
  show(every(4, 4000, 5000));
  now_ += 2s;
  QMenu menu(&view_);
  menu.addAction("What is it?");
  menu.popup(view_.mapToGlobal(QPoint(0, 0)));
  EXPECT_FALSE(view_.may_reorder());
  menu.close();
  EXPECT_TRUE(view_.may_reorder());
}

TEST_F(Rows, MayNotBeSortedDuringASelection) {
  show(every(4, 4000, 5000));
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&view_, kWaitLimit));
  QWindow* window = view_.windowHandle();
  const auto at = [&](int row) {
    return view_.viewport()->mapTo(&view_, QPoint(60, view_.row_height() * row + 4));
  };
  QTest::mousePress(window, Qt::LeftButton, {}, at(2));
  QTest::mouseMove(window, at(6));
  view_.viewport()->setAttribute(Qt::WA_UnderMouse, false);  // pointer dragged out of the list
  now_ += 1h;
  EXPECT_FALSE(view_.may_reorder());
  QTest::mouseRelease(window, Qt::LeftButton, {}, at(6));
  view_.viewport()->setAttribute(Qt::WA_UnderMouse, false);
  now_ += 2s;
  EXPECT_TRUE(view_.may_reorder());
  view_.selectionModel()->select(model_.index_of_item(0),
                                 QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  EXPECT_FALSE(view_.may_reorder()) << "the selection has just changed by the keyboard";
  now_ += 2s;
  EXPECT_TRUE(view_.may_reorder());
}

}  // namespace
}  // namespace portexplorer::gui
