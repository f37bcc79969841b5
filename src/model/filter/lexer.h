// Splits a filter's text into tokens. The meaning of a sign depends on its context, so the parser
// requests the kind of token that it expects.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/filter/filter_error.h"
#include "model/filter/literals.h"

namespace portexplorer::filter {

// One piece of text to search for or compare with.
struct Item {
  enum class Kind : std::uint8_t { plain, quoted, pattern };
  Kind kind = Kind::plain;
  std::string text;  // without quotes or slashes
  Part source;       // as written

  // The text and its position.
  [[nodiscard]] Part part() const {
    return {text, source.position + (kind == Kind::plain ? 0 : 1)};
  }
};

struct Token {
  enum class Kind : std::uint8_t {
    end,
    open,
    close,
    negation,     // "!" before something; "not" is a word, which the parser handles
    conjunction,  // "&&"
    alternative,  // "||"
    comparison,   // an operator between blanks, as in ss
    subject,      // a word directly followed by the operator in `comparison`; its value follows
    word,
  };
  Kind kind = Kind::end;
  Part source;
  Item item;                                     // of a word or subject
  Comparison comparison = Comparison::contains;  // of a comparison or subject
  Part comparison_source;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  [[nodiscard]] Parsed<Token> next();
  // Reads the value after an operator: one item, or several separated by commas. Empty if there is
  // none.
  [[nodiscard]] Parsed<std::vector<Item>> next_values();
  // Moves back to the start of a token.
  void rewind(const Token& token) { position_ = token.source.position; }

 private:
  [[nodiscard]] bool at_end() const { return position_ >= text_.size(); }
  [[nodiscard]] Part rest() const { return Part{text_, 0}.from(position_); }
  void skip_blanks();
  Token sign(Token::Kind kind, std::size_t length);
  Token take_comparison(const Operator& op);
  Token take_word();
  Parsed<Item> take_item(bool in_list);
  Parsed<Item> take_quoted();
  [[nodiscard]] std::size_t plain_length(bool in_list) const;
  [[nodiscard]] std::size_t pattern_length(bool in_list) const;

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace portexplorer::filter
