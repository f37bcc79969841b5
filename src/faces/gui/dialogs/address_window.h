#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

#include "faces/gui/dialogs/page_window.h"
#include "faces/pages/address_answer.h"

namespace portexplorer::gui {

// Timeouts of queries.
struct AddressLimits {
  std::chrono::milliseconds names{5000};
  std::chrono::milliseconds registry{5000};  // per whois server
};

// Shows what is known about an address. DNS and whois servers are queried only after a click, and
// only after confirmation unless the settings allow it.
class AddressWindow final : public PageWindow {
  Q_OBJECT

 public:
  AddressWindow(AppState&, const pages::AddressArgument&, const AddressLimits& = {});
  ~AddressWindow() override;
  Q_DISABLE_COPY_MOVE(AddressWindow)

  // Queries whois servers without confirmation, which the caller must have obtained, as soon as the
  // local lookup has finished.
  void query_whois_now();

 protected:
  void changeEvent(QEvent*) override;

 private:
  using Answer = std::shared_ptr<pages::AddressAnswer>;
  using Ask = std::function<void(pages::AddressAnswer&, const std::stop_token&)>;

  void retranslateUi();
  void show_answer(const Answer&);
  void set_may_ask(bool);
  // Sets the translation of `text`, which must be marked with QT_TR_NOOP(), and remembers `text`
  // for retranslateUi().
  static void set_text(QPushButton&, const char* text);
  void ask_names();
  void ask_names_now();
  void query_whois_server();
  void work(const Ask& ask, QPushButton*);

  AddressLimits limits_;
  std::stop_source stop_;
  bool asks_when_known_ = false;
  Answer answer_;  // null during a lookup or query: work() hands it to the other thread
  QPushButton* names_;
  QPushButton* registry_;
};

}  // namespace portexplorer::gui
