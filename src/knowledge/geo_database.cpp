#include "knowledge/geo_database.h"

#include <dlfcn.h>
#include <maxminddb.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/library_function.h"

namespace portexplorer {
namespace {

// The functions of libmaxminddb in use, under their own names. Null: not installed.
struct Library {
  decltype(&::MMDB_open) open = nullptr;
  decltype(&::MMDB_close) close = nullptr;
  decltype(&::MMDB_read_node) read_node = nullptr;
  decltype(&::MMDB_aget_value) value = nullptr;
  decltype(&::MMDB_strerror) error_text = nullptr;
};

std::optional<Library> load_maxminddb() {
  void* handle = ::dlopen("libmaxminddb.so.0", RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return std::nullopt;
  Library library;
  const bool complete = find_function(handle, "MMDB_open", library.open) &&
                        find_function(handle, "MMDB_close", library.close) &&
                        find_function(handle, "MMDB_read_node", library.read_node) &&
                        find_function(handle, "MMDB_aget_value", library.value) &&
                        find_function(handle, "MMDB_strerror", library.error_text);
  return complete ? std::optional(library) : std::nullopt;
}

const std::optional<Library>& library() {
  static const std::optional<Library> loaded = load_maxminddb();
  return loaded;
}

using Path = std::array<const char*, 4>;  // terminated by null

std::optional<MMDB_entry_data_s> value_at(MMDB_entry_s& entry, const Path& path) {
  MMDB_entry_data_s data{};
  if (library()->value(&entry, &data, path.data()) != MMDB_SUCCESS || !data.has_data)
    return std::nullopt;
  return data;
}

// Returns the first of these that is a text.
std::string_view text_at(MMDB_entry_s& entry, std::initializer_list<Path> paths) {
  for (const Path& path : paths) {
    const auto data = value_at(entry, path);
    if (data && data->type == MMDB_DATA_TYPE_UTF8_STRING && data->data_size > 0)
      return {data->utf8_string, data->data_size};
  }
  return {};
}

std::uint32_t number_of(const MMDB_entry_data_s& data) {
  switch (data.type) {
    case MMDB_DATA_TYPE_UINT16: return data.uint16;
    case MMDB_DATA_TYPE_UINT32: return data.uint32;
    case MMDB_DATA_TYPE_UINT64:
      return data.uint64 <= UINT32_MAX ? static_cast<std::uint32_t>(data.uint64) : 0;
    case MMDB_DATA_TYPE_UTF8_STRING:
      return autonomous_system({data.utf8_string, data.data_size}).value_or(0);
    default: return 0;
  }
}

std::uint32_t number_at(MMDB_entry_s& entry, std::initializer_list<Path> paths) {
  for (const Path& path : paths) {
    const auto data = value_at(entry, path);
    if (const std::uint32_t number = data ? number_of(*data) : 0; number != 0) return number;
  }
  return 0;
}

// Field names of MaxMind, DB-IP, ip-location-db and IPinfo.
GeoRecord country_at(MMDB_entry_s& entry) {
  GeoRecord record;
  record.country = country_code(text_at(entry, {{"country", "iso_code"},
                                                {"country_code"},
                                                {"country"},
                                                {"registered_country", "iso_code"}}));
  record.country_name = country_name(record.country);
  if (record.country_name.empty() && !record.country.empty()) {
    record.country_name =
        organisation_text(text_at(entry, {{"country", "names", "en"}, {"country_name"}}));
  }
  return record;
}

GeoRecord network_at(MMDB_entry_s& entry) {
  GeoRecord record;
  record.asn = number_at(entry, {{"autonomous_system_number"},
                                 {"asn"},
                                 {"as_number"},
                                 {"traits", "autonomous_system_number"}});
  record.organisation =
      organisation_text(text_at(entry, {{"autonomous_system_organization"},
                                        {"as_name"},
                                        {"as_organization"},
                                        {"traits", "autonomous_system_organization"}}));
  record.network = network_text(record.asn, record.organisation);
  return record;
}

// Records by their offset in the file. All addresses of a network share one offset, so each record
// is decoded once. Split into parts with a lock each, so that threads rarely contend.
class RecordCache {
 public:
  template <typename Decode>
  const GeoRecord& get(std::uint32_t offset, Decode decode) {
    Part& part = parts_[(offset >> 4) % parts_.size()];
    const std::lock_guard lock(part.mutex);
    const auto [it, is_new] = part.records.try_emplace(offset);
    if (is_new) it->second = decode();
    return it->second;
  }

 private:
  struct Part {
    std::mutex mutex;
    std::unordered_map<std::uint32_t, GeoRecord> records;  // nodes of the map have stable addresses
  };
  std::array<Part, 16> parts_;
};

std::string description_of(const MMDB_s& file) {
  const auto& descriptions = file.metadata.description;
  for (std::size_t i = 0; i < descriptions.count; ++i) {
    const MMDB_description_s* one = descriptions.descriptions[i];
    if (one != nullptr && one->description != nullptr && one->language != nullptr &&
        std::strcmp(one->language, "en") == 0) {
      return one->description;
    }
  }
  return {};
}

using AddressBits =
    std::array<std::uint8_t, 16>;  // IPv4 is in the last four bytes, as in such files

bool bit_of(const AddressBits& bits, unsigned number) {
  return (bits[number / 8] >> (7 - number % 8) & 1) != 0;
}

// An IPv4-only file starts where IPv4 starts in others.
unsigned first_bit(const MMDB_s& file) { return file.metadata.ip_version == 4 ? 96 : 0; }

unsigned shared_bits(const AddressBits& a, const AddressBits& b) {
  const auto differ = std::ranges::mismatch(a, b);
  if (differ.in1 == a.end()) return 128;
  const auto rest = static_cast<std::uint8_t>(*differ.in1 ^ *differ.in2);
  return static_cast<unsigned>(differ.in1 - a.begin()) * 8 +
         static_cast<unsigned>(std::countl_zero(rest));
}

// The library trusts the size of the tree in the metadata; this compares it with the size of the
// file.
bool holds_its_tree(const MMDB_s& file, const struct stat& status) {
  constexpr std::uint64_t kGap = 16;  // between the tree and the data
  const std::uint64_t tree =
      std::uint64_t{file.metadata.node_count} * file.full_record_byte_size + kGap;
  return file.file_size > 0 && status.st_size >= file.file_size &&
         tree <= static_cast<std::uint64_t>(file.file_size);
}

}  // namespace

struct GeoDatabase::Open {
  Open() = default;
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  ~Open() {
    if (is_open) library()->close(&file);
  }

  MMDB_s file{};
  bool is_open = false;
  std::string path;
  std::string type;
  std::string attribution;
  GeoKind kind = GeoKind::countries;
  struct stat status {};  // of the file when it was opened
  std::atomic<bool> is_whole = true;
  mutable RecordCache records;

  [[nodiscard]] const GeoRecord& record_at(std::uint32_t offset) const {
    return records.get(offset, [&] {
      MMDB_entry_s entry{&file, offset};
      return kind == GeoKind::countries ? country_at(entry) : network_at(entry);
    });
  }
};

GeoDatabase::GeoDatabase(std::unique_ptr<Open> open) : open_(std::move(open)) {}
GeoDatabase::GeoDatabase(GeoDatabase&&) noexcept = default;
GeoDatabase& GeoDatabase::operator=(GeoDatabase&&) noexcept = default;
GeoDatabase::~GeoDatabase() = default;

Result<GeoDatabase> GeoDatabase::open(const std::string& path, GeoKind kind) {
  if (!library())
    return fail(
        ErrorKind::unavailable,
        "reading files of countries and networks requires libmaxminddb, which is not installed");
  auto open = std::make_unique<Open>();
  const int status = library()->open(path.c_str(), MMDB_MODE_MMAP, &open->file);
  if (status != MMDB_SUCCESS)
    return fail(ErrorKind::malformed,
                std::string("it cannot be read: ") + library()->error_text(status));
  open->is_open = true;
  if (::stat(path.c_str(), &open->status) != 0 || !holds_its_tree(open->file, open->status)) {
    return fail(ErrorKind::malformed, "it is shorter than it says");
  }
  open->path = path;
  open->kind = kind;
  if (const char* type = open->file.metadata.database_type) open->type = type;
  open->attribution = attribution_of(open->type, description_of(open->file));
  return GeoDatabase(std::move(open));
}

// Returns true if the path of these bits ends at a record, and sets `offset` to its position in the
// file.
bool GeoDatabase::Reader::step_to_entry(const Bits& bits, std::uint32_t& offset) {
  unsigned depth = std::max(std::min(shared_bits(bits, bits_), depth_), first_bit(open_->file));
  bits_ = bits;
  for (; depth < way_.size(); ++depth) {
    depth_ = depth;
    MMDB_search_node_s node;
    if (library()->read_node(&open_->file, way_[depth], &node) != MMDB_SUCCESS) return false;
    const bool right = bit_of(bits, depth);
    const auto type = right ? node.right_record_type : node.left_record_type;
    offset = right ? node.right_record_entry.offset : node.left_record_entry.offset;
    if (type != MMDB_RECORD_TYPE_SEARCH_NODE) return type == MMDB_RECORD_TYPE_DATA;
    if (depth + 1 < way_.size())
      way_[depth + 1] = static_cast<std::uint32_t>(right ? node.right_record : node.left_record);
  }
  return false;
}

const GeoRecord* GeoDatabase::Reader::find(const ParsedAddress& address) {
  const bool is_four = address.family == Family::ipv4;
  if (!open_->is_whole.load(std::memory_order_relaxed) ||
      (!is_four && open_->file.metadata.ip_version == 4))
    return nullptr;
  Bits bits{};
  std::memcpy(bits.data() + (is_four ? 12 : 0), address.address.bytes.data(), is_four ? 4 : 16);
  std::uint32_t offset = 0;
  if (!step_to_entry(bits, offset)) return nullptr;
  Known& known = known_[(offset * 2654435761U) >> 22];
  if (known.offset != offset || !known.is_read) {
    const GeoRecord& record = open_->record_at(offset);
    known = {offset, true, record.is_empty() ? nullptr : &record};
  }
  return known.record;
}

bool GeoDatabase::is_whole() {
  struct stat now {};
  const bool is_same = ::stat(open_->path.c_str(), &now) == 0 &&
                       now.st_dev == open_->status.st_dev && now.st_ino == open_->status.st_ino;
  if (is_same && now.st_size < open_->file.file_size) open_->is_whole = false;
  return open_->is_whole;
}

const std::string& GeoDatabase::path() const { return open_->path; }
const std::string& GeoDatabase::type() const { return open_->type; }
const std::string& GeoDatabase::attribution() const { return open_->attribution; }
Timestamp GeoDatabase::built_at() const {
  constexpr std::uint64_t kFar = 10'000'000'000;  // the year 2286
  const std::uint64_t seconds = open_->file.metadata.build_epoch;
  return seconds > kFar ? Timestamp{}
                        : Timestamp{static_cast<std::int64_t>(seconds) * kNanosecondsPerSecond};
}

}  // namespace portexplorer
