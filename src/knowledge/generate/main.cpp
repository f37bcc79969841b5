// Converts data/services.tsv into constant C++ tables during the build.
//   generate_services services.tsv services_table.h
#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "base/ascii.h"
#include "knowledge/generate/services_tsv.h"
#include "knowledge/generate/tsv_file.h"

namespace portexplorer::generate {
namespace {

constexpr std::size_t kPages = 65536 / 64;

struct Name {
  std::string spelling;
  std::set<unsigned> ports;
};

// The contents of the header before it is written.
struct Tables {
  // Keyed by the name in lower case, in which order ports_of_service() searches.
  std::map<std::string, Name> names;
  std::map<unsigned, std::array<std::string, kTransportCount>> preferred;
};

Tables collect(const std::vector<ServiceRow>& rows) {
  Tables tables;
  for (const ServiceRow& row : rows) {
    if (row.name.empty()) continue;
    Name& name = tables.names[ascii_lower(row.name)];
    if (name.spelling.empty()) name.spelling = row.name;
    name.ports.insert(row.port);
    std::string& shown = tables.preferred[row.port][static_cast<std::size_t>(row.transport)];
    if (shown.empty()) shown = ascii_lower(row.name);
  }
  return tables;
}

template <typename Values>
void write_array(std::ostream& out, std::string_view type, std::string_view name,
                 const Values& values) {
  out << "inline constexpr " << type << ' ' << name << "[] = {";
  std::size_t column = 0;
  for (const auto value : values) out << (column++ % 24 == 0 ? "\n" : "") << +value << ',';
  out << "};\n";
}

void write_names(std::ostream& out, const Tables& tables) {
  std::vector<std::size_t> starts = {0};
  std::vector<std::size_t> first_ports = {0};
  std::vector<unsigned> ports;
  out << "inline constexpr char kNameText[] =\n";
  for (const auto& [key, name] : tables.names) {
    out << "\"" << name.spelling << "\"\n";
    starts.push_back(starts.back() + name.spelling.size());
    ports.insert(ports.end(), name.ports.begin(), name.ports.end());
    first_ports.push_back(ports.size());
  }
  out << ";\n";
  write_array(out, "std::uint32_t", "kNameStart", starts);
  write_array(out, "std::uint16_t", "kFirstPort", first_ports);
  write_array(out, "std::uint16_t", "kPorts", ports);
}

// A page covers 64 ports: a bit for each that has a name, and the rank of the first one.
void write_pages(std::ostream& out, const Tables& tables) {
  std::array<std::uint64_t, kPages> bits{};
  std::array<unsigned, kPages> ranks{};
  for (const auto& [port, names] : tables.preferred)
    bits[port / 64] |= std::uint64_t{1} << (port % 64);
  for (std::size_t i = 1; i < kPages; ++i)
    ranks[i] = ranks[i - 1] + static_cast<unsigned>(std::popcount(bits[i - 1]));
  out << "struct Page { std::uint64_t bits; std::uint16_t rank; };\ninline constexpr Page kPages[] "
         "= {\n";
  for (std::size_t i = 0; i < kPages; ++i) out << '{' << bits[i] << "u," << ranks[i] << "},\n";
  out << "};\n";
}

void write_preferred(std::ostream& out, const Tables& tables) {
  std::vector<std::ptrdiff_t> shown;
  for (const auto& [port, names] : tables.preferred) {
    for (const std::string& name : names) {
      const auto it = tables.names.find(name);
      shown.push_back(it == tables.names.end() ? 65535 : std::distance(tables.names.begin(), it));
    }
  }
  out << "// Of each port with a name, by rank: the number of its name for dccp, sctp, tcp, udp; "
         "65535 where it has none.\n";
  write_array(out, "std::uint16_t", "kShown", shown);
}

int run(const char* input, const char* output) {
  const auto rows = read_tsv_file(input, read_services);
  if (!rows) return 1;
  std::ofstream out(output, std::ios::binary | std::ios::trunc);
  out << "// Generated from data/services.tsv. Change that file, not this one.\n#pragma "
         "once\n\n#include <cstdint>\n\n"
      << "namespace portexplorer::services_table {\n";
  const Tables tables = collect(*rows);
  write_names(out, tables);
  write_pages(out, tables);
  write_preferred(out, tables);
  out << "}  // namespace portexplorer::services_table\n";
  out.close();
  return out.good() ? 0 : 1;
}

}  // namespace
}  // namespace portexplorer::generate

int main(int argc, char** argv) {
  if (argc == 3) return portexplorer::generate::run(argv[1], argv[2]);
  std::cerr << "generate_services services.tsv services_table.h\n";
  return 2;
}
