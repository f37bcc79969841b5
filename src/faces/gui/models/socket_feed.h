// The main thread's proxy of a SourceWorker. Requests readings at intervals, and never requests
// another one before the previous one has arrived.
#pragma once

#include <QObject>
#include <QThread>
#include <QTimer>
#include <chrono>
#include <functional>

#include "faces/gui/models/source_worker.h"

namespace portexplorer::gui {

class SocketFeed final : public QObject {
  Q_OBJECT

 public:
  explicit SocketFeed(SourceWorker::MakeSource make_source, QObject* parent = nullptr);
  // Waits for a reading in progress.
  ~SocketFeed() override;
  Q_DISABLE_COPY_MOVE(SocketFeed)

  void start(std::chrono::milliseconds interval);
  void set_interval(std::chrono::milliseconds);
  [[nodiscard]] std::chrono::milliseconds interval() const { return timer_.intervalAsDuration(); }
  void set_paused(bool);
  [[nodiscard]] bool is_paused() const { return paused_; }
  void refresh();      // does nothing if a reading is in progress
  void refresh_now();  // if a reading is in progress, starts another one after it
  void retry();
  // Sets the function that decides before each refresh whether rows may be sorted again.
  void set_may_reorder(std::function<bool()> may_reorder) { may_reorder_ = std::move(may_reorder); }

  void set_view(ViewSettings);
  void set_wishes(const ReadingWishes&);
  void ask_names(std::vector<ParsedAddress>);
  void hide_rows(std::vector<std::uint64_t> ids);
  void bring_back();

  // The traffic log.
  void start_log(const std::optional<TrafficWish>&);
  void set_log_filter(Filter);
  void clear_log();

 Q_SIGNALS:
  void read(const std::shared_ptr<portexplorer::gui::Reading>& reading);
  void failed(const QString& reason);
  void names_told(const std::shared_ptr<portexplorer::gui::ResolvedNames>& told);
  void logged(const std::shared_ptr<portexplorer::gui::LogNews>& news);
  void log_started(const QString& not_told);
  void log_failed(const QString& reason);

 private:
  template <typename Work>
  void post(Work work) {
    QMetaObject::invokeMethod(worker_.get(), [worker = worker_.get(),
                                              work = std::move(work)]() mutable { work(*worker); });
  }

  QThread thread_;
  std::unique_ptr<SourceWorker> worker_;
  QTimer timer_;
  std::function<bool()> may_reorder_;
  bool waits_ = false;   // a reading is in progress
  bool wanted_ = false;  // start another reading when this one has arrived
  bool paused_ = false;
};

}  // namespace portexplorer::gui
