#include "content-bundles/importers/schedule.hpp"

#include <gtest/gtest.h>

#include "sync/base/files.hpp"

namespace escale::importers {
namespace {

Result<TimeZone> system_zone(const std::string& name) {
  RealFiles files;
  const auto bytes = files.read("/usr/share/zoneinfo/" + name, 64u << 10);
  if (!bytes) return fail(Code::NotFound, "no zone " + name);
  return TimeZone::parse(*bytes);
}
Result<TimeZone> no_zone(const std::string& name) {
  ADD_FAILURE() << "no zone is needed, and " << name << " was asked for";
  return fail(Code::NotFound, "none");
}

std::string calendar(const std::string& body) {
  std::string text = "BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Journée d’étude\n" + body + "END:VCALENDAR\n";
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}
std::string event(const std::string& lines) { return "BEGIN:VEVENT\n" + lines + "END:VEVENT\n"; }

std::string problem_of(const std::string& text) {
  const auto schedule = read_icalendar(text, "Europe/Paris", no_zone);
  return schedule ? "nothing" : schedule.error().message;
}

TEST(ICalendar, ReadsADayOfLocalTimes) {
  const auto read = read_icalendar(
      calendar(event("SUMMARY:Atelier\\, premier groupe\nDTSTART;TZID=Europe/Paris:20261126T110000\nDURATION:PT1H30M\nLOCATION:Salle 2\\; étage\n") +
               event("SUMMARY:Conférence : s’approcher sans\n  s’imposer\nDTSTART;TZID=\"Europe/Paris\":20261126T093000\nDTEND;TZID=\"Europe/Paris\":20261126T101500\n"
                     "DESCRIPTION:Langue des signes\\net sous-titres\nBEGIN:VALARM\nSUMMARY:Rappel\nTRIGGER:-PT15M\nEND:VALARM\n")),
      "", no_zone);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->title, "Journée d’étude");
  EXPECT_EQ(read->timezone, "Europe/Paris");
  EXPECT_TRUE(read->notes.empty()) << read->notes[0];
  ASSERT_TRUE(read->days.contains("2026-11-26"));
  const auto& slots = read->days.at("2026-11-26");
  ASSERT_EQ(slots.size(), 2u);
  EXPECT_EQ(slots[0], (format::Slot{570, 615, "Conférence : s’approcher sans s’imposer", "", {}, "talk", "Langue des signes et sous-titres", ""}));
  EXPECT_EQ(slots[1], (format::Slot{660, 750, "Atelier, premier groupe", "Salle 2; étage", {}, "workshop", "", ""}));
}

TEST(ICalendar, MovesOtherZonesToThePlace) {
  ASSERT_TRUE(system_zone("Europe/Paris")) << "install tzdata";
  const auto read = read_icalendar(calendar("X-WR-TIMEZONE:Europe/Paris\n" + event("SUMMARY:A\nDTSTART:20261126T080000Z\nDTEND:20261126T090000Z\n") +
                                            event("SUMMARY:B\nDTSTART:20260701T080000Z\nDTEND:20260701T090000Z\n") +
                                            event("SUMMARY:C\nDTSTART;TZID=GMT Standard Time:20261126T100000\nDTEND;TZID=GMT Standard Time:20261126T110000\n") +
                                            event("SUMMARY:D\nDTSTART;TZID=/freeassociation.sourceforge.net/Europe/Paris:20261126T140000\nDURATION:PT30M\n")),
                                   "", system_zone);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->days.at("2026-11-26")[0].start_minute, 9 * 60) << "winter";
  EXPECT_EQ(read->days.at("2026-07-01")[0].start_minute, 10 * 60) << "summer";
  EXPECT_EQ(read->days.at("2026-11-26")[1].start_minute, 11 * 60) << "London is an hour behind";
  EXPECT_EQ(read->days.at("2026-11-26")[2].start_minute, 14 * 60);
}

TEST(ICalendar, KeepsTheLatestAndSaysWhatItLeavesOut) {
  const auto read = read_icalendar(
      calendar(event("UID:1\nSEQUENCE:0\nSUMMARY:Ancienne salle\nDTSTART:20261126T090000\nDURATION:PT1H\n") +
               event("UID:1\nSEQUENCE:1\nSUMMARY:Nouvelle salle\nDTSTART:20261126T090000\nDURATION:PT1H\n") +
               event("SUMMARY:Annulée\nSTATUS:CANCELLED\nDTSTART:20261126T090000\nDURATION:PT1H\n") + event("SUMMARY:Férié\nDTSTART;VALUE=DATE:20261126\n") +
               event("SUMMARY:Nuit\nDTSTART:20261126T230000\nDTEND:20261127T010000\n") + event("DTSTART:20261126T090000\nDURATION:PT1H\n") +
               event("SUMMARY:Chaque jour\nRRULE:FREQ=DAILY\nDTSTART:20261126T120000\nDURATION:PT1H\n") + event("SUMMARY:Rien\nDTSTART:20261126T120000\n")),
      "Europe/Paris", no_zone);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->days.size(), 1u);
  ASSERT_EQ(read->days.at("2026-11-26").size(), 2u);
  EXPECT_EQ(read->days.at("2026-11-26")[0].title, "Nouvelle salle");
  std::string notes;
  for (const std::string& note : read->notes) notes += note + "\n";
  for (const char* part : {"'Annulée' is left out: it is cancelled", "'Férié' is left out: it has a day and no hour", "'Nuit' is left out: it goes on after midnight",
                           "an event without a title", "'Chaque jour' repeats: only its first time is kept", "'Rien' is left out: it lasts no time"})
    EXPECT_NE(notes.find(part), std::string::npos) << part << "\nnot in\n" << notes;
}

TEST(ICalendar, RefusesWithTheLine) {
  EXPECT_EQ(problem_of("hello"), "line 1: an iCalendar file begins with BEGIN:VCALENDAR");
  EXPECT_EQ(problem_of(calendar("oops\n")), "line 4: not a line of iCalendar (NAME:value)");
  EXPECT_EQ(problem_of(calendar(event("SUMMARY:x\nDTSTART:20261332T090000\n"))), "line 6: '20261332T090000' is not a date and time such as 20261126T090000");
  EXPECT_EQ(problem_of(calendar(event("SUMMARY:x\nDTSTART:20261126T090000\nDURATION:1h\n"))), "line 7: '1h' is not a duration such as PT45M");
  EXPECT_EQ(problem_of(calendar(event("SUMMARY:x\n"))), "line 4: 'x' has no DTSTART");
  EXPECT_EQ(problem_of(calendar("END:VEVENT\n")), "line 4: END:VEVENT closes nothing");
  EXPECT_EQ(problem_of("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"), "line 2: the file ends before END:VCALENDAR: it is cut, export it again");
  std::string deep = "BEGIN:VCALENDAR\n";
  for (int i = 0; i < 20; ++i) deep += "BEGIN:X\n";
  EXPECT_EQ(problem_of(deep), "line 10: components lie too deep in one another");
  const auto where = read_icalendar(calendar(event("SUMMARY:x\nDTSTART:20261126T090000Z\nDURATION:PT1H\n")), "", no_zone);
  ASSERT_FALSE(where);
  EXPECT_EQ(where.error().message, "line 4: the time is in UTC and the file does not say where it takes place: give --timezone Europe/Paris");
}

constexpr const char* kSchedule = R"({"schedule":{"version":"1.2","base_url":"https://example.org","conference":{"title":"Étude","time_zone_name":"Europe/Paris",
"days":[{"index":1,"date":"2026-11-26","rooms":{"Amphithéâtre":[
{"title":"Table ronde : paroles","subtitle":"","date":"2026-11-26T10:15:00+01:00","start":"10:15","duration":"00:45","type":{"fr":"Table ronde","en":"Panel"},"persons":[{"public_name":"A. Une"},{"name":"B. Deux"}],"abstract":"Un\ntexte."},
{"title":"Ouverture","date":"2026-11-26T09:15:00+01:00","start":"09:15","duration":"00:15","type":"Talk","persons":[]}],
"Hall":[{"title":"Accueil café","date":"2026-11-26T09:00:00+01:00","start":"09:00","duration":"00:15"}]}}]}}})";

TEST(Pretalx, ReadsDaysRoomsAndSpeakers) {
  const auto read = read_pretalx(kSchedule);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->title, "Étude");
  EXPECT_EQ(read->timezone, "Europe/Paris");
  const auto& slots = read->days.at("2026-11-26");
  ASSERT_EQ(slots.size(), 3u);
  EXPECT_EQ(slots[0], (format::Slot{540, 555, "Accueil café", "Hall", {}, "welcome", "", ""}));
  EXPECT_EQ(slots[1], (format::Slot{555, 570, "Ouverture", "Amphithéâtre", {}, "talk", "", ""}));
  EXPECT_EQ(slots[2], (format::Slot{615, 660, "Table ronde : paroles", "Amphithéâtre", {"A. Une", "B. Deux"}, "round-table", "Un texte.", ""}));
}

TEST(Pretalx, RefusesWithTheField) {
  const auto problem = [](std::string from, std::string to) {
    std::string text = kSchedule;
    text.replace(text.find(from), from.size(), to);
    const auto read = read_pretalx(text);
    return read ? "nothing" : read.error().message;
  };
  EXPECT_EQ(problem("\"start\":\"10:15\"", "\"start\":\"25:15\""), "schedule.conference.days[0].rooms.Amphithéâtre[0].start: '25:15' is not a time such as 09:15");
  EXPECT_EQ(problem("\"duration\":\"00:45\"", "\"duration\":45"), "schedule.conference.days[0].rooms.Amphithéâtre[0].duration: '' is not a length such as 00:45");
  EXPECT_EQ(problem("2026-11-26T10:15", "26/11/2026 10:15"), "schedule.conference.days[0].rooms.Amphithéâtre[0].date: '26/11/2026 10:15:00+01:00' is not a day such as 2026-11-26T09:15:00+01:00");
  EXPECT_EQ(problem("\"conference\"", "\"conf\""), "'conference' is missing");
}

TEST(Schedule, GuessesKindsFromWords) {
  EXPECT_EQ(slot_kind("Pause déjeuner"), "lunch");
  EXPECT_EQ(slot_kind("Pause café"), "break");
  EXPECT_EQ(slot_kind("Ateliers au choix"), "workshop");
  EXPECT_EQ(slot_kind("Le Chatelier de Paris"), "other");
  EXPECT_EQ(slot_kind("Parlons-en", "Table ronde"), "round-table");
  EXPECT_EQ(slot_kind("Clôture"), "closing");
}

}  // namespace
}  // namespace escale::importers
