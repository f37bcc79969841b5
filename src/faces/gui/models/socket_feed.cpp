#include "faces/gui/models/socket_feed.h"

#include <utility>

namespace portexplorer::gui {

SocketFeed::SocketFeed(SourceWorker::MakeSource make_source, QObject* parent)
    : QObject(parent), worker_(std::make_unique<SourceWorker>(std::move(make_source))) {
  thread_.setObjectName(QStringLiteral("source"));
  // If no thread can be created, the worker runs on the main thread: slower, but it works.
  thread_.start();
  if (thread_.isRunning()) worker_->moveToThread(&thread_);
  connect(worker_.get(), &SourceWorker::read, this, &SocketFeed::read);
  connect(worker_.get(), &SourceWorker::failed, this, &SocketFeed::failed);
  connect(worker_.get(), &SourceWorker::names_told, this, &SocketFeed::names_told);
  connect(worker_.get(), &SourceWorker::logged, this, &SocketFeed::logged);
  connect(worker_.get(), &SourceWorker::log_started, this, &SocketFeed::log_started);
  connect(worker_.get(), &SourceWorker::log_failed, this, &SocketFeed::log_failed);
  connect(worker_.get(), &SourceWorker::refreshed, this, [this] {
    waits_ = false;
    if (std::exchange(wanted_, false)) refresh();
  });
  connect(&timer_, &QTimer::timeout, this, &SocketFeed::refresh);
}

SocketFeed::~SocketFeed() {
  timer_.stop();
  if (!thread_.isRunning()) return;
  // The notifiers and streams of the worker must be destroyed on its own thread.
  connect(&thread_, &QThread::finished, worker_.release(), &QObject::deleteLater);
  thread_.quit();
  thread_.wait();
}

void SocketFeed::start(std::chrono::milliseconds interval) {
  timer_.start(interval);
  refresh();
}

void SocketFeed::set_interval(std::chrono::milliseconds interval) {
  if (interval != timer_.intervalAsDuration()) timer_.setInterval(interval);
}

void SocketFeed::set_paused(bool paused) {
  paused_ = paused;
  if (paused) timer_.stop();
  else timer_.start();
  if (!paused) refresh_now();
}

void SocketFeed::refresh() {
  if (std::exchange(waits_, true)) return;
  const Ordering ordering = !may_reorder_ || may_reorder_() ? Ordering::anew : Ordering::keep;
  post([ordering](SourceWorker& worker) { worker.refresh(ordering); });
}

void SocketFeed::refresh_now() {
  wanted_ = waits_;
  refresh();
}

void SocketFeed::retry() {
  waits_ = true;
  post([](SourceWorker& worker) { worker.reopen(); });
}

void SocketFeed::set_view(ViewSettings view) {
  post(
      [view = std::move(view)](SourceWorker& worker) mutable { worker.set_view(std::move(view)); });
}

void SocketFeed::set_wishes(const ReadingWishes& wishes) {
  post([wishes](SourceWorker& worker) { worker.set_wishes(wishes); });
}

void SocketFeed::ask_names(std::vector<ParsedAddress> addresses) {
  post([addresses = std::move(addresses)](SourceWorker& worker) { worker.ask_names(addresses); });
}

void SocketFeed::hide_rows(std::vector<std::uint64_t> ids) {
  post([ids = std::move(ids)](SourceWorker& worker) { worker.hide_rows(ids); });
}

void SocketFeed::start_log(const std::optional<TrafficWish>& traffic) {
  post([traffic](SourceWorker& worker) { worker.start_log(traffic); });
}

void SocketFeed::set_log_filter(Filter filter) {
  post([filter = std::move(filter)](SourceWorker& worker) { worker.set_log_filter(filter); });
}

void SocketFeed::clear_log() {
  post([](SourceWorker& worker) { worker.clear_log(); });
}

void SocketFeed::bring_back() {
  post([](SourceWorker& worker) { worker.bring_back(); });
}

}  // namespace portexplorer::gui
