// Pieces of sentences that several pages say. Raw names are escaped here.
#pragma once

#include <string>
#include <vector>

#include "base/words.h"
#include "model/snapshot.h"

namespace portexplorer::pages {

// The first letter as a capital, if it is a plain small one.
[[nodiscard]] std::string capitalized(std::string text);

// "a", "a and b", "a, b, c and 5 more".
[[nodiscard]] std::string enumerated(const std::vector<std::string>& items, const Words&);

// "sshd (pid 412, class system)", or what is known of an owner who is not: the subject of a
// sentence. Names the network namespace if it is not the reader's own.
[[nodiscard]] std::string who(const RowView&, const Words&);

// Which sockets of this machine the reading may have missed, and why; empty if none. Nothing may be
// said of "nobody" then.
[[nodiscard]] std::string missing_sockets(const Sample&, const Words&);

// A sentence whose subject is no program, after the network namespace that it is about, if that is
// not the reader's own.
[[nodiscard]] std::string in_its_netns(const RowView&, std::string sentence, const Words&);

}  // namespace portexplorer::pages
