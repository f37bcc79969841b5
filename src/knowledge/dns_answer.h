// Parses answers to reverse DNS queries (RFC 1035). Pure; accepts any bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/types.h"

namespace portexplorer {

// Returns the name to query for an address: "7.100.51.198.in-addr.arpa", "….ip6.arpa".
[[nodiscard]] std::string reverse_question(const ParsedAddress&);

struct PtrAnswer {
  std::vector<std::string> names;  // valid host names without the final dot; distinct, the first 8
  std::uint32_t ttl_seconds = 0;   // the smallest
  bool had_unusable = false;       // an invalid name was left out
};

// Returns `malformed` if the message breaks the rules. Compression pointers may only lead
// backwards, so no message can cause an endless loop.
Result<PtrAnswer> parse_ptr_answer(std::string_view message);

}  // namespace portexplorer
