// User preferences and window state. A plain value.
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
  // List.
  bool hide_netstat = false;   // sockets without an owner, not those whose owner is not visible
  bool hide_loopback = false;  // connections between programs on this machine
  ShowProcess show_process = ShowProcess::name;
  bool resolve = false;       // query DNS servers for the names of remote addresses
  bool show_lookups = false;  // show the sockets of these queries
  std::chrono::milliseconds refresh{1000};
  QStringList columns;                // field names in display order; empty: the defaults
  std::map<QString, int> widths;      // of columns, in pixels
  QString sort;                       // syntax of --sort: "-received_bytes,pid"; empty: the default
  bool group = false;                 // by process
  QStringList saved_filters;          // "name<tab>filter"
  QStringList filter_history;         // newest first
  std::map<QString, QColor> colours;  // changed colours by key: "light.system", "dark.hidden" …
  Theme theme = Theme::system;

  // Traffic log.
  bool show_log = true;
  int log_rows = 100'000;  // the oldest are dropped first

  // Queries that need no confirmation each time.
  bool may_ask_names = false;    // DNS query about one address
  bool may_query_whois = false;  // whois query about one address

  // Tray and notices.
  bool tray = false;
  bool start_minimised = false;
  bool notice_listeners = false;
  bool notice_first_connections = false;
  bool notice_hidden = false;

  QString language;  // "de"; empty: that of the system

  // Window state.
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
