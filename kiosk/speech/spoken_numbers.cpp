// Numbers and what stands beside them: thousands, decimals, units, ordinals, days, times, telephone numbers.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "kiosk/speech/spoken_parts.hpp"

namespace escale::speech {
namespace {

constexpr std::array<std::string_view, 12> kMonthsFr = {"janvier", "février", "mars",      "avril",   "mai",      "juin",
                                                        "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
constexpr std::array<std::string_view, 12> kMonthsEn = {"January", "February", "March",     "April",   "May",      "June",
                                                        "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 20> kUnitsFr = {"",       "un",   "deux",  "trois", "quatre",   "cinq",     "six",
                                                       "sept",   "huit", "neuf",  "dix",   "onze",     "douze",    "treize",
                                                       "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"};

struct Unit {
  std::string_view written, fr_one, fr_more, en_one, en_more;
};
constexpr std::array<Unit, 20> kUnits = {{{"%", "pour cent", "pour cent", "percent", "percent"},
                                          {"€", "euro", "euros", "euro", "euros"},
                                          {"$", "dollar", "dollars", "dollar", "dollars"},
                                          {"£", "livre", "livres", "pound", "pounds"},
                                          {"min", "minute", "minutes", "minute", "minutes"},
                                          {"s", "seconde", "secondes", "second", "seconds"},
                                          {"j", "jour", "jours", "day", "days"},
                                          {"km", "kilomètre", "kilomètres", "kilometre", "kilometres"},
                                          {"m", "mètre", "mètres", "metre", "metres"},
                                          {"cm", "centimètre", "centimètres", "centimetre", "centimetres"},
                                          {"mm", "millimètre", "millimètres", "millimetre", "millimetres"},
                                          {"kg", "kilo", "kilos", "kilo", "kilos"},
                                          {"g", "gramme", "grammes", "gram", "grams"},
                                          {"ko", "kilo-octet", "kilo-octets", "kilobyte", "kilobytes"},
                                          {"Mo", "mégaoctet", "mégaoctets", "megabyte", "megabytes"},
                                          {"Go", "gigaoctet", "gigaoctets", "gigabyte", "gigabytes"},
                                          {"kB", "kilo-octet", "kilo-octets", "kilobyte", "kilobytes"},
                                          {"MB", "mégaoctet", "mégaoctets", "megabyte", "megabytes"},
                                          {"GB", "gigaoctet", "gigaoctets", "gigabyte", "gigabytes"},
                                          {"°C", "degré", "degrés", "degree", "degrees"}}};

int to_int(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool digits_of(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most && is_digits(text);
}

/// Nothing stands between this word and the next: "39 77" but not "39, 77".
bool joined(const Tokens& tokens, std::size_t at) {
  return at + 1 < tokens.size() && tokens[at].after.empty() && tokens[at + 1].before.empty();
}

std::optional<std::string> day_of(std::string_view word, bool fr) {
  std::string_view year, month, day;
  if (word.size() == 10 && word[4] == '-' && word[7] == '-') {
    year = word.substr(0, 4), month = word.substr(5, 2), day = word.substr(8, 2);
  } else if (word.size() == 10 && word[2] == '/' && word[5] == '/') {
    day = word.substr(0, 2), month = word.substr(3, 2), year = word.substr(6, 4);
  } else {
    return std::nullopt;
  }
  if (!is_digits(year) || !is_digits(month) || !is_digits(day)) return std::nullopt;
  const int m = to_int(month), d = to_int(day);
  if (m < 1 || m > 12 || d < 1 || d > 31) return std::nullopt;
  const auto name = (fr ? kMonthsFr : kMonthsEn)[static_cast<std::size_t>(m - 1)];
  if (fr && d == 1) return fmt::format("premier {} {}", name, year);
  return fmt::format("{} {} {}", d, name, year);
}

std::string hours(int hour, std::string_view minutes, bool fr) {
  std::string out = fr ? fmt::format("{} heure{}", hour, hour > 1 ? "s" : "") : fmt::format("{} hour{}", hour, hour == 1 ? "" : "s");
  if (!minutes.empty() && to_int(minutes) > 0) out += fmt::format(" {}", to_int(minutes));
  return out;
}

/// "1er", "2e", "2ème", "21e", "XXIe".
std::optional<std::string> ordinal(std::string_view word) {
  bool feminine = false;
  std::string_view digits = word;
  for (const auto& [ending, is_feminine] : {std::pair<std::string_view, bool>{"ers", false}, {"er", false}, {"ère", true}, {"res", true}, {"re", true}, {"ème", false}, {"èmes", false}, {"es", false}, {"e", false}}) {
    if (!word.ends_with(ending) || word.size() == ending.size()) continue;
    digits = word.substr(0, word.size() - ending.size());
    feminine = is_feminine;
    break;
  }
  if (digits.size() == word.size()) return std::nullopt;
  int number = 0;
  if (is_digits(digits)) {
    number = to_int(digits);
  } else {
    int last = 0;
    for (auto it = digits.rbegin(); it != digits.rend(); ++it) {
      const int value = *it == 'I' ? 1 : *it == 'V' ? 5 : *it == 'X' ? 10 : 0;
      if (value == 0) return std::nullopt;
      number += value < last ? -value : value;
      last = std::max(last, value);
    }
  }
  if (number < 1 || number > 99) return std::nullopt;
  return ordinal_fr(number, feminine);
}

/// "4,5" in French, "4.5" in English.
std::optional<std::string> decimal(std::string_view word, bool fr) {
  const std::size_t sign = word.find(fr ? ',' : '.');
  if (sign == std::string_view::npos || !is_digits(word.substr(0, sign)) || !is_digits(word.substr(sign + 1))) return std::nullopt;
  return fmt::format("{} {} {}", word.substr(0, sign), fr ? "virgule" : "point", word.substr(sign + 1));
}

const Unit* unit_of(std::string_view word) {
  for (const Unit& unit : kUnits)
    if (unit.written == word) return &unit;
  return nullptr;
}

std::string with_unit(std::string_view number, const Unit& unit, bool fr) {
  const bool one = fr ? (number == "1" || number == "0" || number.starts_with("0 virgule") || number.starts_with("1 virgule")) : number == "1";
  return fmt::format("{} {}", number, fr ? (one ? unit.fr_one : unit.fr_more) : (one ? unit.en_one : unit.en_more));
}

/// A number with a unit stuck to it: "50%", "12€", "14h", "14h30", "16:15".
std::optional<std::string> stuck(std::string_view word, bool fr) {
  const std::size_t end = word.find_first_not_of("0123456789");
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  const std::string_view number = word.substr(0, end), rest = word.substr(end);
  if (const Unit* unit = unit_of(rest)) return with_unit(number, *unit, fr);
  if (number.size() <= 2 && (rest == "h" || (rest.size() == 3 && (rest[0] == 'h' || rest[0] == ':') && is_digits(rest.substr(1)) &&
                                              to_int(number) < 25 && to_int(rest.substr(1)) < 60))) {
    if (rest[0] == ':' && !fr) return std::nullopt;  // English voices read 16:15 well
    return hours(to_int(number), rest.size() == 3 ? rest.substr(1) : "", fr);
  }
  return std::nullopt;
}

/// "24/7", "2/5" ; "2-5".
std::optional<std::string> two_numbers(std::string_view word, bool fr) {
  const std::size_t sign = word.find_first_of("/-");
  if (sign == std::string_view::npos || !digits_of(word.substr(0, sign), 1, 4) || !digits_of(word.substr(sign + 1), 1, 4)) return std::nullopt;
  const std::string_view between = word[sign] == '/' ? (fr ? "sur" : "out of") : (fr ? "à" : "to");
  return fmt::format("{} {} {}", word.substr(0, sign), between, word.substr(sign + 1));
}

/// "06 12 34 56 78", "39 77", "116 117": kept as people say them. How many words; 0: none of these.
std::size_t telephone(const Tokens& tokens, std::size_t at) {
  const auto pairs = [&](std::size_t first, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (first + i >= tokens.size() || !digits_of(tokens[first + i].word, 2, 2)) return false;
      if (i > 0 && !joined(tokens, first + i - 1)) return false;
    }
    return true;
  };
  const std::string_view word = tokens[at].word;
  if (word.size() == 2 && word[0] == '0' && pairs(at, 5)) return 5;
  if (digits_of(word, 4, 4) && word[0] == '0' && joined(tokens, at) && pairs(at + 1, 3)) return 4;  // 0800 20 22 23
  if (word == "116" && joined(tokens, at) && digits_of(tokens[at + 1].word, 3, 3)) return 2;
  return 0;
}

/// "1 234 567": how many words make one number.
std::size_t thousands(const Tokens& tokens, std::size_t at) {
  if (!digits_of(tokens[at].word, 1, 3) || tokens[at].word[0] == '0') return 1;
  std::size_t count = 1;
  while (at + count < tokens.size() && joined(tokens, at + count - 1) && digits_of(tokens[at + count].word, 3, 3)) ++count;
  // Its last group may carry decimals: "1 234,5".
  return count;
}

}  // namespace

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string ordinal_fr(int number, bool feminine) {
  if (number == 1) return feminine ? "première" : "premier";
  std::string words;
  int rest = number;
  if (number >= 20) {
    constexpr std::array<std::string_view, 10> kTens = {"", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"};
    const int ten = number / 10;
    rest = number % 10 + (ten == 7 || ten == 9 ? 10 : 0);
    words = kTens[static_cast<std::size_t>(ten)];
    if (rest > 0) words += (rest == 1 || rest == 11) && ten < 8 ? " et " : "-";
  }
  words += kUnitsFr[static_cast<std::size_t>(rest)];
  if (words.ends_with('e')) words.pop_back();
  if (words.ends_with("cinq")) words += 'u';
  if (words.ends_with("neuf")) words.back() = 'v';
  return words + "ième";
}

std::optional<Spoken> number_at(const Tokens& tokens, std::size_t at, std::string_view lang) {
  const Token& token = tokens[at];
  const bool fr = french(lang);
  const std::string_view word = token.word;
  if (word.empty()) return std::nullopt;
  const bool starts_with_digit = word[0] >= '0' && word[0] <= '9';
  if (fr && word.size() <= 8) {
    if (auto said = ordinal(word)) return Spoken{1, std::move(*said)};
  }
  if (!starts_with_digit) {
    const Unit* unit = word.size() <= 3 && (word == "%" || word == "€" || word == "£" || word == "$") ? unit_of(word) : nullptr;
    if (unit == nullptr) return std::nullopt;
    return Spoken{1, std::string(fr ? unit->fr_more : unit->en_more)};
  }
  if (auto said = day_of(word, fr)) return Spoken{1, std::move(*said)};
  if (auto said = stuck(word, fr)) return Spoken{1, std::move(*said)};
  if (word == "24" && joined(tokens, at) && tokens[at + 1].word == "h/24") return Spoken{2, fr ? "24 heures sur 24" : "24 hours a day"};
  if (word == "24h/24") return Spoken{1, fr ? "24 heures sur 24" : "24 hours a day"};
  if (word == "7j/7") return Spoken{1, fr ? "7 jours sur 7" : "7 days a week"};
  if (word == "7" && joined(tokens, at) && tokens[at + 1].word == "j/7") return Spoken{2, fr ? "7 jours sur 7" : "7 days a week"};
  if (auto said = two_numbers(word, fr)) return Spoken{1, std::move(*said)};

  std::string number;
  std::size_t taken = 1;
  bool whole = is_digits(word);
  if (whole) {
    if (const std::size_t count = telephone(tokens, at); count > 0) {
      std::string said;
      for (std::size_t i = 0; i < count; ++i) said += (i > 0 ? " " : "") + std::string(tokens[at + i].word);
      return Spoken{count, std::move(said)};
    }
    taken = fr ? thousands(tokens, at) : 1;
    for (std::size_t i = 0; i < taken; ++i) number += tokens[at + i].word;
    // "1 234,5": the last group has its decimals.
    if (fr && number.size() <= 3 * taken && joined(tokens, at + taken - 1) && at + taken < tokens.size()) {
      const std::string_view last = tokens[at + taken].word;
      if (last.size() > 4 && last[3] == ',' && is_digits(last.substr(0, 3)) && is_digits(last.substr(4)) && word.size() <= 3 && word[0] != '0') {
        number += last.substr(0, 3);
        number += " virgule ";
        number += last.substr(4);
        ++taken;
        whole = false;
      }
    }
  } else if (auto said = decimal(word, fr)) {
    number = std::move(*said);
  } else if (!fr && word.find(',') != std::string_view::npos) {  // 1,234,567
    for (std::size_t from = 0; from <= word.size();) {
      const std::size_t comma = std::min(word.find(',', from), word.size());
      if (!digits_of(word.substr(from, comma - from), from == 0 ? 1 : 3, 3)) return std::nullopt;
      number += word.substr(from, comma - from);
      from = comma + 1;
    }
  } else {
    return std::nullopt;
  }
  const std::size_t next = at + taken;
  if (next < tokens.size() && joined(tokens, next - 1)) {
    const std::string_view unit = tokens[next].word;
    if (whole && unit == "h" && number.size() <= 3) {
      const bool minutes = joined(tokens, next) && next + 1 < tokens.size() && digits_of(tokens[next + 1].word, 2, 2) &&
                           to_int(number) < 25 && to_int(tokens[next + 1].word) < 60;
      return Spoken{taken + (minutes ? 2U : 1U), hours(to_int(number), minutes ? tokens[next + 1].word : std::string_view(), fr)};
    }
    if (const Unit* known = unit_of(unit)) {
      // "20 s" and "5 m" are read; a lone letter after a number in a sentence is not a unit in English.
      if (fr || unit.size() > 1 || known == &kUnits[0]) return Spoken{taken + 1, with_unit(number, *known, fr)};
    }
  }
  if (taken == 1 && number == word) return std::nullopt;
  return Spoken{taken, std::move(number)};
}

}  // namespace escale::speech
