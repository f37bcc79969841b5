// Checksums by OpenSSL's libcrypto, which is loaded when it is first needed: a list of sockets does
// not pay for it.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "base/result.h"

namespace portexplorer {

struct Digests {
  std::string md5;  // lower-case hexadecimal; "" where the library refuses it (FIPS)
  std::string sha256;
};

// Of the whole file, from its start; reads it once. unavailable: the library is not installed, or
// `stop` was asked for before the end.
Result<Digests> digests_of(int fd, const std::stop_token& stop = {});

}  // namespace portexplorer
