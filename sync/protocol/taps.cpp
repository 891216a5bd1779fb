#include "sync/protocol/taps.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/protocol/codec.hpp"

namespace escale::protocol {
namespace {

constexpr std::size_t kMostChoices = 100;
constexpr std::int64_t kMostTaps = 1'000'000;
constexpr std::size_t kMostName = 200;

Result<> check_taps(const Taps& taps) {
  if (taps.question.empty() || taps.question.size() > kMostName) return fail(Code::InvalidInput, "'question' is not the name of a question");
  if (taps.counts.empty() || taps.counts.size() > kMostChoices) return fail(Code::InvalidInput, fmt::format("'counts' has {} choices", taps.counts.size()));
  for (std::size_t i = 0; i < taps.counts.size(); ++i) {
    const TapCount& one = taps.counts[i];
    if (one.choice.empty() || one.choice.size() > kMostName) return fail(Code::InvalidInput, "'choice' is not the code of a choice");
    if (i > 0 && taps.counts[i - 1].choice >= one.choice) return fail(Code::InvalidInput, "the choices are not sorted, each once");
    if (one.taps < 0 || one.taps > kMostTaps || one.in_bursts < 0 || one.in_bursts > one.taps)
      return fail(Code::InvalidInput, fmt::format("the counts of '{}' make no sense", one.choice));
  }
  if (taps.total() == 0) return fail(Code::InvalidInput, "nobody tapped");
  return {};
}

TapCount& count_of(std::vector<TapCount>& counts, std::string_view choice) {
  const auto place = std::ranges::lower_bound(counts, choice, {}, &TapCount::choice);
  if (place != counts.end() && place->choice == choice) return *place;
  return *counts.insert(place, {std::string(choice), 0, 0});
}

}  // namespace

std::int64_t Taps::total() const {
  std::int64_t sum = 0;
  for (const TapCount& one : counts) sum += one.taps;
  return sum;
}

Result<Record> taps_record(const TapsPlace& place, Taps taps, Random& random) {
  std::ranges::sort(taps.counts);
  TRY(check_taps(taps));
  Json counts = Json::array();
  for (const TapCount& one : taps.counts) counts.push_back({{"choice", one.choice}, {"taps", one.taps}, {"in_bursts", one.in_bursts}});
  TRY_ASSIGN(std::string body, stored_json({{"question", taps.question}, {"counts", std::move(counts)}}));
  Record out;
  out.kind = RecordKind::Taps;
  out.id = RecordId::random(random);
  out.mailbox = place.mailbox;
  out.epoch = place.epoch;
  out.form = place.form;
  out.session = place.session;
  out.day = place.day;
  out.body = std::move(body);
  return out;
}

Result<Taps> taps_of(const Record& record) {
  if (record.kind != RecordKind::Taps) return fail(Code::InvalidInput, fmt::format("a record of kind {} counts no taps", kind_name(record.kind)));
  TRY_ASSIGN(const Json body, parse_object(record.body, kMaxRecordBytes));
  TRY(only_fields(body, {"question", "counts"}));
  Taps out;
  TRY_ASSIGN(out.question, name_field(body, "question"));
  TRY_ASSIGN(const Json* counts, list_field(body, "counts", kMostChoices));
  for (const Json& item : *counts) {
    TRY(only_fields(item, {"choice", "taps", "in_bursts"}));
    TapCount one;
    TRY_ASSIGN(one.choice, name_field(item, "choice"));
    TRY_ASSIGN(one.taps, int_field(item, "taps", 0, kMostTaps));
    TRY_ASSIGN(one.in_bursts, int_field(item, "in_bursts", 0, kMostTaps));
    out.counts.push_back(std::move(one));
  }
  TRY(check_taps(out));
  return out;
}

void BurstWatch::tap(std::vector<TapCount>& counts, std::string_view choice, Monotonic now) {
  std::erase_if(m_recent, [&](const Recent& one) { return now - one.at > kWithin; });
  ++count_of(counts, choice).taps;
  m_recent.push_back({std::string(choice), now, false});
  if (m_recent.size() < kTaps) return;
  for (Recent& one : m_recent) {
    if (one.marked) continue;
    one.marked = true;
    // The counts may have been sealed between two taps of a burst: what was sealed is not marked any more.
    TapCount& place = count_of(counts, one.choice);
    if (place.in_bursts < place.taps) ++place.in_bursts;
  }
}

}  // namespace escale::protocol
