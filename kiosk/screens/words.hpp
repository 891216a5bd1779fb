// The words of the terminal: typed keys of assets/i18n/*.po, and numbers, days and times as people write them in French and
// in English. No locale of the machine takes part.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/screens/strings.hpp"
#include "sync/base/clock.hpp"

namespace escale::screens {

enum class Lang : std::uint8_t { Fr, En };

/// "en", "en-GB" are English; every other tag is French, the language of the house.
Lang lang_of(std::string_view tag);
/// "fr" or "en".
std::string_view tag_of(Lang lang);

/// The text of a key. Lives as long as the program.
std::string_view tr(Lang lang, Text text);
/// The form of a key that goes with `count`.
std::string_view plural(Lang lang, Text text, std::int64_t count);
/// The key's own name: "home.learn".
std::string_view key_of(Text text);
/// How many texts there are.
std::size_t text_count();

/// The text with its arguments {0}, {1}…
template <typename... Args>
std::string tr(Lang lang, Text text, const Args&... args) {
  return fmt::vformat(tr(lang, text), fmt::make_format_args(args...));
}

/// "1 234" or "1,234".
std::string number_text(Lang lang, std::int64_t number);
/// The form for `count`, which is {0}; more arguments follow.
template <typename... Args>
std::string counted(Lang lang, Text text, std::int64_t count, const Args&... args) {
  const std::string number = number_text(lang, count);
  return fmt::vformat(plural(lang, text, count), fmt::make_format_args(number, args...));
}

/// "45 %" or "45%".
std::string percent_text(Lang lang, int percent);
/// A decimal written with a point ("2.5") as people write it: "2,5".
std::string decimal_text(Lang lang, std::string_view number);
/// "211 Mo", "1,5 Go": bytes in powers of ten.
std::string size_text(Lang lang, std::uint64_t bytes);
/// "mardi 24 novembre", "1er décembre" without `weekday`; with the year when asked.
std::string day_text(Lang lang, std::chrono::sys_days day, bool weekday = true, bool year = false);
/// The same from "2026-11-24"; the text itself when it is not a day.
std::string day_text(Lang lang, std::string_view iso, bool weekday = true, bool year = false);
/// "novembre" or "November", from 1 to 12.
std::string month_text(Lang lang, int month);
/// "16 h 15" or "16:15", from minutes after midnight.
std::string time_text(Lang lang, int minute);
/// First letter in upper case (accents too).
std::string capitalised(std::string_view text);
/// A title that will stand between « »: its own « » become “ ” (Imprimerie nationale, Guillemets).
std::string in_quotes(std::string_view title);
/// The same text with a lower-case first letter, unless its second one is upper case (an acronym).
std::string lowered(std::string_view text);
/// Unicode code points.
std::size_t character_count(std::string_view text);

}  // namespace escale::screens
