#include "content-bundles/forms/temporal.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace escale::forms {
namespace {

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// Reads from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : m_text(text) {}
  bool done() const { return m_text.empty(); }
  char peek() const { return m_text.empty() ? '\0' : m_text.front(); }
  bool take(char c) {
    if (peek() != c) return false;
    m_text.remove_prefix(1);
    return true;
  }
  /// Between `least` and `most` digits.
  std::optional<int> digits(std::size_t least, std::size_t most) {
    int number = 0;
    std::size_t count = 0;
    while (count < most && count < m_text.size() && m_text[count] >= '0' && m_text[count] <= '9')
      number = number * 10 + (m_text[count++] - '0');
    if (count < least) return std::nullopt;
    m_text.remove_prefix(count);
    return number;
  }
  /// Digits of a fraction of a second, as milliseconds; what is finer is dropped.
  std::optional<int> fraction_ms() {
    int number = 0, count = 0;
    for (; peek() >= '0' && peek() <= '9'; m_text.remove_prefix(1), ++count)
      if (count < 3) number = number * 10 + (peek() - '0');
    if (count == 0) return std::nullopt;
    for (; count < 3; ++count) number *= 10;
    return number;
  }

 private:
  std::string_view m_text;
};

std::optional<std::int64_t> read_day(Reader& reader) {
  const auto year = reader.digits(4, 4);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.digits(1, 2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.digits(1, 2);
  if (!day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
  const std::int64_t days = days_since_1970({*year, *month, *day});
  if (civil_date(days).day != *day) return std::nullopt;  // 31 September
  return days;
}

struct ClockTime {
  std::int64_t ms = 0;
  std::optional<int> offset{};
};

std::optional<ClockTime> read_clock(Reader& reader) {
  ClockTime time;
  const auto hour = reader.digits(1, 2);
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.digits(2, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  time.ms = (*hour * 60 + *minute) * std::int64_t{60'000};
  if (reader.take(':')) {
    const auto second = reader.digits(2, 2);
    if (!second || *second > 59) return std::nullopt;
    time.ms += *second * 1000;
    if (reader.take('.')) {
      const auto fraction = reader.fraction_ms();
      if (!fraction) return std::nullopt;
      time.ms += *fraction;
    }
  }
  if (reader.take('Z')) {
    time.offset = 0;
  } else if (reader.peek() == '+' || reader.peek() == '-') {
    const int sign = reader.take('-') ? -1 : 1;
    if (sign > 0) reader.take('+');
    const auto hours = reader.digits(2, 2);
    if (!hours || *hours > 23) return std::nullopt;
    int minutes = 0;
    if (reader.take(':') || !reader.done()) {
      const auto found = reader.digits(2, 2);
      if (!found || *found > 59) return std::nullopt;
      minutes = *found;
    }
    time.offset = sign * (*hours * 60 + minutes);
  }
  return time;
}

std::string clock_text(const Temporal& value) {
  const std::int64_t ms = value.ms_of_day();
  const int offset = std::abs(value.offset_minutes);
  return fmt::format("{:02}:{:02}:{:02}.{:03}{}{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60,
                     ms % 1000, value.offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}

}  // namespace

Zone Zone::fixed(int minutes) {
  return Zone([minutes](std::int64_t) { return minutes; });
}

std::int64_t Zone::instant_of(std::int64_t local_ms) const {
  std::int64_t instant = local_ms;
  // Two rounds settle on one side of a change of offset; in the hour that clocks repeat, on one of its two instants.
  for (int round = 0; round < 2; ++round) instant = local_ms - offset_at(instant) * std::int64_t{60'000};
  return instant;
}

std::int64_t Temporal::day() const {
  return floor_div(local_ms(), kDayMs);
}
std::int64_t Temporal::ms_of_day() const {
  return local_ms() - day() * kDayMs;
}

std::string Temporal::text() const {
  if (kind == TemporalKind::Time) return clock_text(*this);
  const CivilDate date = civil_date(day());
  const std::string text = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
  return kind == TemporalKind::Date ? text : text + "T" + clock_text(*this);
}

// Days are counted from 1 March of year 0, so that the leap day is the last of its year.
CivilDate civil_date(std::int64_t days) {
  const std::int64_t shifted = days + 719'468;
  const std::int64_t era = floor_div(shifted, 146'097);
  const std::int64_t of_era = shifted - era * 146'097;
  const std::int64_t year = (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const std::int64_t month = (5 * of_year + 2) / 153;
  CivilDate date;
  date.day = static_cast<int>(of_year - (153 * month + 2) / 5 + 1);
  date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  date.year = year + era * 400 + (date.month <= 2 ? 1 : 0);
  return date;
}

std::int64_t days_since_1970(const CivilDate& date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5 + date.day - 1;
  return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

Temporal date_of_day(std::int64_t day, const Zone& zone) {
  const std::int64_t instant = zone.instant_of(day * kDayMs);
  return {TemporalKind::Date, instant, static_cast<int>((day * kDayMs - instant) / 60'000)};
}

Temporal moment(std::int64_t instant_ms, const Zone& zone) {
  return {TemporalKind::DateTime, instant_ms, zone.offset_at(instant_ms)};
}

std::optional<Temporal> parse_temporal(std::string_view text, const Zone& zone) {
  const bool has_date = text.size() > 4 && text[4] == '-';
  if (!has_date && (text.size() < 4 || (text[1] != ':' && text[2] != ':'))) return std::nullopt;
  Reader reader(text);
  std::int64_t local = 0;
  if (has_date) {
    const auto day = read_day(reader);
    if (!day) return std::nullopt;
    if (reader.done()) return date_of_day(*day, zone);
    if (!reader.take('T')) return std::nullopt;
    local = *day * kDayMs;
  }
  const auto clock = read_clock(reader);
  if (!clock || !reader.done()) return std::nullopt;
  local += clock->ms;
  const std::int64_t instant = clock->offset ? local - *clock->offset * std::int64_t{60'000} : zone.instant_of(local);
  return Temporal{has_date ? TemporalKind::DateTime : TemporalKind::Time, instant,
                  static_cast<int>((local - instant) / 60'000)};
}

}  // namespace escale::forms
