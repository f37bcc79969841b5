// The main thread's end of a SourceWorker: asks it at intervals, never for a second reading before
// the first has come.
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
  // Waits for a reading that is under way.
  ~SocketFeed() override;
  Q_DISABLE_COPY_MOVE(SocketFeed)

  void start(std::chrono::milliseconds interval);
  void set_interval(std::chrono::milliseconds);
  [[nodiscard]] std::chrono::milliseconds interval() const { return timer_.intervalAsDuration(); }
  void set_paused(bool);
  [[nodiscard]] bool is_paused() const { return paused_; }
  void refresh();      // unless one is under way
  void refresh_now();  // one that begins from now on
  void retry();
  // Whether a refresh may order the rows anew; asked before each.
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
  bool waits_ = false;
  bool wanted_ = false;  // another one when that has come
  bool paused_ = false;
};

}  // namespace portexplorer::gui
