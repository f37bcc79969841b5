// Parts of sentences shared by several pages. Names are escaped here.
#pragma once

#include <string>
#include <vector>

#include "base/words.h"
#include "model/snapshot.h"

namespace portexplorer::pages {

// Capitalizes the first letter if it is a lower-case ASCII letter.
[[nodiscard]] std::string capitalized(std::string text);

// Returns "a", "a and b", "a, b, c and 5 more".
[[nodiscard]] std::string enumerated(const std::vector<std::string>& items, const Words&);

// Returns the subject of a sentence: "sshd (pid 412, class system)", or what is known about an
// unnamed owner. Names the network namespace if it is not the reader's.
[[nodiscard]] std::string who(const RowView&, const Words&);

// Returns which sockets of this machine the reading may have missed, and why; empty if none. If not
// empty, no page may claim that no process uses something.
[[nodiscard]] std::string missing_sockets(const Sample&, const Words&);

// Returns a sentence whose subject is not a program, preceded by its network namespace if that is
// not the reader's.
[[nodiscard]] std::string in_its_netns(const RowView&, std::string sentence, const Words&);

}  // namespace portexplorer::pages
