#include "faces/gui/models/source_worker.h"

#include <QtGlobal>

#include "base/escape.h"
#include "faces/gui/models/column_titles.h"
#include "knowledge/ports.h"
#include "model/derive.h"

namespace portexplorer::gui {
namespace {

std::string variable(const char* name) { return qgetenv(name).toStdString(); }

std::shared_ptr<AddressKnowledge> make_addresses(bool host_names) {
  AddressSources sources{.geo = {.asked = variable("PORTEXPLORER_GEO"), .variable = variable, .usual_places = true}};
  if (host_names) {
    // Without name servers the list shows numbers, as it does without the wish.
    if (auto reverse = ReverseNames::create()) sources.reverse = *std::move(reverse);
  }
  return std::make_shared<AddressKnowledge>(std::move(sources));
}

SampleRequest request_for(const ReadingWishes& wishes) {
  SampleRequest request;
  request.protocols = ProtocolSet::all();
  request.unlisted = true;
  request.follow = true;
  request.packages = wishes.packages;
  request.look = wishes.look;
  return request;
}

}  // namespace

SourceWorker::SourceWorker(MakeSource make_source) : make_source_(std::move(make_source)), addresses_(make_addresses(false)) {}

void SourceWorker::ensure_open() {
  if (source_ == nullptr) source_ = make_source_();
}

void SourceWorker::reopen() {
  source_.reset();
  refresh(Ordering::anew);
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
  snapshot_ = derive(snapshot_.get(), *std::move(sample), {.port_names = port_names(), .addresses = addresses_});
  if (wishes_.host_names) {
    addresses_->ask(remote_addresses(*snapshot_, [](const RowView& view) { return is_internet(view.socket().protocol); }));
  }
  ListUpdate update = rows_.show(snapshot_, ordering);
  tell(std::move(update), std::chrono::steady_clock::now() - start);
  Q_EMIT refreshed();
}

void SourceWorker::tell(ListUpdate update, std::chrono::nanoseconds took) {
  auto reading = std::make_shared<Reading>();
  reading->update = std::move(update);
  reading->took = took;
  QString by = shown(escaped(addresses_->country_attribution()));
  const QString network = shown(escaped(addresses_->network_attribution()));
  if (network != by) by += (by.isEmpty() || network.isEmpty() ? QString() : QStringLiteral("; ")) + network;
  reading->places_by = by;
  Q_EMIT read(reading);
}

void SourceWorker::set_view(ViewSettings view) { tell(rows_.change_view(std::move(view)), {}); }

void SourceWorker::set_wishes(const ReadingWishes& wishes) {
  if (wishes.host_names != wishes_.host_names) addresses_ = make_addresses(wishes.host_names);
  wishes_ = wishes;
}

void SourceWorker::put_away(const std::vector<std::uint64_t>& ids) { tell(rows_.put_away(ids), {}); }

void SourceWorker::bring_back() { tell(rows_.bring_back(), {}); }

}  // namespace portexplorer::gui
