#include "collect/packages/digest.h"

#include <dlfcn.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string_view>
#include <vector>

#include "base/library_function.h"
#include "base/words.h"

namespace portexplorer {
namespace {

// The functions of libcrypto 3 in use, by their documented names (EVP_DigestInit(3)).
struct Crypto {
  using MakeContext = void* (*)();
  using FreeContext = void (*)(void*);
  using Algorithm = const void* (*)();
  using Begin = int (*)(void*, const void*, void*);
  using Add = int (*)(void*, const void*, std::size_t);
  using End = int (*)(void*, unsigned char*, unsigned int*);

  MakeContext make_context = nullptr;
  FreeContext free_context = nullptr;
  Algorithm md5 = nullptr;
  Algorithm sha256 = nullptr;
  Begin begin = nullptr;
  Add add = nullptr;
  End end = nullptr;
};

Result<Crypto> load_crypto() {
  void* library = ::dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    return fail(ErrorKind::unavailable,
                "computing checksums requires libcrypto 3 (OpenSSL), which is not installed"_text);
  Crypto crypto;
  const bool complete = find_function(library, "EVP_MD_CTX_new", crypto.make_context) &&
                        find_function(library, "EVP_MD_CTX_free", crypto.free_context) &&
                        find_function(library, "EVP_md5", crypto.md5) &&
                        find_function(library, "EVP_sha256", crypto.sha256) &&
                        find_function(library, "EVP_DigestInit_ex", crypto.begin) &&
                        find_function(library, "EVP_DigestUpdate", crypto.add) &&
                        find_function(library, "EVP_DigestFinal_ex", crypto.end);
  if (!complete)
    return fail(ErrorKind::unavailable,
                "the installed libcrypto (OpenSSL) lacks the functions for checksums"_text);
  return crypto;
}

class Sum {
 public:
  Sum(const Crypto& crypto, const void* algorithm)
      : crypto_(crypto),
        context_(crypto.make_context(), crypto.free_context),
        good_(context_ != nullptr && crypto.begin(context_.get(), algorithm, nullptr) == 1) {}
  void add(std::string_view bytes) {
    good_ = good_ && crypto_.add(context_.get(), bytes.data(), bytes.size()) == 1;
  }
  [[nodiscard]] std::string end() {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<unsigned char, 64> bytes{};
    unsigned size = 0;
    std::string text;
    if (!good_ || crypto_.end(context_.get(), bytes.data(), &size) != 1) return text;
    for (unsigned i = 0; i < size; ++i) {
      text += kDigits[bytes[i] >> 4];
      text += kDigits[bytes[i] & 15];
    }
    return text;
  }

 private:
  const Crypto& crypto_;
  std::unique_ptr<void, Crypto::FreeContext> context_;
  bool good_;
};

}  // namespace

Result<Digests> digests_of(int fd, const std::stop_token& stop) {
  TRY(crypto, load_crypto());
  Sum md5(crypto, crypto.md5());
  Sum sha256(crypto, crypto.sha256());
  std::vector<char> piece(256 * 1024);
  for (off_t at = 0;;) {
    if (stop.stop_requested())
      return fail(ErrorKind::unavailable, "reading the file was cancelled"_text);
    const ssize_t got = ::pread(fd, piece.data(), piece.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno(errno, "the file could not be read completely"_text);
    if (got == 0) break;
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(got));
    md5.add(bytes);
    sha256.add(bytes);
    at += got;
  }
  return Digests{md5.end(), sha256.end()};
}

}  // namespace portexplorer
