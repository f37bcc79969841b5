#include "faces/gui/models/desktop_words.h"

#include <QCoreApplication>

#include "knowledge/german/german_glossary.h"

namespace portexplorer::gui {
namespace {

class DesktopWords final : public Words {
 public:
  std::string translated(std::string_view source) const override {
    return source.empty()
               ? std::string()
               : QCoreApplication::translate("Pages", std::string(source).c_str()).toStdString();
  }
};

}  // namespace

const Words& desktop_words() {
  static const DesktopWords words;
  return words;
}

const GlossaryData& desktop_glossary() {
  // The translation of "en" is the code of its language.
  return desktop_words().say("en"_text) == "de" ? german_glossary() : english_glossary();
}

}  // namespace portexplorer::gui
