#include <gmock/gmock.h>

#include <QSignalSpy>
#include <QTemporaryDir>

#include "faces/gui/tray/notices.h"
#include "faces/gui/tray/tray.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

using portexplorer::testing::SampleBuilder;
constexpr NoticeWishes kAll{true, true, true};

struct Held {
  const char* name;
  std::uint16_t port;
  bool connects = false;
  bool hidden = false;
};

// Readings at intervals of a minute.
class Machine {
 public:
  std::shared_ptr<const Snapshot> read(const std::vector<Held>& sockets) {
    SampleBuilder b(seconds_ += 60);
    for (const Held& held : sockets) {
      const int number = static_cast<int>(held.port) + (held.connects ? 100'000 : 0);
      const auto process = b.process(400 + number, held.name);
      const auto inode = static_cast<std::uint64_t>(number);
      if (held.connects)
        b.tcp("192.0.2.10", 40'000, "198.51.100.7", held.port, State::established, inode, inode);
      else b.listener(held.port, inode, inode);
      b.hold(process, inode);
      if (held.hidden) b.sample().tables.processes[process].facts.executable = Executable::memory;
    }
    previous_ = derive(previous_.get(), b.build());
    return previous_;
  }

 private:
  std::int64_t seconds_ = 1'700'000'000;
  std::shared_ptr<const Snapshot> previous_;
};

class ShownNotices {
 public:
  std::vector<std::string> operator()(const std::vector<Held>& sockets,
                                      const NoticeWishes& wishes = kAll) {
    std::vector<std::string> texts;
    for (const Notice& notice : notices_.read(*machine_.read(sockets), wishes))
      texts.push_back(Tray::sentence(notice).toStdString());
    return texts;
  }

 private:
  Machine machine_;
  Notices notices_;
};

TEST(Notices, IgnoreWhatExistedFromTheStart) {
  ShownNotices notices;
  EXPECT_THAT(notices({{"sshd", 22}, {"firefox", 443, true}}), ::testing::IsEmpty());
  EXPECT_THAT(notices({{"sshd", 22}, {"firefox", 443, true}}), ::testing::IsEmpty());
}

TEST(Notices, ReportANewListenerOnce) {
  ShownNotices notices;
  EXPECT_THAT(notices({}), ::testing::IsEmpty());
  EXPECT_THAT(notices({{"sshd", 22}}),
              ::testing::ElementsAre("sshd (422) listens at 0.0.0.0:22 now."));
  EXPECT_THAT(notices({}), ::testing::IsEmpty());
  EXPECT_THAT(notices({{"sshd", 22}}), ::testing::IsEmpty());
  EXPECT_THAT(notices({{"sshd", 23}}), ::testing::SizeIs(1));
}

TEST(Notices, ReportOnlyTheFirstConnectionOfAProgram) {
  ShownNotices notices;
  EXPECT_THAT(notices({}), ::testing::IsEmpty());
  EXPECT_THAT(notices({{"firefox", 443, true}}),
              ::testing::ElementsAre(
                  "firefox (100843) has made its first connection, to 198.51.100.7:443."));
  EXPECT_THAT(notices({{"firefox", 80, true}}), ::testing::IsEmpty());
}

// A reading with one socket of this protocol, connected or not.
std::shared_ptr<const Snapshot> one_socket(int second, Protocol protocol, bool connected,
                                           const Snapshot* previous) {
  SampleBuilder b(1'700'000'000 + second);
  const State state = connected                   ? State::established
                      : protocol == Protocol::udp ? State::unconnected
                                                  : State::closed;
  b.tcp("192.0.2.10", 40'000, connected ? "198.51.100.7" : "0.0.0.0", connected ? 443 : 0, state, 7,
        70)
      .protocol = protocol;
  b.hold(b.process(412, "dig"), 7);
  return derive(previous, b.build());
}

TEST(Notices, ReportSocketsThatConnectLongAfterCreation) {
  for (const Protocol protocol : {Protocol::udp, Protocol::tcp}) {
    Notices notices;
    std::shared_ptr<const Snapshot> last;
    const auto texts_at = [&](int second, bool connected) {
      last = one_socket(second, protocol, connected, last.get());
      std::vector<std::string> texts;
      for (const Notice& notice : notices.read(*last, {false, true, false}))
        texts.push_back(Tray::sentence(notice).toStdString());
      return texts;
    };
    EXPECT_THAT(texts_at(0, false), ::testing::IsEmpty());
    EXPECT_THAT(texts_at(60, false), ::testing::IsEmpty());
    EXPECT_THAT(
        texts_at(120, true),
        ::testing::ElementsAre("dig (412) has made its first connection, to 198.51.100.7:443."));
    EXPECT_THAT(texts_at(180, true), ::testing::IsEmpty());
    EXPECT_THAT(texts_at(240, false), ::testing::IsEmpty());
    EXPECT_THAT(texts_at(300, true), ::testing::IsEmpty()) << "it is not the first any more";
  }
}

TEST(Notices, IgnoreWhatWasConnectedFromTheStart) {
  Notices notices;
  auto last = one_socket(0, Protocol::udp, true, nullptr);
  EXPECT_THAT(notices.read(*last, kAll), ::testing::IsEmpty());
  last = one_socket(60, Protocol::udp, false, last.get());
  EXPECT_THAT(notices.read(*last, kAll), ::testing::IsEmpty());
  last = one_socket(120, Protocol::udp, true, last.get());
  EXPECT_THAT(notices.read(*last, kAll), ::testing::IsEmpty());
}

TEST(Notices, ReportAHiddenProcess) {
  ShownNotices notices;
  EXPECT_THAT(notices({}), ::testing::IsEmpty());
  EXPECT_THAT(
      notices({{"x", 31337, false, true}}, {false, false, true}),
      ::testing::ElementsAre("x (31737), a hidden process, has opened a socket at 0.0.0.0:31337."));
}

TEST(Notices, ManyAtOnceBecomeOne) {
  ShownNotices notices;
  EXPECT_THAT(notices({}), ::testing::IsEmpty());
  EXPECT_THAT(notices({{"a", 1}, {"b", 2}, {"c", 3}}),
              ::testing::ElementsAre("a (401) listens at 0.0.0.0:1 now. And 2 more."));
}

TEST(Notices, IgnoreWhatAppearedWhileTurnedOff) {
  ShownNotices notices;
  EXPECT_THAT(notices({}), ::testing::IsEmpty());
  EXPECT_THAT(notices({{"sshd", 22}}, {}), ::testing::IsEmpty());
  EXPECT_THAT(notices({{"sshd", 22}}), ::testing::IsEmpty());
}

TEST(Tray, IsOffByDefault) {
  const QTemporaryDir folder;
  AppState app(SettingsStore(folder.filePath("settings.conf")), Settings{});
  Tray tray(app);
  const QSignalSpy spy(&tray, &Tray::told);
  EXPECT_FALSE(tray.is_there());
  Machine machine;
  app.set_snapshot(machine.read({}));
  app.set_snapshot(machine.read({{"sshd", 22}}));
  EXPECT_EQ(spy.size(), 0);
  Settings s;
  s.tray = s.notice_listeners = true;
  app.change_settings(s);
  app.set_snapshot(machine.read({{"sshd", 22}}));
  app.set_snapshot(machine.read({{"sshd", 22}, {"<b>nc</b>", 23}}));
  ASSERT_EQ(spy.size(), 1);
  EXPECT_EQ(spy[0][0].toString(), "<b>nc</b> (423) listens at 0.0.0.0:23 now.");
}

}  // namespace
}  // namespace portexplorer::gui
