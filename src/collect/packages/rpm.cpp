#include "collect/packages/rpm.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "base/library_function.h"
#include "base/words.h"

namespace portexplorer {

// The functions of librpm 4 in use, by their documented names (rpm/rpmts.h, rpmdb.h, header.h,
// rpmfiles.h). Its types are opaque pointers.
struct RpmFunctions {
  void* (*make_transaction)() = nullptr;
  void* (*free_transaction)(void*) = nullptr;
  int (*open_database)(void*, int mode) = nullptr;
  std::uint32_t (*set_checks)(void*, std::uint32_t flags) = nullptr;
  void* (*begin_search)(void*, std::int32_t tag, const void* key, std::size_t size) = nullptr;
  void* (*next_found)(void*) = nullptr;
  void* (*end_search)(void*) = nullptr;
  const char* (*text_of)(void*, std::int32_t tag) = nullptr;
  char* (*made_text_of)(void*, std::int32_t tag) = nullptr;
  void* (*make_files)(void* pool, void* header, std::int32_t tag, std::uint32_t flags) = nullptr;
  void* (*free_files)(void*) = nullptr;
  int (*find_file)(void*, const char* path) = nullptr;
  const unsigned char* (*digest_of)(void*, int index, int* algorithm, std::size_t* size) = nullptr;
  int (*define)(void* context, const char* name, const char* parameters, const char* body,
                int level) = nullptr;
  void* (*on_message)(int (*)(void*, void*), void*) = nullptr;
  void (*guard_signals)(int) = nullptr;
};

namespace {

// rpm/rpmtag.h; these numbers are part of the package format and never change.
enum Tag : std::int32_t {
  kName = 1000,
  kSummary = 1004,
  kVendor = 1011,
  kLicence = 1014,
  kPackager = 1015,
  kHomepage = 1020,
  kArchitecture = 1022,
  kSource = 1044,
  kFullVersion = 5013,
  kInstalledFiles = 5040,
};

// rpm/rpmts.h: skips the verification of signatures and header digests, which were verified at
// installation.
constexpr std::uint32_t kNoChecks = 0xf0f01;

std::optional<RpmFunctions> load_rpm() {
  void* library = ::dlopen("librpm.so.9", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) library = ::dlopen("librpm.so.10", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::nullopt;
  RpmFunctions f;
  const bool complete = find_function(library, "rpmtsCreate", f.make_transaction) &&
                        find_function(library, "rpmtsFree", f.free_transaction) &&
                        find_function(library, "rpmtsOpenDB", f.open_database) &&
                        find_function(library, "rpmtsSetVSFlags", f.set_checks) &&
                        find_function(library, "rpmtsInitIterator", f.begin_search) &&
                        find_function(library, "rpmdbNextIterator", f.next_found) &&
                        find_function(library, "rpmdbFreeIterator", f.end_search) &&
                        find_function(library, "headerGetString", f.text_of) &&
                        find_function(library, "headerGetAsString", f.made_text_of) &&
                        find_function(library, "rpmfilesNew", f.make_files) &&
                        find_function(library, "rpmfilesFree", f.free_files) &&
                        find_function(library, "rpmfilesFindFN", f.find_file) &&
                        find_function(library, "rpmfilesFDigest", f.digest_of) &&
                        find_function(library, "rpmPushMacro", f.define) &&
                        find_function(library, "rpmlogSetCallback", f.on_message);
  if (!complete) return std::nullopt;
  find_function(library, "rpmsqSetInterruptSafety", f.guard_signals);
  return f;
}

const RpmFunctions* functions() {
  static const std::optional<RpmFunctions> loaded = load_rpm();
  return loaded ? &*loaded : nullptr;
}

std::mutex& one_at_a_time() {
  static std::mutex mutex;
  return mutex;
}

int drop_message(void* /*record*/, void* /*data*/) { return 0; }

std::string hexadecimal(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

// One search for the package of a file.
class Search {
 public:
  Search(const RpmFunctions& f, void* transaction, const std::string& path)
      : f_(f), found_(f.begin_search(transaction, kInstalledFiles, path.c_str(), 0), f.end_search) {
    if (found_ != nullptr) header_ = f.next_found(found_.get());
  }
  // Valid as long as the search; null: no package has it.
  [[nodiscard]] void* header() const { return header_; }

  [[nodiscard]] std::string text(Tag tag) const {
    const char* text = f_.text_of(header_, tag);
    return text == nullptr ? "" : text;
  }
  [[nodiscard]] std::string made_text(Tag tag) const {
    const std::unique_ptr<char, decltype(&std::free)> text(f_.made_text_of(header_, tag),
                                                           std::free);
    return text == nullptr ? "" : text.get();
  }
  [[nodiscard]] std::string digest(const std::string& path) const {
    const std::unique_ptr<void, void* (*)(void*)> files(f_.make_files(nullptr, header_, 0, 0),
                                                        f_.free_files);
    if (files == nullptr) return {};
    int index = f_.find_file(files.get(), path.c_str());
    // Packages from before the merge of / and /usr name it without /usr.
    if (index < 0 && path.starts_with("/usr/")) index = f_.find_file(files.get(), path.c_str() + 4);
    if (index < 0) return {};
    int algorithm = 0;
    std::size_t size = 0;
    const unsigned char* bytes = f_.digest_of(files.get(), index, &algorithm, &size);
    return bytes == nullptr ? "" : hexadecimal(bytes, size);
  }

 private:
  const RpmFunctions& f_;
  std::unique_ptr<void, void* (*)(void*)> found_;
  void* header_ = nullptr;
};

Package package_of(const Search& search) {
  Package package;
  package.manager = "rpm";
  package.name = search.text(kName);
  package.version = search.made_text(kFullVersion);
  package.maintainer = search.text(kVendor);
  if (package.maintainer.empty()) package.maintainer = search.text(kPackager);
  package.homepage = search.text(kHomepage);
  package.summary = search.text(kSummary);
  package.source = search.text(kSource);
  package.architecture = search.text(kArchitecture);
  package.licence = search.text(kLicence);
  return package;
}

}  // namespace

std::optional<RpmDatabase> find_rpm_database(const std::string& root) {
  struct Kind {
    const char* file;
    const char* name;
  };
  constexpr std::array<Kind, 3> kKinds = {
      {{"rpmdb.sqlite", "sqlite"}, {"Packages.db", "ndb"}, {"Packages", "bdb_ro"}}};
  for (const char* directory : {"/usr/lib/sysimage/rpm", "/var/lib/rpm"}) {
    for (const Kind& kind : kKinds) {
      if (::access((root + directory + "/" + kind.file).c_str(), F_OK) == 0)
        return RpmDatabase{root + directory, kind.file, kind.name};
    }
  }
  return std::nullopt;
}

Result<Rpm> Rpm::open() {
  const auto database = find_rpm_database();
  if (!database) return fail(ErrorKind::not_found, "there is no rpm database"_text);
  std::unique_lock lock(one_at_a_time());
  const RpmFunctions* f = functions();
  if (f == nullptr)
    return fail(ErrorKind::unavailable,
                "reading rpm packages requires librpm, which is not installed"_text);
  f->on_message(drop_message, nullptr);
  if (f->guard_signals != nullptr)
    f->guard_signals(0);  // keep our Ctrl+C handling: nothing is ever written
  f->define(nullptr, "_dbpath", nullptr, database->directory.c_str(), 0);
  f->define(nullptr, "_db_backend", nullptr, database->kind.c_str(), 0);
  Transaction transaction(f->make_transaction(), f->free_transaction);
  if (transaction == nullptr || f->open_database(transaction.get(), O_RDONLY) != 0)
    return fail(ErrorKind::unavailable, "the rpm database could not be read"_text);
  f->set_checks(transaction.get(), kNoChecks);
  return Rpm(std::move(lock), *f, std::move(transaction));
}

bool Rpm::owns(const std::string& path) const {
  return Search(*functions_, transaction_.get(), path).header() != nullptr;
}

Result<Rpm::OwnedFile> Rpm::file(const std::string& path) const {
  const Search search(*functions_, transaction_.get(), path);
  if (search.header() == nullptr) return fail(ErrorKind::not_found, kNotPackaged);
  return OwnedFile{package_of(search), search.digest(path)};
}

std::optional<bool> same_digest(const std::string& packaged, const Digests& sums) {
  for (const std::string& sum : {sums.sha256, sums.md5}) {
    if (!sum.empty() && sum.size() == packaged.size()) return sum == packaged;
  }
  return std::nullopt;
}

}  // namespace portexplorer
