// iCalendar, RFC 5545: as much of it as a programme needs. Sections are cited where they are followed.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "content-bundles/importers/slots.hpp"

namespace escale::importers {
namespace {

constexpr std::size_t kMostLines = 200'000, kMostEvents = 5'000;

/// A content line (3.1): NAME;PARAM=value;…:value. Names in capitals, the line's number in the file.
struct ContentLine {
  int line = 0;
  std::string name, value;
  std::vector<std::pair<std::string, std::string>> parameters;
  std::string parameter(std::string_view key) const {
    for (const auto& [name_of, text] : parameters)
      if (name_of == key) return text;
    return {};
  }
};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

/// Lines unfolded (3.1: a line end followed by a space or a tab is no line end), each with the number of its first.
std::vector<std::pair<int, std::string>> unfolded(std::string_view text) {
  std::vector<std::pair<int, std::string>> lines;
  int number = 0;
  while (!text.empty() && lines.size() <= kMostLines) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!lines.empty() && !line.empty() && (line[0] == ' ' || line[0] == '\t')) lines.back().second += line.substr(1);
    else if (!line.empty()) lines.emplace_back(number, std::string(line));
  }
  return lines;
}

std::optional<ContentLine> content_line(int number, std::string_view text) {
  ContentLine out;
  out.line = number;
  std::size_t at = text.find_first_of(":;");
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  out.name = upper(text.substr(0, at));
  while (text[at] == ';') {  // 3.2: a value in quotes may hold : ; and ,
    const std::size_t equals = text.find('=', at);
    if (equals == std::string_view::npos) return std::nullopt;
    std::string value;
    std::size_t end = equals + 1;
    bool quoted = false;
    for (; end < text.size() && (quoted || (text[end] != ':' && text[end] != ';')); ++end) {
      if (text[end] == '"') quoted = !quoted;
      else value += text[end];
    }
    if (end == text.size()) return std::nullopt;
    out.parameters.emplace_back(upper(text.substr(at + 1, equals - at - 1)), value);
    at = end;
  }
  out.value = text.substr(at + 1);
  return out;
}

/// TEXT (3.3.11): \\ \; \, and \n.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    ++i;
    out += text[i] == 'n' || text[i] == 'N' ? '\n' : text[i];
  }
  return out;
}

/// The names that Windows calendars write instead of IANA's (Unicode CLDR, windowsZones, of the territory 001).
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kWindowsZones = {{
    {"Romance Standard Time", "Europe/Paris"},
    {"W. Europe Standard Time", "Europe/Berlin"},
    {"Central European Standard Time", "Europe/Warsaw"},
    {"GMT Standard Time", "Europe/London"},
}};

std::string iana_name(std::string_view tzid) {
  for (const auto& [windows, iana] : kWindowsZones)
    if (tzid == windows) return std::string(iana);
  // "/freeassociation.sourceforge.net/Europe/Paris": a prefix of its own before the name (3.2.19).
  if (tzid.starts_with('/')) {
    const std::size_t city = tzid.rfind('/');
    const std::size_t area = city == 0 ? 0 : tzid.rfind('/', city - 1);
    tzid.remove_prefix(area + 1);
  }
  return std::string(tzid);
}

/// DATE-TIME (3.3.5), as written: local seconds since 1970-01-01T00:00, and whose time it is.
struct When {
  std::int64_t seconds = 0;
  bool utc = false, day_only = false;
  std::string zone;  ///< of its TZID, empty when floating
};

std::optional<When> when_of(const ContentLine& line) {
  std::string_view text = line.value;
  When when;
  when.zone = iana_name(line.parameter("TZID"));
  const auto day = calendar_day(text.substr(0, std::min<std::size_t>(8, text.size())));
  if (!day) return std::nullopt;
  when.seconds = *day * 86'400;
  if (text.size() == 8) {
    when.day_only = true;
    return when;
  }
  if (text.ends_with('Z')) {
    when.utc = true;
    text.remove_suffix(1);
  }
  if (text.size() != 15 || text[8] != 'T') return std::nullopt;
  std::array<int, 3> parts{};
  for (std::size_t i = 0; i < 6; ++i) {
    const char c = text[9 + i];
    if (c < '0' || c > '9') return std::nullopt;
    parts[i / 2] = parts[i / 2] * 10 + (c - '0');
  }
  if (parts[0] > 23 || parts[1] > 59 || parts[2] > 60) return std::nullopt;
  when.seconds += parts[0] * 3600 + parts[1] * 60;
  return when;
}

/// DURATION (3.3.6) in minutes: P1DT2H30M, PT45M, P1W.
std::optional<std::int64_t> duration_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
  std::int64_t minutes = 0, number = 0;
  bool digits = false, time = false;
  for (const char c : text.substr(1)) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0');
      digits = true;
      if (number > 100'000) return std::nullopt;
      continue;
    }
    if (c == 'T' && !digits && !time) {
      time = true;
      continue;
    }
    if (!digits) return std::nullopt;
    if (c == 'W' && !time) minutes += number * 7 * 24 * 60;
    else if (c == 'D' && !time) minutes += number * 24 * 60;
    else if (c == 'H' && time) minutes += number * 60;
    else if (c == 'M' && time) minutes += number;
    else if (c != 'S' || !time) return std::nullopt;
    number = 0;
    digits = false;
  }
  if (digits) return std::nullopt;
  return minutes;
}

struct Event {
  int line = 0;
  std::string uid, recurrence, summary, location, description, categories;
  std::optional<When> start, end;
  std::optional<std::int64_t> duration;
  std::int64_t sequence = 0;
  bool cancelled = false, repeats = false;
};

struct Calendar {
  std::string name, zone;
  std::vector<Event> events;
};

tl::unexpected<Error> bad(int line, std::string_view why) { return fail(Code::InvalidInput, fmt::format("line {}: {}", line, why)); }

/// One property of an event (3.6.1); those a programme has no use for are passed over.
Result<> take(Event& event, const ContentLine& line) {
  if (line.name == "SUMMARY") event.summary = unescaped(line.value);
  else if (line.name == "LOCATION") event.location = unescaped(line.value);
  else if (line.name == "DESCRIPTION") event.description = unescaped(line.value);
  else if (line.name == "CATEGORIES") event.categories += " " + unescaped(line.value);
  else if (line.name == "UID") event.uid = line.value;
  else if (line.name == "RECURRENCE-ID") event.recurrence = line.value;
  else if (line.name == "RRULE" || line.name == "RDATE") event.repeats = true;
  else if (line.name == "STATUS") event.cancelled = upper(line.value) == "CANCELLED";
  else if (line.name == "SEQUENCE") event.sequence = std::atoll(line.value.c_str());
  else if (line.name == "DTSTART" || line.name == "DTEND") {
    const auto when = when_of(line);
    if (!when) return bad(line.line, fmt::format("'{}' is not a date and time such as 20261126T090000", line.value));
    (line.name == "DTSTART" ? event.start : event.end) = when;
  } else if (line.name == "DURATION") {
    event.duration = duration_of(line.value);
    if (!event.duration) return bad(line.line, fmt::format("'{}' is not a duration such as PT45M", line.value));
  }
  return {};
}

Result<Calendar> calendar_of(std::string_view text) {
  if (text.size() > kMaxScheduleBytes) return fail(Code::TooLarge, "the calendar is over 8 MiB: export only this event");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!is_utf8(text)) return fail(Code::InvalidInput, "the calendar is not UTF-8 text (RFC 5545, 3.1.4): export it again as UTF-8");
  const auto lines = unfolded(text);
  if (lines.size() > kMostLines) return fail(Code::TooLarge, "the calendar has too many lines: export only this event");
  if (lines.empty() || upper(lines[0].second) != "BEGIN:VCALENDAR") return bad(1, "an iCalendar file begins with BEGIN:VCALENDAR");
  Calendar calendar;
  std::vector<std::string> open;  // components, one in the other (3.4)
  std::optional<Event> event;
  bool ended = false;
  for (const auto& [number, line_text] : lines) {
    const auto line = content_line(number, line_text);
    if (!line) return bad(number, "not a line of iCalendar (NAME:value)");
    if (line->name == "BEGIN") {
      if (open.size() > 8) return bad(number, "components lie too deep in one another");
      open.push_back(upper(line->value));
      if (open.size() == 2 && open.back() == "VEVENT") {
        if (calendar.events.size() >= kMostEvents) return bad(number, "too many events: export only this one");
        event = Event{};
        event->line = number;
      }
    } else if (line->name == "END") {
      if (open.empty() || open.back() != upper(line->value)) return bad(number, fmt::format("END:{} closes nothing", line->value));
      if (event && open.size() == 2) {
        calendar.events.push_back(*std::move(event));
        event.reset();
      }
      open.pop_back();
      ended = open.empty();
    } else if (event && open.size() == 2) {  // not what an alarm inside it says
      TRY(take(*event, *line));
    } else if (open.size() == 1 && line->name == "X-WR-CALNAME") {
      calendar.name = unescaped(line->value);
    } else if (open.size() == 1 && line->name == "X-WR-TIMEZONE") {
      calendar.zone = iana_name(line->value);
    }
  }
  if (!ended) return bad(lines.back().first, "the file ends before END:VCALENDAR: it is cut, export it again");
  return calendar;
}

/// A later version of the same event replaces the older (3.8.7.4).
void keep_latest(std::vector<Event>& events) {
  std::vector<Event> kept;
  for (Event& event : events) {
    const auto same = std::find_if(kept.begin(), kept.end(), [&](const Event& other) {
      return !event.uid.empty() && other.uid == event.uid && other.recurrence == event.recurrence;
    });
    if (same == kept.end()) kept.push_back(std::move(event));
    else if (event.sequence >= same->sequence) *same = std::move(event);
  }
  events = std::move(kept);
}

/// Times of the place, whatever zone each was written in.
class Place {
 public:
  Place(std::string zone, const ZoneOf& zone_of) : m_zone(std::move(zone)), m_zone_of(zone_of) {}
  const std::string& zone() const { return m_zone; }
  Result<std::int64_t> local(const When& when, int line) {
    if (!when.utc && (when.zone.empty() || when.zone == m_zone)) return when.seconds;
    if (m_zone.empty()) return bad(line, "the time is in UTC and the file does not say where it takes place: give --timezone Europe/Paris");
    std::int64_t utc = when.seconds;
    if (!when.utc) {
      TRY_ASSIGN(const TimeZone* theirs, known(when.zone, line));
      utc -= theirs->offset_at(when.seconds - theirs->offset_at(when.seconds));
    }
    TRY_ASSIGN(const TimeZone* ours, known(m_zone, line));
    return utc + ours->offset_at(utc);
  }

 private:
  Result<const TimeZone*> known(const std::string& name, int line) {
    auto found = m_known.find(name);
    if (found == m_known.end()) {
      auto zone = m_zone_of(name);
      if (!zone) return fail(std::move(zone).error().in(fmt::format("line {}", line)));
      found = m_known.emplace(name, *std::move(zone)).first;
    }
    return &found->second;
  }

  std::string m_zone;
  const ZoneOf& m_zone_of;
  std::map<std::string, TimeZone> m_known;
};

std::string zone_of_place(const Calendar& calendar, const std::string& asked) {
  if (!asked.empty()) return asked;
  if (!calendar.zone.empty()) return calendar.zone;
  std::string only;
  for (const Event& event : calendar.events) {
    if (!event.start || event.start->zone.empty()) continue;
    if (!only.empty() && only != event.start->zone) return {};
    only = event.start->zone;
  }
  return only;
}

}  // namespace

Result<ImportedSchedule> read_icalendar(std::string_view text, const std::string& timezone, const ZoneOf& zone_of) {
  TRY_ASSIGN(Calendar calendar, calendar_of(text));
  keep_latest(calendar.events);
  Place place(zone_of_place(calendar, timezone), zone_of);
  ImportedSchedule out;
  out.title = calendar.name;
  out.timezone = place.zone();
  for (const Event& event : calendar.events) {
    const std::string where = fmt::format("line {}", event.line);
    const auto left_out = [&](std::string_view why) { out.notes.push_back(fmt::format("{}: '{}' is left out: {}", where, event.summary, why)); };
    if (event.cancelled) {
      left_out("it is cancelled");
      continue;
    }
    if (!event.start) return bad(event.line, fmt::format("'{}' has no DTSTART", event.summary));
    if (event.start->day_only) {
      left_out("it has a day and no hour");
      continue;
    }
    if (event.repeats) out.notes.push_back(fmt::format("{}: '{}' repeats: only its first time is kept", where, event.summary));
    TRY_ASSIGN(const std::int64_t begins, place.local(*event.start, event.line));
    std::int64_t minutes = event.duration.value_or(0);
    if (event.end) {
      TRY_ASSIGN(const std::int64_t ends, place.local(*event.end, event.line));
      minutes = (ends - begins) / 60;
    }
    format::Slot slot;
    slot.title = short_note(out, where, event.summary, event.summary);
    slot.room = short_note(out, where, event.summary, event.location);
    slot.note = short_note(out, where, event.summary, event.description);
    slot.kind = slot_kind(event.summary, event.categories);
    add_slot(out, where, std::move(slot), LocalTime::from_seconds(begins), minutes);
  }
  sort_days(out);
  return out;
}

}  // namespace escale::importers
