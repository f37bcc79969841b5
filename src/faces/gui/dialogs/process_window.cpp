#include "faces/gui/dialogs/process_window.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QThreadPool>
#include <QVBoxLayout>
#include <algorithm>

#include "base/escape.h"
#include "faces/gui/child.h"
#include "faces/gui/dialogs/languages.h"
#include "faces/gui/dialogs/page_links.h"
#include "faces/gui/dialogs/page_window.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/pages/process_answer.h"

namespace portexplorer::gui {
namespace {

constexpr qsizetype kLongestTitle = 120;
constexpr std::array kReportParts = {ReportPart::general, ReportPart::version,
                                     ReportPart::security};

QString cut_title(std::string_view text) {
  const std::string clean = escaped(text.substr(0, 1000));
  QString shown = QString::fromStdString(clean);
  return shown.size() > kLongestTitle ? shown.left(kLongestTitle) + u'…' : shown;
}

QLabel* make_label(QWidget* parent) {
  auto* label = make_child<QLabel>(parent);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  label->setWordWrap(true);
  return label;
}

}  // namespace

ProcessWindow::ProcessWindow(AppState& app, ProcessKey key)
    : QDialog(app.window()), app_(app), key_(key), model_(make_child<ProcessSockets>(key, this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  build();
  retranslateUi();
  take_colours();
  connect(&app_, &AppState::snapshot_changed, this, &ProcessWindow::read_snapshot);
  connect(&app_, &AppState::settings_changed, this, &ProcessWindow::take_colours);
  watch_for_end();
  read_snapshot();
  start();
}

ProcessWindow::~ProcessWindow() { stop_.request_stop(); }

void ProcessWindow::build() {
  tabs_ = make_child<QTabWidget>(this);
  tabs_->setDocumentMode(true);
  for (std::size_t tab = 0; tab < tab_count; ++tab) {
    if (tab == sockets) {
      tabs_->addTab(build_sockets(), QString());
      continue;
    }
    pages_[tab] = make_page_view(this, QString());
    pages_[tab]->setFrameShape(QFrame::NoFrame);
    connect(pages_[tab], &QTextBrowser::anchorClicked, this, &ProcessWindow::follow_link);
    tabs_->addTab(pages_[tab], QString());
  }
  auto* layout = make_child<QVBoxLayout>(this);
  layout->addWidget(build_header());
  layout->addWidget(tabs_, 1);
  layout->addWidget(build_footer());
  const int em = fontMetrics().height();
  resize(em * 52, em * 34);
}

void ProcessWindow::retranslateUi() {
  const std::array titles = {tr("&General"), tr("&Version"), tr("Se&curity"), tr("S&ummary"),
                             tr("Soc&kets")};
  for (int tab = 0; tab < tab_count; ++tab) {
    QString name = titles[static_cast<std::size_t>(tab)];
    tabs_->setTabText(tab, name);
    if (QTextBrowser* page = pages_[static_cast<std::size_t>(tab)])
      page->setAccessibleName(name.remove(u'&'));
  }
  tabs_->setAccessibleName(tr("Properties"));
  table_->setAccessibleName(tr("Sockets of this process"));
  table_->horizontalHeader()->viewport()->update();
  in_list_->setText(tr("Show in the &list"));
  all_->setText(tr("Show what is &missing"));
  all_->setToolTip(tr("Also what does not apply, or could not be read"));
  reasons_->setText(tr("Say &how each is known"));
  copy_->setText(tr("Co&py"));
  retranslate_close_button(*buttons_);
  tell_name();
  tell_count();
  if (said_ != nullptr) say(said_, said_value_);
  write_pages();
}

void ProcessWindow::changeEvent(QEvent* event) {
  QDialog::changeEvent(event);
  if (event->type() == QEvent::LanguageChange) retranslateUi();
}

void ProcessWindow::tell_name() {
  if (!report_) {
    setWindowTitle(tr("Process %1").arg(key_.pid.value()));
    title_->setText(windowTitle());
    return;
  }
  const QString name = cut_title(report_->general.desktop ? report_->general.desktop->name
                                                          : report_->general.process.name);
  title_->setText(tr("%1 (%2)").arg(name).arg(key_.pid.value()));
  setWindowTitle(tr("%1 (%2) – Properties").arg(name).arg(key_.pid.value()));
}

QWidget* ProcessWindow::build_header() {
  auto* header = make_child<QWidget>(this);
  auto* layout = make_child<QVBoxLayout>(header);
  layout->setContentsMargins(4, 4, 4, 4);
  title_ = make_label(header);
  QFont font = title_->font();
  font.setPointSizeF(font.pointSizeF() * 1.25);
  font.setWeight(QFont::DemiBold);
  title_->setFont(font);
  subtitle_ = make_label(header);
  message_bar_ = make_label(header);
  message_bar_->setContentsMargins(8, 6, 8, 6);
  message_bar_->setAutoFillBackground(true);
  message_bar_->hide();
  layout->addWidget(title_);
  layout->addWidget(subtitle_);
  layout->addWidget(message_bar_);
  return header;
}

QWidget* ProcessWindow::build_sockets() {
  auto* page = make_child<QWidget>(this);
  auto* layout = make_child<QVBoxLayout>(page);
  graph_ = make_child<TrafficGraph>(false, page);
  table_ = make_child<QTableView>(page);
  table_->setModel(model_);
  table_->setShowGrid(false);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setTabKeyNavigation(false);
  table_->setWordWrap(false);
  table_->verticalHeader()->hide();
  const int line = fontMetrics().height();
  table_->verticalHeader()->setDefaultSectionSize(line * 27 / 20);
  const std::array<int, ProcessSockets::column_count> widths = {4, 10, 10, 7, 5, 5, 5, 5};
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const int column = static_cast<int>(i);
    table_->setColumnWidth(
        column,
        std::max(widths[i] * line, table_->horizontalHeader()->sectionSizeHint(column) + line / 2));
  }
  table_->horizontalHeader()->setSectionResizeMode(ProcessSockets::local, QHeaderView::Stretch);
  table_->horizontalHeader()->setSectionResizeMode(ProcessSockets::remote, QHeaderView::Stretch);
  table_->horizontalHeader()->setHighlightSections(false);
  count_ = make_label(page);
  in_list_ = make_child<QPushButton>(page);
  in_list_->setAutoDefault(false);
  connect(in_list_, &QPushButton::clicked, this,
          [this] { Q_EMIT app_.sockets_wanted(QStringLiteral("pid:%1").arg(key_.pid.value())); });
  auto* below = make_child<QHBoxLayout>();
  below->addWidget(count_, 1);
  below->addWidget(in_list_);
  layout->addWidget(graph_);
  layout->addWidget(table_, 1);
  layout->addLayout(below);
  return page;
}

QWidget* ProcessWindow::build_footer() {
  auto* footer = make_child<QWidget>(this);
  auto* layout = make_child<QHBoxLayout>(footer);
  layout->setContentsMargins(0, 0, 0, 0);
  all_ = make_child<QCheckBox>(footer);
  reasons_ = make_child<QCheckBox>(footer);
  buttons_ = make_child<QDialogButtonBox>(QDialogButtonBox::Close, footer);
  copy_ = buttons_->addButton(QString(), QDialogButtonBox::ActionRole);
  copy_->setAutoDefault(false);
  layout->addWidget(all_);
  layout->addWidget(reasons_);
  layout->addStretch(1);
  layout->addWidget(buttons_);
  const auto offer = [this] {
    all_->setVisible(tabs_->currentIndex() < summary);
    reasons_->setVisible(tabs_->currentIndex() == summary);
  };
  offer();
  connect(tabs_, &QTabWidget::currentChanged, this, offer);
  connect(all_, &QCheckBox::toggled, this, &ProcessWindow::write_pages);
  connect(reasons_, &QCheckBox::toggled, this, &ProcessWindow::write_pages);
  connect(copy_, &QPushButton::clicked, this, &ProcessWindow::copy_page);
  connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
  return footer;
}

void ProcessWindow::start() {
  InspectOptions options;
  options.stop = stop_.get_token();
  options.snapshot = app_.snapshot();
  if (!options.snapshot)
    options.sockets_trouble =
        app_.trouble().isEmpty() ? "nothing was read yet" : app_.trouble().toStdString();
  if (const QString folders = qEnvironmentVariable("XDG_DATA_DIRS"); !folders.isEmpty())
    options.data_directories = folders.toStdString();
  QThreadPool::globalInstance()->start(
      [guard = QPointer<ProcessWindow>(this), key = key_, options] {
        inspect_parts(key, options, [&](const InspectProgress& progress) {
          QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, progress] {
            if (guard) guard->take(progress);
          });
        });
      });
}

// A pidfd becomes readable when its process ends. Nothing is polled, and a reused pid cannot be
// mistaken for the process.
void ProcessWindow::watch_for_end() {
  pidfd_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, key_.pid.value(), 0)));
  if (!pidfd_) return;
  end_ = std::make_unique<QSocketNotifier>(pidfd_.get(), QSocketNotifier::Read);
  connect(end_.get(), &QSocketNotifier::activated, this, [this] {
    end_->setEnabled(false);
    say(QT_TR_NOOP("This process has ended. What was read of it until then stays here."));
  });
}

void ProcessWindow::take(const InspectProgress& progress) {
  part_ = progress.part;
  if (!progress.report) {
    say(QT_TR_NOOP("Nothing could be read: %1."), cut_title(progress.trouble));
    write_pages();
    Q_EMIT progressed();
    return;
  }
  report_ = progress.report;
  if (key_.start_ticks == 0) key_.start_ticks = report_->start_ticks;
  const Process& process = report_->general.process;
  tell_name();
  subtitle_->setText(cut_title(process.path.empty() ? process.comm : process.path));
  if (report_->ended)
    say(QT_TR_NOOP("This process has ended. What was read of it until then stays here."));
  write_newest();
  Q_EMIT progressed();
}

void ProcessWindow::write_part(Tab tab, ReportPart part, InspectPart needed) {
  fill_page(*pages_[tab], [&](pages::PageWriter& page) {
    if (!report_)
      page.paragraph(part_ == InspectPart::all ? tr("Nothing is known.").toStdString()
                                               : tr("Reading …").toStdString());
    else if (part_ < needed) page.paragraph(tr("Reading …").toStdString());
    else pages::write_process_part(page, *report_, part, all_->isChecked());
    if (report_ && tab == security && part_ == InspectPart::security)
      page.paragraph(tr("The checksum is still being read …").toStdString());
  });
}

void ProcessWindow::write_summary() {
  fill_page(*pages_[summary], [&](pages::PageWriter& page) {
    if (!report_ || part_ != InspectPart::all) {
      page.paragraph(part_ == InspectPart::all ? tr("Nothing is known.").toStdString()
                                               : tr("Looking …").toStdString());
      return;
    }
    pages::write_process_summary(page, *report_, reasons_->isChecked());
    if (reasons_->isChecked()) pages::write_process_checks(page, *report_);
    else
      page.paragraph(tr("How do I know each of these?").toStdString(),
                     {pages::PageLink::To::evidence, std::to_string(key_.pid.value())});
  });
}

// Writes only the newest part, so that the other pages keep their selection.
void ProcessWindow::write_newest() {
  switch (part_) {
    case InspectPart::general: write_part(general, ReportPart::general, part_); break;
    case InspectPart::version: write_part(version, ReportPart::version, part_); break;
    case InspectPart::security: write_part(security, ReportPart::security, part_); break;
    case InspectPart::all: write_part(security, ReportPart::security, part_); write_summary();
  }
}

void ProcessWindow::write_pages() {
  if (all_ == nullptr) return;
  constexpr std::array kNeeded = {InspectPart::general, InspectPart::version,
                                  InspectPart::security};
  for (std::size_t i = 0; i < kReportParts.size(); ++i)
    write_part(static_cast<Tab>(i), kReportParts[i], kNeeded[i]);
  write_summary();
}

void ProcessWindow::follow_link(const QUrl& url) {
  const auto lead = lead_of(url);
  if (!lead) return;
  if (lead->to == pages::PageLink::To::evidence) reasons_->setChecked(true);
  else follow(app_, *lead);
}

void ProcessWindow::copy_page() const {
  if (const QTextBrowser* page = pages_[static_cast<std::size_t>(tabs_->currentIndex())]) {
    QGuiApplication::clipboard()->setText(page->toPlainText());
    return;
  }
  QString text;
  for (int row = 0; row < model_->rowCount(); ++row) {
    QStringList cells;
    for (int column = 0; column < model_->columnCount(); ++column)
      cells.append(model_->data(model_->index(row, column), Qt::DisplayRole).toString());
    text += cells.join(u'\t') + u'\n';
  }
  QGuiApplication::clipboard()->setText(text);
}

void ProcessWindow::read_snapshot() {
  if (!app_.snapshot()) return;
  model_->read(app_.snapshot());
  graph_->add(model_->received_bytes_a_second(), model_->sent_bytes_a_second());
  tell_count();
}

void ProcessWindow::tell_count() {
  if (!app_.snapshot()) return;
  const int held = static_cast<int>(model_->sockets());
  count_->setText(held == 0 ? tr("It has no sockets now.") : tr("%n socket(s)", nullptr, held));
}

void ProcessWindow::take_colours() {
  const Palette palette = app_.palette();
  model_->set_palette(palette);
  graph_->set_palette(palette);
  QPalette widgets = message_bar_->palette();
  widgets.setColor(QPalette::Window, palette.colour(Ink::closing));
  widgets.setColor(QPalette::WindowText, palette.colour(Ink::normal));
  message_bar_->setPalette(widgets);
}

void ProcessWindow::say(const char* text, const QString& value) {
  said_ = text;
  said_value_ = value;
  message_bar_->setText(value.isEmpty() ? tr(text) : tr(text).arg(value));
  message_bar_->show();
}

void show_process(AppState& app, Pid pid, std::uint64_t start_ticks) {
  ProcessWindow* window = nullptr;
  if (app.window() != nullptr) {
    for (ProcessWindow* open : app.window()->findChildren<ProcessWindow*>()) {
      if (open->process().pid == pid &&
          (start_ticks == 0 || open->process().start_ticks == start_ticks))
        window = open;
    }
  }
  if (window == nullptr) window = make_child<ProcessWindow>(app, ProcessKey{pid, start_ticks});
  window->show();
  window->raise();
  window->activateWindow();
}

}  // namespace portexplorer::gui
