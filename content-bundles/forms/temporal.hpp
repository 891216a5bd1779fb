// Dates, moments and times of day as the form language knows them: days since 1970, moments with their offset, the time
// zone as a parameter. The rule: no clock and no system zone is read here; whoever evaluates says what the zone is.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace escale::forms {

inline constexpr std::int64_t kDayMs = 86'400'000;

/// How far local clocks are from UTC. UTC unless told otherwise.
class Zone {
 public:
  Zone() = default;
  /// `offset_minutes` east of UTC at an instant in milliseconds since 1970 UTC.
  explicit Zone(std::function<int(std::int64_t)> offset_minutes) : m_offset(std::move(offset_minutes)) {}
  static Zone fixed(int minutes);

  int offset_at(std::int64_t instant_ms) const { return m_offset ? m_offset(instant_ms) : 0; }
  /// The instant at which clocks of this zone show `local_ms` (milliseconds since 1970, local).
  std::int64_t instant_of(std::int64_t local_ms) const;

 private:
  std::function<int(std::int64_t)> m_offset;
};

enum class TemporalKind : std::uint8_t { Date, DateTime, Time };

struct Temporal {
  TemporalKind kind = TemporalKind::Date;
  std::int64_t instant_ms = 0;  ///< milliseconds since 1970 UTC; a Time stands on 1970-01-01
  int offset_minutes = 0;       ///< of the clock it was read on

  std::int64_t local_ms() const { return instant_ms + offset_minutes * std::int64_t{60'000}; }
  /// Whole local days since 1970-01-01.
  std::int64_t day() const;
  /// Milliseconds since local midnight.
  std::int64_t ms_of_day() const;
  /// "2026-11-24", "2026-11-24T10:00:00.000+01:00", "10:00:00.000+01:00".
  std::string text() const;
  bool operator==(const Temporal&) const = default;
};

struct CivilDate {
  std::int64_t year = 1970;
  int month = 1;
  int day = 1;
};
/// Proleptic Gregorian calendar.
CivilDate civil_date(std::int64_t days_since_1970);
std::int64_t days_since_1970(const CivilDate& date);

/// Midnight of that day in the zone.
Temporal date_of_day(std::int64_t day, const Zone& zone);
/// That moment, with the zone's offset.
Temporal moment(std::int64_t instant_ms, const Zone& zone);

/// "2026-11-24" (one digit allowed for month and day), "2026-11-24T10:00[:00[.000]][Z|+01:00|+01]" or a time of day
/// alone. Without offset: the zone's. Nothing when the text is something else or the date does not exist.
std::optional<Temporal> parse_temporal(std::string_view text, const Zone& zone);

}  // namespace escale::forms
