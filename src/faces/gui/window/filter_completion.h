// Completion of filters.
#pragma once

#include <QString>
#include <QStringList>

namespace portexplorer::gui {

// The word that ends at the cursor, and its possible completions: fields, their values, and
// operators.
struct FilterCompletion {
  qsizetype start = 0;  // position of the word
  QStringList words;    // complete words; may be empty
};

[[nodiscard]] FilterCompletion complete_filter(const QString& text, qsizetype cursor);

}  // namespace portexplorer::gui
