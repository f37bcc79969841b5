// What is told of a port, before it is text or JSON.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "faces/export/text_buffer.h"
#include "faces/pages/page_writer.h"
#include "knowledge/port_story.h"
#include "knowledge/port_users.h"

namespace portexplorer::pages {

// What is asked for.
struct PortArgument {
  enum class Side : std::uint8_t { either, local, remote };
  Side side = Side::either;
  std::vector<Protocol> protocols;  // empty: all
  std::uint32_t port = 0;
  std::string name;                        // the service that it was called by; empty for a number
  std::vector<std::uint32_t> other_ports;  // that the name stands for too
};

// Of one protocol.
struct PortPart {
  Protocol protocol = Protocol::tcp;
  PortKnowledge known;  // without services and threats if the port is ephemeral
  std::vector<PortUser> users;
  PortStory story;
};

struct PortAnswer {
  PortArgument asked;
  PortRange range;  // of ephemeral ports
  std::vector<PortPart>
      parts;  // of every protocol asked for that has something to tell; one at least
  std::shared_ptr<const Snapshot> snapshot;  // null: this machine could not be read
  std::string trouble;                       // … and why; otherwise empty

  [[nodiscard]] bool is_empty() const;  // nothing is known, and nobody uses it
};

// From what was read of this machine; null, and why, if nothing was.
[[nodiscard]] PortAnswer answer_port(PortArgument, std::shared_ptr<const Snapshot>,
                                     std::string trouble);

struct PortPageOptions {
  bool all = false;  // every threat
};

void write_port_page(PageWriter&, const PortAnswer&, const PortPageOptions&);
void append_port_json(TextBuffer& out, const PortAnswer&);

// "Port 25/tcp is most likely SMTP. Mail servers hand mail to each other here.": all that is said
// first. Raw names are escaped.
[[nodiscard]] std::string port_lead(const PortAnswer&, const Words& = english());
// Whether the lead speaks of this part: of several protocols it tells those that the strongest rule
// speaks for.
[[nodiscard]] bool is_told_first(const PortAnswer&, const PortPart&);

// How a user is told: "sshd (pid 412, system) listens on it on all addresses." Raw names are
// escaped.
[[nodiscard]] std::string port_user_sentence(const Snapshot&, const PortUser&,
                                             const Words& = english());

// What proves nothing, and where to look.
[[nodiscard]] std::string threat_note(const Words& = english());

}  // namespace portexplorer::pages
