// Dates and times, part after part.
#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/forms/asking.hpp"

namespace escale::forms {
namespace {

/// The longest of each: a year has four figures.
std::size_t most_digits(MomentPart part) { return part == MomentPart::Year ? 4 : 2; }

std::optional<int> number(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::vector<MomentPart> moment_parts(QuestionKind kind, const Control& control) {
  using enum MomentPart;
  if (kind == QuestionKind::Time) return {Hour, Minute};
  if (kind == QuestionKind::DateTime) return {Day, Month, Year, Hour, Minute};
  if (kind != QuestionKind::Date) return {};
  // XLSForm, appearances of dates.
  if (shown_as(control, "month-year")) return {Month, Year};
  if (shown_as(control, "year")) return {Year};
  return {Day, Month, Year};
}

std::vector<std::string> split_moment(std::string_view typed, std::size_t count) {
  std::vector<std::string> parts(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t end = std::min(typed.find('/'), typed.size());
    parts[i] = typed.substr(0, end);
    typed.remove_prefix(std::min(end + 1, typed.size()));
  }
  return parts;
}

std::string join_moment(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) out += (i == 0 ? "" : "/") + parts[i];
  return out;
}

std::optional<std::string> moment_answer(QuestionKind kind, const std::vector<MomentPart>& parts, std::string_view typed,
                                         const Zone& zone) {
  int day = 1, month = 1, year = 0, hour = 0, minute = 0;
  const std::vector<std::string> written = split_moment(typed, parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto value = number(written[i], most_digits(parts[i]));
    if (!value) return std::nullopt;
    (parts[i] == MomentPart::Day     ? day
     : parts[i] == MomentPart::Month ? month
     : parts[i] == MomentPart::Year  ? year
     : parts[i] == MomentPart::Hour  ? hour
                                     : minute) = *value;
  }
  const std::string date = fmt::format("{:04}-{:02}-{:02}", year, month, day);
  if (kind == QuestionKind::Date) return date;
  std::string written_moment = fmt::format("{:02}:{:02}:00.000", hour, minute);
  if (kind == QuestionKind::DateTime) written_moment = date + "T" + written_moment;
  const auto known = parse_temporal(written_moment, zone);
  return known ? known->text() : written_moment;
}

std::string moment_typed(const std::vector<MomentPart>& parts, std::string_view answer) {
  const std::size_t mark = answer.find('T');
  const bool has_date = parts.front() == MomentPart::Day || parts.front() == MomentPart::Month || parts.front() == MomentPart::Year;
  const std::string_view date = has_date ? answer.substr(0, 10) : std::string_view();
  const std::string_view time = !has_date ? answer : mark == std::string_view::npos ? std::string_view() : answer.substr(mark + 1);
  const auto piece = [](std::string_view text, std::size_t at, std::size_t length) {
    return text.size() < at + length ? std::string() : std::string(text.substr(at, length));
  };
  std::vector<std::string> out;
  for (const MomentPart part : parts) {
    std::string text = part == MomentPart::Year    ? piece(date, 0, 4)
                       : part == MomentPart::Month ? piece(date, 5, 2)
                       : part == MomentPart::Day   ? piece(date, 8, 2)
                       : part == MomentPart::Hour  ? piece(time, 0, 2)
                                                   : piece(time, 3, 2);
    // "05" was written "5"; the minutes keep both figures.
    if (part != MomentPart::Minute && text.size() == 2 && text[0] == '0') text.erase(0, 1);
    out.push_back(std::move(text));
  }
  return join_moment(out);
}

}  // namespace escale::forms
