// "What is 192.0.2.1?": what is known here at once, and what others tell only when they are asked.
#include "faces/gui/dialogs/address_window.h"

#include <QCheckBox>
#include <QMessageBox>

#include "base/escape.h"
#include "faces/gui/child.h"
#include "faces/gui/dialogs/ask.h"
#include "faces/gui/dialogs/background.h"
#include "knowledge/address_knowledge.h"

namespace portexplorer::gui {
namespace {

constexpr std::chrono::milliseconds kNamesWait{5000};
constexpr const char* kHostsFile = "/etc/hosts";

std::string variable_of_environment(const char* name) { return qEnvironmentVariable(name).toStdString(); }

std::shared_ptr<pages::AddressAnswer> look_up(const pages::AddressArgument& asked, const std::shared_ptr<const Snapshot>& snapshot,
                                              const std::string& trouble) {
  const GeoSearch search{.asked = "", .variable = variable_of_environment, .usual_places = true};
  return std::make_shared<pages::AddressAnswer>(pages::answer_address(asked, snapshot, trouble, read_hosts_text(kHostsFile), search));
}

}  // namespace

AddressWindow::AddressWindow(Desk& desk, const pages::AddressArgument& asked)
    : PageWindow(desk, tr("What is %1?").arg(QString::fromStdString(pages::address_word(asked.address, escaped(asked.zone))))),
      names_(add_button(tr("Ask &name servers"))),
      registry_(add_button(tr("Ask the &registries"))) {
  names_->setToolTip(tr("Sends a question about this address to your name servers"));
  registry_->setToolTip(tr("Sends a question about this address to the registries (whois)"));
  set_may_ask(false);
  connect(names_, &QPushButton::clicked, this, &AddressWindow::ask_names);
  connect(registry_, &QPushButton::clicked, this, &AddressWindow::ask_registry);
  connect(this, &PageWindow::followed, this, [this](const pages::Lead& lead) {
    if (lead.to == pages::Lead::To::ask_names && names_->isEnabled()) ask_names();
    if (lead.to == pages::Lead::To::ask_registry && registry_->isEnabled()) ask_registry();
  });
  say(tr("Looking it up …"));
  in_background(
      this, [asked, snapshot = desk.snapshot(), trouble = desk.trouble().toStdString()] { return look_up(asked, snapshot, trouble); },
      [this](const Answer& answer) { show_answer(answer); });
}

void AddressWindow::show_answer(const Answer& answer) {
  answer_ = answer;
  write([&](pages::PageWriter& page) { pages::write_address_page(page, *answer, {.all = true}); });
  set_may_ask(true);
}

void AddressWindow::set_may_ask(bool may) {
  const bool place = may && answer_ && answer_->has_place;
  names_->setEnabled(place && answer_->reverse.known == HostKnown::not_asked);
  registry_->setEnabled(place && !answer_->whois);
}

// Packets leave this machine only if the user said so, now or in the settings.
void AddressWindow::if_allowed(bool Settings::*allowed, const QString& question, const std::function<void()>& then) {
  if (desk().settings().*allowed) {
    then();
    return;
  }
  auto* box = make_child<QMessageBox>(QMessageBox::Question, windowTitle(), question, QMessageBox::Ok | QMessageBox::Cancel, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextFormat(Qt::PlainText);
  box->button(QMessageBox::Ok)->setText(tr("&Ask"));
  auto* always = make_child<QCheckBox>(tr("Do not ask me again"));
  box->setCheckBox(always);
  connect(box, &QMessageBox::accepted, this, [this, always, allowed, then] {
    if (always->isChecked()) {
      Settings settings = desk().settings();
      settings.*allowed = true;
      desk().change_settings(settings);
    }
    then();
  });
  box->open();
}

void AddressWindow::ask_names() {
  if_allowed(&Settings::may_ask_names,
             tr("Ask your name servers for the name of this address? They, and whoever has the address, may see that you asked."),
             [this] { work([](pages::AddressAnswer& answer) { pages::ask_name_servers(answer, kNamesWait); }, names_); });
}

void AddressWindow::ask_registry() {
  if_allowed(&Settings::may_ask_registry,
             tr("Ask the registries who has this address? They see that this machine asked. The question is not encrypted."),
             [this] { work([](pages::AddressAnswer& answer) { pages::ask_registries(answer, std::nullopt); }, registry_); });
}

// The answer belongs to the other thread until it comes back.
void AddressWindow::work(void (*ask)(pages::AddressAnswer&), QPushButton* button) {
  const Answer answer = std::exchange(answer_, nullptr);
  if (!answer) return;
  set_may_ask(false);
  button->setText(tr("Asking …"));
  in_background(
      this,
      [answer, ask] {
        ask(*answer);
        return Answer(answer);
      },
      [this, button](const Answer& done) {
        button->setText(tr("Asked"));
        show_answer(done);
      });
}

void show_address(Desk& desk, const QString& address) {
  const auto asked = pages::parse_address(address.toStdString());
  if (asked) make_child<AddressWindow>(desk, *asked)->open_beside();
}

}  // namespace portexplorer::gui
