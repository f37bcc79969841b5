// A page that explains, told piece by piece to whoever shows it: paragraphs, labelled entries, and
// what leads on from them. Texts are given escaped; they are plain text in every face.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/words.h"

namespace portexplorer::pages {

// What leads on from a page: a command to type at a terminal, something to click on a desktop.
struct PageLink {
  enum class To : std::uint8_t {
    nowhere,
    process,            // subject: a pid
    evidence,           // of a page about a process; subject: its pid
    port,               // subject: "25", "local 25", "remote 25"
    term,               // subject: a term of the glossary
    sockets,            // subject: a filter
    listening,          // all that listens
    doctor,             // what can be seen here, and what not
    ask_names,          // asks name servers
    query_whois_server  // asks who has an address
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

  // The language that this page is told in.
  [[nodiscard]] virtual const Words& words() const { return english(); }

  virtual void heading(std::string_view) = 0;
  virtual void paragraph(std::string_view) = 0;
  // A paragraph that ends with what leads on; behind a colon that ends the sentence.
  virtual void paragraph(std::string_view, const PageLink&) = 0;
  virtual void text(std::string_view) = 0;  // what belongs to a heading
  // A list follows, apart from what stands before it.
  virtual void begin_list() = 0;
  virtual void item(std::string_view,
                    const PageLink& first = {}) = 0;  // `first`: stands before the text
  virtual void code(std::string_view) = 0;            // a line as it is
  // On a line of its own, below what was said before.
  virtual void lead(const PageLink&) = 0;

  // A block of entries follows: how wide the names of its two-part entries are at most.
  virtual void begin_entries(std::size_t name_width) = 0;
  virtual void begin_rows() = 0;  // the same, right below a heading
  // The label stands once, before the first of the entries that share it.
  virtual void entry(std::string_view label, std::string_view text, const PageLink& = {}) = 0;
  virtual void named_entry(std::string_view label, std::string_view name,
                           std::string_view text) = 0;
  // An entry that lists terms of the glossary.
  virtual void terms(std::string_view label, std::span<const std::string_view> names) = 0;
};

}  // namespace portexplorer::pages
