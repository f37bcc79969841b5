// Packets leave this machine only if the user said so, now or in the settings.
#pragma once

#include <QString>
#include <QWidget>
#include <functional>

#include "faces/gui/dialogs/app_state.h"

namespace portexplorer::gui {

// `then`, at once where the settings allow it, otherwise when somebody has said yes to the
// question; never where not, or where `parent` is gone by then.
void with_consent(AppState&, QWidget* parent, bool Settings::*allowed, const QString& question,
                  const std::function<void()>& then);

}  // namespace portexplorer::gui
