#include "faces/gui/models/desktop_words.h"

#include <QCoreApplication>

namespace portexplorer::gui {
namespace {

class DesktopWords final : public Words {
 public:
  std::string translated(std::string_view source) const override {
    return source.empty() ? std::string() : QCoreApplication::translate("Pages", std::string(source).c_str()).toStdString();
  }
};

}  // namespace

const Words& desktop_words() {
  static const DesktopWords words;
  return words;
}

}  // namespace portexplorer::gui
