#include "sync/paper/french_dates.hpp"

namespace escale::paper {
namespace {

constexpr const char* kMonths[] = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"};

std::string number(std::chrono::year_month_day date) {
  const unsigned day = static_cast<unsigned>(date.day());
  return day == 1 ? "1er" : std::to_string(day);
}
std::string month(std::chrono::year_month_day date) { return kMonths[static_cast<unsigned>(date.month()) - 1]; }
std::string year(std::chrono::year_month_day date) { return std::to_string(static_cast<int>(date.year())); }

}  // namespace

std::string day_words(protocol::Day day) {
  const std::chrono::year_month_day date(day);
  return number(date) + " " + month(date) + " " + year(date);
}

std::string days_words(const std::set<protocol::Day>& days) {
  if (days.empty()) return {};
  if (days.size() == 1) return "le " + day_words(*days.begin());
  const std::chrono::year_month_day first(*days.begin());
  const std::chrono::year_month_day last(*days.rbegin());
  std::string text = "du " + number(first);
  if (first.year() != last.year()) text += " " + month(first) + " " + year(first);
  else if (first.month() != last.month()) text += " " + month(first);
  return text + " au " + day_words(*days.rbegin());
}

}  // namespace escale::paper
