// Settings for tests of windows.
#pragma once

#include "faces/gui/settings/settings.h"

namespace portexplorer::gui {

// Returns settings without a message at the first start and without the log.
[[nodiscard]] inline Settings quiet_settings(std::chrono::milliseconds refresh = kFastestRefresh) {
  Settings settings;
  settings.first_start = false;
  settings.show_log = false;
  settings.refresh = refresh;
  return settings;
}

}  // namespace portexplorer::gui
