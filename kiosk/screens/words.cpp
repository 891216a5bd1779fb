#include "kiosk/screens/words.hpp"

#include <array>

#include "kiosk/screens/string_tables.hpp"
#include "sync/protocol/names.hpp"

namespace escale::screens {
namespace {

constexpr std::string_view kNoBreak = "\u00A0", kThin = "\u202F";

const Words& words_of(Lang lang, Text text) {
  const auto index = static_cast<std::size_t>(text);
  return lang == Lang::Fr ? kFrench[index] : kEnglish[index];
}

constexpr std::array<std::string_view, 7> kDaysFr = {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"};
constexpr std::array<std::string_view, 7> kDaysEn = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonthsFr = {"janvier", "février", "mars",      "avril",   "mai",      "juin",
                                                        "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
constexpr std::array<std::string_view, 12> kMonthsEn = {"January", "February", "March",     "April",   "May",      "June",
                                                        "July",    "August",   "September", "October", "November", "December"};

}  // namespace

Lang lang_of(std::string_view tag) {
  return tag == "en" || tag.starts_with("en-") ? Lang::En : Lang::Fr;
}
std::string_view tag_of(Lang lang) {
  return lang == Lang::En ? "en" : "fr";
}

std::string_view tr(Lang lang, Text text) {
  return words_of(lang, text).one;
}

std::string_view plural(Lang lang, Text text, std::int64_t count) {
  // French counts nought and one as singular; English one alone.
  const bool one = lang == Lang::Fr ? count == 0 || count == 1 : count == 1;
  return one ? words_of(lang, text).one : words_of(lang, text).other;
}

std::string_view key_of(Text text) {
  return words_of(Lang::Fr, text).key;
}
std::size_t text_count() {
  return std::size(kFrench);
}

std::string number_text(Lang lang, std::int64_t number) {
  const std::string digits = std::to_string(number < 0 ? -number : number);
  std::string out = number < 0 ? "−" : "";
  for (std::size_t i = 0; i < digits.size(); ++i) {
    // Four digits stay together, as people write years and small thousands.
    if (i > 0 && digits.size() > 4 && (digits.size() - i) % 3 == 0) out += lang == Lang::Fr ? kThin : ",";
    out += digits[i];
  }
  return out;
}

std::string percent_text(Lang lang, int percent) {
  return lang == Lang::Fr ? fmt::format("{}{}%", percent, kNoBreak) : fmt::format("{}%", percent);
}

std::string decimal_text(Lang lang, std::string_view number) {
  std::string out(number);
  if (lang == Lang::Fr)
    if (const auto point = out.find('.'); point != std::string::npos) out[point] = ',';
  if (out.starts_with('-')) out = "−" + out.substr(1);
  return out;
}

std::string size_text(Lang lang, std::uint64_t bytes) {
  constexpr std::array<std::string_view, 4> kFr = {"octets", "ko", "Mo", "Go"}, kEn = {"bytes", "kB", "MB", "GB"};
  std::size_t unit = 0;
  std::uint64_t tenths = bytes * 10;
  while (unit + 1 < kFr.size() && tenths >= 10'000) {
    tenths = (tenths + 500) / 1000;
    ++unit;
  }
  const std::string number = unit == 0 || tenths >= 100 || tenths % 10 == 0 ? number_text(lang, static_cast<std::int64_t>((tenths + 5) / 10))
                                                                            : decimal_text(lang, fmt::format("{}.{}", tenths / 10, tenths % 10));
  return fmt::format("{}{}{}", number, kNoBreak, lang == Lang::Fr ? kFr[unit] : kEn[unit]);
}

std::string day_text(Lang lang, std::chrono::sys_days day, bool weekday, bool year) {
  const std::chrono::year_month_day date(day);
  const auto week = std::chrono::weekday(day).c_encoding();
  const auto month = static_cast<unsigned>(date.month()) - 1;
  const auto number = static_cast<unsigned>(date.day());
  std::string out;
  if (weekday) out = fmt::format("{} ", lang == Lang::Fr ? kDaysFr[week] : kDaysEn[week]);
  out += lang == Lang::Fr && number == 1 ? "1er" : std::to_string(number);
  out += fmt::format("{}{}", kNoBreak, lang == Lang::Fr ? kMonthsFr[month] : kMonthsEn[month]);
  if (year) out += fmt::format("{}{}", kNoBreak, static_cast<int>(date.year()));
  return out;
}

std::string day_text(Lang lang, std::string_view iso, bool weekday, bool year) {
  const auto day = protocol::parse_day(iso);
  return day ? day_text(lang, *day, weekday, year) : std::string(iso);
}

std::string month_text(Lang lang, int month) {
  if (month < 1 || month > 12) return {};
  return std::string((lang == Lang::En ? kMonthsEn : kMonthsFr)[static_cast<std::size_t>(month - 1)]);
}

std::string time_text(Lang lang, int minute) {
  return lang == Lang::Fr ? fmt::format("{}{}h{}{:02}", minute / 60, kNoBreak, kNoBreak, minute % 60)
                          : fmt::format("{}:{:02}", minute / 60, minute % 60);
}

namespace {

/// Latin-1 letters with accents are C3 A0…BE in lower case, C3 80…9E in upper case.
std::string with_first(std::string_view text, bool upper) {
  std::string out(text);
  if (out.empty()) return out;
  const auto first = static_cast<unsigned char>(out[0]);
  if (upper && first >= 'a' && first <= 'z') out[0] = static_cast<char>(first - 32);
  if (!upper && first >= 'A' && first <= 'Z') out[0] = static_cast<char>(first + 32);
  if (first == 0xC3 && out.size() > 1) {
    const auto second = static_cast<unsigned char>(out[1]);
    if (upper && second >= 0xA0 && second <= 0xBE && second != 0xB7) out[1] = static_cast<char>(second - 0x20);
    if (!upper && second >= 0x80 && second <= 0x9E && second != 0x97) out[1] = static_cast<char>(second + 0x20);
  }
  return out;
}

}  // namespace

std::string in_quotes(std::string_view title) {
  std::string out(title);
  for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{"«\u00A0", "“"}, {"«\u202F", "“"}, {"« ", "“"}, {"«", "“"}, {"\u00A0»", "”"}, {"\u202F»", "”"}, {" »", "”"}, {"»", "”"}})
    for (auto at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size())) out.replace(at, from.size(), to);
  return out;
}

std::string capitalised(std::string_view text) {
  return with_first(text, true);
}

std::string lowered(std::string_view text) {
  if (text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z') return std::string(text);
  return with_first(text, false);
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

}  // namespace escale::screens
