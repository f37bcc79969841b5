// Looks at a process part by part, away from the main thread.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "faces/gui/dialogs/process_sockets.h"
#include "inspect/inspection.h"

namespace portexplorer::gui {

enum class InspectPart : std::uint8_t { general, version, security, all };

struct InspectProgress {
  InspectPart part = InspectPart::general;  // what has come now
  std::shared_ptr<const ProcessReport> report;
  std::string trouble;  // report is null: why nothing could be read
};

// Blocks until all is read or the stop is asked for; then the part that comes last is what was read
// until then.
void inspect_parts(const ProcessKey&, const InspectOptions&,
                   const std::function<void(const InspectProgress&)>& tell);

}  // namespace portexplorer::gui
