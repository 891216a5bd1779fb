// Any bytes as a calendar, a schedule or a time zone: what is read has slots inside their day, and its source is printable YAML.
#include <cstddef>
#include <cstdint>

#include "content-bundles/importers/schedule.hpp"

using namespace escale;

namespace {
importers::ZoneOf zone_of(ByteView bytes) {
  return [bytes](const std::string&) { return importers::TimeZone::parse(bytes); };
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  if (const auto zone = importers::TimeZone::parse(bytes))
    for (const std::int64_t at : {-10'000'000'000, 0L, 1'774'746'000L, 10'000'000'000L}) CHECK(zone->offset_at(at) == zone->offset_at(at));
  for (const auto& schedule : {importers::read_icalendar(as_text(bytes), "Europe/Paris", zone_of(bytes)), importers::read_pretalx(as_text(bytes))}) {
    if (!schedule) continue;
    for (const auto& [day, slots] : schedule->days) {
      for (const format::Slot& slot : slots) CHECK(slot.start_minute >= 0 && slot.start_minute < slot.end_minute && slot.end_minute <= 1440);
      CHECK(!importers::programme_source(*schedule, day, "t", "Europe/Paris", "").empty());
    }
  }
  return 0;
}
