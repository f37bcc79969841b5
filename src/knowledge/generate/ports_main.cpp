// Converts the files of data/ about ports into constant C++ tables during the build.
//   generate_ports DATA_DIR ports_table.h
#include <array>
#include <bit>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>

#include "knowledge/generate/ports_tsv.h"
#include "knowledge/generate/services_tsv.h"
#include "knowledge/generate/text_pool.h"
#include "knowledge/generate/tsv_file.h"

namespace portexplorer::generate {
namespace {

constexpr std::size_t kPages = 65536 / 64;

struct PortData {
  std::vector<ServiceRow> services;
  std::vector<UseRow> unofficial;
  std::vector<UseRow> likely;
  std::vector<ThreatRow> threats;
};

std::optional<PortData> read_data(const std::string& directory) {
  auto services = read_tsv_file(directory + "/services.tsv", read_services);
  auto unofficial = read_tsv_file(directory + "/unofficial.tsv", read_unofficial);
  auto likely = read_tsv_file(directory + "/likely.tsv", read_likely);
  auto threats = read_tsv_file(directory + "/threats.tsv", read_threats);
  if (!services || !unofficial || !likely || !threats) return std::nullopt;
  return PortData{*std::move(services), *std::move(unofficial), *std::move(likely),
                  *std::move(threats)};
}

std::string key_of(std::uint16_t port, Transport transport) {
  return std::to_string(port) + "," + std::to_string(static_cast<int>(transport)) + ",";
}

void write_services(std::ostream& out, TextPool& pool, const std::vector<ServiceRow>& rows) {
  out << "inline constexpr UseEntry kRegistered[] = {\n";
  for (const ServiceRow& row : rows) {
    out << '{' << key_of(row.port, row.transport) << pool.place(row.name) << ','
        << pool.place(row.description) << "},\n";
  }
  out << "};\n";
}

void write_uses(std::ostream& out, TextPool& pool, std::string_view name,
                const std::vector<UseRow>& rows) {
  out << "inline constexpr UseEntry " << name << "[] = {\n";
  for (const UseRow& row : rows) {
    out << '{' << key_of(row.port, row.transport) << pool.place(row.name) << ','
        << pool.place(row.text) << "},\n";
  }
  out << "};\n";
}

void write_threats(std::ostream& out, TextPool& pool, const std::vector<ThreatRow>& rows) {
  out << "inline constexpr ThreatEntry kThreats[] = {\n";
  for (const ThreatRow& row : rows) {
    out << '{' << key_of(row.port, row.transport) << pool.place(row.name) << ',' << +row.kind << ','
        << row.year << ',' << row.sources << "},\n";
  }
  out << "};\n";
}

// A page covers 64 ports: a bit for each that has threats, and the rank of the first one.
void write_counts(std::ostream& out, const std::vector<ThreatRow>& rows) {
  std::map<unsigned, std::array<unsigned, kTransportCount>> counts;
  for (const ThreatRow& row : rows) ++counts[row.port][static_cast<std::size_t>(row.transport)];
  std::array<std::uint64_t, kPages> bits{};
  for (const auto& [port, count] : counts) bits[port / 64] |= std::uint64_t{1} << (port % 64);
  out << "inline constexpr Page kThreatPages[] = {\n";
  unsigned rank = 0;
  for (const std::uint64_t page : bits) {
    out << '{' << page << "u," << rank << "},\n";
    rank += static_cast<unsigned>(std::popcount(page));
  }
  out << "};\n// By rank: how many for dccp, sctp, tcp, udp.\ninline constexpr std::uint8_t "
         "kThreatCounts[] = {\n";
  for (const auto& [port, count] : counts) {
    for (const unsigned n : count) out << (n > 255 ? 255 : n) << ',';
    out << '\n';
  }
  out << "};\n";
}

template <typename Words>
void write_words(std::ostream& out, TextPool& pool, std::string_view name, const Words& words) {
  out << "inline constexpr Text " << name << "[] = {";
  for (const std::string_view word : words) out << '{' << pool.place(word) << "},";
  out << "};\n";
}

int run(const std::string& directory, const char* output) {
  const auto data = read_data(directory);
  if (!data) return 1;
  std::ofstream out(output, std::ios::binary | std::ios::trunc);
  out << "// Generated from data/*.tsv. Change those files, not this one.\n#pragma "
         "once\n\n#include <cstdint>\n\n"
         "namespace portexplorer::ports_table {\n"
         "// Numbers instead of pointers: a table of pointers would have to be relocated at each "
         "start.\n"
         "struct Text { std::uint32_t offset; std::uint16_t length; };\n"
         "struct UseEntry { std::uint16_t port; std::uint8_t transport; std::uint32_t name; "
         "std::uint16_t name_length; "
         "std::uint32_t text; std::uint16_t text_length; };\n"
         "struct ThreatEntry { std::uint16_t port; std::uint8_t transport; std::uint32_t name; "
         "std::uint16_t name_length; "
         "std::uint8_t kind; std::uint16_t year; std::uint16_t sources; };\n"
         "struct Page { std::uint64_t bits; std::uint16_t rank; };\n";
  TextPool pool;
  write_services(out, pool, data->services);
  write_uses(out, pool, "kUnofficial", data->unofficial);
  write_uses(out, pool, "kLikely", data->likely);
  write_threats(out, pool, data->threats);
  write_counts(out, data->threats);
  write_words(out, pool, "kKinds", kThreatKinds);
  write_words(out, pool, "kSourceTags", kSourceTags);
  pool.write(out);
  out << "}  // namespace portexplorer::ports_table\n";
  out.close();
  return out.good() ? 0 : 1;
}

}  // namespace
}  // namespace portexplorer::generate

int main(int argc, char** argv) {
  if (argc == 3) return portexplorer::generate::run(argv[1], argv[2]);
  std::cerr << "generate_ports DATA_DIR ports_table.h\n";
  return 2;
}
