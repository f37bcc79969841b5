// "What is port 25?"
#include "faces/gui/child.h"
#include "faces/gui/dialogs/background.h"
#include "faces/gui/dialogs/page_window.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/pages/port_answer.h"

namespace portexplorer::gui {
namespace {

QString title_of(std::uint16_t port, bool local) {
  return local ? PageWindow::tr("What is local port %1?").arg(port)
               : PageWindow::tr("What is remote port %1?").arg(port);
}

}  // namespace

void show_port(AppState& app, Protocol protocol, std::uint16_t port, bool local) {
  auto* window = make_child<PageWindow>(app, [port, local] { return title_of(port, local); });
  window->say(PageWindow::tr("Looking it up …"));
  window->open_beside();
  pages::PortArgument asked;
  asked.side = local ? pages::PortArgument::Side::local : pages::PortArgument::Side::remote;
  if (protocol != Protocol::unknown) asked.protocols = {protocol};
  asked.port = port;
  in_background(
      window,
      [asked, snapshot = app.snapshot(), trouble = app.trouble().toStdString()] {
        return pages::answer_port(asked, snapshot, trouble);
      },
      [window](const pages::PortAnswer& answer) {
        window->write([answer](pages::PageWriter& page) {
          pages::write_port_page(page, answer, {.all = true});
        });
      });
}

}  // namespace portexplorer::gui
