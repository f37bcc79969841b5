// Settings of the windows of tests. Tests only.
#pragma once

#include "faces/gui/settings/settings.h"

namespace portexplorer::gui {

// Nothing is asked at the start, and there is no log.
[[nodiscard]] inline Settings quiet_settings(std::chrono::milliseconds refresh = kFastestRefresh) {
  Settings settings;
  settings.first_start = false;
  settings.show_log = false;
  settings.refresh = refresh;
  return settings;
}

}  // namespace portexplorer::gui
