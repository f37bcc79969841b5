// Settings as text: "key = value" lines, UTF-8. Lines that start with # are remarks.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "faces/gui/settings/settings.h"

namespace portexplorer::gui {

struct SettingsText {
  Settings settings;        // what could be read; otherwise the usual
  QList<int> broken_lines;  // from 1: neither a remark nor "key = value", or a value that its key
                            // cannot have
  QList<QByteArray> not_known;  // lines whose key is not known: another version's, to be kept
};

// Any bytes may be given.
[[nodiscard]] SettingsText parse_settings(const QByteArray& text);

// Only what differs from the usual stands in it, and `not_known` at its end.
[[nodiscard]] QByteArray write_settings(const Settings&, const QList<QByteArray>& not_known);

}  // namespace portexplorer::gui
