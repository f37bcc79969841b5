// Reads the source on a thread of its own, turns readings into listings and events into log lines,
// and sends them to the main thread by queued signals.
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QString>
#include <QTimer>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "base/memory_release.h"
#include "faces/gui/rows/log_store.h"
#include "faces/gui/rows/row_list.h"
#include "faces/gui/rows/traffic_wish.h"
#include "knowledge/address_knowledge.h"
#include "model/socket_source.h"

namespace portexplorer::gui {

// Optional parts of a reading.
struct ReadingWishes {
  bool packages = false;
  bool look = false;
  bool memory = false;      // kernel memory and drops
  bool host_names = false;  // query DNS servers

  friend bool operator==(const ReadingWishes&, const ReadingWishes&) = default;
};

// The result of a refresh or of a change of the view.
struct Reading {
  ListUpdate update;
  std::chrono::nanoseconds took{};  // from the request to the rows; 0 if nothing was read
  QString places_by;                // attribution of country and network data
};

// New lines of the traffic log, or all of them.
struct LogNews {
  std::vector<LogLine> lines;
  bool replaces = false;   // replace all previous lines
  std::uint64_t lost = 0;  // total since the last clear
};

// The answers of DNS servers about addresses that the user asked about.
struct ResolvedNames {
  struct Address {
    QString text;
    QString name;  // "" if there is none, or none yet
    HostSource known = HostSource::waiting;
  };
  std::vector<Address> addresses;  // plain text, escaped
  QString trouble;                 // why no server could be queried; otherwise ""
};

// Owned by SocketFeed, which moves it to its thread and posts all calls to it. The functions must
// be called on that thread; the source and the event stream are never used on another one.
// Everything that a signal carries is immutable or handed over, so no locks are needed.
class SourceWorker final : public QObject {
  Q_OBJECT

 public:
  using MakeSource = std::function<std::unique_ptr<SocketSource>()>;
  explicit SourceWorker(MakeSource make_source);

  void refresh(Ordering);
  void set_view(ViewSettings);
  void set_wishes(const ReadingWishes&);
  // Queries DNS servers for the names of these addresses, which all later readings then contain.
  // Emits names_told() when all have been answered, or after kNamesWait.
  void ask_names(const std::vector<ParsedAddress>&);
  void hide_rows(const std::vector<std::uint64_t>& ids);
  void bring_back();
  // Starts the traffic log, or restarts it with another selection of sends and receives; nullopt
  // selects none.
  void start_log(const std::optional<TrafficWish>&);
  void set_log_filter(Filter);
  void clear_log();
  void reopen();  // replaces the source after it has failed

 Q_SIGNALS:
  void read(const std::shared_ptr<portexplorer::gui::Reading>& reading);
  void failed(const QString& reason);  // plain text
  void logged(const std::shared_ptr<portexplorer::gui::LogNews>& news);
  void log_started(const QString& not_told);  // what the log does not cover; plain text, may be ""
  void log_failed(const QString& reason);
  void names_told(const std::shared_ptr<portexplorer::gui::ResolvedNames>& told);
  void refreshed();  // after each refresh, whether it succeeded or failed

 private:
  static constexpr std::size_t kMostLogged = 100'000;
  void ensure_open();
  [[nodiscard]] Result<void> ensure_names();
  void tell_names();
  void stop_log();
  void take_events();
  void tell_log(std::vector<LogLine> lines, bool replaces);
  void tell(ListUpdate update, std::chrono::nanoseconds took);

  MakeSource make_source_;
  std::unique_ptr<SocketSource> source_;
  std::shared_ptr<AddressKnowledge> addresses_;
  bool may_ask_names_ = false;              // addresses_ can query DNS servers
  std::vector<ParsedAddress> names_asked_;  // not reported by names_told() yet
  std::shared_ptr<const Snapshot> snapshot_;
  ReadingWishes wishes_;
  RowList rows_;
  // Members are destroyed in reverse order: wake_ watches a file descriptor of events_, so it must
  // be destroyed first.
  std::optional<TrafficWish> traffic_;
  std::unique_ptr<EventStream> events_;
  std::unique_ptr<QSocketNotifier> wake_;
  std::unique_ptr<QTimer> soon_;
  LogStore log_{kMostLogged};
  MemoryRelease release_;
  std::jthread names_wait_;  // waits until DNS servers have answered
};

}  // namespace portexplorer::gui
