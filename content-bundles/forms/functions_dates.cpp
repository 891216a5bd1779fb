// Dates and times: today, now, date, date-time, decimal-date-time, decimal-time, format-date, format-date-time. Days
// and clock times are those of the device's zone.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "content-bundles/forms/evaluation.hpp"

namespace escale::forms {
namespace {

using Names = std::array<std::string_view, 12>;
constexpr Names kMonthsFr = {"janv.", "févr.", "mars",  "avr.", "mai",  "juin",
                             "juil.", "août",  "sept.", "oct.", "nov.", "déc."};
constexpr Names kMonthsEn = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDaysFr = {"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."};
constexpr std::array<std::string_view, 7> kDaysEn = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

Result<XPathValue> today(Call& call) {
  const Zone& zone = call.environment().zone;
  return date_of_day(moment(call.environment().now_ms, zone).day(), zone);
}
Result<XPathValue> now(Call& call) {
  return moment(call.environment().now_ms, call.environment().zone);
}

/// A date or a moment from a text, days since 1970 or a date; an empty text and NaN stay what they are.
Result<XPathValue> temporal(Call& call, bool keeps_time) {
  const Zone& zone = call.environment().zone;
  TRY_ASSIGN(XPathValue given, call.value(0));
  if (std::holds_alternative<NodeSet>(given)) given = text_of(given, call.instances());
  if (auto* date = std::get_if<Temporal>(&given)) {
    if (keeps_time || date->kind == TemporalKind::Date) return *date;
    if (date->kind == TemporalKind::DateTime) return date_of_day(moment(date->instant_ms, zone).day(), zone);
  }
  if (const auto* number = std::get_if<double>(&given)) {
    if (std::isnan(*number)) return *number;
    if (!(std::fabs(*number) <= 2'147'483'647))
      return call.evaluation().error(call.self(), fmt::format("{} is too large for a date", number_text(*number)));
    if (!keeps_time) return date_of_day(static_cast<std::int64_t>(std::trunc(*number)), zone);
    return moment(static_cast<std::int64_t>(std::llround(*number * static_cast<double>(kDayMs))), zone);
  }
  if (const auto* text = std::get_if<std::string>(&given)) {
    if (text->empty()) return *text;
    auto date = parse_temporal(trim_xml_space(*text), zone);
    if (date && (date->kind != TemporalKind::Time || keeps_time)) {
      // The date of a moment is that of the device's zone; the moment itself stays inside, for decimal-date-time().
      if (!keeps_time && date->kind == TemporalKind::DateTime) {
        *date = moment(date->instant_ms, zone);
        date->kind = TemporalKind::Date;
      }
      return *date;
    }
    return call.evaluation().error(call.self(),
                                   fmt::format("'{}' is not a date; write 2026-11-24", text->substr(0, 60)));
  }
  return call.evaluation().error(call.self(), "true and false are not dates");
}

Result<XPathValue> date(Call& call) {
  return temporal(call, false);
}
Result<XPathValue> date_time(Call& call) {
  TRY_ASSIGN(XPathValue found, temporal(call, true));
  if (auto* value = std::get_if<Temporal>(&found); value && value->kind == TemporalKind::Date)
    value->kind = TemporalKind::DateTime;
  return found;
}

Result<XPathValue> decimal_date_time(Call& call) {
  TRY_ASSIGN(const XPathValue found, temporal(call, true));
  const auto* value = std::get_if<Temporal>(&found);
  if (value) return static_cast<double>(value->instant_ms) / static_cast<double>(kDayMs);
  TRY_ASSIGN(const double number, call.number(0));
  return number;
}
Result<XPathValue> decimal_time(Call& call) {
  TRY_ASSIGN(const XPathValue found, temporal(call, true));
  if (const auto* value = std::get_if<Temporal>(&found))
    return static_cast<double>(moment(value->instant_ms, call.environment().zone).ms_of_day()) /
           static_cast<double>(kDayMs);
  TRY_ASSIGN(const double number, call.number(0));
  return number - std::floor(number);
}

/// The text for one letter after %; empty when there is no such letter.
std::string formatted(char letter, const Temporal& value, bool french) {
  const std::int64_t day = value.day(), ms = value.ms_of_day();
  const CivilDate date = civil_date(day);
  const auto month = static_cast<std::size_t>(date.month - 1);
  const auto weekday = static_cast<std::size_t>(((day + 4) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
  switch (letter) {
    case 'Y':
      return fmt::format("{:04}", date.year);
    case 'y':
      return fmt::format("{:02}", ((date.year % 100) + 100) % 100);
    case 'm':
      return fmt::format("{:02}", date.month);
    case 'n':
      return fmt::format("{}", date.month);
    case 'b':
      return std::string((french ? kMonthsFr : kMonthsEn)[month]);
    case 'd':
      return fmt::format("{:02}", date.day);
    case 'e':
      return fmt::format("{}", date.day);
    case 'a':
      return std::string((french ? kDaysFr : kDaysEn)[weekday]);
    case 'H':
      return fmt::format("{:02}", ms / 3'600'000);
    case 'h':
      return fmt::format("{}", ms / 3'600'000);
    case 'M':
      return fmt::format("{:02}", ms / 60'000 % 60);
    case 'S':
      return fmt::format("{:02}", ms / 1000 % 60);
    case '3':
      return fmt::format("{:03}", ms % 1000);
    case '%':
      return "%";
    default:
      return "";
  }
}

Result<XPathValue> format_date(Call& call) {
  TRY_ASSIGN(const XPathValue found, temporal(call, true));
  const auto* given = std::get_if<Temporal>(&found);
  if (!given) return std::string();
  // A time of day is shown as it was written; a moment, as the clocks here showed it.
  Temporal value = *given;
  if (value.kind != TemporalKind::Time) value.offset_minutes = call.environment().zone.offset_at(value.instant_ms);
  const bool french = call.environment().language.starts_with("fr");
  TRY_ASSIGN(const std::string format, call.text(1));
  std::string text;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      text += format[i];
      continue;
    }
    const std::string part = i + 1 < format.size() ? formatted(format[++i], value, french) : "";
    if (part.empty())
      return call.evaluation().error(call.self(),
                                     "after % in a date's format comes one of Y y m n b d e a H h M S 3 or %");
    text += part;
  }
  return text;
}

constexpr Function kTable[] = {
    {"today", 0, 0, Reads::Clock, today},
    {"now", 0, 0, Reads::Clock, now},
    {"date", 1, 1, Reads::Arguments, date},
    {"date-time", 1, 1, Reads::Arguments, date_time},
    {"decimal-date-time", 1, 1, Reads::Arguments, decimal_date_time},
    {"decimal-time", 1, 1, Reads::Arguments, decimal_time},
    {"format-date", 2, 2, Reads::Arguments, format_date},
    {"format-date-time", 2, 2, Reads::Arguments, format_date},
};

}  // namespace

std::span<const Function> date_functions() {
  return kTable;
}

}  // namespace escale::forms
