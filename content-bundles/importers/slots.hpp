// Making a slot of a day from a time and a length, the same way for every kind of schedule.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "content-bundles/importers/schedule.hpp"

namespace escale::importers {

/// A point of the place's own time: days since 1970-01-01 and minutes after midnight. Seconds are dropped.
struct LocalTime {
  std::int64_t day = 0;
  int minute = 0;
  static LocalTime from_seconds(std::int64_t local_seconds);
  std::string day_text() const;  ///< "2026-11-26"
};

/// "20261126" or "2026-11-26" to days since 1970-01-01; nothing when it is no day.
std::optional<std::int64_t> calendar_day(std::string_view text);

/// Puts the slot on its day, or says in a note why not: it has no title, it lasts nothing, it goes on after midnight.
/// `where` begins the note ("line 12").
void add_slot(ImportedSchedule& schedule, const std::string& where, format::Slot slot, LocalTime begins, std::int64_t minutes);

/// A text of several lines as one, spaces made single; empty and noted when it is longer than a slot's note may be.
std::string short_note(ImportedSchedule& schedule, const std::string& where, std::string_view title, std::string_view text);

/// Slots in the order a programme wants them.
void sort_days(ImportedSchedule& schedule);

}  // namespace escale::importers
