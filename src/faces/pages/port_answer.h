// The answer about a port, before it is formatted as text or JSON.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "faces/export/text_buffer.h"
#include "faces/pages/page_writer.h"
#include "knowledge/port_story.h"
#include "knowledge/port_users.h"

namespace portexplorer::pages {

// What the user asked for.
struct PortArgument {
  enum class Side : std::uint8_t { either, local, remote };
  Side side = Side::either;
  std::vector<Protocol> protocols;  // empty: all
  std::uint32_t port = 0;
  std::string name;                        // the service name that was given; empty for a number
  std::vector<std::uint32_t> other_ports;  // other ports of the name
};

// The answer for one protocol.
struct PortPart {
  Protocol protocol = Protocol::tcp;
  PortKnowledge known;  // without services and threats if the port is ephemeral
  std::vector<PortUser> users;
  PortStory story;
};

struct PortAnswer {
  PortArgument asked;
  PortRange range;  // of ephemeral ports
  // Every requested protocol with some information; at least one.
  std::vector<PortPart> parts;
  std::shared_ptr<const Snapshot> snapshot;  // null: this machine could not be read
  std::string trouble;                       // why `snapshot` is null; otherwise empty

  [[nodiscard]] bool is_empty() const;  // nothing is known, and no process uses it
};

// Creates the answer from what was read of this machine; null, with the reason, if nothing was.
[[nodiscard]] PortAnswer answer_port(PortArgument, std::shared_ptr<const Snapshot>,
                                     std::string trouble);

struct PortPageOptions {
  bool all = false;  // show every threat
};

void write_port_page(PageWriter&, const PortAnswer&, const PortPageOptions&);
void append_port_json(TextBuffer& out, const PortAnswer&);

// Returns the first paragraph: "Port 25/tcp is most likely SMTP. Mail servers hand mail to each
// other here." Names are escaped.
[[nodiscard]] std::string port_lead(const PortAnswer&, const Words& = english());
// Returns whether the lead covers this part. Of several protocols it covers those to which the
// strongest rule applies.
[[nodiscard]] bool is_told_first(const PortAnswer&, const PortPart&);

// Returns a sentence about a user: "sshd (pid 412, system) listens on it on all addresses." Names
// are escaped.
[[nodiscard]] std::string port_user_sentence(const Snapshot&, const PortUser&,
                                             const Words& = english());

// Returns what proves nothing, and where to check.
[[nodiscard]] std::string threat_note(const Words& = english());

}  // namespace portexplorer::pages
