// What is told of an address, as a page.
#include <algorithm>

#include "base/escape.h"
#include "faces/pages/address_answer.h"
#include "faces/pages/page_writer.h"
#include "faces/pages/sentences.h"

namespace portexplorer::pages {
namespace {

constexpr std::size_t kUsersShown = 8;

class AddressPage {
 public:
  AddressPage(PageWriter& page, const AddressAnswer& answer, const AddressPageOptions& options)
      : answer_(answer), page_(page), all_(options.all) {}

  void append() {
    page_.paragraph(address_lead(answer_));
    page_.begin_entries(0);
    append_here();
    append_scope();
    append_place();
    append_names();
    append_whois();
    append_whois_text();
    if (answer_.use.is_own) page_.paragraph("To see all that uses it:", {Lead::To::sockets, "address:" + address()});
    else page_.paragraph(address_advice(answer_));
    append_others();
  }

 private:
  [[nodiscard]] std::string address() const { return address_word(answer_.asked.address); }

  void append_here() {
    if (!answer_.snapshot) {
      page_.entry("On this machine", "Not known: " + escaped(answer_.trouble) + ".", {Lead::To::doctor, ""});
      return;
    }
    const auto& users = answer_.use.users;
    for (std::size_t i = 0; i < std::min(users.size(), kUsersShown); ++i) append_user(users[i]);
    if (users.size() > kUsersShown) {
      page_.entry("On this machine", std::to_string(users.size() - kUsersShown) + " more.", {Lead::To::sockets, "address:" + address()});
    }
    const std::uint64_t everywhere = answer_.use.listening_everywhere;
    if (everywhere > 0) {
      page_.entry("On this machine",
                  everywhere == 1 ? "One socket waits at all addresses, and so at this one."
                                  : std::to_string(everywhere) + " sockets wait at all addresses, and so at this one.",
                  {Lead::To::listening, ""});
    } else if (users.empty()) {
      page_.entry("On this machine", "Nobody talks with it now.");
    }
  }

  void append_user(const AddressUser& user) {
    Lead lead;
    if (user.process != kNoIndex) lead = to_process(answer_.snapshot->sample->tables.processes[user.process].pid.value());
    page_.entry("On this machine", address_user_sentence(*answer_.snapshot, user), lead);
  }

  void append_scope() {
    const AddressScope& scope = answer_.scope;
    std::string kind(to_string(scope.kind));
    if (!scope.block.ends_with("/0"))
      kind += ", of " + std::string(scope.block) + " (" + std::string(scope.source) + ")";  // not all there are
    page_.entry("Kind", kind, {Lead::To::term, std::string(to_string(scope.kind))});
    if (!scope.group.empty()) page_.entry("Meaning", scope.sentence);
    if (answer_.asked.port) {
      const std::string port = std::to_string(*answer_.asked.port);
      page_.entry("Port", port, {Lead::To::port, (answer_.use.is_own ? "local " : "remote ") + port});
    }
  }

  void append_place() {
    if (!answer_.has_place) {
      page_.entry("Country, network", missing_country(answer_));
      return;
    }
    if (const GeoRecord* country = answer_.facts.country) {
      page_.entry("Country", escaped(country->country_name) + " (" + escaped(country->country) + "): where it is registered");
      page_.entry("", "From: " + escaped(answer_.geo.countries()->attribution()));
    } else {
      page_.entry("Country", missing_country(answer_));
    }
    if (const GeoRecord* network = answer_.facts.network) {
      page_.entry("Network", escaped(network->network));
      page_.entry("", "From: " + escaped(answer_.geo.networks()->attribution()));
    } else {
      page_.entry("Network", missing_network(answer_));
    }
  }

  void append_names() {
    if (!answer_.hosts_names.empty()) page_.entry("Name", enumerated(answer_.hosts_names) + ": this machine's hosts file says so");
    else page_.entry("Name", "None in this machine's hosts file.");
    const bool can_ask = answer_.reverse.known == HostKnown::not_asked;
    if (!answer_.reverse.names.empty()) {
      page_.entry("Name",
                  enumerated(answer_.reverse.names) + ": name servers say so. The owner of the address chose it; it proves nothing.");
    } else if (!can_ask || answer_.hosts_names.empty()) {
      page_.entry("Name", missing_name(answer_.reverse.known), can_ask && answer_.has_place ? Lead{Lead::To::ask_names, ""} : Lead{});
    }
  }

  void whois_entry(std::string_view name, const std::string& value) {
    if (!value.empty()) page_.named_entry("Registry", name, escaped(value));
  }

  void append_whois() {
    if (!answer_.whois_trouble.empty()) page_.entry("Registry", "Not known: " + escaped(answer_.whois_trouble) + ".");
    if (!answer_.whois) {
      if (answer_.whois_trouble.empty() && answer_.has_place)
        page_.entry("Registry", "Not asked who has it.", {Lead::To::ask_registry, ""});
      return;
    }
    constexpr std::size_t kNameWidth = 12;
    const WhoisFacts& facts = answer_.whois->facts;
    page_.begin_entries(kNameWidth);
    whois_entry("organisation", facts.organisation);
    whois_entry("network", facts.name);
    whois_entry("addresses", facts.range);
    whois_entry("country", facts.country);
    whois_entry("complaints", facts.abuse);
    whois_entry("asked", joined_servers());
    if (!answer_.whois->trouble.empty()) page_.entry("Registry", "It named another server, but " + escaped(answer_.whois->trouble) + ".");
  }

  [[nodiscard]] std::string joined_servers() const {
    std::string text;
    for (const std::string& server : answer_.whois->servers) text += (text.empty() ? "" : ", then ") + server;
    return text;
  }

  // The answer itself: a line each, escaped.
  void append_whois_text() {
    if (!answer_.whois) return;
    constexpr std::size_t kLinesShown = 20;
    page_.heading("What the registry says");
    std::string_view text = answer_.whois->text;
    std::size_t lines = 0;
    for (; !text.empty() && (all_ || lines < kLinesShown); ++lines) {
      const std::size_t end = text.find('\n');
      std::string_view line = text.substr(0, end);
      while (line.ends_with('\r')) line.remove_suffix(1);
      page_.code(escaped(line));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    if (!text.empty()) page_.text("… more: --all");
    else if (answer_.whois->is_cut) page_.text("… the rest was left out: the answer was too long.");
  }

  void append_others() {
    if (answer_.asked.others.empty()) return;
    std::vector<std::string> words;
    for (const ParsedAddress& other : answer_.asked.others) words.push_back(address_word(other));
    page_.paragraph(escaped(answer_.asked.name) + " stands for " + enumerated(words) + " too.");
  }

  const AddressAnswer& answer_;
  PageWriter& page_;
  bool all_;
};

}  // namespace

void write_address_page(PageWriter& page, const AddressAnswer& answer, const AddressPageOptions& options) {
  AddressPage(page, answer, options).append();
}

}  // namespace portexplorer::pages
