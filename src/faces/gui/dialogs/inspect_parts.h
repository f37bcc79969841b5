// Inspection of a process in parts, away from the main thread.
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
  InspectPart part = InspectPart::general;  // the part that has been read last
  std::shared_ptr<const ProcessReport> report;
  std::string trouble;  // why nothing could be read, if report is null
};

// Reads a process and calls `report` after each part. Blocks until everything has been read or a
// stop is requested; the last call then has what had been read until then.
void inspect_parts(const ProcessKey&, const InspectOptions&,
                   const std::function<void(const InspectProgress&)>& report);

}  // namespace portexplorer::gui
