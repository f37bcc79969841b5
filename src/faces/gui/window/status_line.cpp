#include "faces/gui/window/status_line.h"

#include <QCoreApplication>
#include <QEvent>
#include <array>
#include <cmath>

#include "base/escape.h"
#include "faces/gui/child.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/models/desktop_words.h"
#include "model/fields.h"

namespace portexplorer::gui {
namespace {

QString rate_text(double rate) {
  std::string text;
  append_human_bytes(text, static_cast<std::uint64_t>(std::llround(rate)));
  return shown(text) + QStringLiteral("/s");
}

QString sentence(const Message& message) {
  QString text = shown(escaped(format_message(message, desktop_words()))).trimmed();
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  if (!text.isEmpty() && !text.endsWith(u'.')) text += u'.';
  return text;
}

// Shortens "Debian GNU/Linux 12 (bookworm), Linux 6.1.0" to "Debian GNU/Linux 12".
QString short_system(const QString& system) {
  return system.section(u',', 0, 0).section(QStringLiteral(" ("), 0, 0);
}

}  // namespace

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent),
      tallies_(make_child<FittingLabel>(this)),
      hidden_rows_(make_child<QToolButton>(this)),
      graph_(make_child<TrafficGraph>(true, this)),
      throughput_(make_child<QLabel>(this)),
      sight_(make_child<QToolButton>(this)),
      system_(make_child<QLabel>(this)),
      took_(make_child<QLabel>(this)) {
  setSizeGripEnabled(false);
  setContentsMargins(6, 0, 8, 0);
  for (QLabel* label : {throughput_, system_, took_}) label->setTextFormat(Qt::PlainText);
  sight_->setAutoRaise(true);
  hidden_rows_->setAutoRaise(true);
  hidden_rows_->hide();
  addWidget(tallies_, 1);
  addWidget(hidden_rows_);
  addPermanentWidget(graph_);
  addPermanentWidget(throughput_);
  addPermanentWidget(sight_);
  addPermanentWidget(system_);
  addPermanentWidget(took_);
  connect(sight_, &QToolButton::clicked, this, &StatusLine::sight_clicked);
  connect(hidden_rows_, &QToolButton::clicked, this, &StatusLine::hide_rows_clicked);
  retranslateUi();
}

void StatusLine::retranslateUi() {
  tallies_->setAccessibleName(tr("Numbers of sockets"));
  throughput_->setAccessibleName(tr("Throughput"));
  throughput_->setToolTip(tr(
      "Of all Internet sockets together. What stays on this machine counts at both of its ends."));
  graph_->setToolTip(throughput_->toolTip());
  system_->setAccessibleName(tr("Operating system"));
  took_->setAccessibleName(tr("Time of the last refresh"));
  took_->setToolTip(tr("How long the last refresh took, beside this window's own work"));
  hidden_rows_->setToolTip(tr("Rows that you have hidden; a click brings them back"));
  if (paused_) set_paused(true);
}

void StatusLine::changeEvent(QEvent* event) {
  QStatusBar::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
}

void StatusLine::show_listing(const Listing& listing, std::chrono::nanoseconds took) {
  const QString all = tr("%n socket(s)", nullptr, static_cast<int>(listing.tally.all));
  QStringList texts;
  for (const QString& parts : tally_texts(listing.tally)) {
    texts.push_back(
        parts.isEmpty() ? all : tr("%1: %2", "214 sockets: 120 normal, 80 system").arg(all, parts));
  }
  tallies_->set_texts(texts);
  hidden_rows_->setVisible(listing.hide_rows > 0);
  hidden_rows_->setText(tr("%n hidden by you", nullptr, static_cast<int>(listing.hide_rows)));
  if (listing.throughput.known) {
    throughput_->setText(
        tr("%1 ↓  %2 ↑")
            .arg(rate_text(listing.throughput.received), rate_text(listing.throughput.sent)));
  }
  const CoverageSummary sight = sight_of(listing);
  sight_->setText(sight.summary);
  sight_->setAccessibleName(tr("What you may see: %1").arg(sight.summary));
  sight_->setToolTip(tr("A click tells what is missing, why, and what would give it"));
  const QString system = shown(escaped(listing.snapshot->sample->host.system));
  system_->setText(short_system(system));
  system_->setToolTip(QStringLiteral("<span>%1</span>").arg(system.toHtmlEscaped()));
  if (took.count() == 0) return;
  if (listing.throughput.known) graph_->add(listing.throughput.received, listing.throughput.sent);
  if (!paused_) took_->setText(duration_text(took));
}

void StatusLine::set_paused(bool paused) {
  paused_ = paused;
  if (paused) took_->setText(tr("paused"));
}

void StatusLine::set_colours(const Palette& colours) { graph_->set_palette(colours); }

QStringList tally_texts(const Tally& t) {
  struct Part {
    std::uint64_t count;
    const char* words;
    int dropped_at;  // index of the first text without this part
  };
  const std::array parts = {
      Part{t.normal, QT_TRANSLATE_NOOP("StatusLine", "%1 normal"), 2},
      Part{t.system, QT_TRANSLATE_NOOP("StatusLine", "%1 system"), 3},
      Part{t.hidden, QT_TRANSLATE_NOOP("StatusLine", "%1 hidden"), 5},
      Part{t.unknown, QT_TRANSLATE_NOOP("StatusLine", "%1 of unknown class"), 4},
      Part{t.netstat, QT_TRANSLATE_NOOP("StatusLine", "%1 netstat"), 1}};
  QStringList texts;
  for (int text = 0; text <= static_cast<int>(parts.size()); ++text) {
    QStringList left;
    bool some_dropped = false;
    for (const Part& part : parts) {
      if (part.count == 0) continue;
      if (text < part.dropped_at)
        left.push_back(QCoreApplication::translate("StatusLine", part.words).arg(part.count));
      else some_dropped = true;
    }
    if (some_dropped && !left.isEmpty()) left.push_back(QStringLiteral("…"));
    const QString joined = left.join(QStringLiteral(", "));
    if (texts.isEmpty() || texts.back() != joined) texts.push_back(joined);
  }
  return texts;
}

QString duration_text(std::chrono::nanoseconds duration) {
  const double ms = std::chrono::duration<double, std::milli>(duration).count();
  if (ms >= 1000)
    return QCoreApplication::translate("StatusLine", "%1 s").arg(ms / 1000, 0, 'f', 1);
  return QCoreApplication::translate("StatusLine", "%1 ms").arg(ms, 0, 'f', ms < 10 ? 1 : 0);
}

CoverageSummary sight_of(const Listing& listing) {
  CoverageSummary sight;
  const Sample& sample = *listing.snapshot->sample;
  qsizetype notable = 0;
  for (const CoverageGap& gap : sample.coverage.gaps) {
    QStringList parts = {sentence(gap.what), sentence(gap.why), sentence(gap.remedy)};
    parts.removeAll(QString());
    if (gap.notable)
      sight.gaps.insert(gap.id.starts_with("fds.") ? 0 : notable,
                        parts.join(u' '));  // missing owners matter most
    else sight.gaps.push_back(parts.join(u' '));
    if (gap.notable) ++notable;
    sight.is_full = sight.is_full && !gap.notable;
  }
  const auto add_owners = [&](std::uint64_t count, const char* summary, const char* sentence) {
    if (count == 0) return;
    sight.is_full = false;
    if (!sight.summary.isEmpty()) sight.summary += QStringLiteral(", ");
    sight.summary +=
        QCoreApplication::translate("StatusLine", summary, nullptr, static_cast<int>(count));
    sight.owners.push_back(
        QCoreApplication::translate("StatusLine", sentence, nullptr, static_cast<int>(count)));
  };
  add_owners(
      listing.unseen_owners, QT_TRANSLATE_N_NOOP("StatusLine", "%n owner(s) not visible"),
      QT_TRANSLATE_N_NOOP("StatusLine", "The owner(s) of %n socket(s) are not visible here."));
  add_owners(listing.unknown_owners, QT_TRANSLATE_N_NOOP("StatusLine", "%n owner(s) unknown"),
             QT_TRANSLATE_N_NOOP("StatusLine", "The owner(s) of %n socket(s) could not be found."));
  if (sight.summary.isEmpty()) {
    sight.summary = sight.is_full ? QCoreApplication::translate("StatusLine", "full sight")
                                  : QCoreApplication::translate("StatusLine", "partial sight");
  }
  return sight;
}

}  // namespace portexplorer::gui
