// Resolve and Whois for selected rows, with a DNS server and a whois server of the test.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QCheckBox>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <array>
#include <fstream>

#include "collect/local_source.h"
#include "faces/gui/dialogs/address_window.h"
#include "faces/gui/window/main_window.h"
#include "support/gui/patience.h"
#include "support/gui/settings.h"
#include "support/sockets/name_server.h"
#include "support/sockets/sockets.h"

namespace portexplorer::gui {
namespace {

// Routes all addresses of the test to this machine.
void route_all_addresses_here() {
  fixture::ip({"route", "add", "local", "198.51.100.0/24", "dev", "lo"});
  fixture::ip({"route", "add", "local", "8.8.4.0/24", "dev", "lo"});
}

class Queries : public ::testing::Test {
 protected:
  Queries() {
    route_all_addresses_here();
    const std::string path = files_.path() + "/resolv.conf";
    std::ofstream(path) << "nameserver 127.0.0.1\n";
    fixture::check(::mount(path.c_str(), "/etc/resolv.conf", nullptr, MS_BIND, nullptr),
                   "bind /etc/resolv.conf");
    window_ = std::make_unique<MainWindow>(app_, [] { return make_local_source(); });
    window_->set_filter(
        QStringLiteral("remote_port:443 pid:%1").arg(QCoreApplication::applicationPid()));
    window_->show();
  }
  ~Queries() override {
    window_.reset();
    QThreadPool::globalInstance()->waitForDone();
  }

  // Opens sockets to port 443 of these addresses and selects them.
  void select_sockets_to(const std::vector<std::string>& addresses) {
    for (const std::string& address : addresses)
      sockets_.push_back(fixture::connected_socket(SOCK_DGRAM, address, 443));
    ASSERT_TRUE(
        becomes([&] { return window_->model().rowCount() == static_cast<int>(addresses.size()); }));
    window_->view().selectAll();
  }
  QAction* action(const QString& text) {
    menu_.clear();
    window_->sockets().fill(menu_, -1);
    for (QAction* a : menu_.actions()) {
      if (a->text().remove(u'&').startsWith(text)) return a;
    }
    return nullptr;
  }
  [[nodiscard]] QMessageBox* question() const { return window_->findChild<QMessageBox*>(); }
  [[nodiscard]] QStringList remotes() const {
    QStringList texts;
    for (int row = 0; row < window_->model().rowCount(); ++row) {
      texts.push_back(
          window_->model().index(row, find_column("remote")).data().toString().section(u' ', 0, 0));
    }
    texts.sort();
    return texts;
  }

  fixture::ScopedNetns netns_;
  fixture::ScopedMounts mounts_;
  fixture::TemporaryDirectory files_;
  QTemporaryDir folder_;
  AppState app_ = AppState(SettingsStore(folder_.filePath("settings.conf")), quiet_settings());
  std::vector<UniqueFd> sockets_;
  QMenu menu_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(Queries, NamesAppearAfterConfirmation) {
  const fixture::NameServer server;
  select_sockets_to({"198.51.100.7", "198.51.100.7", "198.51.100.11"});
  QSignalSpy told(&window_->sockets(), &SocketMenu::said);
  ASSERT_NE(action("Resolve 2 address"), nullptr);
  action("Resolve 2 address")->trigger();
  ASSERT_NE(question(), nullptr);
  EXPECT_EQ(question()->text().count("198.51.100.7"), 1) << question()->text().toStdString();
  EXPECT_TRUE(question()->text().contains("198.51.100.11"));
  question()->button(QMessageBox::Cancel)->click();
  EXPECT_TRUE(told.isEmpty()) << "nothing is sent without consent";
  EXPECT_FALSE(window_->sockets().questions().shows_names());
  ASSERT_TRUE(becomes([&] { return question() == nullptr; }));
  action("Resolve 2 address")->trigger();
  question()->button(QMessageBox::Ok)->click();
  EXPECT_TRUE(becomes([&] {
    return remotes() ==
           QStringList({"198.51.100.11:443", "www.shop.example:443", "www.shop.example:443"});
  })) << remotes().join(u' ').toStdString();
  ASSERT_TRUE(becomes([&] { return told.size() == 2; }));
  EXPECT_EQ(told[1][0].toString(), "Addresses with a name: 1 of 2. Without one: 1.");
  EXPECT_FALSE(app_.settings().may_ask_names);
  action("Show addresses as numbers again")->trigger();
  EXPECT_TRUE(becomes([&] { return remotes().contains("198.51.100.7:443"); }));
}

TEST_F(Queries, ARefusingDnsServerIsReported) {
  const fixture::NameServer server;
  Settings allowed = app_.settings();
  allowed.may_ask_names = true;
  app_.change_settings(allowed);
  select_sockets_to({"198.51.100.12"});
  QSignalSpy told(&window_->sockets(), &SocketMenu::said);
  action("Resolve 198.51.100.12")->trigger();
  EXPECT_EQ(question(), nullptr) << "the settings have said yes";
  ASSERT_TRUE(becomes([&] { return told.size() == 2; }));
  EXPECT_EQ(told[1][0].toString(), "The name servers would not tell, or could not be reached.");
}

TEST_F(Queries, EachWhoisAnswerHasAWindowAfterOneConfirmation) {
  const fixture::RegistryHere registry;
  const fixture::ChildProcess answers([&](fixture::Conversation& c) {
    fixture::check(::fcntl(registry.listener(), F_SETFL, 0), "F_SETFL");
    for (int i = 0; i < 2; ++i) {
      const UniqueFd call = fixture::accepted(registry.listener());
      std::array<char, 100> query{};
      fixture::check(::read(call.get(), query.data(), query.size()), "read");
      const std::string text = "OrgName: Holder of " + std::string(query.data());
      fixture::check(::write(call.get(), text.data(), text.size()), "write");
      ::shutdown(call.get(), SHUT_RDWR);
    }
    c.wait_for_end();
  });
  select_sockets_to({"8.8.4.1", "8.8.4.2", "8.8.4.2", "198.51.100.7"});
  ASSERT_NE(action("Whois 2 address"), nullptr) << "addresses for documentation have no holder";
  action("Whois 2 address")->trigger();
  ASSERT_NE(question(), nullptr);
  EXPECT_TRUE(question()->text().contains("8.8.4.1, 8.8.4.2"));
  EXPECT_THAT(window_->findChildren<AddressWindow*>(), ::testing::IsEmpty());
  question()->checkBox()->setChecked(true);
  question()->button(QMessageBox::Ok)->click();
  EXPECT_TRUE(app_.settings().may_query_whois);
  const auto windows = window_->findChildren<AddressWindow*>();
  ASSERT_EQ(windows.size(), 2);
  for (const AddressWindow* window : windows) {
    const QString holder = "Holder of " + window->windowTitle().section(u' ', -1).chopped(1);
    EXPECT_TRUE(becomes([&] { return window->view()->toPlainText().contains(holder); }))
        << window->view()->toPlainText().toStdString();
  }
}

TEST_F(Queries, AddressesAboveTheLimitAreLeftForLater) {
  std::vector<std::string> addresses;
  for (std::size_t i = 0; i < AddressQueries::kMostWindows + 2; ++i)
    addresses.push_back("8.8.4." + std::to_string(i + 1));
  select_sockets_to(addresses);
  action("Whois 7 address")->trigger();
  ASSERT_NE(question(), nullptr);
  EXPECT_TRUE(question()->text().contains("2 more")) << question()->text().toStdString();
  question()->button(QMessageBox::Cancel)->click();
}

TEST_F(Queries, AddressesWithoutHolderAndNameAreNotOffered) {
  select_sockets_to({"127.0.0.1"});
  EXPECT_FALSE(action("Resolve the remote address")->isEnabled());
  EXPECT_FALSE(action("Whois the remote address")->isEnabled());
}

}  // namespace
}  // namespace portexplorer::gui
