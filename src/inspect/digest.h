// Checksums by OpenSSL's libcrypto, which is loaded when it is first needed: a list of sockets does not pay for it.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace portexplorer {

struct Digests {
  std::string md5;  // lower-case hexadecimal; "" where the library refuses it (FIPS)
  std::string sha256;
};

// Of the whole file, from its start; reads it once. unavailable: the library is not installed.
Result<Digests> digests_of(int fd);

}  // namespace portexplorer
