// What somebody saves.
#pragma once

#include <QSaveFile>
#include <QString>
#include <string_view>

namespace portexplorer::gui {

// Puts `text` in the place of the file, whole or not at all. Gives "" or why it could not; then the
// old file stays.
[[nodiscard]] inline QString write_file(const QString& path, std::string_view text) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return file.errorString();
  // commit() alone does not look whether what it buffers reached the disk.
  const bool written = file.write(text.data(), static_cast<qint64>(text.size())) ==
                           static_cast<qint64>(text.size()) &&
                       file.flush();
  const QString trouble = file.errorString();
  if (!written) file.cancelWriting();
  if (file.commit() && written) return {};
  return written ? file.errorString() : trouble;
}

}  // namespace portexplorer::gui
