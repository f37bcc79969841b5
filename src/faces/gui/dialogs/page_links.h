// What leads on from a page, as a link.
#pragma once

#include <QString>
#include <QUrl>
#include <optional>

#include "faces/gui/dialogs/app_state.h"
#include "faces/pages/page_writer.h"

namespace portexplorer::gui {

[[nodiscard]] QUrl url_of(const pages::PageLink&);
// Nothing for a link that none of our pages makes.
[[nodiscard]] std::optional<pages::PageLink> lead_of(const QUrl&);

// What is clicked: "What is port 25?".
[[nodiscard]] QString link_text(const pages::PageLink&);

// Opens what it leads to. False for what only the page's own window can do (evidence, ask_names,
// query_whois_server).
bool follow(AppState&, const pages::PageLink&);

}  // namespace portexplorer::gui
