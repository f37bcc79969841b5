// What a user chose, and what the window remembers of itself. A plain value.
#pragma once

#include <QByteArray>
#include <QColor>
#include <QString>
#include <QStringList>
#include <chrono>
#include <cstdint>
#include <map>

namespace portexplorer::gui {

enum class Theme : std::uint8_t { system, light, dark };
enum class ShowProcess : std::uint8_t { name, path, program };

struct Settings {
  // The list.
  bool hide_netstat = false;   // sockets without an owner; not those whose owner may not be seen
  bool hide_loopback = false;  // those between programs of this machine
  ShowProcess show_process = ShowProcess::name;
  bool resolve = false;       // ask name servers for the names of remote addresses
  bool show_lookups = false;  // … and show the sockets that do it
  std::chrono::milliseconds refresh{1000};
  QStringList columns;            // names of fields, in their order; empty: the usual ones
  std::map<QString, int> widths;  // of columns, in pixels
  QString sort;                   // as --sort has it: "-received_bytes,pid"; empty: the usual order
  bool group = false;             // by process
  QStringList saved_filters;      // "name<tab>filter"
  QStringList filter_history;     // the newest first
  std::map<QString, QColor> colours;  // that were changed: "light.system", "dark.hidden" …
  Theme theme = Theme::system;

  // The log of what happens to sockets.
  bool show_log = true;
  int log_rows = 100'000;  // the oldest go first

  // What may be sent without asking each time.
  bool may_ask_names = false;    // name servers, for one address
  bool may_query_whois = false;  // who has an address

  // Tray and notices.
  bool tray = false;
  bool start_minimised = false;
  bool notice_listeners = false;
  bool notice_first_connections = false;
  bool notice_hidden = false;

  QString language;  // "de"; empty: the system's

  // What the window remembers.
  bool first_start = true;
  QByteArray geometry;
  QByteArray layout;

  friend bool operator==(const Settings&, const Settings&) = default;
};

constexpr std::chrono::milliseconds kFastestRefresh{500};
constexpr std::chrono::milliseconds kSlowestRefresh{10'000};
constexpr int kLeastLogRows = 100;
constexpr int kMostLogRows = 1'000'000;
constexpr qsizetype kMostHistory = 50;

}  // namespace portexplorer::gui
