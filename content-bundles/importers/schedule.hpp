// Programmes of study days made elsewhere: what a calendar (iCalendar) or a conference tool (pretalx) exported becomes slots of a day.
// Pure. What cannot be kept is said in a note, never dropped in silence; nothing is invented: who, where and when are as the file says.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/format/programme.hpp"
#include "content-bundles/importers/time_zone.hpp"

namespace escale::importers {

inline constexpr std::size_t kMaxScheduleBytes = 8u << 20;

/// The zone of an IANA name; an error is shown as it is. Only asked for when a time of the file needs it.
using ZoneOf = std::function<Result<TimeZone>(const std::string& name)>;

struct ImportedSchedule {
  std::string title;     ///< of the event, may be empty
  std::string timezone;  ///< IANA name, may be empty when the file does not say
  std::map<std::string, std::vector<format::Slot>> days;  ///< "2026-11-26" → its slots, by start, then end, then room
  std::vector<std::string> notes;  ///< what was left out or guessed, one sentence each, in the order of the file
};

/// Reads iCalendar (RFC 5545). Local times are kept; times in UTC or of another zone are moved to the place's zone: `timezone` when
/// given, else the file's X-WR-TIMEZONE, else the only TZID it uses. InvalidInput names the line.
Result<ImportedSchedule> read_icalendar(std::string_view text, const std::string& timezone, const ZoneOf& zone_of);

/// Reads the JSON that pretalx exports (`schedule.json`, the format of frab and the c3voc schema). Its dates carry the place's own
/// offset, so no zone is needed. InvalidInput names the field.
Result<ImportedSchedule> read_pretalx(std::string_view text);

/// The kind of a slot from its words, in French and English: break, lunch, welcome, closing, round-table, workshop, talk; else other.
std::string slot_kind(std::string_view title, std::string_view hint = {});

/// One day as the source a bundle is built from (programme.yaml), strings in double quotes.
std::string programme_source(const ImportedSchedule& schedule, const std::string& day, const std::string& title, const std::string& timezone,
                             const std::string& place);

}  // namespace escale::importers
