// The text format of the settings: lines of "key = value" in UTF-8. Lines that start with # are
// comments.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "faces/gui/settings/settings.h"

namespace portexplorer::gui {

struct SettingsText {
  Settings settings;            // defaults where a value could not be parsed
  QList<int> broken_lines;      // line numbers from 1: neither a comment nor "key = value", or an
                                // invalid value
  QList<QByteArray> not_known;  // lines with an unknown key, written by another version; kept
};

// Accepts arbitrary bytes.
[[nodiscard]] SettingsText parse_settings(const QByteArray& text);

// Writes the settings that differ from the defaults, followed by `not_known`.
[[nodiscard]] QByteArray write_settings(const Settings&, const QList<QByteArray>& not_known);

}  // namespace portexplorer::gui
