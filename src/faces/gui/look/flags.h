// Flags of countries.
#pragma once

#include <QIcon>
#include <QImage>
#include <QString>
#include <QStringView>

namespace portexplorer::gui {

// The flag of a country, painted: where its flag is too rich to be painted at this size, and for
// what is no country, its letters in a box. `code`: ISO 3166, "DE".
[[nodiscard]] QIcon flag(QStringView code);
// A picture of a flag, in the same frame.
[[nodiscard]] QIcon flag_of(const QImage& picture);
// Two letters, as "DE".
[[nodiscard]] bool is_country_code(QStringView code);
// "Germany"; the code where nothing is known by it.
[[nodiscard]] QString country_name(QStringView code);

}  // namespace portexplorer::gui
