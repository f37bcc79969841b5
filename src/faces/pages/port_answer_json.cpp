// Formats an answer about a port as JSON; see docs/portexplorer.what.port.schema.json.
#include <span>

#include "faces/export/json.h"
#include "faces/pages/port_answer.h"
#include "model/fields.h"

namespace portexplorer::pages {
namespace {

class PortJson {
 public:
  PortJson(TextBuffer& out, const PortAnswer& answer) : out_(out), answer_(answer) {}

  void append() {
    out_.append("{\"schema\":\"portexplorer.what.port/1\",\"port\":");
    number(answer_.asked.port);
    member("side", side_word());
    out_.append(",\"lead\":");
    string(port_lead(answer_));
    out_.append(",\"ephemeral_ports\":{\"first\":");
    number(answer_.range.first);
    out_.append(",\"last\":");
    number(answer_.range.last);
    out_.append("},\"other_ports\":");
    list(answer_.asked.other_ports, [&](std::uint32_t port) { number(port); });
    out_.append(",\"protocols\":");
    list(answer_.parts, [&](const PortPart& part) { append_part(part); });
    member("threat_note", threat_note());
    if (answer_.snapshot) append_coverage();
    else append_trouble();
    out_.append("}\n");
  }

 private:
  [[nodiscard]] std::string_view side_word() const {
    return answer_.asked.side == PortArgument::Side::local    ? "local"
           : answer_.asked.side == PortArgument::Side::remote ? "remote"
                                                              : "either";
  }

  void number(std::uint64_t value) { out_.append(std::to_string(value)); }
  void string(std::string_view text) { append_json_string(out_, text); }
  void string_or_null(std::string_view text) {
    if (text.empty()) out_.append("null");
    else string(text);
  }
  void member(std::string_view name, std::string_view text) {
    out_.append(",\"" + std::string(name) + "\":");
    string_or_null(text);
  }

  template <typename Items, typename Append>
  void list(const Items& items, Append append) {
    append_json_list(out_, items, append);
  }

  void append_part(const PortPart& part) {
    out_.append("\n{\"protocol\":");
    string(to_string(part.protocol));
    member("rule", to_string(part.story.rule));
    member("usual", to_string(part.story.usual));
    member("name", part.story.name);
    member("text", part.story.text);
    out_.append(",\"here\":");
    list(part.users, [&](const PortUser& user) { append_user(user); });
    append_uses("likely", part.known.likely);
    append_uses("unofficial", part.known.unofficial);
    out_.append(",\"registered\":");
    list(part.known.registered,
         [&](const RegisteredService& s) { append_use(s.name, s.description); });
    out_.append(",\"threats\":");
    list(part.known.threats, [&](const PortThreat& threat) { append_threat(threat); });
    out_.append('}');
  }

  void append_uses(std::string_view name, const std::vector<PortUse>& uses) {
    out_.append(",\"" + std::string(name) + "\":");
    list(uses, [&](const PortUse& use) { append_use(use.name, use.text); });
  }

  void append_use(std::string_view name, std::string_view text) {
    out_.append("{\"name\":");
    string_or_null(name);
    member("text", text);
    out_.append('}');
  }

  void append_threat(const PortThreat& threat) {
    out_.append("\n{\"name\":");
    string(threat.name);
    member("kind", threat.kind);
    out_.append(",\"year\":");
    if (threat.year == 0) out_.append("null");
    else number(threat.year);
    out_.append(",\"sources\":");
    list(threat.sources, [&](std::string_view tag) { string(tag); });
    out_.append('}');
  }

  void append_user(const PortUser& user) {
    const RowView view(*answer_.snapshot, answer_.snapshot->rows[user.rows.front()]);
    const Process* process = view.process();
    out_.append("\n{\"role\":");
    string(to_string(user.role));
    member("process", process == nullptr ? std::string_view{} : std::string_view(process->name));
    out_.append(",\"pid\":");
    if (process == nullptr) out_.append("null");
    else number(static_cast<std::uint64_t>(process->pid.value()));
    member("class", to_string(view.row().klass));
    member("owner", to_string(view.row().owner));
    out_.append(",\"sockets\":");
    number(user.rows.size());
    member("text", port_user_sentence(*answer_.snapshot, user));
    out_.append('}');
  }

  void append_coverage() { append_json_coverage(out_, answer_.snapshot->sample->coverage); }

  // Adds a gap like those of a sample if nothing could be read.
  void append_trouble() { append_json_no_sockets(out_, answer_.trouble); }

  TextBuffer& out_;
  const PortAnswer& answer_;
};

}  // namespace

void append_port_json(TextBuffer& out, const PortAnswer& answer) { PortJson(out, answer).append(); }

}  // namespace portexplorer::pages
