// What a name server says to the question for the name of an address (RFC 1035). Pure; any bytes
// may be given.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/types.h"

namespace portexplorer {

// "7.100.51.198.in-addr.arpa", "….ip6.arpa": what is asked to learn the name of an address.
[[nodiscard]] std::string reverse_question(const ParsedAddress&);

struct PtrAnswer {
  std::vector<std::string>
      names;  // that can be names of machines, without the last dot; each once, the first 8
  std::uint32_t ttl_seconds = 0;  // the least of them
  bool had_unusable = false;      // a name that cannot be one was left out
};

// malformed: the message breaks the rules. A name is followed only backwards, so that no message
// can go round in circles.
Result<PtrAnswer> parse_ptr_answer(std::string_view message);

}  // namespace portexplorer
