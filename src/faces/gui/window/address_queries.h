// Asking others about the addresses of selected rows: name servers for names, registries for who
// has them. Nothing is sent before somebody has said yes, in the question or in the settings.
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
  static constexpr std::size_t kMostWindows = 5;  // of registries' answers, at a time

  AddressQueries(AppState& app, SocketFeed& feed, QWidget* parent);

  // Adds Resolve and Whois for the remote addresses of these items, each address once.
  void add_to(QMenu& menu, const Listing& listing, const std::vector<std::uint32_t>& items);
  // Whether somebody asked for names, which the list shows from then on.
  [[nodiscard]] bool shows_names() const { return shows_names_; }

 Q_SIGNALS:
  void names_shown();  // shows_names() is another one
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

// What came of it, in a few words.
[[nodiscard]] QString sentence(const ResolvedNames&);

}  // namespace portexplorer::gui
