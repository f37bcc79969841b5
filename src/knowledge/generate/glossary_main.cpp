// Converts the glossary and the page for beginners into constant C++ during the build.
//   generate_glossary glossary.txt beginners.md NAMESPACE table.h
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/text_file.h"
#include "knowledge/generate/glossary_text.h"
#include "knowledge/generate/text_pool.h"

namespace portexplorer::generate {
namespace {

std::size_t index_of(const std::vector<TermEntry>& entries, const std::string& term) {
  return static_cast<std::size_t>(std::ranges::find(entries, term, &TermEntry::term) -
                                  entries.begin());
}

// Writes the lists in the layout of GlossaryData.
void write_lists(std::ostream& out, TextPool& pool, const std::vector<TermEntry>& entries) {
  std::string also = "inline constexpr GlossaryText kAlso[] = {";
  std::string first_also = "inline constexpr std::uint16_t kFirstAlso[] = {0,";
  std::string see = "inline constexpr std::uint16_t kSee[] = {";
  std::string first_see = "inline constexpr std::uint16_t kFirstSee[] = {0,";
  std::size_t also_count = 0;
  std::size_t see_count = 0;
  for (const TermEntry& entry : entries) {
    for (const std::string& word : entry.also) also += "{" + pool.place(word) + "},";
    for (const std::string& term : entry.see) see += std::to_string(index_of(entries, term)) + ",";
    first_also += std::to_string(also_count += entry.also.size()) + ",";
    first_see += std::to_string(see_count += entry.see.size()) + ",";
  }
  for (const std::string& table : {also, first_also, see, first_see}) out << table << "};\n";
}

int run(const char* glossary, const char* beginners, const std::string& name, const char* output) {
  const auto entries = read_glossary(read_text_file(glossary).value_or(""));
  if (!entries) {
    std::cerr << glossary << ':' << entries.error().line << ": this line " << entries.error().what
              << '\n';
    return 1;
  }
  TextPool pool;
  std::ofstream out(output, std::ios::binary | std::ios::trunc);
  out << "// Generated from a glossary of data/ and a page of docs/. Change those files, not this "
         "one.\n#pragma once\n\n"
         "#include \"knowledge/glossary_data.h\"\n\n"
         "namespace portexplorer::"
      << name << " {\ninline constexpr GlossaryEntry kEntries[] = {\n";
  for (const TermEntry& e : *entries) {
    out << "{{" << pool.place(e.term) << "}," << e.kind << ",{" << pool.place(e.text) << "}},\n";
  }
  out << "};\n";
  write_lists(out, pool, *entries);
  out << "inline constexpr GlossaryText kKinds[] = {";
  for (const std::string_view kind : kTermKinds) out << "{" << pool.place(kind) << "},";
  out << "};\ninline constexpr GlossaryText kBeginners = {"
      << pool.place(read_text_file(beginners).value_or("")) << "};\n";
  pool.write(out);
  out << "inline constexpr GlossaryData kData = {kText, kEntries, kAlso, kFirstAlso, kSee, "
         "kFirstSee, kKinds, kBeginners};\n"
         "}  // namespace portexplorer::"
      << name << "\n";
  out.close();
  return out.good() ? 0 : 1;
}

}  // namespace
}  // namespace portexplorer::generate

int main(int argc, char** argv) {
  if (argc == 5) return portexplorer::generate::run(argv[1], argv[2], argv[3], argv[4]);
  std::cerr << "generate_glossary glossary.txt beginners.md NAMESPACE table.h\n";
  return 2;
}
