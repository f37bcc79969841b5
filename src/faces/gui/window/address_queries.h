// DNS and whois queries about the addresses of selected rows. Nothing is sent before the user has
// agreed, in a dialog or in the settings.
#pragma once

#include <QMenu>
#include <QObject>
#include <vector>

#include "faces/gui/dialogs/app_state.h"
#include "faces/gui/models/socket_feed.h"

namespace portexplorer::gui {

class AddressQueries final : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kMostWindows = 5;  // whois answers opened at a time

  AddressQueries(AppState& app, SocketFeed& feed, QWidget* parent);

  // Adds the actions Resolve and Whois for the distinct remote addresses of these items.
  void add_to(QMenu& menu, const Listing& listing, const std::vector<std::uint32_t>& items);
  // Whether the list shows names, because the user has requested some.
  [[nodiscard]] bool shows_names() const { return shows_names_; }

 Q_SIGNALS:
  void names_shown();  // shows_names() has changed
  void said(const QString& sentence);

 private:
  void resolve(const std::vector<ParsedAddress>&);
  void ask_holders(const std::vector<ParsedAddress>&);
  void show_names(bool);

  AppState& app_;
  SocketFeed& feed_;
  QWidget* window_;
  bool shows_names_ = false;
};

// Summarizes the answers.
[[nodiscard]] QString sentence(const ResolvedNames&);

}  // namespace portexplorer::gui
