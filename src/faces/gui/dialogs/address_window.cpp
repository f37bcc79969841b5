// "What is 192.0.2.1?": what is known locally, and the answers of DNS and whois servers.
#include "faces/gui/dialogs/address_window.h"

#include <QEvent>

#include "base/escape.h"
#include "faces/gui/child.h"
#include "faces/gui/dialogs/background.h"
#include "faces/gui/dialogs/consent.h"
#include "faces/gui/dialogs/windows.h"
#include "knowledge/address_knowledge.h"

namespace portexplorer::gui {
namespace {

constexpr const char* kHostsFile = "/etc/hosts";
constexpr const char* kSource = "source";  // property of a button: its text before translation

std::string variable_of_environment(const char* name) {
  return qEnvironmentVariable(name).toStdString();
}

std::shared_ptr<pages::AddressAnswer> look_up(const pages::AddressArgument& asked,
                                              const std::shared_ptr<const Snapshot>& snapshot,
                                              const std::string& trouble) {
  const GeoSearch search{.asked = "", .variable = variable_of_environment, .usual_places = true};
  return std::make_shared<pages::AddressAnswer>(
      pages::answer_address(asked, snapshot, trouble, read_hosts_text(kHostsFile), search));
}

}  // namespace

AddressWindow::AddressWindow(AppState& app, const pages::AddressArgument& asked,
                             const AddressLimits& limits)
    : PageWindow(app,
                 [asked] {
                   return tr("What is %1?")
                       .arg(QString::fromStdString(
                           pages::address_word(asked.address, escaped(asked.zone))));
                 }),
      limits_(limits),
      names_(add_button(QString())),
      registry_(add_button(QString())) {
  set_text(*names_, QT_TR_NOOP("Ask &name servers"));
  set_text(*registry_, QT_TR_NOOP("Ask the &registries"));
  retranslateUi();
  set_may_ask(false);
  connect(names_, &QPushButton::clicked, this, &AddressWindow::ask_names);
  connect(registry_, &QPushButton::clicked, this, &AddressWindow::query_whois_server);
  connect(this, &PageWindow::followed, this, [this](const pages::PageLink& lead) {
    if (lead.to == pages::PageLink::To::ask_names && names_->isEnabled()) ask_names();
    if (lead.to == pages::PageLink::To::query_whois_server && registry_->isEnabled())
      query_whois_server();
  });
  say(tr("Looking it up …"));
  in_background(
      this,
      [asked, snapshot = app.snapshot(), trouble = app.trouble().toStdString()] {
        return look_up(asked, snapshot, trouble);
      },
      [this](const Answer& answer) { show_answer(answer); });
}

// Cancels a running query, so that closing the window or the program does not wait for it.
AddressWindow::~AddressWindow() { stop_.request_stop(); }

void AddressWindow::retranslateUi() {
  for (QPushButton* button : {names_, registry_})
    set_text(*button, button->property(kSource).toByteArray().constData());
  names_->setToolTip(tr("Sends a question about this address to your name servers"));
  registry_->setToolTip(tr("Sends a question about this address to the registries (whois)"));
}

void AddressWindow::changeEvent(QEvent* event) {
  PageWindow::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
}

void AddressWindow::show_answer(const Answer& answer) {
  answer_ = answer;
  write([this](pages::PageWriter& page) {
    if (answer_) pages::write_address_page(page, *answer_, {.all = true});
    else page.paragraph(tr("Looking it up …").toStdString());
  });
  set_may_ask(true);
  if (std::exchange(asks_when_known_, false) && answer->has_place) query_whois_now();
}

void AddressWindow::set_text(QPushButton& button, const char* text) {
  button.setProperty(kSource, QByteArray(text));
  button.setText(tr(text));
}

void AddressWindow::set_may_ask(bool may) {
  const bool place = may && answer_ && answer_->has_place;
  names_->setEnabled(place && answer_->reverse.known == HostSource::not_asked);
  registry_->setEnabled(place && !answer_->whois);
}

void AddressWindow::ask_names() {
  with_consent(app(), this, &Settings::may_ask_names,
               tr("Ask your name servers for the name of this address? They, and whoever has the "
                  "address, may see that you asked."),
               [this] { ask_names_now(); });
}

void AddressWindow::query_whois_server() {
  with_consent(app(), this, &Settings::may_query_whois,
               tr("Ask the registries who has this address? They see that this machine asked. The "
                  "question is not encrypted."),
               [this] { query_whois_now(); });
}

void AddressWindow::ask_names_now() {
  const auto ask = [most = limits_.names](pages::AddressAnswer& answer,
                                          const std::stop_token& stop) {
    pages::query_dns(answer, most, stop);
  };
  work(ask, names_);
}

void AddressWindow::query_whois_now() {
  if (!answer_) {
    asks_when_known_ = true;
    return;
  }
  const auto ask = [most = limits_.registry](pages::AddressAnswer& answer,
                                             const std::stop_token& stop) {
    pages::query_whois(answer, std::nullopt, most, stop);
  };
  work(ask, registry_);
}

// Hands answer_ to another thread, which has exclusive access until it returns it.
void AddressWindow::work(const Ask& ask, QPushButton* button) {
  const Answer answer = std::exchange(answer_, nullptr);
  if (!answer) return;
  set_may_ask(false);
  set_text(*button, QT_TR_NOOP("Asking …"));
  in_background(
      this,
      [answer, ask, stop = stop_.get_token()] {
        const WaitsInBackground waits;
        ask(*answer, stop);
        return Answer(answer);
      },
      [this, button](const Answer& done) {
        set_text(*button, QT_TR_NOOP("Asked"));
        show_answer(done);
      });
}

void show_address(AppState& app, const QString& address) {
  const auto asked = pages::parse_address(address.toStdString());
  if (asked) make_child<AddressWindow>(app, *asked)->open_beside();
}

void show_holder(AppState& app, const QString& address) {
  const auto asked = pages::parse_address(address.toStdString());
  if (!asked) return;
  auto* window = make_child<AddressWindow>(app, *asked);
  window->open_beside();
  window->query_whois_now();
}

}  // namespace portexplorer::gui
