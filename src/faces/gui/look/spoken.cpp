#include "faces/gui/look/spoken.h"

#include <QCoreApplication>

#include "faces/gui/child.h"

namespace portexplorer::gui {

Spoken& spoken() {
  QCoreApplication* application = QCoreApplication::instance();
  auto* there = application->findChild<Spoken*>(QString(), Qt::FindDirectChildrenOnly);
  return there != nullptr ? *there : *make_child<Spoken>(application);
}

void retranslate_with(const QObject* owner, const std::function<void()>& tell) {
  tell();
  QObject::connect(&spoken(), &Spoken::changed, owner, tell);
}

}  // namespace portexplorer::gui
