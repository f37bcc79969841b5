// Background work on the global thread pool.
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <memory>
#include <utility>

namespace portexplorer::gui {

// Marks the calling pool thread as waiting while this object exists, so that the pool starts
// another thread instead and waiting tasks do not occupy all of its threads.
class WaitsInBackground {
 public:
  WaitsInBackground() { QThreadPool::globalInstance()->releaseThread(); }
  ~WaitsInBackground() { QThreadPool::globalInstance()->reserveThread(); }
  Q_DISABLE_COPY_MOVE(WaitsInBackground)
};

// Runs `work()` on a pool thread and passes its result to `then` on the main thread, unless
// `receiver` has been destroyed.
template <typename Work, typename Then>
void in_background(QObject* receiver, Work work, Then then) {
  using Result = decltype(work());
  QThreadPool::globalInstance()->start([guard = QPointer<QObject>(receiver), work = std::move(work),
                                        then = std::move(then)]() mutable {
    auto result = std::make_shared<Result>(work());
    QMetaObject::invokeMethod(QCoreApplication::instance(),
                              [guard, result, then = std::move(then)]() mutable {
                                if (guard) then(std::move(*result));
                              });
  });
}

}  // namespace portexplorer::gui
