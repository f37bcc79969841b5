// Links in pages.
#pragma once

#include <QString>
#include <QUrl>
#include <optional>

#include "faces/gui/dialogs/app_state.h"
#include "faces/pages/page_writer.h"

namespace portexplorer::gui {

[[nodiscard]] QUrl url_of(const pages::PageLink&);
// Parses a link. Returns nothing if it is not one that url_of() creates.
[[nodiscard]] std::optional<pages::PageLink> lead_of(const QUrl&);

// Returns the text of a link, such as "What is port 25?".
[[nodiscard]] QString link_text(const pages::PageLink&);

// Opens the target of a link. Returns false for links that only the window of the page can follow
// (evidence, ask_names, query_whois_server).
bool follow(AppState&, const pages::PageLink&);

}  // namespace portexplorer::gui
