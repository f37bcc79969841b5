// Formats an answer about an address as a page.
#include <algorithm>

#include "base/escape.h"
#include "faces/pages/address_answer.h"
#include "faces/pages/page_writer.h"
#include "faces/pages/sentences.h"

namespace portexplorer::pages {
namespace {

constexpr std::size_t kAddressUsersShown = 8;

class AddressPage {
 public:
  AddressPage(PageWriter& page, const AddressAnswer& answer, const AddressPageOptions& options)
      : answer_(answer), page_(page), words_(page.words()), all_(options.all) {}

  void append() {
    page_.paragraph(address_lead(answer_, words_));
    page_.begin_entries(0);
    append_here();
    append_scope();
    append_place();
    append_names();
    append_whois();
    append_whois_text();
    if (answer_.use.is_own)
      page_.paragraph(words_.say("To see all that uses it:"_text),
                      {PageLink::To::sockets, "address:" + address()});
    else page_.paragraph(address_advice(answer_, words_));
    append_others();
  }

 private:
  [[nodiscard]] std::string address() const { return address_word(answer_.asked.address); }

  void entry(Text label, std::string_view text, const PageLink& lead = {}) {
    page_.entry(words_.say(label), text, lead);
  }

  void append_here() {
    constexpr Text kLabel = "On this machine"_text;
    if (!answer_.snapshot) {
      entry(kLabel,
            words_.say("Not known: {1}."_text, {escaped(words_.translated(answer_.trouble))}),
            {PageLink::To::doctor, ""});
      return;
    }
    const auto& users = answer_.use.users;
    for (std::size_t i = 0; i < std::min(users.size(), kAddressUsersShown); ++i) {
      PageLink lead;
      if (users[i].process != kNoIndex)
        lead = to_process(answer_.snapshot->sample->tables.processes[users[i].process].pid.value());
      entry(kLabel, address_user_sentence(*answer_.snapshot, users[i], words_), lead);
    }
    if (users.size() > kAddressUsersShown) {
      entry(kLabel,
            words_.say("{1} more."_text, {std::to_string(users.size() - kAddressUsersShown)}),
            {PageLink::To::sockets, "address:" + address()});
    }
    const std::uint64_t everywhere = answer_.use.listening_everywhere;
    if (everywhere > 0) {
      entry(kLabel,
            everywhere == 1
                ? words_.say("One socket waits at all addresses, and so at this one."_text)
                : words_.say("{1} sockets wait at all addresses, and so at this one."_text,
                             {std::to_string(everywhere)}),
            {PageLink::To::listening, ""});
    } else if (users.empty()) {
      const std::string missing = missing_sockets(*answer_.snapshot->sample, words_);
      if (missing.empty()) entry(kLabel, words_.say("Nobody talks with it now."_text));
      else
        entry(
            kLabel,
            words_.say("No visible socket uses it, but others may be missing. {1}"_text, {missing}),
            {PageLink::To::doctor, ""});
    }
  }

  void append_scope() {
    const AddressScope& scope = answer_.scope;
    const std::string word = words_.translated(to_string(scope.kind));
    const bool is_rest = scope.block.ends_with("/0");  // all remaining addresses
    entry("Kind"_text,
          is_rest ? word : words_.say("{1}, of {2} ({3})"_text, {word, scope.block, scope.source}),
          {PageLink::To::term, std::string(to_string(scope.kind))});
    if (!scope.group.empty()) entry("Meaning"_text, words_.translated(scope.sentence));
    if (answer_.asked.port) {
      const std::string port = std::to_string(*answer_.asked.port);
      entry("Port"_text, port,
            {PageLink::To::port, (answer_.use.is_own ? "local " : "remote ") + port});
    }
  }

  void append_place() {
    if (!answer_.has_place) {
      entry("Country, network"_text, missing_country(answer_, words_));
      return;
    }
    if (const GeoRecord* country = answer_.facts.country) {
      entry("Country"_text,
            words_.say("{1} ({2}): where it is registered"_text,
                       {escaped(country_in(*country, words_)), escaped(country->country)}));
      append_source(*answer_.geo.countries());
    } else {
      entry("Country"_text, missing_country(answer_, words_));
    }
    if (const GeoRecord* network = answer_.facts.network) {
      entry("Network"_text, escaped(network->network));
      append_source(*answer_.geo.networks());
    } else {
      entry("Network"_text, missing_network(answer_, words_));
    }
  }

  void append_source(const GeoDatabase& file) {
    page_.entry("", words_.say("From: {1}"_text, {escaped(file.attribution())}));
  }

  void append_names() {
    constexpr Text kLabel = "Name"_text;
    if (answer_.hosts_names.empty())
      entry(kLabel, words_.say("None in this machine's hosts file."_text));
    else
      entry(kLabel, words_.say("{1}: this machine's hosts file says so"_text,
                               {enumerated(answer_.hosts_names, words_)}));
    const bool can_ask = answer_.reverse.known == HostSource::not_asked;
    if (!answer_.reverse.names.empty()) {
      entry(
          kLabel,
          words_.say(
              "{1}: name servers say so. The owner of the address chose it; it proves nothing."_text,
              {enumerated(answer_.reverse.names, words_)}));
    } else if (!can_ask || answer_.hosts_names.empty()) {
      entry(kLabel, missing_name(answer_.reverse.known, words_),
            can_ask && answer_.has_place ? PageLink{PageLink::To::ask_names, ""} : PageLink{});
    }
  }

  void whois_entry(Text name, const std::string& value) {
    if (!value.empty())
      page_.named_entry(words_.say("Registry"_text), words_.say(name), escaped(value));
  }

  void append_whois() {
    constexpr Text kLabel = "Registry"_text;
    if (!answer_.whois_trouble.empty())
      entry(kLabel, words_.say("Not known: {1}."_text, {trouble_text(answer_.whois_trouble)}));
    if (!answer_.whois) {
      if (answer_.whois_trouble.empty() && answer_.has_place)
        entry(kLabel, words_.say("Not asked who has it."_text),
              {PageLink::To::query_whois_server, ""});
      return;
    }
    constexpr std::size_t kNameWidth = 12;
    const WhoisFacts& facts = answer_.whois->facts;
    page_.begin_entries(kNameWidth);
    whois_entry("organisation"_text, facts.organisation);
    whois_entry("network"_text, facts.name);
    whois_entry("addresses"_text, facts.range);
    whois_entry("country"_text, facts.country);
    whois_entry("complaints"_text, facts.abuse);
    whois_entry("asked"_text, joined_servers());
    if (!answer_.whois->trouble.empty())
      entry(kLabel, words_.say("It named another server, but {1}."_text,
                               {trouble_text(answer_.whois->trouble)}));
  }

  [[nodiscard]] std::string trouble_text(const std::string& trouble) const {
    return escaped(words_.retell(trouble, {kWhoisSilent, kWhoisUnreachable}));
  }

  [[nodiscard]] std::string joined_servers() const {
    std::string text;
    for (const std::string& server : answer_.whois->servers) {
      text = text.empty() ? server : words_.say("{1}, then {2}"_text, {text, server});
    }
    return text;
  }

  // Appends the whois answer line by line, escaped.
  void append_whois_text() {
    if (!answer_.whois) return;
    constexpr std::size_t kLinesShown = 20;
    page_.heading(words_.say("What the registry says"_text));
    std::string_view text = answer_.whois->text;
    std::size_t lines = 0;
    for (; !text.empty() && (all_ || lines < kLinesShown); ++lines) {
      const std::size_t end = text.find('\n');
      std::string_view line = text.substr(0, end);
      while (line.ends_with('\r')) line.remove_suffix(1);
      page_.code(escaped(line));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    if (!text.empty()) page_.text(words_.say("… more: --all"_text));
    else if (answer_.whois->is_disconnected)
      page_.text(words_.say("… the rest was left out: the answer was too long."_text));
  }

  void append_others() {
    if (answer_.asked.others.empty()) return;
    std::vector<std::string> others;
    for (const ParsedAddress& other : answer_.asked.others) others.push_back(address_word(other));
    page_.paragraph(words_.say("{1} stands for {2} too."_text,
                               {escaped(answer_.asked.name), enumerated(others, words_)}));
  }

  const AddressAnswer& answer_;
  PageWriter& page_;
  const Words& words_;
  bool all_;
};

}  // namespace

void write_address_page(PageWriter& page, const AddressAnswer& answer,
                        const AddressPageOptions& options) {
  AddressPage(page, answer, options).append();
}

}  // namespace portexplorer::pages
