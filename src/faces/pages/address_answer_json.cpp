// Formats an answer about an address as JSON; see docs/portexplorer.what.address.schema.json.
#include "faces/export/json.h"
#include "faces/pages/address_answer.h"
#include "model/fields.h"

namespace portexplorer::pages {
namespace {

class AddressJson {
 public:
  AddressJson(TextBuffer& out, const AddressAnswer& answer) : out_(out), answer_(answer) {}

  void append() {
    out_.append("{\"schema\":\"portexplorer.what.address/1\"");
    append_asked();
    text("lead", address_lead(answer_));
    append_scope();
    append_place();
    append_names();
    append_here();
    text("advice", address_advice(answer_));
    append_coverage();
    out_.append("}\n");
  }

 private:
  void key(std::string_view name) {
    out_.append(",\"");
    out_.append(name);
    out_.append("\":");
  }
  void string_or_null(std::string_view value) {
    if (value.empty()) out_.append("null");
    else append_json_string(out_, value);
  }
  void text(std::string_view name, std::string_view value) {
    key(name);
    string_or_null(value);
  }
  void number(std::string_view name, std::uint64_t value) {
    key(name);
    out_.append(std::to_string(value));
  }
  void number_or_null(std::string_view name, std::optional<std::uint64_t> value) {
    if (value) return number(name, *value);
    key(name);
    out_.append("null");
  }
  template <typename Items, typename Append>
  void list(std::string_view name, const Items& items, Append append) {
    key(name);
    append_json_list(out_, items, append);
  }

  void append_asked() {
    text("address", address_word(answer_.asked.address));
    text("family", to_string(answer_.asked.address.family));
    text("zone", answer_.asked.zone);
    number_or_null("port", answer_.asked.port);
    text("name", answer_.asked.name);
    list("other_addresses", answer_.asked.others,
         [&](const ParsedAddress& other) { append_json_string(out_, address_word(other)); });
  }

  void append_scope() {
    const AddressScope& scope = answer_.scope;
    text("kind", to_string(scope.kind));
    text("block", scope.block);
    text("source", scope.source);
    text("meaning", scope.sentence);
    text("group", scope.group);
    text("carries", answer_.carried ? address_word(*answer_.carried) : std::string());
    key("own");
    out_.append(answer_.snapshot == nullptr ? "null" : answer_.use.is_own ? "true" : "false");
  }

  void append_place() {
    key("country");
    if (const GeoRecord* country = answer_.facts.country) {
      out_.append("{\"code\":");
      append_json_string(out_, country->country);
      text("name", country->country_name);
      append_file(*answer_.geo.countries());
    } else {
      out_.append("null");
    }
    text("country_missing", missing_country(answer_));
    key("network");
    if (const GeoRecord* network = answer_.facts.network) {
      out_.append("{\"text\":");
      append_json_string(out_, network->network);
      number_or_null("asn",
                     network->asn == 0 ? std::nullopt : std::optional<std::uint64_t>(network->asn));
      text("organisation", network->organisation);
      append_file(*answer_.geo.networks());
    } else {
      out_.append("null");
    }
    text("network_missing", missing_network(answer_));
  }

  void append_file(const GeoDatabase& file) {
    text("attribution", file.attribution());
    text("file", file.path());
    std::string built;
    if (file.built_at().value() != 0) append_rfc3339(built, file.built_at());
    text("built_at", built);
    out_.append('}');
  }

  void append_names() {
    list("hosts_file_names", answer_.hosts_names,
         [&](const std::string& name) { append_json_string(out_, name); });
    const ReverseAnswer& reverse = answer_.reverse;
    key("reverse");
    out_.append("{\"known\":");
    append_json_string(out_, to_string(reverse.known));
    list("names", reverse.names, [&](const std::string& name) { append_json_string(out_, name); });
    out_.append('}');
    append_whois();
  }

  void append_whois() {
    text("whois_missing", answer_.whois                   ? ""
                          : answer_.whois_trouble.empty() ? "not asked"
                                                          : answer_.whois_trouble);
    key("whois");
    if (!answer_.whois) {
      out_.append("null");
      return;
    }
    const WhoisFacts& facts = answer_.whois->facts;
    out_.append("{\"cut\":");
    out_.append(answer_.whois->is_disconnected ? "true" : "false");
    list("servers", answer_.whois->servers,
         [&](const std::string& server) { append_json_string(out_, server); });
    text("organisation", facts.organisation);
    text("name", facts.name);
    text("range", facts.range);
    text("country", facts.country);
    text("abuse", facts.abuse);
    text("trouble", answer_.whois->trouble);
    text("text", answer_.whois->text);
    out_.append('}');
  }

  void append_here() {
    list("here", answer_.use.users, [&](const AddressUser& user) { append_user(user); });
    number("listening_everywhere", answer_.use.listening_everywhere);
  }

  void append_user(const AddressUser& user) {
    const RowView view(*answer_.snapshot, answer_.snapshot->rows[user.rows.front()]);
    const Process* process = view.process();
    out_.append("\n{\"role\":");
    append_json_string(out_, to_string(user.role));
    text("process", process == nullptr ? std::string_view{} : std::string_view(process->name));
    number_or_null("pid", process == nullptr
                              ? std::nullopt
                              : std::optional(static_cast<std::uint64_t>(process->pid.value())));
    text("class", to_string(view.row().klass));
    text("owner", to_string(view.row().owner));
    number("sockets", user.rows.size());
    text("text", address_user_sentence(*answer_.snapshot, user));
    out_.append('}');
  }

  void append_coverage() {
    if (answer_.snapshot) return append_json_coverage(out_, answer_.snapshot->sample->coverage);
    append_json_no_sockets(out_, answer_.trouble);
  }

  TextBuffer& out_;
  const AddressAnswer& answer_;
};

}  // namespace

void append_address_json(TextBuffer& out, const AddressAnswer& answer) {
  AddressJson(out, answer).append();
}

}  // namespace portexplorer::pages
