// Writing a file that the user saves.
#pragma once

#include <QSaveFile>
#include <QString>
#include <string_view>

namespace portexplorer::gui {

// Replaces the file by `text` atomically. Returns "" or the reason of the failure; in that case the
// old file is unchanged.
[[nodiscard]] inline QString write_file(const QString& path, std::string_view text) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return file.errorString();
  // commit() does not check whether its buffer reached the disk; flush() does.
  const bool written = file.write(text.data(), static_cast<qint64>(text.size())) ==
                           static_cast<qint64>(text.size()) &&
                       file.flush();
  const QString trouble = file.errorString();
  if (!written) file.cancelWriting();
  if (file.commit() && written) return {};
  return written ? file.errorString() : trouble;
}

}  // namespace portexplorer::gui
