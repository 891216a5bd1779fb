#include "sync/attendance/entry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/json.hpp"

namespace escale::attendance {
namespace {

Result<> check_line(const char* field, const std::string& text, std::size_t most) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return fail(Code::InvalidInput, fmt::format("'{}' is empty, or begins or ends with a space", field));
  if (text.size() > most) return fail(Code::TooLarge, fmt::format("'{}' is longer than {} bytes", field, most));
  if (!is_utf8(text)) return fail(Code::InvalidInput, fmt::format("'{}' is not UTF-8", field));
  // One line, in the order in which it is read: no control (C0, DEL, C1), no line or paragraph separator, no change of direction.
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::string_view rest = std::string_view(text).substr(i);
    const bool c1 = c == 0xC2 && rest.size() > 1 && static_cast<unsigned char>(rest[1]) < 0xA0;
    const bool separator = rest.starts_with("\u2028") || rest.starts_with("\u2029");
    const bool direction = rest.size() > 2 && c == 0xE2 && static_cast<unsigned char>(rest[1]) == 0x80 && static_cast<unsigned char>(rest[2]) >= 0xAA && static_cast<unsigned char>(rest[2]) <= 0xAE;
    const bool isolate = rest.size() > 2 && c == 0xE2 && static_cast<unsigned char>(rest[1]) == 0x81 && static_cast<unsigned char>(rest[2]) >= 0xA6 && static_cast<unsigned char>(rest[2]) <= 0xA9;
    if (c < 0x20 || c == 0x7F || c1 || separator || direction || isolate) return fail(Code::InvalidInput, fmt::format("'{}' holds a character that is not part of a name", field));
  }
  return {};
}

Result<> check_signature(const Signature& signature) {
  if (signature.width < 1 || signature.width > kMaxSide || signature.height < 1 || signature.height > kMaxSide)
    return fail(Code::InvalidInput, fmt::format("'signature' has a box of {} by {}", signature.width, signature.height));
  if (signature.strokes.empty()) return fail(Code::InvalidInput, "'signature' has no stroke");
  if (signature.strokes.size() > kMaxStrokes) return fail(Code::TooLarge, fmt::format("'signature' has more than {} strokes", kMaxStrokes));
  std::size_t points = 0;
  for (const auto& stroke : signature.strokes) {
    if (stroke.empty()) return fail(Code::InvalidInput, "'signature' has a stroke without a point");
    points += stroke.size();
    for (const Point& point : stroke)
      if (point.x < 0 || point.y < 0 || point.x > signature.width || point.y > signature.height) return fail(Code::InvalidInput, "'signature' leaves its box");
  }
  if (points > kMaxPoints) return fail(Code::TooLarge, fmt::format("'signature' has more than {} points", kMaxPoints));
  return {};
}

Result<int> small_number(const Json& value) {
  if (!value.is_number_integer()) return fail(Code::InvalidInput, "'signature' holds something else than whole numbers");
  const auto number = value.get<std::int64_t>();
  if (number < 0 || number > kMaxSide) return fail(Code::InvalidInput, "'signature' leaves its box");
  return static_cast<int>(number);
}

Result<Signature> read_signature(const Json& json) {
  if (json.size() != 3) return fail(Code::InvalidInput, "'signature' has an unknown field, or lacks one");
  Signature signature;
  TRY_ASSIGN(const Json* width, json_field(json, "width"));
  TRY_ASSIGN(const Json* height, json_field(json, "height"));
  TRY_ASSIGN(signature.width, small_number(*width));
  TRY_ASSIGN(signature.height, small_number(*height));
  TRY_ASSIGN(const Json* strokes, json_array(json, "strokes"));
  if (strokes->size() > kMaxStrokes) return fail(Code::TooLarge, fmt::format("'signature' has more than {} strokes", kMaxStrokes));
  for (const Json& numbers : *strokes) {
    if (!numbers.is_array() || numbers.size() % 2 != 0 || numbers.size() > 2 * kMaxPoints) return fail(Code::InvalidInput, "'signature' has a stroke that is not pairs of numbers");
    std::vector<Point> stroke;
    for (std::size_t i = 0; i < numbers.size(); i += 2) {
      TRY_ASSIGN(const int x, small_number(numbers[i]));
      TRY_ASSIGN(const int y, small_number(numbers[i + 1]));
      stroke.push_back({x, y});
    }
    signature.strokes.push_back(std::move(stroke));
  }
  return signature;
}

}  // namespace

std::string half_day_text(const HalfDay& half_day) { return protocol::day_text(half_day.day) + (half_day.half == Half::Morning ? "/am" : "/pm"); }

Result<HalfDay> parse_half_day(std::string_view text) {
  const bool morning = text.ends_with("/am");
  if (!morning && !text.ends_with("/pm")) return fail(Code::InvalidInput, fmt::format("'{}' is not a half-day such as 2026-11-24/am", text));
  TRY_ASSIGN(const protocol::Day day, protocol::parse_day(text.substr(0, text.size() - 3)));
  return HalfDay{day, morning ? Half::Morning : Half::Afternoon};
}

Result<> check_entry(const Entry& entry) {
  TRY(check_line("name", entry.name, kMaxNameBytes));
  TRY(check_line("title", entry.title, kMaxTitleBytes));
  if (entry.half_days.empty()) return fail(Code::InvalidInput, "'half_days' is empty");
  if (entry.half_days.size() > kMaxHalfDays) return fail(Code::TooLarge, fmt::format("'half_days' has more than {}", kMaxHalfDays));
  for (std::size_t i = 1; i < entry.half_days.size(); ++i)
    if (!(entry.half_days[i - 1] < entry.half_days[i])) return fail(Code::InvalidInput, "'half_days' are not in order, or one comes twice");
  return check_signature(entry.signature);
}

Result<std::string> encode_entry(const Entry& entry) {
  TRY(check_entry(entry));
  Json half_days = Json::array(), strokes = Json::array();
  for (const HalfDay& half_day : entry.half_days) half_days.push_back(half_day_text(half_day));
  for (const auto& stroke : entry.signature.strokes) {
    Json numbers = Json::array();
    for (const Point& point : stroke) {
      numbers.push_back(point.x);
      numbers.push_back(point.y);
    }
    strokes.push_back(std::move(numbers));
  }
  return stored_json({{"attendance", 1},
                      {"gathering", entry.gathering.text()},
                      {"title", entry.title},
                      {"name", entry.name},
                      {"name_from", entry.source == NameSource::Listed ? "list" : "typed"},
                      {"half_days", std::move(half_days)},
                      {"signature", {{"width", entry.signature.width}, {"height", entry.signature.height}, {"strokes", std::move(strokes)}}}});
}

Result<Entry> decode_entry(std::string_view body) {
  TRY_ASSIGN(const Json json, parse_json(body));
  if (!json.is_object()) return fail(Code::InvalidInput, "an attendance is one JSON object");
  TRY_ASSIGN(const std::int64_t version, json_int(json, "attendance"));
  if (version != 1) return fail(Code::Refused, fmt::format("attendance version {} is newer than this program", version));
  if (json.size() != 7) return fail(Code::InvalidInput, "an attendance has a field that is not known");
  Entry entry;
  TRY_ASSIGN(const std::string gathering, json_string(json, "gathering"));
  TRY_ASSIGN(entry.gathering, GatheringId::parse(gathering));
  TRY_ASSIGN(entry.title, json_string(json, "title"));
  TRY_ASSIGN(entry.name, json_string(json, "name"));
  TRY_ASSIGN(const std::string source, json_string(json, "name_from"));
  if (source != "list" && source != "typed") return fail(Code::InvalidInput, fmt::format("'name_from' is '{}', not list or typed", source));
  entry.source = source == "list" ? NameSource::Listed : NameSource::Typed;
  TRY_ASSIGN(const std::vector<std::string> half_days, json_strings(json, "half_days"));
  for (const std::string& text : half_days) {
    TRY_ASSIGN(const HalfDay half_day, parse_half_day(text));
    entry.half_days.push_back(half_day);
  }
  TRY_ASSIGN(const Json* signature, json_object(json, "signature"));
  TRY_ASSIGN(entry.signature, read_signature(*signature));
  TRY(check_entry(entry));
  return entry;
}

Result<protocol::Record> attendance_record(const Entry& entry, const protocol::MailboxDescriptor& mailbox, const protocol::Sequence& sequence, Random& random) {
  protocol::Record record;
  record.kind = protocol::RecordKind::Attendance;
  record.id = protocol::RecordId::random(random);
  record.mailbox = mailbox.id;
  record.epoch = mailbox.epoch;
  record.sequence = sequence;
  TRY_ASSIGN(record.body, encode_entry(entry));
  return record;
}

Result<Entry> entry_of(const protocol::Record& record) {
  if (record.kind != protocol::RecordKind::Attendance) return fail(Code::InvalidInput, fmt::format("a record of kind {} is no attendance", protocol::kind_name(record.kind)));
  if (record.session || record.form) return fail(Code::InvalidInput, "an attendance must not lead to a session or a form");
  return decode_entry(record.body);
}

Result<> check_apart(const protocol::MailboxDescriptor& attendance, const protocol::MailboxDescriptor& feedback) {
  if (attendance.id == feedback.id) return fail(Code::Refused, fmt::format("'{}' would hold both who came and what they answered: give attendance a mailbox of its own", attendance.id));
  const auto each = [](const protocol::MailboxDescriptor& mailbox) {
    std::vector<protocol::NamedRecipient> all = mailbox.members;
    all.insert(all.end(), mailbox.recovery.begin(), mailbox.recovery.end());
    return all;
  };
  for (const protocol::NamedRecipient& one : each(attendance))
    for (const protocol::NamedRecipient& other : each(feedback))
      if (one.key == other.key)
        return fail(Code::Refused, fmt::format("the key of '{}' in '{}' also opens '{}' ('{}'): make another key for attendance", one.name, attendance.id, feedback.id, other.name));
  return {};
}

}  // namespace escale::attendance
