// Country flags as icons.
#pragma once

#include <QIcon>
#include <QImage>
#include <QString>
#include <QStringView>

namespace portexplorer::gui {

// Returns the painted flag of a country, or its letters in a box if the flag is too detailed to be
// painted at this size or the code is not a country. `code` is ISO 3166-1 alpha-2, such as "DE".
[[nodiscard]] QIcon flag(QStringView code);
// Returns an icon of the picture of a flag, in the same frame.
[[nodiscard]] QIcon flag_of(const QImage& picture);
// Whether `code` consists of two capital letters, such as "DE".
[[nodiscard]] bool is_country_code(QStringView code);
// Returns the name, such as "Germany", or `code` itself if it is unknown.
[[nodiscard]] QString country_name(QStringView code);

}  // namespace portexplorer::gui
