// A whois query that is never answered.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <QPointer>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <array>

#include "faces/gui/child.h"
#include "faces/gui/dialogs/address_window.h"
#include "support/gui/patience.h"
#include "support/sockets/name_server.h"

namespace portexplorer::gui {
namespace {

constexpr AddressLimits kLongerThanAnyTest{std::chrono::hours(1), std::chrono::hours(1)};

UniqueFd call_at(int listener) {
  UniqueFd call;
  const auto came = [&] {
    call.reset(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
    return static_cast<bool>(call);
  };
  EXPECT_TRUE(becomes(came));
  return call;
}

// Waits for data. Returns "" if the other side has closed.
std::string heard_at(int call) {
  std::array<char, 100> text{};
  return {text.data(), static_cast<std::size_t>(
                           fixture::check(::recv(call, text.data(), text.size(), 0), "recv"))};
}

TEST(AddressWindow, ClosingTheWindowCancelsTheQuery) {
  const fixture::ScopedNetns netns;
  const fixture::ScopedMounts mounts;
  const fixture::RegistryHere registry;
  const QTemporaryDir folder;
  AppState app(SettingsStore(folder.filePath("settings.conf")), Settings{});
  QWidget main_window;
  app.set_window(&main_window);
  const QPointer window =
      make_child<AddressWindow>(app, *pages::parse_address("198.41.0.4"), kLongerThanAnyTest);
  window->open_beside();
  window->query_whois_now();
  const UniqueFd call = call_at(registry.listener());
  EXPECT_EQ(heard_at(call.get()), "198.41.0.4\r\n");
  delete window.data();
  QThreadPool::globalInstance()->waitForDone();
  EXPECT_EQ(heard_at(call.get()), "");
}

}  // namespace
}  // namespace portexplorer::gui
