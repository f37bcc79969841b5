// Extracts types from BTF that is built here, and from malformed BTF.
#include "collect/ebpf/btf_subset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/btf.h>

#include <cstring>
#include <vector>

namespace portexplorer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Writes BTF. Types get the ids 1, 2, 3, … in the order in which they are added.
class Description {
 public:
  std::uint32_t add(std::uint32_t kind, const std::string& name, std::uint32_t size_or_type,
                    std::uint32_t count = 0) {
    put(btf_type{text(name), kind << 24 | count, {size_or_type}});
    return ++count_;
  }
  void member(const std::string& name, std::uint32_t type, std::uint32_t bits) {
    put(btf_member{text(name), type, bits});
  }
  void value(const std::string& name, std::int32_t value) { put(btf_enum{text(name), value}); }
  template <typename T>
  void put(const T& part) {
    types_.append(reinterpret_cast<const char*>(&part), sizeof part);
  }
  [[nodiscard]] std::string bytes() const {
    btf_header header{};
    header.magic = BTF_MAGIC;
    header.version = BTF_VERSION;
    header.hdr_len = sizeof header;
    header.type_len = static_cast<std::uint32_t>(types_.size());
    header.str_off = header.type_len;
    header.str_len = static_cast<std::uint32_t>(strings_.size());
    return std::string(reinterpret_cast<const char*>(&header), sizeof header) + types_ + strings_;
  }

 private:
  std::uint32_t text(const std::string& text) {
    if (text.empty()) return 0;
    const auto place = static_cast<std::uint32_t>(strings_.size());
    strings_ += text + '\0';
    return place;
  }

  std::string types_;
  std::string strings_ = std::string(1, '\0');
  std::uint32_t count_ = 0;
};

// struct other { int unread; }; struct inner { int deep; }; struct sock { const inner in; other*
// out; colour paint; };
std::string kernel() {
  Description k;
  const auto number = k.add(BTF_KIND_INT, "int", 4);
  k.put(std::uint32_t{32});
  const auto other = k.add(BTF_KIND_STRUCT, "other", 4, 1);
  k.member("unread", number, 0);
  const auto inner = k.add(BTF_KIND_STRUCT, "inner", 4, 1);
  k.member("deep", number, 0);
  const auto pointer = k.add(BTF_KIND_PTR, "", other);
  const auto constant = k.add(BTF_KIND_CONST, "", inner);
  const auto colour = k.add(BTF_KIND_ENUM, "colour", 4, 1);
  k.value("RED", 7);
  k.add(BTF_KIND_STRUCT, "sock", 24, 3);
  k.member("in", constant, 0);
  k.member("out", pointer, 64);
  k.member("paint", colour, 128);
  return k.bytes();
}

std::string program(const std::string& name) {
  Description p;
  p.add(BTF_KIND_STRUCT, name, 0);
  return p.bytes();
}

struct Type {
  std::string name;
  std::uint32_t kind;
  std::uint32_t size_or_type;
};

// Parses BTF that contains only the kinds used in these tests.
std::vector<Type> types_of(const std::string& btf) {
  btf_header header{};
  std::memcpy(&header, btf.data(), sizeof header);
  const char* strings = btf.data() + header.hdr_len + header.str_off;
  std::vector<Type> types{{"", 0, 0}};
  for (std::size_t place = header.hdr_len; place < header.hdr_len + header.type_len;) {
    btf_type type{};
    std::memcpy(&type, btf.data() + place, sizeof type);
    const std::uint32_t kind = BTF_INFO_KIND(type.info);
    types.push_back({strings + type.name_off, kind, type.size});
    const std::size_t each = kind == BTF_KIND_STRUCT ? sizeof(btf_member)
                             : kind == BTF_KIND_ENUM ? sizeof(btf_enum)
                                                     : 0;
    place += sizeof type + BTF_INFO_VLEN(type.info) * each + (kind == BTF_KIND_INT ? 4 : 0);
  }
  return types;
}

TEST(BtfSubset, IncludesWhatAStructContainsButNotWhatItPointsTo) {
  const auto cut = cut_btf(kernel(), program("sock"));
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->found, (std::map<std::string, std::uint32_t>{{"sock", 7}}));
  EXPECT_THAT(cut->bytes, HasSubstr("deep"));
  EXPECT_THAT(cut->bytes, HasSubstr("RED"));
  EXPECT_THAT(cut->bytes, Not(HasSubstr("unread")));
  const auto types = types_of(cut->bytes);
  ASSERT_EQ(types.size(), 6u);  // void, sock, inner, a pointer to void, colour, int
  EXPECT_EQ(types[1].name, "sock");
  EXPECT_EQ(types[1].size_or_type, 24u);
  EXPECT_EQ(types[2].name, "inner");
  EXPECT_EQ(types[3].kind, std::uint32_t{BTF_KIND_PTR});
  EXPECT_EQ(types[3].size_or_type, 0u);
  EXPECT_EQ(types[4].name, "colour");
  EXPECT_EQ(types[5].name, "int");
}

TEST(BtfSubset, ANameEndsBeforeThreeUnderscores) {
  const auto cut = cut_btf(kernel(), program("other___since_9_9"));
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->found, (std::map<std::string, std::uint32_t>{{"other", 2}}));
}

TEST(BtfSubset, TypesMissingInTheKernelAreOmitted) {
  const auto cut = cut_btf(kernel(), program("mptcp_sock"));
  ASSERT_TRUE(cut);
  EXPECT_TRUE(cut->found.empty());
  EXPECT_EQ(types_of(cut->bytes).size(), 1u);
}

TEST(BtfSubset, AnUnknownKindIsAnError) {
  Description k;
  k.add(31, "sock", 0);
  EXPECT_FALSE(cut_btf(k.bytes(), program("sock")));
}

TEST(BtfSubset, CyclesTerminate) {
  Description k;
  k.add(BTF_KIND_CONST, "", 1);
  k.add(BTF_KIND_STRUCT, "sock", 8, 2);
  k.member("self", 2, 0);
  k.member("round", 1, 0);
  const auto cut = cut_btf(k.bytes(), program("sock"));
  ASSERT_TRUE(cut);
  EXPECT_EQ(types_of(cut->bytes).size(), 2u);
}

TEST(BtfSubset, MalformedInputIsNeverReadBeyondItsEnd) {
  const std::string whole = kernel();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    // Allocated separately, so that a sanitizer detects reads beyond its end
    const std::string part = whole.substr(0, size);
    EXPECT_FALSE(cut_btf(part, program("sock")));
  }
  for (std::size_t place = 0; place < whole.size(); ++place) {
    for (const char wrong : {'\x00', '\x7f', '\xff'}) {
      std::string bent = whole;
      bent[place] = wrong;
      (void)cut_btf(bent, program("sock"));
      (void)cut_btf(whole, bent);
    }
  }
}

TEST(BtfSubset, AnElfFileWithoutTheSectionHasNone) {
  EXPECT_TRUE(elf_section("", ".BTF").empty());
  EXPECT_TRUE(elf_section("\x7f"
                          "ELF but not for long",
                          ".BTF")
                  .empty());
}

}  // namespace
}  // namespace portexplorer
