// The main window with the real source and real sockets, in a separate network namespace. ctest
// runs it twice: without a display, and on Xvfb with real windows.
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QHeaderView>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>

#include "collect/local_source.h"
#include "faces/gui/window/filter_completion.h"
#include "faces/gui/window/main_window.h"
#include "support/child_process.h"
#include "support/fake_source.h"
#include "support/gui/patience.h"
#include "support/gui/settings.h"
#include "support/netns/netns_fixture.h"
#include "support/sample_builder.h"
#include "support/sockets/sockets.h"

namespace portexplorer::gui {
namespace {

// Reads only the network namespace of the test. In others, tests that run in parallel use the same
// ports.
class OwnNetnsSource final : public SocketSource {
 public:
  Result<std::shared_ptr<const Sample>> sample(const SampleRequest& asked) override {
    SampleRequest request = asked;
    request.all_namespaces = false;
    return machine_->sample(request);
  }
  Result<std::unique_ptr<EventStream>> events(const EventRequest& request) override {
    return machine_->events(request);
  }

 private:
  std::unique_ptr<SocketSource> machine_ = make_local_source();
};

class RealWindow : public ::testing::Test {
 protected:
  // Returns the positions of the rows with this local port.
  [[nodiscard]] std::vector<std::uint32_t> rows_of_port(std::uint32_t port) {
    const Listing& listing = window_.model().listing();
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < listing.items.size(); ++i) {
      if (listing.view(i).socket().local_port == port && !listing.view(i).row().is_closed)
        rows.push_back(i);
    }
    return rows;
  }
  [[nodiscard]] bool shows_port(std::uint32_t port) {
    return becomes([&] { return !rows_of_port(port).empty(); });
  }
  QModelIndex index_of_port(std::uint32_t port) {
    return window_.model().index_of_item(rows_of_port(port).front());
  }
  void select_port(std::uint32_t port) {
    const QModelIndex index = index_of_port(port);
    window_.view().scrollTo(index);
    window_.view().selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  }
  // Returns the action with this text (without &) in a menu or its submenus, or null.
  static QAction* find_action(const QMenu& menu, const QString& text) {
    for (QAction* action : menu.actions()) {
      if (action->text().remove(u'&') == text) return action;
      if (action->menu() == nullptr) continue;
      if (QAction* below = find_action(*action->menu(), text)) return below;
    }
    return nullptr;
  }
  bool choose(const QString& text) {
    for (QAction* top : window_.menuBar()->actions()) {
      QAction* action = find_action(*top->menu(), text);
      if (action != nullptr) action->trigger();
      if (action != nullptr) return true;
    }
    return false;
  }
  // Returns the number of log lines for this action, process and local port.
  [[nodiscard]] int logged(const QString& action, std::uint32_t port,
                           qint64 pid = QCoreApplication::applicationPid()) {
    const LogModel& model = window_.log().model();
    int count = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
      const bool ours = model.text(row, LogModel::kLocal)
                            .section(u' ', 0, 0)
                            .endsWith(QStringLiteral(":%1").arg(port));
      if (ours && model.line(row).pid == pid && model.text(row, LogModel::kAction) == action)
        ++count;
    }
    return count;
  }
  [[nodiscard]] QString count_of(Tab tab) {
    return window_.findChild<QTabBar*>()->tabText(static_cast<int>(tab)).section(u' ', -1);
  }

  void SetUp() override {
    window_.show();
    window_.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window_, kWaitLimit));
    ASSERT_TRUE(QSignalSpy(&window_, &MainWindow::shown_reading).wait(kWaitLimit));
  }

  fixture::ScopedNetns netns_;
  QTemporaryDir folder_;
  AppState app_ = AppState(SettingsStore(folder_.filePath("settings.conf")), quiet_settings());
  MainWindow window_{app_, [] { return std::make_unique<OwnNetnsSource>(); }};
};

TEST_F(RealWindow, AddsAndRemovesSockets) {
  UniqueFd listener = fixture::listener("127.0.0.1");
  const std::uint32_t port = fixture::port_of(listener.get());
  ASSERT_TRUE(shows_port(port));
  const QModelIndex row = index_of_port(port);
  EXPECT_EQ(window_.model().text(row.siblingAtColumn(column_of(FieldId::state))), "LISTEN");
  EXPECT_EQ(window_.model().text(row.siblingAtColumn(column_of(FieldId::pid))),
            QString::number(QCoreApplication::applicationPid()));
  EXPECT_TRUE(window_.model()
                  .text(row.siblingAtColumn(find_column("local")))
                  .startsWith(QStringLiteral("127.0.0.1:%1").arg(port)));
  listener.reset();
  EXPECT_TRUE(becomes([&] { return rows_of_port(port).empty(); }));
}

TEST_F(RealWindow, ShowsCountsInTabs) {
  const UniqueFd udp = fixture::bound_socket(SOCK_DGRAM, "127.0.0.1");
  const std::uint32_t port = fixture::port_of(udp.get());
  window_.set_filter(QStringLiteral("local_port:%1").arg(port));
  ASSERT_TRUE(becomes([&] { return count_of(Tab::udp) == "1" && count_of(Tab::tcp) == "0"; }));
  ASSERT_TRUE(choose("TCP"));
  EXPECT_TRUE(becomes([&] { return window_.model().listing().items.empty(); }));
  QTest::keyClick(&window_, Qt::Key_3, Qt::AltModifier);
  EXPECT_TRUE(shows_port(port));
}

TEST_F(RealWindow, FiltersAndReportsErrorsInFilters) {
  const UniqueFd one = fixture::listener("127.0.0.1");
  const UniqueFd other = fixture::listener("127.0.0.1");
  ASSERT_TRUE(shows_port(fixture::port_of(other.get())));
  QLineEdit& edit = window_.filter().edit();
  edit.setFocus();
  QTest::keyClicks(&edit, QStringLiteral("local_port:%1").arg(fixture::port_of(one.get())));
  EXPECT_TRUE(becomes([&] { return window_.model().listing().items.size() == 1; }));
  QTest::keyClicks(&edit, QStringLiteral(" and ("));
  EXPECT_TRUE(becomes([&] { return !window_.filter().trouble().isEmpty(); }));
  EXPECT_EQ(window_.model().listing().items.size(), 1U) << "the last filter that made sense stays";
  edit.clear();
  EXPECT_TRUE(becomes([&] {
    return window_.filter().trouble().isEmpty() && window_.model().listing().items.size() >= 2;
  }));
}

TEST_F(RealWindow, OffersActionsForASocket) {
  const UniqueFd listener = fixture::listener("127.0.0.1");
  const std::uint32_t port = fixture::port_of(listener.get());
  ASSERT_TRUE(shows_port(port));
  select_port(port);
  QMenu menu;
  window_.sockets().fill(menu, find_column("local"));
  EXPECT_NE(find_action(menu, QStringLiteral("What is local port %1?").arg(port)), nullptr);
  EXPECT_NE(find_action(menu, "What does LISTEN mean?"), nullptr);
  find_action(menu, "As JSON")->trigger();
  EXPECT_TRUE(
      QGuiApplication::clipboard()->text().contains(QStringLiteral("\"local_port\":%1").arg(port)));
  find_action(menu, "As a filter")->trigger();
  const QString filter = QGuiApplication::clipboard()->text();
  find_action(menu, QStringLiteral("Local port %1").arg(port))->trigger();
  EXPECT_EQ(window_.filter().text(), QStringLiteral("local_port:%1").arg(port));
  EXPECT_TRUE(becomes([&] { return window_.model().listing().items.size() == 1; }));
  window_.set_filter(filter);
  EXPECT_TRUE(becomes([&] { return rows_of_port(port).size() == 1; })) << filter.toStdString();
}

TEST_F(RealWindow, HidesRowsAndBringsThemBack) {
  const UniqueFd listener = fixture::listener("127.0.0.1");
  const std::uint32_t port = fixture::port_of(listener.get());
  ASSERT_TRUE(shows_port(port));
  select_port(port);
  QMenu menu;
  window_.sockets().fill(menu, -1);
  find_action(menu, "Hide this socket")->trigger();
  EXPECT_TRUE(becomes([&] { return rows_of_port(port).empty(); }));
  QMenu again;
  window_.sockets().fill(again, -1);
  find_action(again, "Bring hidden sockets back")->trigger();
  EXPECT_TRUE(shows_port(port));
}

TEST_F(RealWindow, KeepsTheSelectionWhileRowsChange) {
  const UniqueFd listener = fixture::listener("127.0.0.1");
  const std::uint32_t port = fixture::port_of(listener.get());
  ASSERT_TRUE(shows_port(port));
  select_port(port);
  const std::vector<quint64> before = window_.view().selected_ids();
  ASSERT_EQ(before.size(), 1U);
  std::vector<UniqueFd> more;
  for (int i = 0; i < 30; ++i) more.push_back(fixture::listener("127.0.0.1"));
  ASSERT_TRUE(shows_port(fixture::port_of(more.back().get())));
  EXPECT_EQ(window_.view().selected_ids(), before);
  ASSERT_TRUE(choose("Group by process"));
  ASSERT_TRUE(becomes([&] { return window_.model().listing().grouped; }));
  EXPECT_EQ(window_.view().selected_ids(), before);
  EXPECT_TRUE(window_.view().selectionModel()->isSelected(index_of_port(port)));
  EXPECT_TRUE(index_of_port(port).parent().isValid());
  EXPECT_TRUE(window_.view().isExpanded(index_of_port(port).parent()));
}

TEST_F(RealWindow, SortsByAHeadingAndRemembersIt) {
  std::vector<UniqueFd> listeners;
  for (int i = 0; i < 12; ++i) listeners.push_back(fixture::listener("127.0.0.1"));
  ASSERT_TRUE(shows_port(fixture::port_of(listeners.back().get())));
  window_.set_tab(Tab::tcp);  // unix sockets have no port
  Q_EMIT window_.view().header()->sectionClicked(column_of(FieldId::local_port));
  const auto is_sorted = [&] {
    const Listing& listing = window_.model().listing();
    for (std::uint32_t i = 1; i < listing.items.size(); ++i) {
      if (listing.view(i - 1).socket().local_port > listing.view(i).socket().local_port)
        return false;
    }
    return listing.items.size() >= 12;
  };
  EXPECT_TRUE(becomes(is_sorted));
  EXPECT_EQ(app_.settings().sort, "local_port");
}

TEST_F(RealWindow, SavesTheListInThreeFormats) {
  const UniqueFd listener = fixture::listener("127.0.0.1");
  const std::uint32_t port = fixture::port_of(listener.get());
  ASSERT_TRUE(shows_port(port));
  for (const char* name : {"list.csv", "list.json", "list.txt"}) {
    const QString path = folder_.filePath(name);
    std::optional<QString> trouble;
    window_.sockets().save_to(path, window_.model().shared_listing(), rows_of_port(port),
                              [&](const QString& t) { trouble = t; });
    ASSERT_TRUE(becomes([&] { return trouble.has_value(); }));
    EXPECT_EQ(*trouble, "");
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_TRUE(file.readAll().contains(QByteArray::number(port))) << name;
  }
  std::optional<QString> trouble;
  window_.sockets().save_to("/nowhere/list.csv", window_.model().shared_listing(), {},
                            [&](const QString& t) { trouble = t; });
  ASSERT_TRUE(becomes([&] { return trouble.has_value(); }));
  EXPECT_NE(*trouble, "");
}

TEST_F(RealWindow, PausesByTheSpaceBarAndRefreshesOnce) {
  window_.view().setFocus();
  QTest::keyClick(&window_.view(), Qt::Key_Space);
  ASSERT_TRUE(window_.feed().is_paused());
  const UniqueFd listener = fixture::listener("127.0.0.1");
  ASSERT_TRUE(choose("Refresh now"));
  EXPECT_TRUE(shows_port(fixture::port_of(listener.get())));
  QTest::keyClick(&window_.view(), Qt::Key_Space);
  EXPECT_FALSE(window_.feed().is_paused());
}

TEST_F(RealWindow, LogsSocketEvents) {
  QSignalSpy started(&window_.feed(), &SocketFeed::log_started);
  window_.log().show();
  ASSERT_TRUE(started.wait(kWaitLimit));
  const UniqueFd listener = fixture::listener("127.0.0.1");
  const std::uint16_t port = fixture::port_of(listener.get());
  UniqueFd near = fixture::connected_socket(SOCK_STREAM, "127.0.0.1", port);
  fixture::accepted(listener.get()).reset();
  near.reset();
  const auto has = [&](const QString& action) {
    const LogModel& model = window_.log().model();
    for (int row = 0; row < model.rowCount(); ++row) {
      const bool ours = model.text(row, LogModel::kLocal).contains(QString::number(port)) ||
                        model.text(row, LogModel::kRemote).contains(QString::number(port));
      if (ours && model.text(row, LogModel::kAction) == action) return true;
    }
    return false;
  };
  for (const char* action : {"listen", "connect", "accept", "close"})
    EXPECT_TRUE(becomes([&] { return has(action); })) << action;
}

TEST_F(RealWindow, TheLogContinuesWhileItsDockIsClosed) {
  QSignalSpy started(&window_.feed(), &SocketFeed::log_started);
  window_.log().show();
  ASSERT_TRUE(started.wait(kWaitLimit));
  const UniqueFd before = fixture::listener("127.0.0.1");
  ASSERT_TRUE(becomes([&] { return logged("listen", fixture::port_of(before.get())) == 1; }));
  window_.log().close();
  const UniqueFd meanwhile = fixture::listener("127.0.0.1");
  ASSERT_TRUE(becomes([&] { return logged("listen", fixture::port_of(meanwhile.get())) == 1; }));
  window_.log().show();
  const UniqueFd after = fixture::listener("127.0.0.1");
  ASSERT_TRUE(becomes([&] { return logged("listen", fixture::port_of(after.get())) == 1; }));
  EXPECT_EQ(logged("listen", fixture::port_of(before.get())), 1);
  EXPECT_EQ(started.size(), 1) << "it was not restarted";
}

TEST_F(RealWindow, TheLogFilterShowsErrorsAtTheirCharacter) {
  window_.log().show();
  FilterField& field = window_.log().filter();
  field.setFocus();
  QTest::keyClicks(&field, QStringLiteral("port:443 and ("));
  ASSERT_TRUE(becomes([&] { return !field.trouble().isEmpty(); }));
  const QLabel& label = field.trouble_label();
  EXPECT_TRUE(label.isVisible());
  const QPoint left = label.mapTo(&window_, QPoint(0, 0));
  EXPECT_GT(left.x(),
            field.mapTo(&window_, QPoint(field.fontMetrics().horizontalAdvance("port:443"), 0)).x())
      << "it is at the error, or as far right as the window allows";
  EXPECT_LE(left.y() + label.height(), window_.height());
  QTest::keyClick(&field, Qt::Key_Escape);
  EXPECT_EQ(field.text(), "");
  EXPECT_TRUE(becomes([&] { return field.trouble().isEmpty() && !label.isVisible(); }));
}

// Starts a process that sends a datagram to `port` for each word that it receives from the test.
fixture::ChildProcess sender(std::uint16_t port) {
  return fixture::ChildProcess([port](fixture::Conversation& c) {
    const UniqueFd socket = fixture::connected_socket(SOCK_DGRAM, "127.0.0.1", port);
    c.say(std::to_string(fixture::port_of(socket.get())));
    while (const auto word = c.hear()) {
      fixture::check(::send(socket.get(), word->data(), word->size(), 0), "send");
      c.say("sent");
    }
  });
}

TEST_F(RealWindow, LogsTheSendsOfSeveralSelectedProcesses) {
  const UniqueFd target = fixture::bound_socket(SOCK_DGRAM, "127.0.0.1");
  const std::uint16_t port = fixture::port_of(target.get());
  std::vector<fixture::ChildProcess> senders;
  std::vector<std::uint32_t> ports;
  for (int i = 0; i < 3; ++i) senders.push_back(sender(port));
  for (const auto& child : senders)
    ports.push_back(static_cast<std::uint32_t>(std::stoul(child.hear())));
  // A socket that is created during a reading may appear without its process until the next one.
  const auto pid_of = [&](std::uint32_t p) {
    return window_.model().text(index_of_port(p).siblingAtColumn(column_of(FieldId::pid)));
  };
  for (std::size_t i = 0; i < ports.size(); ++i) {
    ASSERT_TRUE(shows_port(ports[i]));
    ASSERT_TRUE(becomes([&] { return pid_of(ports[i]) == QString::number(senders[i].pid()); }));
  }
  QSignalSpy started(&window_.feed(), &SocketFeed::log_started);
  window_.log().show();
  ASSERT_TRUE(started.wait(kWaitLimit));
  select_port(ports[0]);
  window_.view().selectionModel()->select(index_of_port(ports[2]),
                                          QItemSelectionModel::Select | QItemSelectionModel::Rows);
  window_.log().traffic().click();
  ASSERT_TRUE(becomes([&] { return started.size() == 2; }));
  EXPECT_TRUE(window_.log().state().contains(QStringLiteral("(%1), ").arg(senders[0].pid())))
      << window_.log().state().toStdString();
  for (const auto& child : senders) {
    child.say("hello");
    EXPECT_EQ(child.hear(), "sent");
  }
  ASSERT_TRUE(becomes([&] { return logged("send", ports[2], senders[2].pid()) == 1; }));
  EXPECT_EQ(logged("send", ports[0], senders[0].pid()), 1);
  EXPECT_EQ(logged("send", ports[1], senders[1].pid()), 0) << "this one was not selected";
}

TEST_F(RealWindow, KeepsItsColumns) {
  auto* columns = window_.findChild<HeaderState*>();
  columns->set_shown(column_of(FieldId::unit), true);
  columns->set_shown(column_of(FieldId::created_at), false);
  ASSERT_TRUE(becomes([&] { return app_.settings().columns.contains("unit"); }));
  EXPECT_FALSE(app_.settings().columns.contains("created_at"));
  MainWindow second(app_, [] { return make_local_source(); });
  EXPECT_FALSE(second.view().isColumnHidden(column_of(FieldId::unit)));
  EXPECT_TRUE(second.view().isColumnHidden(column_of(FieldId::created_at)));
}

// Fails until `works` is set.
class FragileSource final : public SocketSource {
 public:
  explicit FragileSource(const std::atomic<bool>& works) : works_(works) {}
  Result<std::shared_ptr<const Sample>> sample(const SampleRequest&) override {
    if (!works_) return fail(ErrorKind::unavailable, "the engine <b>does not answer</b>");
    testing::SampleBuilder builder;
    builder.listener(22, 1, 1);
    return builder.build();
  }

 private:
  const std::atomic<bool>& works_;
};

TEST(LostSource, IsReportedWithItsReasonAndRetried) {
  std::atomic<bool> works = false;
  const QTemporaryDir folder;
  AppState app(SettingsStore(folder.filePath("settings.conf")), quiet_settings());
  MainWindow window(app, [&] { return std::make_unique<FragileSource>(works); });
  window.show();
  ASSERT_TRUE(becomes([&] { return window.trouble().isVisible(); }));
  EXPECT_TRUE(window.trouble().text().contains("the engine <b>does not answer</b>"));
  works = true;
  auto* retry = window.trouble().findChild<QPushButton*>();
  ASSERT_NE(retry, nullptr);
  QTest::mouseClick(retry, Qt::LeftButton);
  EXPECT_TRUE(
      becomes([&] { return !window.trouble().isVisible() && window.model().rowCount() == 1; }));
}

TEST(FilterCompletion, OffersFieldsAndTheirValues) {
  EXPECT_EQ(complete_filter("state", 5).words, QStringList({"state:"}));
  EXPECT_TRUE(complete_filter("not sent", 8).words.contains("sent_bytes:"));
  const FilterCompletion state = complete_filter("port:443 state:EST", 18);
  EXPECT_EQ(state.start, 15);
  EXPECT_EQ(state.words, QStringList({"established"}));
  EXPECT_TRUE(complete_filter("", 0).words.isEmpty());
  EXPECT_TRUE(complete_filter("pid:1", 5).words.isEmpty());
}

TEST(ColumnOrder, IsParsedAndFormatted) {
  EXPECT_EQ(order_text(parse_order("-received_bytes")), "-received_bytes");
  EXPECT_EQ(parse_order("nonsense").column, -1);
  EXPECT_EQ(order_text({}), "");
}

}  // namespace
}  // namespace portexplorer::gui
