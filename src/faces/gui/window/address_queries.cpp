#include "faces/gui/window/address_queries.h"

#include <algorithm>
#include <utility>

#include "faces/gui/dialogs/consent.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/gui/models/column_titles.h"
#include "knowledge/address_scope.h"
#include "model/address_book.h"

namespace portexplorer::gui {
namespace {

constexpr std::size_t kMostNamed = 4;  // addresses listed in a confirmation

QString text_of(const ParsedAddress& address) {
  std::string text;
  append_ip(text, address.family, address.address);
  return shown(text);
}

std::vector<ParsedAddress> addresses_of(const Listing& listing,
                                        const std::vector<std::uint32_t>& items) {
  const Snapshot& snapshot = *listing.snapshot;
  std::vector<bool> selected(snapshot.rows.size());
  for (const std::uint32_t item : items) selected[listing.items[item].row] = true;
  auto addresses = remote_addresses(snapshot, [&](const RowView& view) {
    return selected[static_cast<std::size_t>(&view.row() - snapshot.rows.data())] &&
           is_internet(view.socket().protocol);
  });
  std::ranges::sort(addresses, {},
                    [](const ParsedAddress& a) { return std::pair(a.family, a.address.bytes); });
  return addresses;
}

std::vector<ParsedAddress> those(std::vector<ParsedAddress> addresses,
                                 bool (*wanted)(const ParsedAddress&)) {
  std::erase_if(addresses, [wanted](const ParsedAddress& a) { return !wanted(a); });
  return addresses;
}

bool somebody_has(const ParsedAddress& address) {
  return place_address(address.family, address.address).has_value();
}

// Returns "192.0.2.1, 192.0.2.2 and 3 more".
QString list_of(const std::vector<ParsedAddress>& addresses) {
  QStringList texts;
  for (std::size_t i = 0; i < std::min(addresses.size(), kMostNamed); ++i)
    texts.push_back(text_of(addresses[i]));
  QString list = texts.join(QStringLiteral(", "));
  if (addresses.size() <= kMostNamed) return list;
  return AddressQueries::tr("%1 and %n more", nullptr,
                            static_cast<int>(addresses.size() - kMostNamed))
      .arg(list);
}

QString object_of(const std::vector<ParsedAddress>& addresses) {
  if (addresses.size() == 1) return text_of(addresses.front());
  return AddressQueries::tr("%n address(es)", nullptr, static_cast<int>(addresses.size()));
}

QString sentence_of(const ResolvedNames::Address& told) {
  if (!told.name.isEmpty()) return AddressQueries::tr("%1 is called %2.").arg(told.text, told.name);
  switch (told.known) {
    case HostSource::no_name: return AddressQueries::tr("%1 has no name.").arg(told.text);
    case HostSource::refused:
      return AddressQueries::tr("The name servers would not tell, or could not be reached.");
    case HostSource::unusable:
      return AddressQueries::tr("What the name servers told of %1 cannot be a name.")
          .arg(told.text);
    default: return AddressQueries::tr("No name server has answered yet.");
  }
}

}  // namespace

QString sentence(const ResolvedNames& told) {
  if (!told.trouble.isEmpty())
    return AddressQueries::tr("Nobody can be asked for names here: %1.").arg(told.trouble);
  if (told.addresses.size() == 1) return sentence_of(told.addresses.front());
  const auto count = [&](auto wanted) { return std::ranges::count_if(told.addresses, wanted); };
  const auto named = count([](const ResolvedNames::Address& a) { return !a.name.isEmpty(); });
  const auto nameless = count([](const ResolvedNames::Address& a) {
    return a.name.isEmpty() && a.known == HostSource::no_name;
  });
  const auto all = static_cast<std::ptrdiff_t>(told.addresses.size());
  QStringList parts = {AddressQueries::tr("Addresses with a name: %1 of %2.").arg(named).arg(all)};
  if (nameless > 0) parts.push_back(AddressQueries::tr("Without one: %1.").arg(nameless));
  if (named + nameless < all)
    parts.push_back(AddressQueries::tr("Without an answer: %1.").arg(all - named - nameless));
  return parts.join(u' ');
}

AddressQueries::AddressQueries(AppState& app, SocketFeed& feed, QWidget* parent)
    : QObject(parent), app_(app), feed_(feed), window_(parent) {
  connect(&feed, &SocketFeed::names_told, this, [this](const std::shared_ptr<ResolvedNames>& told) {
    Q_EMIT said(sentence(*told));
    if (told->trouble.isEmpty() && !feed_.is_paused()) feed_.refresh_now();
  });
}

void AddressQueries::add_to(QMenu& menu, const Listing& listing,
                            const std::vector<std::uint32_t>& items) {
  const std::vector<ParsedAddress> addresses = addresses_of(listing, items);
  const std::vector<ParsedAddress> named = those(addresses, &ReverseNames::can_be_asked);
  const std::vector<ParsedAddress> held = those(addresses, &somebody_has);
  const QString nothing = tr("the remote address");
  QAction* names =
      menu.addAction(tr("&Resolve %1 …").arg(named.empty() ? nothing : object_of(named)), this,
                     [this, named] { resolve(named); });
  names->setEnabled(!named.empty());
  QAction* holders = menu.addAction(tr("&Whois %1 …").arg(held.empty() ? nothing : object_of(held)),
                                    this, [this, held] { ask_holders(held); });
  holders->setEnabled(!held.empty());
  if (shows_names_)
    menu.addAction(tr("Show addresses as n&umbers again"), this, [this] { show_names(false); });
}

void AddressQueries::show_names(bool show) {
  shows_names_ = show;
  Q_EMIT names_shown();
}

void AddressQueries::resolve(const std::vector<ParsedAddress>& addresses) {
  const QString question =
      tr("Ask your name servers for the names of these addresses?\n\n%1\n\n"
         "They learn that you ask for them, and so may whoever has an address.");
  with_consent(app_, window_, &Settings::may_ask_names, question.arg(list_of(addresses)),
               [this, addresses] {
                 show_names(true);
                 Q_EMIT said(tr("Asking for names …"));
                 feed_.ask_names(addresses);
               });
}

void AddressQueries::ask_holders(const std::vector<ParsedAddress>& addresses) {
  std::vector<ParsedAddress> asked = addresses;
  if (asked.size() > kMostWindows) asked.resize(kMostWindows);
  QString question =
      tr("Ask the registries who has these addresses?\n\n%1\n\n"
         "They learn that this machine asks for them. The question is not encrypted.")
          .arg(list_of(asked));
  const auto left = static_cast<int>(addresses.size() - asked.size());
  const QString rest =
      left == 0 ? QString()
                : tr("%n more address(es) are left for later: each answer has a window of its own.",
                     nullptr, left);
  if (left > 0) question += QStringLiteral("\n\n") + rest;
  with_consent(app_, window_, &Settings::may_query_whois, question, [this, asked, rest] {
    for (const ParsedAddress& address : asked) show_holder(app_, text_of(address));
    if (!rest.isEmpty()) Q_EMIT said(rest);
  });
}

}  // namespace portexplorer::gui
