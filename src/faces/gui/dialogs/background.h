// Work that must not hold up the window.
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <memory>
#include <utility>

namespace portexplorer::gui {

// While there is one in work that runs in the background and only waits, somebody else's is begun
// beside it.
class WaitsInBackground {
 public:
  WaitsInBackground() { QThreadPool::globalInstance()->releaseThread(); }
  ~WaitsInBackground() { QThreadPool::globalInstance()->reserveThread(); }
  Q_DISABLE_COPY_MOVE(WaitsInBackground)
};

// Runs `work()` in another thread and gives what it returns to `then` in the main one, unless
// `receiver` is gone by then.
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
