#include "faces/gui/models/source_worker.h"

#include <QStringList>
#include <QtGlobal>

#include "base/escape.h"
#include "base/threads.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/models/desktop_words.h"
#include "knowledge/ports.h"
#include "model/derive.h"

namespace portexplorer::gui {
namespace {

constexpr std::chrono::seconds kNamesWait{10};
constexpr int kLogMilliseconds = 150;  // events within this time are sent together

QString sentences(const Coverage& coverage) {
  QStringList parts;
  for (const CoverageGap& gap : coverage.gaps) {
    for (const Message* message : {&gap.what, &gap.why, &gap.remedy}) {
      const QString text = shown(escaped(format_message(*message, desktop_words())));
      if (!text.isEmpty()) parts.push_back(text.endsWith(u'.') ? text : text + u'.');
    }
  }
  return parts.join(u' ');
}

std::string variable(const char* name) { return qgetenv(name).toStdString(); }

// `reverse` may be null.
std::shared_ptr<AddressKnowledge> make_addresses(std::shared_ptr<ReverseNames> reverse) {
  AddressSources sources{
      .geo = {.asked = variable("PORTEXPLORER_GEO"), .variable = variable, .usual_places = true}};
  sources.reverse = std::move(reverse);
  return std::make_shared<AddressKnowledge>(std::move(sources));
}

ResolvedNames::Address told_of(const ParsedAddress& address, const AddressHost& host) {
  std::string text;
  append_ip(text, address.family, address.address);
  return {shown(text), shown(escaped(host.name)), host.known};
}

SampleRequest request_for(const ReadingWishes& wishes) {
  SampleRequest request;
  request.protocols = ProtocolSet::all();
  request.unlisted = true;
  request.follow = true;
  request.packages = wishes.packages;
  request.look = wishes.look;
  request.memory = wishes.memory;
  return request;
}

}  // namespace

SourceWorker::SourceWorker(MakeSource make_source)
    : make_source_(std::move(make_source)), addresses_(make_addresses(nullptr)) {}

void SourceWorker::ensure_open() {
  if (source_ == nullptr) source_ = make_source_();
}

void SourceWorker::reopen() {
  const bool logs = events_ != nullptr;
  stop_log();
  source_.reset();
  refresh(Ordering::anew);
  if (logs) start_log(traffic_);
}

void SourceWorker::refresh(Ordering ordering) {
  const auto start = std::chrono::steady_clock::now();
  ensure_open();
  auto sample = source_->sample(request_for(wishes_));
  if (!sample) {
    Q_EMIT failed(shown(escaped(sample.error().what)));
    Q_EMIT refreshed();
    return;
  }
  snapshot_ = derive(snapshot_.get(), *std::move(sample),
                     {.port_names = port_names(), .addresses = addresses_});
  if (wishes_.host_names) {
    addresses_->ask(remote_addresses(
        *snapshot_, [](const RowView& view) { return is_internet(view.socket().protocol); }));
  }
  ListUpdate update = rows_.show(snapshot_, ordering);
  tell(std::move(update), std::chrono::steady_clock::now() - start);
  release_.after(snapshot_->rows.size());
  Q_EMIT refreshed();
}

void SourceWorker::start_log(const std::optional<TrafficWish>& traffic) {
  stop_log();
  ensure_open();
  traffic_ = traffic;
  EventRequest request;
  if (traffic) request.traffic = traffic->kernel;
  auto stream = source_->events(request);
  if (!stream) {
    Q_EMIT log_failed(shown(escaped(stream.error().what)));
    return;
  }
  events_ = *std::move(stream);
  log_.set_names({.port_names = port_names(), .addresses = addresses_});
  log_.set_words(desktop_words());
  soon_ = std::make_unique<QTimer>();
  soon_->setSingleShot(true);
  soon_->setInterval(kLogMilliseconds);
  connect(soon_.get(), &QTimer::timeout, this, &SourceWorker::take_events);
  wake_ = std::make_unique<QSocketNotifier>(events_->wake_handle(), QSocketNotifier::Read);
  connect(wake_.get(), &QSocketNotifier::activated, this, [this] {
    wake_->setEnabled(false);  // take_events() enables it again
    soon_->start();
  });
  Q_EMIT log_started(sentences(events_->coverage()));
}

void SourceWorker::stop_log() {
  wake_.reset();
  soon_.reset();
  events_.reset();
}

void SourceWorker::take_events() {
  EventBatch batch;
  const auto taken = events_->take(batch);
  if (!taken) {
    QMetaObject::invokeMethod(this, &SourceWorker::stop_log,
                              Qt::QueuedConnection);  // stop_log() deletes the calling timer
    Q_EMIT log_failed(shown(escaped(taken.error().what)));
    return;
  }
  wake_->setEnabled(true);
  if (traffic_) keep_wanted(batch, *traffic_);
  const bool tells = !batch.events.empty() || batch.lost > 0 || batch.left_out > 0;
  if (tells) tell_log(log_.add(std::move(batch), events_->host()), false);
}

void SourceWorker::set_log_filter(Filter filter) {
  tell_log(log_.set_filter(std::move(filter)), true);
}

void SourceWorker::clear_log() {
  log_.clear();
  tell_log({}, true);
}

void SourceWorker::tell_log(std::vector<LogLine> lines, bool replaces) {
  auto news = std::make_shared<LogNews>();
  news->lines = std::move(lines);
  news->replaces = replaces;
  news->lost = log_.lost();
  Q_EMIT logged(news);
}

void SourceWorker::tell(ListUpdate update, std::chrono::nanoseconds took) {
  auto reading = std::make_shared<Reading>();
  reading->update = std::move(update);
  reading->took = took;
  QString by = shown(escaped(addresses_->country_attribution()));
  const QString network = shown(escaped(addresses_->network_attribution()));
  if (network != by)
    by += (by.isEmpty() || network.isEmpty() ? QString() : QStringLiteral("; ")) + network;
  reading->places_by = by;
  Q_EMIT read(reading);
}

void SourceWorker::set_view(ViewSettings view) { tell(rows_.change_view(std::move(view)), {}); }

void SourceWorker::set_wishes(const ReadingWishes& wishes) {
  wishes_ = wishes;
  // Without DNS servers the list shows numbers, as it does if names are not requested.
  if (wishes.host_names && !ensure_names()) wishes_.host_names = false;
}

Result<void> SourceWorker::ensure_names() {
  if (may_ask_names_) return {};
  TRY(reverse, ReverseNames::create());
  addresses_ = make_addresses(std::move(reverse));
  log_.set_names({.port_names = port_names(), .addresses = addresses_});
  may_ask_names_ = true;
  return {};
}

void SourceWorker::ask_names(const std::vector<ParsedAddress>& addresses) {
  if (const auto there = ensure_names(); !there) {
    auto told = std::make_shared<ResolvedNames>();
    told->trouble = shown(escaped(there.error().what));
    Q_EMIT names_told(told);
    return;
  }
  addresses_->ask(addresses);
  names_wait_ = {};  // stops the previous wait, which does not cover the new addresses
  names_asked_.insert(names_asked_.end(), addresses.begin(), addresses.end());
  auto wait = start_thread([this, book = addresses_](const std::stop_token& stop) {
    book->wait(kNamesWait, stop);
    if (!stop.stop_requested())
      QMetaObject::invokeMethod(this, &SourceWorker::tell_names, Qt::QueuedConnection);
  });
  if (wait) names_wait_ = *std::move(wait);
  else tell_names();  // without a thread, report what is known now; a later query finds the rest
}

void SourceWorker::tell_names() {
  const std::vector<ParsedAddress> asked = std::exchange(names_asked_, {});
  if (asked.empty()) return;
  const std::vector<AddressHost> hosts = addresses_->hosts(asked);
  auto told = std::make_shared<ResolvedNames>();
  for (std::size_t i = 0; i < asked.size(); ++i)
    told->addresses.push_back(told_of(asked[i], hosts[i]));
  Q_EMIT names_told(told);
}

void SourceWorker::hide_rows(const std::vector<std::uint64_t>& ids) {
  tell(rows_.hide_rows(ids), {});
}

void SourceWorker::bring_back() { tell(rows_.bring_back(), {}); }

}  // namespace portexplorer::gui
