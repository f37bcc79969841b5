// Texts of windows in the language of now: told when a window is made, and again when another
// language is chosen.
#pragma once

#include <QObject>
#include <functional>

namespace portexplorer::gui {

class Spoken final : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

 Q_SIGNALS:
  void changed();
};

// The application's one; main thread only.
[[nodiscard]] Spoken& spoken();

// Calls `tell` now, and again after each change of the language, the oldest first, as long as the
// owner lives.
void retranslate_with(const QObject* owner, const std::function<void()>& tell);

}  // namespace portexplorer::gui
