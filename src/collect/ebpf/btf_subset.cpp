#include "collect/ebpf/btf_subset.h"

#include <elf.h>
#include <linux/btf.h>

#include <array>
#include <bitset>
#include <cstring>
#include <initializer_list>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace portexplorer {
namespace {

// Reads a T at `offset`. Empty if `bytes` is too short.
template <typename T>
std::optional<T> at(std::string_view bytes, std::size_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::string_view text_at(std::string_view strings, std::size_t offset) {
  if (offset >= strings.size()) return {};
  const std::string_view rest = strings.substr(offset);
  return rest.substr(0, rest.find('\0'));
}

template <typename T>
void append(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::uint32_t kind_of(const btf_type& type) { return BTF_INFO_KIND(type.info); }

bool is_composite(std::uint32_t kind) { return kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION; }

// Kinds that a program refers to by name.
bool is_asked_by_name(std::uint32_t kind) {
  return is_composite(kind) || kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64 ||
         kind == BTF_KIND_TYPEDEF;
}

// Length of the data that follows a btf_type: a fixed part, and a part for each of its vlen
// elements.
struct Behind {
  bool known = false;
  std::uint8_t once = 0;
  std::uint8_t each = 0;
};

constexpr std::array<Behind, NR_BTF_KINDS> kBehind = [] {
  std::array<Behind, NR_BTF_KINDS> all{};
  for (const std::size_t kind : std::initializer_list<std::size_t>{
           BTF_KIND_PTR, BTF_KIND_FWD, BTF_KIND_TYPEDEF, BTF_KIND_VOLATILE, BTF_KIND_CONST,
           BTF_KIND_RESTRICT, BTF_KIND_FUNC, BTF_KIND_FLOAT, BTF_KIND_TYPE_TAG}) {
    all[kind] = {true, 0, 0};
  }
  all[BTF_KIND_INT] = {true, sizeof(std::uint32_t), 0};
  all[BTF_KIND_ARRAY] = {true, sizeof(btf_array), 0};
  all[BTF_KIND_STRUCT] = all[BTF_KIND_UNION] = {true, 0, sizeof(btf_member)};
  all[BTF_KIND_ENUM] = {true, 0, sizeof(btf_enum)};
  all[BTF_KIND_ENUM64] = {true, 0, sizeof(btf_enum64)};
  all[BTF_KIND_FUNC_PROTO] = {true, 0, sizeof(btf_param)};
  all[BTF_KIND_VAR] = {true, sizeof(btf_var), 0};
  all[BTF_KIND_DATASEC] = {true, 0, sizeof(btf_var_secinfo)};
  all[BTF_KIND_DECL_TAG] = {true, sizeof(btf_decl_tag), 0};
  return all;
}();

// Returns the length of the data that follows a type. Empty if its kind is unknown.
std::optional<std::size_t> bytes_behind(const btf_type& type) {
  const std::uint32_t kind = kind_of(type);
  if (kind >= kBehind.size() || !kBehind[kind].known) return std::nullopt;
  return kBehind[kind].once + std::size_t{BTF_INFO_VLEN(type.info)} * kBehind[kind].each;
}

class Types {
 public:
  // Calls `visit` with the id and the head of each type, in order. Members may refer to types that
  // come later.
  template <typename Visit>
  static std::optional<Types> open(std::string_view bytes, Visit visit) {
    const auto header = at<btf_header>(bytes, 0);
    if (!header || header->magic != BTF_MAGIC || header->hdr_len > bytes.size())
      return std::nullopt;
    const std::string_view rest = bytes.substr(header->hdr_len);
    if (header->type_off > rest.size() || header->type_len > rest.size() - header->type_off)
      return std::nullopt;
    if (header->str_off > rest.size() || header->str_len > rest.size() - header->str_off)
      return std::nullopt;
    Types types;
    types.types_ = rest.substr(header->type_off, header->type_len);
    types.strings_ = rest.substr(header->str_off, header->str_len);
    return types.index(visit) ? std::optional(std::move(types)) : std::nullopt;
  }

  // Valid ids are 1 to count() - 1.
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(places_.size()); }
  [[nodiscard]] btf_type type(std::uint32_t id) const { return *at<btf_type>(types_, places_[id]); }
  [[nodiscard]] std::string_view name(std::uint32_t offset) const {
    return text_at(strings_, offset);
  }
  // Returns the first four bytes of a name as a number. Most names differ in it, so that they need
  // not be read.
  [[nodiscard]] std::uint32_t begin_of_name(std::uint32_t offset) const {
    return at<std::uint32_t>(strings_, offset).value_or(0);
  }
  // Returns the data that follows the type.
  [[nodiscard]] std::string_view behind(std::uint32_t id) const {
    return types_.substr(places_[id] + sizeof(btf_type), *bytes_behind(type(id)));
  }

 private:
  template <typename Visit>
  bool index(Visit& visit) {
    constexpr std::size_t kUsualBytes = 24;  // or less, for a type in kernel BTF
    std::size_t place = 0;
    places_.reserve(types_.size() / kUsualBytes + 1);
    places_.push_back(0);  // id 0 is void
    while (place < types_.size()) {
      const auto type = at<btf_type>(types_, place);
      if (!type) return false;
      const auto more = bytes_behind(*type);
      if (!more || types_.size() - place - sizeof *type < *more) return false;
      visit(*this, count(), *type);
      places_.push_back(static_cast<std::uint32_t>(place));
      place += sizeof *type + *more;
    }
    return true;
  }

  std::string_view types_;
  std::string_view strings_;
  std::vector<std::uint32_t> places_;
};

// Returns the name without its suffix: "sock___since_6_18" refers to "sock".
std::string_view essential(std::string_view name) { return name.substr(0, name.rfind("___")); }

// A set of names with a filter, so that most other names are rejected by their first four bytes.
class Names {
 public:
  void insert(std::string_view name) {
    names_.insert(name);
    if (name.size() + 1 < sizeof(std::uint32_t)) all_begin_so_ = true;
    else begins_.set(slot_of(*at<std::uint32_t>(std::string(name) + '\0', 0)));
  }
  // Returns the name at that offset of the string section if it is in the set.
  [[nodiscard]] std::optional<std::string_view> find(const Types& types,
                                                     std::uint32_t offset) const {
    if (offset == 0 || (!all_begin_so_ && !begins_.test(slot_of(types.begin_of_name(offset)))))
      return std::nullopt;
    const std::string_view name = types.name(offset);
    return names_.contains(name) ? std::optional(name) : std::nullopt;
  }

 private:
  static constexpr unsigned kBits = 14;
  static std::size_t slot_of(std::uint32_t begin) { return begin * 2654435761u >> (32 - kBits); }

  std::unordered_set<std::string_view> names_;
  std::bitset<1u << kBits> begins_;
  // A name in the set is too short for the filter, which is therefore off.
  bool all_begin_so_ = false;
};

// Collects the names that the program's BTF refers to. Empty if it cannot be parsed.
std::optional<Names> names_in(std::string_view program) {
  Names names;
  const auto types =
      Types::open(program, [&](const Types& all, std::uint32_t, const btf_type& type) {
        if (!is_asked_by_name(kind_of(type))) return;
        const std::string_view name = essential(all.name(type.name_off));
        if (!name.empty()) names.insert(name);
      });
  return types ? std::optional(std::move(names)) : std::nullopt;
}

class Cutter {
 public:
  explicit Cutter(const Types& kernel) : kernel_(kernel) {}

  std::uint32_t want(std::uint32_t id) {
    id = without_modifiers(id);
    if (id == 0) return 0;
    const std::uint32_t kind = kind_of(kernel_.type(id));
    const std::uint32_t key = kind == BTF_KIND_PTR ? kAnyPointer : id;
    const auto [known, is_new] =
        ids_.try_emplace(key, static_cast<std::uint32_t>(wanted_.size() + 1));
    if (is_new) wanted_.push_back(key);
    return known->second;
  }

  std::string bytes() {
    while (written_ < wanted_.size()) put(wanted_[written_++]);  // put() may append to wanted_
    btf_header header{};
    header.magic = BTF_MAGIC;
    header.version = BTF_VERSION;
    header.hdr_len = sizeof header;
    header.type_len = static_cast<std::uint32_t>(types_.size());
    header.str_off = header.type_len;
    header.str_len = static_cast<std::uint32_t>(strings_.size());
    std::string all;
    append(all, header);
    return all + types_ + strings_;
  }

 private:
  // All pointers are mapped to a single one, to void.
  static constexpr std::uint32_t kAnyPointer = UINT32_MAX;

  [[nodiscard]] std::uint32_t without_modifiers(std::uint32_t id) const {
    constexpr int kMostDeep = 32;
    for (int depth = 0; depth < kMostDeep && id != 0 && id < kernel_.count(); ++depth) {
      const btf_type type = kernel_.type(id);
      switch (kind_of(type)) {
        case BTF_KIND_CONST:
        case BTF_KIND_VOLATILE:
        case BTF_KIND_RESTRICT:
        case BTF_KIND_TYPE_TAG: id = type.type; break;
        case BTF_KIND_FUNC:
        case BTF_KIND_FUNC_PROTO:
        case BTF_KIND_VAR:
        case BTF_KIND_DATASEC:
        case BTF_KIND_DECL_TAG: return 0;
        default: return id;
      }
    }
    return 0;
  }

  std::uint32_t put_name(std::uint32_t offset) {
    if (offset == 0) return 0;
    const auto [known, is_new] =
        names_.try_emplace(offset, static_cast<std::uint32_t>(strings_.size()));
    if (is_new) strings_.append(kernel_.name(offset)).push_back('\0');
    return known->second;
  }

  // Appends elements of type T with their names and, for members, their types.
  template <typename T>
  void put_all(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); i += sizeof(T)) {
      T part = *at<T>(bytes, i);
      part.name_off = put_name(part.name_off);
      if constexpr (std::is_same_v<T, btf_member>) part.type = want(part.type);
      append(types_, part);
    }
  }

  void put(std::uint32_t id) {
    if (id == kAnyPointer) {
      append(types_, btf_type{0, BTF_KIND_PTR << 24, {0}});
      return;
    }
    btf_type type = kernel_.type(id);
    type.name_off = put_name(type.name_off);
    if (kind_of(type) == BTF_KIND_TYPEDEF) type.type = want(type.type);
    append(types_, type);
    const std::string_view behind = kernel_.behind(id);
    switch (kind_of(type)) {
      case BTF_KIND_STRUCT:
      case BTF_KIND_UNION: put_all<btf_member>(behind); break;
      case BTF_KIND_ENUM: put_all<btf_enum>(behind); break;
      case BTF_KIND_ENUM64: put_all<btf_enum64>(behind); break;
      case BTF_KIND_ARRAY: put_array(*at<btf_array>(behind, 0)); break;
      default: types_.append(behind); break;
    }
  }

  void put_array(btf_array array) {
    array.type = want(array.type);
    array.index_type = want(array.index_type);
    append(types_, array);
  }

  const Types& kernel_;
  // From the kernel's type ids to those of the subset.
  std::unordered_map<std::uint32_t, std::uint32_t> ids_;
  // From the kernel's string offsets to those of the subset.
  std::unordered_map<std::uint32_t, std::uint32_t> names_;
  std::vector<std::uint32_t> wanted_;
  std::size_t written_ = 0;  // number of elements of wanted_ that have been written
  std::string types_;
  std::string strings_ = std::string(1, '\0');
};

}  // namespace

std::optional<BtfSubset> cut_btf(std::string_view kernel, std::string_view program,
                                 std::span<const std::string_view> functions) {
  const auto names = names_in(program);
  if (!names) return std::nullopt;
  Names wanted_functions;
  for (const std::string_view name : functions) wanted_functions.insert(name);
  BtfSubset cut;
  std::vector<std::uint32_t> wanted;
  // The kernel has about 150,000 types in four megabytes. They are matched while they are indexed,
  // so that they are read only once.
  const auto match = [&](const Types& all, std::uint32_t id, const btf_type& type) {
    const std::uint32_t kind = kind_of(type);
    if (kind == BTF_KIND_FUNC) {
      if (const auto name = wanted_functions.find(all, type.name_off))
        cut.functions.try_emplace(std::string(*name), id);
    } else if (is_asked_by_name(kind)) {
      const auto name = names->find(all, type.name_off);
      if (!name) return;
      wanted.push_back(id);
      if (is_composite(kind)) cut.found.try_emplace(std::string(*name), id);
    }
  };
  const auto all = Types::open(kernel, match);
  if (!all) return std::nullopt;
  Cutter cutter(*all);
  for (const std::uint32_t id : wanted) cutter.want(id);
  cut.bytes = cutter.bytes();
  return cut;
}

std::string_view elf_section(std::string_view elf, std::string_view name) {
  const auto header = at<Elf64_Ehdr>(elf, 0);
  if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
      header->e_ident[EI_CLASS] != ELFCLASS64)
    return {};
  const auto section = [&](std::size_t index) {
    return at<Elf64_Shdr>(elf, header->e_shoff + index * sizeof(Elf64_Shdr));
  };
  const auto bytes_of = [&](const Elf64_Shdr& s) {
    return s.sh_offset <= elf.size() && s.sh_size <= elf.size() - s.sh_offset
               ? elf.substr(s.sh_offset, s.sh_size)
               : std::string_view();
  };
  const auto names = section(header->e_shstrndx);
  if (!names) return {};
  for (std::size_t i = 0; i < header->e_shnum; ++i) {
    const auto s = section(i);
    if (s && text_at(bytes_of(*names), s->sh_name) == name) return bytes_of(*s);
  }
  return {};
}

}  // namespace portexplorer
