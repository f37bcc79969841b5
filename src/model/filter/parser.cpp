#include "model/filter/parser.h"

#include <array>

#include "base/ascii.h"
#include "model/filter/condition_parser.h"
#include "model/filter/filter.h"
#include "model/filter/lexer.h"
#include "model/former_names.h"

namespace portexplorer::filter {
namespace {

using TokenKind = Token::Kind;

struct ComparisonWord {
  std::string_view word;
  Comparison comparison;
};
// Operators as words, as in ss.
constexpr std::array kComparisonWords = {ComparisonWord{"eq", Comparison::equal},
                                         ComparisonWord{"ne", Comparison::not_equal},
                                         ComparisonWord{"neq", Comparison::not_equal},
                                         ComparisonWord{"gt", Comparison::greater},
                                         ComparisonWord{"lt", Comparison::less},
                                         ComparisonWord{"ge", Comparison::greater_equal},
                                         ComparisonWord{"geq", Comparison::greater_equal},
                                         ComparisonWord{"le", Comparison::less_equal},
                                         ComparisonWord{"leq", Comparison::less_equal}};

bool is_plain_word(const Token& token) {
  return token.kind == TokenKind::word && token.item.kind == Item::Kind::plain;
}
bool is_word(const Token& token, std::string_view word) {
  return is_plain_word(token) && equals_ignoring_case(token.item.text, word);
}
bool is_and(const Token& token) {
  return token.kind == TokenKind::conjunction || is_word(token, "and");
}
bool is_or(const Token& token) {
  return token.kind == TokenKind::alternative || is_word(token, "or");
}
bool is_not(const Token& token) {
  return token.kind == TokenKind::negation || is_word(token, "not");
}

// ss's fields, which take a value without an operator: "dst 10.0.0.0/8".
bool takes_bare_value(const Token& token) {
  constexpr std::array<std::string_view, 4> kWords = {"src", "dst", "sport", "dport"};
  for (const std::string_view word : kWords) {
    if (is_word(token, word)) return true;
  }
  return false;
}

class Parser {
 public:
  Parser(std::string_view text, const FilterNames& names) : lexer_(text), names_(names) {}

  Parsed<Program> parse() {
    FILTER_TRY(started, advance());
    (void)started;
    FILTER_TRY(root, parse_any(0));
    if (current_.kind == TokenKind::close)
      return error_at(current_.source, "unmatched closing parenthesis");
    program_.root = root;
    return std::move(program_);
  }

 private:
  using Index = std::uint32_t;

  Parsed<bool> advance() {
    FILTER_TRY(token, lexer_.next());
    current_ = std::move(token);
    return true;
  }

  Index add(Node node) {
    program_.nodes.push_back(std::move(node));
    return static_cast<Index>(program_.nodes.size() - 1);
  }
  Index add_condition(Condition condition) {
    program_.conditions.push_back(std::move(condition));
    return add({Node::Kind::condition, static_cast<Index>(program_.conditions.size() - 1), {}});
  }
  // Negated conditions match only sockets bound to the address itself: a wildcard socket is
  // reachable on other addresses too, so it must not be excluded.
  void compare_exactly_from(std::size_t first) {
    for (std::size_t i = first; i < program_.conditions.size(); ++i) {
      if (auto* endpoint = std::get_if<EndpointCondition>(&program_.conditions[i].test))
        endpoint->finds_wildcards = false;
    }
  }
  Index join(Node::Kind kind, std::vector<Index> children) {
    return children.size() == 1 ? children.front() : add({kind, 0, std::move(children)});
  }

  Parsed<Index> parse_any(int depth) {
    std::vector<Index> children;
    for (;;) {
      FILTER_TRY(child, parse_all(depth));
      children.push_back(child);
      if (!is_or(current_)) return join(Node::Kind::any, std::move(children));
      FILTER_TRY(moved, advance());
      (void)moved;
    }
  }

  Parsed<Index> parse_all(int depth) {
    std::vector<Index> children;
    for (;;) {
      FILTER_TRY(child, parse_unary(depth));
      children.push_back(child);
      if (is_and(current_)) {
        FILTER_TRY(moved, advance());
        (void)moved;
        continue;
      }
      if (current_.kind == TokenKind::end || current_.kind == TokenKind::close || is_or(current_))
        return join(Node::Kind::all, std::move(children));
    }
  }

  Parsed<Index> parse_unary(int depth) {
    bool negated = false;
    const std::size_t first = program_.conditions.size();
    while (is_not(current_)) {
      negated = !negated;
      FILTER_TRY(moved, advance());
      (void)moved;
    }
    FILTER_TRY(index, parse_primary(depth));
    if (!negated) return index;
    compare_exactly_from(first);
    return add({Node::Kind::negation, 0, {index}});
  }

  Parsed<Index> parse_primary(int depth) {
    switch (current_.kind) {
      case TokenKind::open: return parse_group(depth);
      case TokenKind::subject: return parse_subject();
      case TokenKind::word:
        if (!is_and(current_) && !is_or(current_)) return parse_term();
        return error_at(current_.source, "condition expected before " +
                                             in_quotes(current_.source.text) +
                                             " (to search for the word itself, put it in quotes)");
      case TokenKind::comparison:
        return error_at(current_.source, "field expected before this operator, as in pid=1");
      case TokenKind::end: return error_at(current_.source, "condition expected at the end");
      default: return error_at(current_.source, "condition expected");
    }
  }

  Parsed<Index> parse_group(int depth) {
    const Part open = current_.source;
    if (depth >= Filter::kMaxDepth) return error_at(open, "parentheses are nested too deeply");
    FILTER_TRY(entered, advance());
    (void)entered;
    if (current_.kind == TokenKind::close)
      return error_at(current_.source, "condition expected between these parentheses");
    FILTER_TRY(inner, parse_any(depth + 1));
    if (current_.kind != TokenKind::close) return error_at(open, "unclosed parenthesis");
    FILTER_TRY(left, advance());
    (void)left;
    return inner;
  }

  // Parses "field:value", without a blank before the operator.
  Parsed<Index> parse_subject() {
    const Token word = current_;
    const std::optional<Subject> subject = find_subject(word.item.text);
    if (!subject) return unknown_field(word);
    return parse_value({*subject, word.source, word.comparison, word.comparison_source, {}});
  }

  static tl::unexpected<FilterError> unknown_field(const Token& word) {
    std::string message = "unknown field " + in_quotes(word.source.text);
    const std::string_view nearest = nearest_subject(word.item.text);
    if (const auto renamed = new_field_name(ascii_lower(word.item.text)))
      message = in_quotes(word.source.text) + " is now " + in_quotes(*renamed);
    else if (!nearest.empty()) message += " (did you mean " + in_quotes(nearest) + "?)";
    else message += " (to search for text with this sign in it, put it in quotes)";
    return error_at(word.source, std::move(message));
  }

  Parsed<Index> parse_value(Question question) {
    FILTER_TRY(values, lexer_.next_values());
    const std::size_t operator_end =
        question.comparison_source.position + question.comparison_source.text.size();
    const bool is_colon =
        question.comparison == Comparison::contains || question.comparison == Comparison::lacks;
    const bool apart =
        !values.empty() && is_colon && values.front().source.position != operator_end &&
        question.word.position + question.word.text.size() == question.comparison_source.position;
    if (values.empty() || apart) {
      return error_at(question.comparison_source,
                      "value expected directly after this operator (for unknown values, write " +
                          std::string(question.word.text) + ":none)");
    }
    question.values = std::move(values);
    FILTER_TRY(condition, parse_question(question, names_));
    const Index index = add_condition(std::move(condition));
    FILTER_TRY(moved, advance());
    (void)moved;
    return index;
  }

  // Parses a word, or an expression of two or three words in the style of ss.
  Parsed<Index> parse_term() {
    const Token word = current_;
    FILTER_TRY(moved, advance());
    (void)moved;
    const std::optional<Subject> subject =
        is_plain_word(word) ? find_subject(word.item.text) : std::nullopt;
    if (subject) {
      if (const auto comparison = spaced_comparison()) {
        const Question question{*subject, word.source, *comparison, current_.source, {}};
        return parse_value(question);
      }
    }
    if (is_word(word, "state") || is_word(word, "exclude")) return parse_states(word);
    if (takes_bare_value(word)) return parse_bare_value(*subject, word);
    if (current_.kind == TokenKind::comparison && is_plain_word(word)) return unknown_field(word);
    FILTER_TRY(condition, parse_word(word.item, names_));
    return add_condition(std::move(condition));
  }

  [[nodiscard]] std::optional<Comparison> spaced_comparison() const {
    if (current_.kind == TokenKind::comparison) return current_.comparison;
    for (const ComparisonWord& word : kComparisonWords) {
      if (is_word(current_, word.word)) return word.comparison;
    }
    return std::nullopt;
  }

  // Parses "state established", "exclude time-wait". As in ss, repeated states are alternatives.
  Parsed<Index> parse_states(const Token& keyword) {
    MaskCondition states{FieldId::state, 0};
    const bool excludes = is_word(keyword, "exclude");
    do {
      const std::optional<std::uint32_t> mask =
          is_plain_word(current_) ? states_of(current_.item.text) : std::nullopt;
      if (!mask) {
        const Part& place = current_.kind == TokenKind::end ? keyword.source : current_.source;
        return error_at(place,
                        "state expected after " + in_quotes(keyword.source.text) +
                            ", as in state established (to search for the word itself, put it in "
                            "quotes)");
      }
      states.mask |= *mask;
      FILTER_TRY(moved, advance());
      (void)moved;
    } while (repeats(keyword));
    return add_condition({states, excludes});
  }

  // Consumes the keyword if it is repeated with another state.
  bool repeats(const Token& keyword) {
    if (!is_word(current_, ascii_lower(keyword.item.text))) return false;
    const Token here = current_;
    Lexer ahead = lexer_;
    const Parsed<Token> next = ahead.next();
    if (!next || !is_plain_word(*next) || !states_of(next->item.text)) return false;
    lexer_ = ahead;
    current_ = *next;
    return true;
  }

  Parsed<Index> parse_bare_value(const Subject& subject, const Token& word) {
    const bool has_value = current_.kind == TokenKind::word || current_.kind == TokenKind::subject;
    if (!has_value)
      return error_at(word.source, "address or port expected after " + in_quotes(word.source.text) +
                                       " (to search for the word itself, put it in quotes)");
    const Part nothing = current_.source.first(0);
    lexer_.rewind(current_);
    return parse_value({subject, word.source, Comparison::equal, nothing, {}});
  }

  Lexer lexer_;
  const FilterNames& names_;
  Token current_;
  Program program_;
};

}  // namespace

Parsed<Program> parse_filter(std::string_view text, const FilterNames& names) {
  return Parser(text, names).parse();
}

}  // namespace portexplorer::filter
