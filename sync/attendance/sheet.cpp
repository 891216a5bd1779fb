#include "sync/attendance/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "sync/base/json.hpp"
#include "sync/crypto/words.hpp"

namespace escale::attendance {
namespace {

constexpr std::size_t kMaxPeople = 2000;

Json half_days_json(const std::vector<HalfDay>& half_days) {
  Json out = Json::array();
  for (const HalfDay& half_day : half_days) out.push_back(half_day_text(half_day));
  return out;
}

Result<std::vector<HalfDay>> read_half_days(const Json& json) {
  TRY_ASSIGN(const std::vector<std::string> texts, json_strings(json, "half_days"));
  std::vector<HalfDay> out;
  for (const std::string& text : texts) {
    TRY_ASSIGN(const HalfDay half_day, parse_half_day(text));
    if (!out.empty() && !(out.back() < half_day)) return fail(Code::InvalidInput, "'half_days' are not in order");
    out.push_back(half_day);
  }
  return out;
}

/// An entry is written, and checked, as the terminal wrote it: what is in a sheet is what was signed.
Result<Json> mark_json(const Sheet& sheet, const Person& person, const Mark& mark) {
  TRY_ASSIGN(const std::string body, encode_entry({sheet.gathering, sheet.title, person.name, person.source, mark.half_days, mark.signature}));
  TRY_ASSIGN(Json json, parse_json(body));
  return Json{{"record", mark.record.text()}, {"half_days", json["half_days"]}, {"signature", json["signature"]}};
}

Result<Mark> read_mark(const Sheet& sheet, const Person& person, const Json& json) {
  if (!json.is_object() || json.size() != 3) return fail(Code::InvalidInput, "a mark has an unknown field, or lacks one");
  Mark mark;
  TRY_ASSIGN(const std::string record, json_string(json, "record"));
  TRY_ASSIGN(mark.record, protocol::RecordId::parse(record));
  TRY_ASSIGN(const Json* half_days, json_field(json, "half_days"));
  TRY_ASSIGN(const Json* signature, json_field(json, "signature"));
  TRY_ASSIGN(const std::string body, stored_json({{"attendance", 1}, {"gathering", sheet.gathering.text()}, {"title", sheet.title}, {"name", person.name},
                                                  {"name_from", person.source == NameSource::Listed ? "list" : "typed"}, {"half_days", *half_days}, {"signature", *signature}}));
  TRY_ASSIGN(Entry entry, decode_entry(body));
  mark.half_days = std::move(entry.half_days);
  mark.signature = std::move(entry.signature);
  return mark;
}

bool meet(const Person& person, const std::vector<HalfDay>& half_days) {
  return std::any_of(half_days.begin(), half_days.end(), [&](const HalfDay& half_day) { return person.mark(half_day) != nullptr; });
}

}  // namespace

const Mark* Person::mark(const HalfDay& half_day) const {
  for (const Mark& one : marks)
    if (std::find(one.half_days.begin(), one.half_days.end(), half_day) != one.half_days.end()) return &one;
  return nullptr;
}

std::size_t Sheet::signatures() const {
  std::size_t sum = 0;
  for (const Person& person : people)
    for (const Mark& mark : person.marks) sum += mark.half_days.size();
  return sum;
}

std::vector<GatheringHere> gatherings_of(const Collected& collected) {
  std::map<GatheringId, GatheringHere> found;
  for (const Signed& one : collected.entries) {
    GatheringHere& here = found[one.entry.gathering];
    here.id = one.entry.gathering;
    if (here.title.empty()) here.title = one.entry.title;
    ++here.entries;
  }
  std::vector<GatheringHere> out;
  for (auto& [id, here] : found) out.push_back(std::move(here));
  return out;
}

Result<Sheet> sheet_of(const Collected& collected, const GatheringId& gathering, protocol::Day made) {
  Sheet sheet{collected.mailbox, gathering, {}, made, {}, {}};
  std::set<HalfDay> half_days;
  std::map<std::string, std::vector<Person>> by_name;
  // By half-day, so that a name is as its person first wrote it.
  std::vector<const Signed*> entries;
  for (const Signed& one : collected.entries)
    if (one.entry.gathering == gathering) entries.push_back(&one);
  std::sort(entries.begin(), entries.end(),
            [](const Signed* a, const Signed* b) { return std::tie(a->entry.half_days, a->record) < std::tie(b->entry.half_days, b->record); });
  for (const Signed* entry : entries) {
    const Signed& one = *entry;
    // Every mark is of one title: the first entry's, when a terminal showed another.
    if (sheet.title.empty()) sheet.title = one.entry.title;
    half_days.insert(one.entry.half_days.begin(), one.entry.half_days.end());
    std::vector<Person>& namesakes = by_name[crypto::normalise_words(one.entry.name)];
    auto person = std::find_if(namesakes.begin(), namesakes.end(), [&](const Person& other) { return other.source == one.entry.source && !meet(other, one.entry.half_days); });
    if (person == namesakes.end()) person = namesakes.insert(namesakes.end(), Person{one.entry.name, one.entry.source, {}});
    person->marks.push_back({one.record, one.entry.half_days, one.entry.signature});
  }
  if (by_name.empty()) return fail(Code::NotFound, fmt::format("nobody signed in to the gathering {}", gathering.text()));
  sheet.half_days.assign(half_days.begin(), half_days.end());
  for (auto& [name, namesakes] : by_name)
    for (Person& person : namesakes) sheet.people.push_back(std::move(person));
  return sheet;
}

Result<std::string> encode_sheet(const Sheet& sheet) {
  Json people = Json::array();
  for (const Person& person : sheet.people) {
    Json marks = Json::array();
    for (const Mark& mark : person.marks) {
      TRY_ASSIGN(Json json, mark_json(sheet, person, mark));
      marks.push_back(std::move(json));
    }
    people.push_back({{"name", person.name}, {"name_from", person.source == NameSource::Listed ? "list" : "typed"}, {"marks", std::move(marks)}});
  }
  return stored_json({{"attendance_sheet", 1}, {"mailbox", sheet.mailbox}, {"gathering", sheet.gathering.text()}, {"title", sheet.title},
                      {"made", protocol::day_text(sheet.made)}, {"half_days", half_days_json(sheet.half_days)}, {"people", std::move(people)}});
}

Result<Sheet> decode_sheet(std::string_view text) {
  TRY_ASSIGN(const Json json, parse_json(text));
  if (!json.is_object()) return fail(Code::InvalidInput, "a sheet is one JSON object");
  TRY_ASSIGN(const std::int64_t version, json_int(json, "attendance_sheet"));
  if (version != 1) return fail(Code::Refused, fmt::format("attendance sheet version {} is newer than this program", version));
  if (json.size() != 7) return fail(Code::InvalidInput, "a sheet has a field that is not known");
  Sheet sheet;
  TRY_ASSIGN(sheet.mailbox, json_string(json, "mailbox"));
  if (!protocol::is_slug(sheet.mailbox)) return fail(Code::InvalidInput, "'mailbox' is not an id");
  TRY_ASSIGN(const std::string gathering, json_string(json, "gathering"));
  TRY_ASSIGN(sheet.gathering, GatheringId::parse(gathering));
  TRY_ASSIGN(sheet.title, json_string(json, "title"));
  TRY_ASSIGN(const std::string made, json_string(json, "made"));
  TRY_ASSIGN(sheet.made, protocol::parse_day(made));
  TRY_ASSIGN(sheet.half_days, read_half_days(json));
  TRY_ASSIGN(const Json* people, json_array(json, "people"));
  if (people->size() > kMaxPeople) return fail(Code::TooLarge, fmt::format("a sheet has more than {} people", kMaxPeople));
  for (const Json& item : *people) {
    if (!item.is_object() || item.size() != 3) return fail(Code::InvalidInput, "a person has an unknown field, or lacks one");
    Person person;
    TRY_ASSIGN(person.name, json_string(item, "name"));
    TRY_ASSIGN(const std::string source, json_string(item, "name_from"));
    if (source != "list" && source != "typed") return fail(Code::InvalidInput, fmt::format("'name_from' is '{}', not list or typed", source));
    person.source = source == "list" ? NameSource::Listed : NameSource::Typed;
    TRY_ASSIGN(const Json* marks, json_array(item, "marks"));
    for (const Json& mark : *marks) {
      TRY_ASSIGN(Mark read, read_mark(sheet, person, mark));
      if (meet(person, read.half_days)) return fail(Code::InvalidInput, "a person has two marks for one half-day");
      person.marks.push_back(std::move(read));
    }
    sheet.people.push_back(std::move(person));
  }
  // One way to write a sheet: what was signed is what is read.
  TRY_ASSIGN(const std::string again, encode_sheet(sheet));
  if (again != text) return fail(Code::InvalidInput, "the sheet is not in its canonical form");
  return sheet;
}

}  // namespace escale::attendance
