#include "faces/gui/dialogs/inspect_parts.h"

namespace portexplorer::gui {
namespace {

std::shared_ptr<const ProcessReport> copy_of(const Inspection& inspection) {
  return std::make_shared<const ProcessReport>(inspection.so_far());
}

}  // namespace

void inspect_parts(const ProcessKey& key, const InspectOptions& options,
                   const std::function<void(const InspectProgress&)>& report) {
  auto begun = Inspection::begin(key.pid, options);
  if (!begun) {
    report({InspectPart::all, nullptr, begun.error().what});
    return;
  }
  if (key.start_ticks != 0 && begun->so_far().start_ticks != key.start_ticks) {
    report(
        {InspectPart::all, nullptr, "the process has ended, and another one has its number now"});
    return;
  }
  const auto stopped = [&] { return options.stop.stop_requested(); };
  begun->read_general();
  report({InspectPart::general, copy_of(*begun), ""});
  if (!stopped()) begun->read_version();
  begun->find_sockets();
  report({InspectPart::version, copy_of(*begun), ""});
  if (!stopped()) begun->read_security();
  report({InspectPart::security, copy_of(*begun), ""});
  if (!stopped()) begun->read_checksums();
  report({InspectPart::all, std::make_shared<const ProcessReport>(begun->finish()), ""});
}

}  // namespace portexplorer::gui
