// Confirmation before anything is sent over the network.
#pragma once

#include <QString>
#include <QWidget>
#include <functional>

#include "faces/gui/dialogs/app_state.h"

namespace portexplorer::gui {

// Calls `then` at once if the setting `allowed` is on. Otherwise asks the user, and calls `then` on
// confirmation, unless `parent` has been destroyed by then.
void with_consent(AppState&, QWidget* parent, bool Settings::*allowed, const QString& question,
                  const std::function<void()>& then);

}  // namespace portexplorer::gui
