#include "faces/gui/window/filter_completion.h"

#include "faces/gui/models/column_titles.h"
#include "model/fields.h"
#include "model/filter/field_words.h"

namespace portexplorer::gui {
namespace {

constexpr qsizetype kMostWords = 14;

bool ends_word(QChar c) { return c.isSpace() || c == u'(' || c == u')'; }

void offer(QStringList& words, const QString& word, const QString& begun) {
  const bool fits =
      word.startsWith(begun, Qt::CaseInsensitive) && word.compare(begun, Qt::CaseInsensitive) != 0;
  if (fits && words.size() < kMostWords && !words.contains(word)) words.push_back(word);
}

QStringList values(const QString& subject, const QString& begun) {
  QStringList words;
  const auto found = filter::find_subject(subject.toStdString());
  if (!found || found->field == nullptr) return words;
  for (const std::string_view value : filter::words_of(found->field->id))
    offer(words, shown(value), begun);
  return words;
}

QStringList subjects(const QString& begun) {
  QStringList words;
  for (const char* word : {"port:", "address:", "local:", "remote:"})
    offer(words, QString::fromLatin1(word), begun);
  for (const Field& field : all_fields()) offer(words, shown(field.name) + u':', begun);
  for (const filter::Alias& alias : filter::aliases())
    offer(words, shown(alias.word) + u':', begun);
  for (const char* word : {"and", "or", "not"}) offer(words, QString::fromLatin1(word), begun);
  return words;
}

}  // namespace

FilterCompletion complete_filter(const QString& text, qsizetype cursor) {
  FilterCompletion completion;
  qsizetype start = cursor;
  while (start > 0 && !ends_word(text[start - 1])) --start;
  const QString word = text.mid(start, cursor - start);
  qsizetype mark = word.indexOf(u':');
  if (mark < 0) mark = word.indexOf(u'=');
  if (mark < 0) {
    completion.start = start;
    if (!word.isEmpty()) completion.words = subjects(word);
  } else {
    completion.start = start + mark + 1;
    completion.words = values(word.left(mark), word.mid(mark + 1));
  }
  return completion;
}

}  // namespace portexplorer::gui
