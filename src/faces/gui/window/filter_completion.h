// What may come next in a filter that somebody types.
#pragma once

#include <QString>
#include <QStringList>

namespace portexplorer::gui {

// The word that ends at the cursor, and what could stand in its place: fields, their values, and
// joining words.
struct FilterCompletion {
  qsizetype start = 0;  // of the word
  QStringList words;    // whole words; empty where there is nothing to offer
};

[[nodiscard]] FilterCompletion complete_filter(const QString& text, qsizetype cursor);

}  // namespace portexplorer::gui
