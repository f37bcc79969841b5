// What is told of an address, as a page.
#include <algorithm>

#include "base/escape.h"
#include "faces/cli/address_answer.h"
#include "faces/cli/page.h"
#include "faces/cli/sentences.h"

namespace portexplorer::cli {
namespace {

constexpr std::size_t kUsersShown = 8;

class AddressPage {
 public:
  AddressPage(TextBuffer& out, const AddressAnswer& answer, const AddressTextOptions& options)
      : answer_(answer), page_(out, options.width, options.color) {}

  void append() {
    page_.paragraph(address_lead(answer_));
    page_.begin_entries(0);
    append_here();
    append_scope();
    append_place();
    append_names();
    page_.paragraph(address_advice(answer_));
    append_others();
  }

 private:
  [[nodiscard]] std::string address() const { return address_word(answer_.asked.address); }

  void append_here() {
    if (!answer_.snapshot) {
      page_.entry("On this machine", "Not known: " + escaped(answer_.trouble) + ".", "→ portexplorer doctor");
      return;
    }
    const auto& users = answer_.use.users;
    for (std::size_t i = 0; i < std::min(users.size(), kUsersShown); ++i) append_user(users[i]);
    if (users.size() > kUsersShown) {
      page_.entry("On this machine", std::to_string(users.size() - kUsersShown) + " more.", "→ portexplorer address:" + address());
    }
    const std::uint64_t everywhere = answer_.use.listening_everywhere;
    if (everywhere > 0) {
      page_.entry("On this machine",
                  everywhere == 1 ? "One socket waits at all addresses, and so at this one."
                                  : std::to_string(everywhere) + " sockets wait at all addresses, and so at this one.",
                  "→ portexplorer -l");
    } else if (users.empty()) {
      page_.entry("On this machine", "Nobody talks with it now.");
    }
  }

  void append_user(const AddressUser& user) {
    std::string hint;
    if (user.process != kNoIndex) hint = process_hint(answer_.snapshot->sample->tables.processes[user.process].pid.value());
    page_.entry("On this machine", address_user_sentence(*answer_.snapshot, user), hint);
  }

  void append_scope() {
    const AddressScope& scope = answer_.scope;
    std::string kind(to_string(scope.kind));
    if (!scope.block.ends_with("/0"))
      kind += ", of " + std::string(scope.block) + " (" + std::string(scope.source) + ")";  // not all there are
    page_.entry("Kind", kind, "→ portexplorer what term " + std::string(to_string(scope.kind)));
    if (!scope.group.empty()) page_.entry("Meaning", scope.sentence);
    if (answer_.asked.port) {
      const std::string port = std::to_string(*answer_.asked.port);
      page_.entry("Port", port, "→ portexplorer what port " + std::string(answer_.use.is_own ? "local " : "remote ") + port);
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
    if (answer_.hosts_names.empty()) {
      page_.entry("Name", "None in this machine's hosts file.");
      return;
    }
    page_.entry("Name", enumerated(answer_.hosts_names) + ": this machine's hosts file says so");
  }

  void append_others() {
    if (answer_.asked.others.empty()) return;
    std::vector<std::string> words;
    for (const ParsedAddress& other : answer_.asked.others) words.push_back(address_word(other));
    page_.paragraph(escaped(answer_.asked.name) + " stands for " + enumerated(words) + " too.");
  }

  const AddressAnswer& answer_;
  Page page_;
};

}  // namespace

void append_address_text(TextBuffer& out, const AddressAnswer& answer, const AddressTextOptions& options) {
  AddressPage(out, answer, options).append();
}

}  // namespace portexplorer::cli
