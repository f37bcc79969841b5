#include "faces/gui/dialogs/inspect_parts.h"

namespace portexplorer::gui {
namespace {

std::shared_ptr<const ProcessReport> copy_of(const Inspection& inspection) {
  return std::make_shared<const ProcessReport>(inspection.so_far());
}

}  // namespace

void inspect_parts(const ProcessKey& key, const InspectOptions& options,
                   const std::function<void(const InspectProgress&)>& tell) {
  auto begun = Inspection::begin(key.pid, options);
  if (!begun) {
    tell({InspectPart::all, nullptr, begun.error().what});
    return;
  }
  if (key.start_ticks != 0 && begun->so_far().start_ticks != key.start_ticks) {
    tell({InspectPart::all, nullptr, "the process has ended, and another one has its number now"});
    return;
  }
  const auto stopped = [&] { return options.stop.stop_requested(); };
  begun->read_general();
  tell({InspectPart::general, copy_of(*begun), ""});
  if (!stopped()) begun->read_version();
  begun->find_sockets();
  tell({InspectPart::version, copy_of(*begun), ""});
  if (!stopped()) begun->read_security();
  tell({InspectPart::security, copy_of(*begun), ""});
  if (!stopped()) begun->read_checksums();
  tell({InspectPart::all, std::make_shared<const ProcessReport>(begun->finish()), ""});
}

}  // namespace portexplorer::gui
