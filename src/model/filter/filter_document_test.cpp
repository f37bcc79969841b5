// Checks docs/filters.md line by line: the table of rows, every example, every mistake and every
// short name.
#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>
#include <fstream>

#include "model/filter/field_words.h"
#include "support/filter_rows.h"

namespace portexplorer::filter {
namespace {

std::vector<std::string> lines_of_document() {
  std::ifstream in(DOCS_DIR "/filters.md");
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Returns the cells of "| a | b |"; "\|" is a bar inside a cell. Empty for other lines.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  if (!line.starts_with("| ")) return cells;
  std::string cell;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      cell += line[++i];
    } else if (line[i] == '|') {
      const std::size_t first = cell.find_first_not_of(' ');
      const std::size_t last = cell.find_last_not_of(' ');
      cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
      cell.clear();
    } else {
      cell += line[i];
    }
  }
  return cells;
}

std::vector<std::string> quoted_in(const std::string& cell) {
  std::vector<std::string> words;
  std::size_t start = cell.find('`');
  while (start != std::string::npos) {
    const std::size_t end = cell.find('`', start + 1);
    words.push_back(cell.substr(start + 1, end - start - 1));
    start = cell.find('`', end + 1);
  }
  return words;
}

class FiltersDocument : public testing::Test {
 protected:
  void SetUp() override {
    setenv("TZ", "UTC", 1);  // NOLINT(concurrency-mt-unsafe): no other thread runs yet
    tzset();
    ASSERT_GT(lines_.size(), 100u);
  }

  // Calls `use` with each row of the tables whose header starts with `header`.
  template <typename Use>
  void for_each_row(const std::string& header, Use use) const {
    bool inside = false;
    for (const std::string& line : lines_) {
      const std::vector<std::string> cells = cells_of(line);
      if (!line.starts_with("|")) inside = false;
      else if (!cells.empty() && cells[0] == header) inside = true;
      else if (inside && !cells.empty()) use(cells);
    }
  }

  std::vector<std::string> lines_ = lines_of_document();
  TestRows rows_;
};

TEST_F(FiltersDocument, TheTableShowsTheRows) {
  std::vector<std::string> header;
  for (const std::string& line : lines_) {
    if (line.starts_with("| row |")) header = cells_of(line);
  }
  int count = 0;
  for_each_row("row", [&](const std::vector<std::string>& cells) {
    ASSERT_EQ(cells.size(), header.size());
    ++count;
    for (std::size_t i = 1; i < cells.size(); ++i) {
      const Field* field = find_field(header[i]);
      ASSERT_NE(field, nullptr) << header[i];
      std::string shown;
      append_human(shown, *field, rows_.row(cells[0][0]));
      EXPECT_EQ(shown, cells[i]) << "row " << cells[0] << ", " << header[i];
    }
  });
  EXPECT_EQ(count, static_cast<int>(rows_.snapshot().rows.size()));
}

TEST_F(FiltersDocument, EveryExampleFindsItsRows) {
  int count = 0;
  for_each_row("filter", [&](const std::vector<std::string>& cells) {
    ++count;
    const std::vector<std::string> filters = quoted_in(cells[0]);
    ASSERT_EQ(filters.size(), 1u) << cells[0];
    EXPECT_EQ(rows_.find(filters[0]), cells[1]) << filters[0];
  });
  EXPECT_GT(count, 120);
}

TEST_F(FiltersDocument, EveryMistakeIsReportedAsShown) {
  int count = 0;
  for (std::size_t i = 0; i + 3 < lines_.size(); ++i) {
    const bool is_mistake = lines_[i] == "```" &&
                            lines_[i + 2].find_first_not_of(" ^") == std::string::npos &&
                            lines_[i + 2].ends_with('^');
    if (!is_mistake) continue;
    ++count;
    const std::string& text = lines_[i + 1];
    const auto parsed = Filter::parse(text, TestRows::names());
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_EQ(format_filter_error(text, parsed.error()),
              text + "\n" + lines_[i + 2] + "\n" + lines_[i + 3]);
  }
  EXPECT_EQ(count, 10);
}

TEST_F(FiltersDocument, EveryShortNameIsListed) {
  std::size_t count = 0;
  for_each_row("short", [&](const std::vector<std::string>& cells) {
    const std::vector<std::string> shorts = quoted_in(cells[0]);
    const std::vector<std::string> meanings = quoted_in(cells[1]);
    for (std::size_t i = 0; i < shorts.size(); ++i) {
      const auto alias = std::ranges::find(aliases(), std::string_view(shorts[i]), &Alias::word);
      ASSERT_NE(alias, aliases().end()) << shorts[i];
      EXPECT_EQ(alias->meaning, meanings.size() == 1 ? meanings[0] : meanings[i]);
      ++count;
    }
  });
  EXPECT_EQ(count, aliases().size());
}

}  // namespace
}  // namespace portexplorer::filter
