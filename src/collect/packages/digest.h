// Checksums by OpenSSL's libcrypto. The library is loaded on first use, so that a list of sockets
// does not pay for it.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "base/result.h"

namespace portexplorer {

struct Digests {
  std::string md5;  // lower-case hexadecimal; "" if the library refuses MD5 (FIPS)
  std::string sha256;
};

// Computes the digests of the whole file, reading it once from its start. unavailable: the library
// is not installed, or `stop` was requested before the end.
Result<Digests> digests_of(int fd, const std::stop_token& stop = {});

}  // namespace portexplorer
