#pragma once

#include <functional>
#include <memory>

#include "faces/gui/dialogs/page_window.h"
#include "faces/pages/address_answer.h"

namespace portexplorer::gui {

// What is known of an address. Name servers and registries are asked only by a click, and after a question unless settings allow it.
class AddressWindow final : public PageWindow {
  Q_OBJECT

 public:
  AddressWindow(Desk&, const pages::AddressArgument&);

 private:
  using Answer = std::shared_ptr<pages::AddressAnswer>;

  void show_answer(const Answer&);
  void set_may_ask(bool);
  void if_allowed(bool Settings::*allowed, const QString& question, const std::function<void()>& then);
  void ask_names();
  void ask_registry();
  void work(void (*ask)(pages::AddressAnswer&), QPushButton*);

  Answer answer_;  // null while it is looked up, or somebody is asked
  QPushButton* names_;
  QPushButton* registry_;
};

}  // namespace portexplorer::gui
