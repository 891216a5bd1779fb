// The schedule.json that pretalx exports, in the shape frab made usual: schedule.conference.days[].rooms{name: [event]}. The field names
// are those of the c3voc schema, which pretalx and frab both follow.
#include <fmt/format.h>

#include <array>

#include "content-bundles/importers/slots.hpp"
#include "sync/base/json.hpp"

namespace escale::importers {
namespace {

constexpr std::size_t kMostEvents = 5'000;

/// A text, or the one in French, else English, else the first of {"fr": …, "en": …}; empty when there is none.
std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  if (!found->is_object()) return {};
  for (const char* language : {"fr", "en"})
    if (const auto in = found->find(language); in != found->end() && in->is_string()) return in->get<std::string>();
  for (const Json& any : *found)
    if (any.is_string()) return any.get<std::string>();
  return {};
}

/// "01:30" to 90.
std::optional<int> minutes_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 2 || text.size() != colon + 3) return std::nullopt;
  int hours = 0, minutes = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == colon) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    int& part = i < colon ? hours : minutes;
    part = part * 10 + (text[i] - '0');
  }
  return minutes > 59 ? std::nullopt : std::optional(hours * 60 + minutes);
}

std::vector<std::string> speakers_of(const Json& event) {
  std::vector<std::string> out;
  const auto persons = event.find("persons");
  if (persons == event.end() || !persons->is_array()) return out;
  for (const Json& person : *persons) {
    if (!person.is_object()) continue;
    std::string name = text_of(person, "public_name");
    if (name.empty()) name = text_of(person, "name");  // what later versions of pretalx write
    if (!name.empty()) out.push_back(std::move(name));
  }
  return out;
}

tl::unexpected<Error> bad(const std::string& where, std::string_view why) { return fail(Code::InvalidInput, fmt::format("{}: {}", where, why)); }

Result<> take(ImportedSchedule& out, const Json& event, const std::string& where, const std::string& room) {
  if (!event.is_object()) return bad(where, "an event is an object");
  format::Slot slot;
  slot.title = short_note(out, where, "title", text_of(event, "title"));
  // `date` carries the day and the place's own offset: "2026-11-26T09:15:00+01:00". Its wall clock is what people read.
  const std::string date = text_of(event, "date");
  const auto day = calendar_day(std::string_view(date).substr(0, std::min<std::size_t>(10, date.size())));
  if (!day) return bad(where + ".date", fmt::format("'{}' is not a day such as 2026-11-26T09:15:00+01:00", date));
  const std::string start = text_of(event, "start");
  const auto begins = minutes_of(start);
  if (!begins || *begins >= 24 * 60) return bad(where + ".start", fmt::format("'{}' is not a time such as 09:15", start));
  const std::string duration = text_of(event, "duration");
  const auto length = minutes_of(duration);
  if (!length) return bad(where + ".duration", fmt::format("'{}' is not a length such as 00:45", duration));
  slot.room = room;
  slot.speakers = speakers_of(event);
  std::string words = text_of(event, "subtitle");
  if (words.empty()) words = text_of(event, "abstract");
  slot.note = short_note(out, where, slot.title, words);
  slot.kind = slot_kind(slot.title, text_of(event, "type"));
  add_slot(out, where, std::move(slot), LocalTime{*day, *begins}, *length);
  return {};
}

}  // namespace

Result<ImportedSchedule> read_pretalx(std::string_view text) {
  if (text.size() > kMaxScheduleBytes) return fail(Code::TooLarge, "the schedule is over 8 MiB");
  TRY_ASSIGN(const Json root, parse_json(text));
  TRY_ASSIGN(const Json* schedule, json_object(root, "schedule"));
  TRY_ASSIGN(const Json* conference, json_object(*schedule, "conference"));
  TRY_ASSIGN(const Json* days, json_array(*conference, "days"));
  ImportedSchedule out;
  out.title = text_of(*conference, "title");
  out.timezone = text_of(*conference, "time_zone_name");
  std::size_t count = 0, day_number = 0;
  for (const Json& day : *days) {
    const std::string in_day = fmt::format("schedule.conference.days[{}]", day_number++);
    if (!day.is_object()) return bad(in_day, "a day is an object");
    const auto rooms = day.find("rooms");
    if (rooms == day.end() || !rooms->is_object()) return bad(in_day, "'rooms' is missing or is not an object");
    for (const auto& [room, events] : rooms->items()) {
      const std::string in_room = fmt::format("{}.rooms.{}", in_day, room);
      if (!events.is_array()) return bad(in_room, "the events of a room are a list");
      for (std::size_t i = 0; i < events.size(); ++i) {
        if (++count > kMostEvents) return fail(Code::TooLarge, "the schedule has too many events");
        TRY(take(out, events[i], fmt::format("{}[{}]", in_room, i), room));
      }
    }
  }
  sort_days(out);
  return out;
}

}  // namespace escale::importers
