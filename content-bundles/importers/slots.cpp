#include "content-bundles/importers/slots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <tuple>

namespace escale::importers {
namespace {
namespace chr = std::chrono;
constexpr std::size_t kMostNoteBytes = 400;  ///< more than that is a page, not a note on a line of the programme
}  // namespace

LocalTime LocalTime::from_seconds(std::int64_t seconds) {
  std::int64_t day = seconds / 86'400;
  if (seconds % 86'400 < 0) --day;
  return {day, static_cast<int>((seconds - day * 86'400) / 60)};
}

std::string LocalTime::day_text() const {
  const chr::year_month_day date{chr::sys_days{chr::days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<std::int64_t> calendar_day(std::string_view text) {
  std::string digits(text);
  if (digits.size() == 10 && digits[4] == '-' && digits[7] == '-') digits = digits.substr(0, 4) + digits.substr(5, 2) + digits.substr(8);
  if (digits.size() != 8 || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  const int number = std::stoi(digits);
  const chr::year_month_day date{chr::year{number / 10'000}, chr::month{static_cast<unsigned>(number / 100 % 100)}, chr::day{static_cast<unsigned>(number % 100)}};
  if (!date.ok()) return std::nullopt;
  return chr::sys_days{date}.time_since_epoch().count();
}

void add_slot(ImportedSchedule& schedule, const std::string& where, format::Slot slot, LocalTime begins, std::int64_t minutes) {
  const auto left_out = [&](std::string_view why) { schedule.notes.push_back(fmt::format("{}: '{}' is left out: {}", where, slot.title, why)); };
  if (slot.title.empty()) return schedule.notes.push_back(where + ": an event without a title is left out: give it one");
  if (minutes <= 0) return left_out("it lasts no time; give it an end");
  if (begins.minute + minutes > 24 * 60) return left_out("it goes on after midnight; a programme is one day: write it as two");
  slot.start_minute = begins.minute;
  slot.end_minute = begins.minute + static_cast<int>(minutes);
  schedule.days[begins.day_text()].push_back(std::move(slot));
}

std::string short_note(ImportedSchedule& schedule, const std::string& where, std::string_view title, std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space) line += c;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  if (line.size() <= kMostNoteBytes) return line;
  schedule.notes.push_back(fmt::format("{}: the description of '{}' is too long for a line of the programme: put it on a page", where, title));
  return {};
}

void sort_days(ImportedSchedule& schedule) {
  const auto key = [](const format::Slot& slot) { return std::tie(slot.start_minute, slot.end_minute, slot.room, slot.title); };
  for (auto& [day, slots] : schedule.days) std::stable_sort(slots.begin(), slots.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
}

}  // namespace escale::importers
