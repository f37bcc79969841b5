// A page of explanations, passed piece by piece to the face that shows it: paragraphs, labelled
// entries, and links. Texts are passed escaped; they are plain text in every face.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/words.h"

namespace portexplorer::pages {

// A link from a page: a command to type in a terminal, or something to click on a desktop.
struct PageLink {
  enum class To : std::uint8_t {
    nowhere,
    process,            // subject: a pid
    evidence,           // of a page about a process; subject: its pid
    port,               // subject: "25", "local 25", "remote 25"
    term,               // subject: a term of the glossary
    sockets,            // subject: a filter
    listening,          // everything that listens
    doctor,             // what can be read here and what cannot
    ask_names,          // query DNS servers
    query_whois_server  // query whois servers
  };
  To to = To::nowhere;
  std::string subject;
};

[[nodiscard]] PageLink to_process(std::int64_t pid);

class PageWriter {
 public:
  PageWriter() = default;
  PageWriter(const PageWriter&) = delete;
  PageWriter& operator=(const PageWriter&) = delete;
  virtual ~PageWriter() = default;

  // Returns the language of this page.
  [[nodiscard]] virtual const Words& words() const { return english(); }

  virtual void heading(std::string_view) = 0;
  virtual void paragraph(std::string_view) = 0;
  // Writes a paragraph that ends with a link; after a colon that ends the sentence.
  virtual void paragraph(std::string_view, const PageLink&) = 0;
  virtual void text(std::string_view) = 0;  // belongs to a heading
  // Starts a list, separated from the preceding text.
  virtual void begin_list() = 0;
  // `first` precedes the text.
  virtual void item(std::string_view, const PageLink& first = {}) = 0;
  virtual void code(std::string_view) = 0;  // a line, unchanged
  // Writes a link on a separate line, below the preceding text.
  virtual void lead(const PageLink&) = 0;

  // Starts a block of entries. `name_width` is the maximum width of the names in two-part entries.
  virtual void begin_entries(std::size_t name_width) = 0;
  virtual void begin_rows() = 0;  // likewise, directly below a heading
  // Writes an entry. The label is shown once, before the first of consecutive entries that share
  // it.
  virtual void entry(std::string_view label, std::string_view text, const PageLink& = {}) = 0;
  virtual void named_entry(std::string_view label, std::string_view name,
                           std::string_view text) = 0;
  // Writes an entry that lists terms of the glossary.
  virtual void terms(std::string_view label, std::span<const std::string_view> names) = 0;
};

}  // namespace portexplorer::pages
