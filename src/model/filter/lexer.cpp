#include "model/filter/lexer.h"

#include "base/ascii.h"
#include "model/filter/endpoints.h"
#include "model/filter/text_match.h"

namespace portexplorer::filter {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_letter(char c) { return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || c == '_'; }

// Returns the length of the prefix of `text` that could be a field name.
std::size_t name_length(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return 0;
  std::size_t length = 1;
  while (length < text.size() &&
         (is_letter(text[length]) || is_digit(text[length]) || text[length] == '-'))
    ++length;
  return length;
}

bool starts_junction(std::string_view text) {
  return text.starts_with("&&") || text.starts_with("||");
}

// Returns whether a sign is separate, as ss allows for "|" (or).
bool stands_alone(std::string_view text) {
  return text.size() == 1 || is_blank(text[1]) || text[1] == '(' || text[1] == ')';
}

}  // namespace

void Lexer::skip_blanks() {
  while (!at_end() && is_blank(text_[position_])) ++position_;
}

Token Lexer::sign(Token::Kind kind, std::size_t length) {
  Token token;
  token.kind = kind;
  token.source = rest().first(length);
  position_ += length;
  return token;
}

Token Lexer::take_comparison(const Operator& op) {
  Token token = sign(Token::Kind::comparison, op.length);
  token.comparison = op.comparison;
  token.comparison_source = token.source;
  return token;
}

Parsed<Token> Lexer::next() {
  skip_blanks();
  if (at_end()) return sign(Token::Kind::end, 0);
  const std::string_view text = rest().text;
  const char c = text.front();
  if (c == '(') return sign(Token::Kind::open, 1);
  if (c == ')') return sign(Token::Kind::close, 1);
  if (text.starts_with("&&")) return sign(Token::Kind::conjunction, 2);
  if (text.starts_with("||")) return sign(Token::Kind::alternative, 2);
  if ((c == '&' || c == '|') && stands_alone(text))
    return sign(c == '&' ? Token::Kind::conjunction : Token::Kind::alternative, 1);
  if (c == '=' || c == '<' || c == '>' || text.starts_with("!="))
    return take_comparison(*read_operator(text));
  if (c == '!') return sign(Token::Kind::negation, 1);
  if (c == ':' && stands_alone(text)) return take_comparison(*read_operator(text));
  if (is_quote(c) || pattern_length(false) != 0) {
    FILTER_TRY(item, take_item(false));
    Token token;
    token.kind = Token::Kind::word;
    token.source = item.source;
    token.item = std::move(item);
    return token;
  }
  return take_word();
}

// Reads a word, or a subject if it is a name followed by an operator and not an address such as
// fe80::1.
Token Lexer::take_word() {
  const Part all = rest();
  const Part word = all.first(plain_length(false));
  const std::size_t name = name_length(word.text);
  const std::optional<Operator> op = read_operator(word.text.substr(name));
  Token token;
  if (name != 0 && op && !looks_like_endpoint(word.text)) {
    token.kind = Token::Kind::subject;
    token.source = word.first(name);
    token.comparison = op->comparison;
    token.comparison_source = word.from(name).first(op->length);
    position_ += name + op->length;
  } else {
    token.kind = Token::Kind::word;
    token.source = word;
    position_ += word.text.size();
  }
  token.item = Item{Item::Kind::plain, std::string(token.source.text), token.source};
  return token;
}

Parsed<std::vector<Item>> Lexer::next_values() {
  skip_blanks();
  std::vector<Item> items;
  const bool none = at_end() || rest().text.front() == ')' || starts_junction(rest().text);
  if (none) return items;
  if (rest().text.front() == '(')
    return error_at(
        rest().first(1),
        "value expected before this parenthesis (put text with a parenthesis in quotes)");
  for (;;) {
    FILTER_TRY(item, take_item(true));
    items.push_back(std::move(item));
    if (at_end() || text_[position_] != ',') return items;
    const Part comma = rest().first(1);
    ++position_;
    const bool ends_here = at_end() || is_blank(text_[position_]) || text_[position_] == ')' ||
                           text_[position_] == ',';
    if (ends_here)
      return error_at(comma, "value expected after this comma (put text with a comma in quotes)");
  }
}

Parsed<Item> Lexer::take_item(bool in_list) {
  if (is_quote(text_[position_])) return take_quoted();
  if (const std::size_t length = pattern_length(in_list); length != 0) {
    Item item{Item::Kind::pattern, std::string(rest().text.substr(1, length - 2)),
              rest().first(length)};
    position_ += length;
    return item;
  }
  const Part part = rest().first(plain_length(in_list));
  if (part.text.empty()) return error_at(rest().first(1), "value expected");
  position_ += part.text.size();
  return Item{Item::Kind::plain, std::string(part.text), part};
}

Parsed<Item> Lexer::take_quoted() {
  const Part start = rest();
  const char quote = start.text.front();
  std::string text;
  for (std::size_t i = 1; i < start.text.size(); ++i) {
    char c = start.text[i];
    if (c == quote) {
      position_ += i + 1;
      const bool parted = at_end() || is_blank(text_[position_]) || text_[position_] == ')' ||
                          text_[position_] == ',' || starts_junction(rest().text);
      if (!parted) return error_at(rest().first(1), "space expected after the closing quote");
      return Item{Item::Kind::quoted, std::move(text), start.first(i + 1)};
    }
    const bool escapes = c == '\\' && i + 1 < start.text.size() &&
                         (start.text[i + 1] == quote || start.text[i + 1] == '\\');
    if (escapes) c = start.text[++i];
    text += c;
  }
  return error_at(start.first(1), "unclosed quote");
}

// Extends to a blank, a parenthesis, "&&" or "||"; in a list of values also to a comma.
std::size_t Lexer::plain_length(bool in_list) const {
  const std::string_view text = rest().text;
  std::size_t length = 0;
  while (length < text.size()) {
    const char c = text[length];
    if (is_blank(c) || c == '(' || c == ')' || (in_list && c == ',') ||
        starts_junction(text.substr(length)))
      break;
    ++length;
  }
  return length;
}

// Returns the length of a /pattern/ at this position, with both slashes; 0 if it is only a path. A
// pattern contains no blanks and ends at the last slash before one; parentheses after that slash
// belong to the filter. In a list it also ends at a slash before a comma.
std::size_t Lexer::pattern_length(bool in_list) const {
  const std::string_view text = rest().text;
  if (!text.starts_with('/')) return 0;
  std::size_t end = 0;
  while (end < text.size() && !is_blank(text[end])) {
    const bool ends_item =
        in_list && text[end] == ',' && end >= 3 && text[end - 1] == '/' && text[end - 2] != '\\';
    if (ends_item) return end;
    ++end;
  }
  while (end > 0 && text[end - 1] == ')') --end;
  const bool is_pattern = end >= 3 && text[end - 1] == '/' && text[end - 2] != '\\';
  return is_pattern ? end : 0;
}

}  // namespace portexplorer::filter
