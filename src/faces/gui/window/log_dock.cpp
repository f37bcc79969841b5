#include "faces/gui/window/log_dock.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QVBoxLayout>

#include "base/escape.h"
#include "faces/gui/child.h"
#include "faces/gui/dialogs/background.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/write_file.h"
#include "knowledge/services.h"

namespace portexplorer::gui {
namespace {

constexpr std::uint32_t kMostEvents = 2000;  // sends and receives a second

QString write_lines(const QString& path, const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return write_file(path, text);
}

}  // namespace

LogDock::LogDock(Desk& desk, SocketFeed& feed, std::function<std::optional<TrafficWish>()> selection, QWidget* parent)
    : QDockWidget(tr("Traffic log"), parent),
      desk_(desk),
      feed_(feed),
      selection_(std::move(selection)),
      model_(make_child<LogModel>(static_cast<std::size_t>(desk.settings().log_rows), this)),
      view_(make_child<QTreeView>(this)),
      note_(make_child<QLabel>(this)),
      state_(make_child<QLabel>(this)),
      filter_(make_child<QLineEdit>(this)) {
  setObjectName(QStringLiteral("traffic_log"));
  setFeatures(DockWidgetClosable | DockWidgetMovable);
  view_->setModel(model_);
  view_->setAccessibleName(tr("Traffic log"));
  view_->setRootIsDecorated(false);
  view_->setUniformRowHeights(true);
  view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  view_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  view_->setFrameShape(QFrame::NoFrame);
  view_->setContextMenuPolicy(Qt::CustomContextMenu);
  const int digit = fontMetrics().horizontalAdvance(u'0');
  const int widths[] = {8, 14, 24, 9, 8, 30, 30, 15, 22};
  for (int column = 0; column < LogModel::kColumns; ++column) view_->header()->resizeSection(column, widths[column] * digit);
  note_->setTextFormat(Qt::PlainText);
  note_->setWordWrap(true);
  note_->setMargin(4);
  note_->setAccessibleName(tr("What the log cannot tell"));
  note_->hide();
  auto* inside = make_child<QWidget>(this);
  auto* column = make_child<QVBoxLayout>(inside);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(note_);
  column->addWidget(view_, 1);
  setWidget(inside);
  setTitleBarWidget(build_header());
  connect(&feed, &SocketFeed::logged, this, &LogDock::take);
  connect(&feed, &SocketFeed::log_started, this, [this](const QString& not_told) {
    note_->setText(not_told);
    note_->setVisible(!not_told.isEmpty());
  });
  connect(&feed, &SocketFeed::log_failed, this, [this](const QString& reason) {
    note_->setText(tr("What happens between two looks cannot be told here: %1.").arg(reason));
    note_->show();
  });
  QScrollBar* bar = view_->verticalScrollBar();
  connect(bar, &QScrollBar::actionTriggered, this, [this, bar] { follows_ = bar->sliderPosition() >= bar->maximum(); });
  connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int /*least*/, int most) {
    if (follows_) bar->setValue(most);
  });
  connect(view_, &QWidget::customContextMenuRequested, this, &LogDock::open_menu);
}

QToolButton* LogDock::add_button(QLayout& row, const QString& text, const QString& what) {
  auto* button = make_child<QToolButton>(this);
  button->setText(text);
  button->setToolTip(what);
  button->setAccessibleName(what);
  button->setAutoRaise(true);
  row.addWidget(button);
  return button;
}

QWidget* LogDock::build_header() {
  auto* header = make_child<QWidget>(this);
  auto* row = make_child<QHBoxLayout>(header);
  row->setContentsMargins(8, 2, 4, 2);
  auto* title = make_child<QLabel>(tr("Traffic log"), header);
  QFont bold = title->font();
  bold.setBold(true);
  title->setFont(bold);
  row->addWidget(title);
  state_->setTextFormat(Qt::PlainText);
  row->addWidget(state_, 1);
  filter_->setPlaceholderText(tr("Filter of the log"));
  filter_->setAccessibleName(tr("Filter of the log"));
  filter_->setClearButtonEnabled(true);
  filter_->setMaximumWidth(fontMetrics().horizontalAdvance(u'0') * 32);
  row->addWidget(filter_);
  connect(filter_, &QLineEdit::textChanged, this, &LogDock::apply_filter);
  traffic_ = add_button(*row, tr("Sends and receives"),
                        tr("Also each send and receive of what is selected in the list; they cost, so they are not told otherwise"));
  traffic_->setCheckable(true);
  connect(traffic_, &QToolButton::toggled, this, &LogDock::switch_traffic);
  pause_ = add_button(*row, QStringLiteral("‖"), tr("Pause the log"));
  pause_->setCheckable(true);
  connect(pause_, &QToolButton::toggled, this, &LogDock::set_paused);
  connect(add_button(*row, tr("Clear"), tr("Clear the log")), &QToolButton::clicked, &feed_, &SocketFeed::clear_log);
  connect(add_button(*row, tr("Save…"), tr("Save the log")), &QToolButton::clicked, this, &LogDock::save);
  connect(add_button(*row, QStringLiteral("✕"), tr("Close the log")), &QToolButton::clicked, this, &QDockWidget::close);
  return header;
}

void LogDock::showEvent(QShowEvent* event) {
  QDockWidget::showEvent(event);
  if (!runs_) start();
}

// Without a log that anybody sees nothing is told. A window in the tray keeps it: it is isHidden() that counts.
void LogDock::hideEvent(QHideEvent* event) {
  QDockWidget::hideEvent(event);
  if (!isHidden()) return;
  runs_ = false;
  feed_.stop_log();
}

void LogDock::start() {
  runs_ = true;
  EventRequest request;
  if (traffic_of_) request.traffic = traffic_of_->filter;
  feed_.start_log(request);
  tell_state();
}

void LogDock::take(const std::shared_ptr<LogNews>& news) {
  lost_ = news->lost;
  if (news->replaces) {
    waiting_.clear();
    model_->replace(std::move(news->lines));
  } else if (pause_->isChecked()) {
    const auto most = static_cast<std::size_t>(desk_.settings().log_rows);
    std::move(news->lines.begin(), news->lines.end(), std::back_inserter(waiting_));
    if (waiting_.size() > most) {
      left_waiting_ += waiting_.size() - most;
      waiting_.erase(waiting_.begin(), waiting_.end() - static_cast<std::ptrdiff_t>(most));
    }
  } else {
    model_->append(std::move(news->lines));
  }
  tell_state();
}

void LogDock::set_paused(bool paused) {
  pause_->setChecked(paused);
  if (!paused) {
    model_->append(std::move(waiting_));
    waiting_.clear();
  }
  tell_state();
}

void LogDock::tell_state() {
  QStringList parts = {tr("%1 events").arg(model_->rowCount())};
  if (pause_->isChecked()) parts.push_back(tr("paused, %1 wait").arg(waiting_.size()));
  if (const std::uint64_t gone = model_->dropped() + left_waiting_; gone > 0) parts.push_back(tr("%1 of the oldest dropped").arg(gone));
  if (lost_ > 0) parts.push_back(tr("%1 lost: more happened than could be read").arg(lost_));
  parts.push_back(traffic_of_ ? tr("with sends and receives of %1").arg(traffic_of_->name) : tr("without sends and receives"));
  state_->setText(parts.join(QStringLiteral(" · ")));
}

void LogDock::apply_filter() {
  const QByteArray utf8 = filter_->text().toUtf8();
  auto filter = Filter::parse({utf8.constData(), static_cast<std::size_t>(utf8.size())}, {.ports_of_service = ports_of_service});
  filter_->setToolTip(filter ? QString() : QStringLiteral("<span>%1</span>").arg(shown(escaped(filter.error().message)).toHtmlEscaped()));
  QPalette colours = palette();
  if (!filter) colours.setColor(QPalette::Text, desk_.palette().colour(Ink::hidden));
  filter_->setPalette(colours);
  if (filter) feed_.set_log_filter(*std::move(filter));
}

void LogDock::switch_traffic(bool on) {
  traffic_of_ = on ? selection_() : std::nullopt;
  if (on && !traffic_of_) {
    Q_EMIT said(tr("Select sockets of one process, or of one port, in the list first"));
    traffic_->setChecked(false);
    return;
  }
  if (traffic_of_) traffic_of_->filter.max_rate = kMostEvents;
  if (runs_) start();
}

void LogDock::save() {
  std::vector<std::string> lines;
  for (int row = 0; row < model_->rowCount(); ++row) lines.push_back(log_text(model_->line(row)));
  auto* dialog = make_child<QFileDialog>(this, tr("Save the log"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("txt"));
  connect(dialog, &QFileDialog::fileSelected, this, [this, lines = std::move(lines)](const QString& path) {
    in_background(
        this, [path, lines] { return write_lines(path, lines); },
        [this, path](const QString& trouble) {
          Q_EMIT said(trouble.isEmpty() ? tr("Saved to %1").arg(path) : tr("%1 could not be written: %2").arg(path, trouble));
        });
  });
  dialog->open();
}

void LogDock::open_menu(const QPoint& at) {
  const QModelIndex index = view_->indexAt(at);
  if (!index.isValid()) return;
  const LogLine line = model_->line(index.row());
  QString text;
  for (const QModelIndex& row : view_->selectionModel()->selectedRows()) text += shown(log_text(model_->line(row.row()))) + u'\n';
  QMenu menu(this);
  menu.addAction(tr("&Copy"), this, [text] { QGuiApplication::clipboard()->setText(text); });
  if (line.pid != 0) {
    const QString filter = QStringLiteral("pid:%1").arg(line.pid);
    menu.addAction(tr("Show only this &process in the list"), this, [this, filter] { Q_EMIT filter_wanted(filter); });
    menu.addAction(tr("Show only this process in the &log"), this, [this, filter] { filter_->setText(filter); });
  }
  menu.exec(view_->viewport()->mapToGlobal(at));
}

}  // namespace portexplorer::gui
