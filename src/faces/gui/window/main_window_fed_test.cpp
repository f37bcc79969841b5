// The main window with synthetic readings and events.
#include <gmock/gmock.h>

#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "faces/gui/window/main_window.h"
#include "support/gui/accessible_names.h"
#include "support/gui/patience.h"
#include "support/gui/settings.h"
#include "support/hand_fed_source.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace): readable durations
using ::testing::ElementsAre;

class FedWindow : public ::testing::Test {
 protected:
  explicit FedWindow(
      const Settings& settings = quiet_settings(kSlowestRefresh)) {  // tests refresh explicitly
    app_ = std::make_unique<AppState>(SettingsStore(folder_.filePath("settings.conf")), settings);
    window_ = std::make_unique<MainWindow>(
        *app_, [this] { return std::make_unique<testing::HandFedSource>(feed_); });
    window_->view().set_clock([this] { return now_; });
    window_->show();
  }
  void read(std::shared_ptr<const Sample> sample) {
    feed_.set(std::move(sample));
    QSignalSpy shown(window_.get(), &MainWindow::shown_reading);
    window_->feed().refresh_now();
    const quint64 wanted = static_cast<quint64>(feed_.sample()->taken_at.value());
    ASSERT_TRUE(becomes([&] {
      const Snapshot& snapshot = *window_->model().listing().snapshot;
      return !shown.isEmpty() && static_cast<quint64>(snapshot.sample->taken_at.value()) == wanted;
    }));
  }
  [[nodiscard]] std::vector<std::uint32_t> ports() const {
    std::vector<std::uint32_t> ports;
    const Listing& listing = window_->model().listing();
    for (std::uint32_t i = 0; i < listing.items.size(); ++i)
      ports.push_back(listing.view(i).socket().local_port);
    return ports;
  }

  QTemporaryDir folder_;
  testing::Feed feed_;
  std::chrono::milliseconds now_ = 100h;
  std::unique_ptr<AppState> app_;
  std::unique_ptr<MainWindow> window_;
};

std::shared_ptr<const Sample> listeners_at(int second, const std::vector<std::uint16_t>& ports) {
  testing::SampleBuilder b(1'700'000'000 + second);
  const auto sshd = b.process(412, "sshd");
  for (const std::uint16_t port : ports) {
    b.listener(port, port, port);
    b.hold(sshd, port);
  }
  return b.build();
}

TEST_F(FedWindow, RowsKeepTheirOrderUnderThePointer) {
  Settings by_port = app_->settings();
  by_port.sort = "local_port";
  app_->change_settings(by_port);
  window_->view().sortByColumn(column_of(FieldId::local_port), Qt::AscendingOrder);
  Q_EMIT window_->view().header()->sectionClicked(column_of(FieldId::local_port));
  now_ += 2s;
  read(listeners_at(1, {20, 30}));
  ASSERT_THAT(ports(), ElementsAre(20, 30));
  window_->view().viewport()->setAttribute(Qt::WA_UnderMouse, true);
  read(listeners_at(2, {10, 20, 30}));
  EXPECT_THAT(ports(), ElementsAre(20, 30, 10)) << "the pointer is on the list";
  window_->view().viewport()->setAttribute(Qt::WA_UnderMouse, false);
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(window_->view().viewport(), &leave);
  now_ += 1999ms;
  read(listeners_at(3, {5, 10, 20, 30}));
  EXPECT_THAT(ports(), ElementsAre(20, 30, 10, 5)) << "has only just left";
  now_ += 1ms;
  read(listeners_at(4, {5, 10, 20, 30}));
  EXPECT_THAT(ports(), ElementsAre(5, 10, 20, 30));
}

TEST_F(FedWindow, AnEmptyListNamesTheFilterThatWasAppliedLast) {
  read(listeners_at(1, {22}));
  window_->set_filter(QStringLiteral("port:9999"));
  ASSERT_TRUE(becomes([&] { return window_->view().empty_text().contains(u"port:9999"); }));
  window_->set_filter(QStringLiteral("LISTEN and"));  // invalid
  read(listeners_at(2, {22}));
  EXPECT_THAT(window_->view().empty_text().toStdString(),
              ::testing::HasSubstr("No socket matches port:9999"));
}

TEST_F(FedWindow, AnInvalidFilterShowsItsError) {
  read(listeners_at(1, {22}));
  window_->view().setFocus();
  window_->set_filter(QStringLiteral("port:22 and ("));
  const FilterField& field = window_->filter().edit();
  const QString wanted = QStringLiteral("Character 14: condition expected at the end");
  EXPECT_EQ(field.trouble().toStdString(), wanted.toStdString());
  EXPECT_EQ(field.accessibleDescription().toStdString(), wanted.toStdString());
  EXPECT_TRUE(field.toolTip().contains(wanted)) << field.toolTip().toStdString();
  EXPECT_TRUE(field.trouble_label().isVisible()) << "the keyboard may be elsewhere";
  window_->set_filter(QStringLiteral("port:22"));
  EXPECT_EQ(field.trouble(), "");
  EXPECT_EQ(field.accessibleDescription(), "");
  EXPECT_EQ(field.toolTip(), "");
  EXPECT_FALSE(field.trouble_label().isVisible());
}

TEST_F(FedWindow, TheCoverageDialogCountsSocketsWithoutAnOwner) {
  testing::SampleBuilder b(1'700'000'001);
  b.listener(22, 1, 1);  // without an owner
  read(b.build());
  window_->show_sight();
  const auto* box = window_->findChild<QMessageBox*>();
  ASSERT_NE(box, nullptr);
  EXPECT_EQ(box->text().toStdString(), "1 owner(s) unknown");
  EXPECT_EQ(box->informativeText().toStdString(),
            "The owner(s) of 1 socket(s) could not be found.");
}

class FedLog : public FedWindow {
 protected:
  static Settings with_log() {
    Settings settings = quiet_settings(kSlowestRefresh);
    settings.show_log = true;
    settings.log_rows = kLeastLogRows;
    return settings;
  }
  FedLog() : FedWindow(with_log()) {}
  // Sends connect events for these ports, and a number of lost events.
  void happen(int first, int count, std::uint64_t lost = 0) {
    EventBatch batch;
    batch.processes.resize(1);
    batch.processes[0].pid = Pid(2210);
    batch.processes[0].name = "firefox";
    for (int i = first; i < first + count; ++i) {
      SocketEvent event;
      event.action = Action::connect;
      event.process = 0;
      event.socket.process = 0;
      event.socket.protocol = Protocol::tcp;
      event.socket.family = Family::ipv4;
      event.socket.remote_port = static_cast<std::uint32_t>(i);
      event.socket.set_known(Known::endpoints);
      batch.events.push_back(event);
    }
    batch.lost = lost;
    feed_.happen(std::move(batch));
  }
  [[nodiscard]] int rows() const { return window_->log().model().rowCount(); }
  [[nodiscard]] bool says(const QString& text) const {
    return becomes([&] { return window_->log().state().contains(text); });
  }
  [[nodiscard]] std::uint64_t number_at(int row) const {
    return window_->log().model().line(row).number;
  }
};

TEST_F(FedLog, ResumingShowsTheLinesOfThePause) {
  happen(1, 3);
  ASSERT_TRUE(says("3 events"));
  window_->log().set_paused(true);
  happen(4, 5);
  EXPECT_TRUE(says("paused, 5 wait"));
  EXPECT_EQ(rows(), 3);
  window_->log().set_paused(false);
  EXPECT_EQ(rows(), 8);
  EXPECT_EQ(number_at(3), 4U);
  EXPECT_FALSE(window_->log().state().contains("wait")) << window_->log().state().toStdString();
}

TEST_F(FedLog, DroppedLinesAreCounted) {
  happen(1, 130);
  EXPECT_TRUE(says("30 of the oldest dropped"));
  EXPECT_EQ(rows(), kLeastLogRows);
  EXPECT_EQ(number_at(0), 31U);
  happen(131, 20);
  EXPECT_TRUE(says("50 of the oldest dropped"));
  EXPECT_EQ(number_at(0), 51U);
}

TEST_F(FedLog, LinesDroppedWhilePausedAreCountedToo) {
  window_->log().set_paused(true);
  happen(1, 130);
  EXPECT_TRUE(says("paused, 100 wait"));
  EXPECT_TRUE(says("30 of the oldest dropped"));
  window_->log().set_paused(false);
  EXPECT_EQ(rows(), kLeastLogRows);
  EXPECT_EQ(number_at(0), 31U);
  EXPECT_TRUE(says("30 of the oldest dropped"));
}

TEST_F(FedLog, LostEventsAreReported) {
  happen(1, 2, 7);
  EXPECT_TRUE(says("7 lost"));
  happen(3, 1, 5);
  EXPECT_TRUE(says("12 lost"));
}

TEST_F(FedLog, ClearingResetsRowsAndCounts) {
  happen(1, 130, 7);
  ASSERT_TRUE(says("7 lost"));
  window_->feed().clear_log();
  EXPECT_TRUE(becomes([&] { return rows() == 0; }));
  EXPECT_FALSE(window_->log().state().contains("dropped"));
  EXPECT_FALSE(window_->log().state().contains("lost"));
}

TEST_F(FedLog, EveryFocusableWidgetHasAName) {
  read(listeners_at(1, {22}));
  window_->warn_of_root();
  EXPECT_THAT(testing::nameless_widgets(*window_).join(u'\n').toStdString(), ::testing::StrEq(""));
}

// Layout with a larger font and from right to left. ctest runs these tests again with a scale
// factor of 2.
class Layout : public FedLog {
 protected:
  ~Layout() override {
    QApplication::setFont(font_);
    QApplication::setLayoutDirection(Qt::LeftToRight);
  }
  // Returns the widgets around the list that are too narrow for their text.
  [[nodiscard]] QStringList cut() const {
    QStringList found;
    const auto note = [&](const QWidget& widget, int wanted) {
      if (widget.isVisibleTo(window_.get()) && widget.width() < wanted) {
        found.push_back(QStringLiteral("%1 \"%2\": %3 of %4")
                            .arg(widget.metaObject()->className(), widget.accessibleName())
                            .arg(widget.width())
                            .arg(wanted));
      }
    };
    for (const auto* label : window_->findChildren<QLabel*>()) {
      if (!label->wordWrap()) note(*label, label->sizeHint().width());
    }
    for (const auto* button : window_->findChildren<QAbstractButton*>())
      note(*button, button->sizeHint().width());
    for (const auto* box : window_->findChildren<QComboBox*>()) note(*box, box->sizeHint().width());
    for (const auto* tabs : window_->findChildren<QTabBar*>())
      note(*tabs, tabs->sizeHint().width());
    const QLineEdit& filter = window_->filter().edit();
    note(filter, filter.fontMetrics().horizontalAdvance(filter.placeholderText()));
    return found;
  }
  void fill() {
    std::vector<std::uint16_t> ports(250);
    for (std::size_t i = 0; i < ports.size(); ++i) ports[i] = static_cast<std::uint16_t>(1000 + i);
    read(listeners_at(1, ports));
    read(listeners_at(2, ports));
    happen(1, 130);
    EXPECT_TRUE(says("dropped"));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
  }
  [[nodiscard]] int x_of(const QWidget& widget) const {
    return widget.mapTo(window_.get(), QPoint(widget.width() / 2, 0)).x();
  }

  QFont font_ = QApplication::font();
};

TEST_F(Layout, ShowsAllTexts) {
  fill();
  EXPECT_THAT(cut().join(u'\n').toStdString(), ::testing::StrEq(""));
}

TEST_F(Layout, ShowsAllTextsInALargeFont) {
  QFont large = font_;
  large.setPointSizeF(font_.pointSizeF() * 2);
  QApplication::setFont(large);
  window_->resize(2 * 1260, 1200);
  fill();
  EXPECT_GT(window_->view().row_height(), QFontMetrics(large).height());
  EXPECT_THAT(cut().join(u'\n').toStdString(), ::testing::StrEq(""));
}

TEST_F(Layout, IsMirroredFromRightToLeft) {
  const auto* tabs = window_->findChild<QTabBar*>();
  const auto* interval = window_->findChild<QComboBox*>();
  fill();
  EXPECT_LT(x_of(*interval), x_of(window_->filter().edit()));
  EXPECT_LT(tabs->tabRect(0).left(), tabs->tabRect(1).left());
  QApplication::setLayoutDirection(Qt::RightToLeft);
  QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
  EXPECT_GT(x_of(*interval), x_of(window_->filter().edit()));
  EXPECT_GT(tabs->tabRect(0).left(), tabs->tabRect(1).left());
  const QHeaderView& header = *window_->view().header();
  EXPECT_GT(header.sectionViewportPosition(column_of(FieldId::process)),
            header.sectionViewportPosition(column_of(FieldId::pid)));
  EXPECT_THAT(cut().join(u'\n').toStdString(), ::testing::StrEq(""));
}

}  // namespace
}  // namespace portexplorer::gui
