// What asks the source, beside the main thread: readings become rows here, and the main thread gets
// what it has to show.
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

// What the source is asked for beside the usual.
struct ReadingWishes {
  bool packages = false;
  bool look = false;
  bool memory = false;      // kernel memory and drops
  bool host_names = false;  // ask name servers

  friend bool operator==(const ReadingWishes&, const ReadingWishes&) = default;
};

// What came of a refresh or of a change of the view.
struct Reading {
  ListUpdate update;
  std::chrono::nanoseconds took{};  // from the question to the rows; 0 where nothing was read
  QString places_by;                // who is to be named for countries and networks
};

// Lines of the traffic log that came, or all of them.
struct LogNews {
  std::vector<LogLine> lines;
  bool replaces = false;   // all that was there before
  std::uint64_t lost = 0;  // in all
};

// What name servers told of addresses that somebody asked about.
struct ResolvedNames {
  struct Address {
    QString text;
    QString name;  // "" where there is none, or none yet
    HostSource known = HostSource::waiting;
  };
  std::vector<Address> addresses;  // plain text, escaped
  QString trouble;                 // nobody could be asked, and why; otherwise ""
};

// Lives in a thread of its own: its functions are called there.
class SourceWorker final : public QObject {
  Q_OBJECT

 public:
  using MakeSource = std::function<std::unique_ptr<SocketSource>()>;
  explicit SourceWorker(MakeSource make_source);

  void refresh(Ordering);
  void set_view(ViewSettings);
  void set_wishes(const ReadingWishes&);
  // Asks name servers for the names of these; readings have them from then on. Told when all have
  // answered, or after a while.
  void ask_names(const std::vector<ParsedAddress>&);
  void hide_rows(const std::vector<std::uint64_t>& ids);
  void bring_back();
  // Begins to tell what happens to sockets; again with another wish for sends and receives.
  // Nothing: none of these.
  void start_log(const std::optional<TrafficWish>&);
  void set_log_filter(Filter);
  void clear_log();
  void reopen();  // a new source, after the last one has failed

 Q_SIGNALS:
  void read(const std::shared_ptr<portexplorer::gui::Reading>& reading);
  void failed(const QString& reason);  // plain text
  void logged(const std::shared_ptr<portexplorer::gui::LogNews>& news);
  void log_started(
      const QString& not_told);  // what this log cannot tell: plain text, "" where nothing
  void log_failed(const QString& reason);
  void names_told(const std::shared_ptr<portexplorer::gui::ResolvedNames>& told);
  void refreshed();  // after each refresh, however it ended

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
  bool may_ask_names_ = false;              // there is somebody to ask
  std::vector<ParsedAddress> names_asked_;  // and not told yet
  std::shared_ptr<const Snapshot> snapshot_;
  ReadingWishes wishes_;
  RowList rows_;
  // Destroyed in this order's reverse: who waits for it goes before the stream.
  std::optional<TrafficWish> traffic_;
  std::unique_ptr<EventStream> events_;
  std::unique_ptr<QSocketNotifier> wake_;
  std::unique_ptr<QTimer> soon_;
  LogStore log_{kMostLogged};
  MemoryRelease release_;
  std::jthread names_wait_;  // until name servers have answered
};

}  // namespace portexplorer::gui
