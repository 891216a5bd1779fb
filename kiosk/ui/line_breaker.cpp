#include "kiosk/ui/line_breaker.hpp"

#include <algorithm>

namespace escale::ui {
namespace {

bool is_letter(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/// A no-break space (U+00A0 or U+202F) ends before `at`.
bool after_no_break_space(std::string_view text, std::size_t at) {
  return (at >= 2 && text.substr(at - 2, 2) == "\xC2\xA0") || (at >= 3 && text.substr(at - 3, 3) == "\xE2\x80\xAF");
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether the space at `at` holds what is before and after it together, though its author typed a plain one: before ; : ! ? » % € and
/// inside «, between the groups of a number (10 000, 01 42 12 34 56), between a number and its unit, around ×, after n°, M., Mme, Dr,
/// art., p., L.
bool space_holds(std::string_view text, std::size_t at, std::size_t word) {
  std::size_t next = at;
  while (next < text.size() && text[next] == ' ') ++next;
  std::string_view after = text.substr(next), before = text.substr(word, at - word);
  if (after.empty() || before.empty()) return false;
  for (std::string_view sign : {";", ":", "!", "?", "»", "%", "€", "…"})
    if (after.starts_with(sign)) return true;
  if (before.ends_with("«")) return true;
  for (std::string_view title : {"n°", "N°", "M.", "Mme", "Mmes", "MM.", "Mlle", "Dr", "Me", "art.", "Art.", "p.", "§"})
    if (before == title || (before.size() > title.size() && before.ends_with(title) && before[before.size() - title.size() - 1] == '('))
      return true;
  if (before == "h" && is_digit(after.front())) return true;  // « 16 h 30 »
  if (before == "×" || (is_digit(before.back()) && after.starts_with("×"))) return true;  // « 1280 × 800 »
  // « article L. 119-1 »: the letter of a code.
  if (before.size() == 2 && before[1] == '.' && before[0] >= 'A' && before[0] <= 'Z' && is_digit(after.front())) return true;
  if (!is_digit(before.back())) return false;
  // « 10 000 », « 39 77 »: a group of two or three figures after another one.
  std::size_t figures = 0;
  while (figures < after.size() && is_digit(after[figures])) ++figures;
  auto ends = [&](std::size_t length) {
    return length == after.size() || (!is_letter(static_cast<unsigned char>(after[length])) && !is_digit(after[length]));
  };
  if ((figures == 2 || figures == 3) && ends(figures)) return true;
  for (std::string_view unit : {"h", "min", "s", "mm", "cm", "m", "km", "g", "kg", "Mo", "Go", "ko", "°C"})
    if (after.starts_with(unit) && ends(unit.size())) return true;
  return false;
}

float line_width(std::span<const BreakUnit> units, std::size_t first, std::size_t last) {
  float total = 0;
  for (std::size_t i = first; i < last; ++i) total += units[i].width + (i + 1 < last ? units[i].space : 0);
  return last > first && units[last - 1].soft_hyphen ? total + units[last - 1].hyphen : total;
}

std::vector<std::size_t> greedy(std::span<const BreakUnit> units, float width) {
  std::vector<std::size_t> starts;
  std::size_t first = 0;
  while (first < units.size()) {
    starts.push_back(first);
    std::size_t last = first;  // the line is [first, last]
    float total = units[first].width;
    while (last + 1 < units.size() && !units[last].hard) {
      float longer = total + units[last].space + units[last + 1].width;
      float with_hyphen =
          longer + (units[last + 1].soft_hyphen && last + 2 < units.size() ? units[last + 1].hyphen : 0);
      if (longer > width) break;
      // A syllable that would need its hyphen here must leave room for it, unless the next one fits too.
      if (with_hyphen > width && longer + units[last + 1].space + units[last + 2].width > width) break;
      total = longer;
      ++last;
    }
    if (last > first && last + 1 < units.size() && units[last].clings && !units[last].hard) --last;
    first = last + 1;
  }
  return starts;
}

}  // namespace

std::vector<BreakUnit> find_units(std::string_view text) {
  std::vector<BreakUnit> units;
  std::size_t at = 0;
  bool address = false;  // inside https://…
  while (at < text.size()) {
    BreakUnit unit;
    unit.begin = at;
    std::size_t word_start = at;
    while (at < text.size()) {
      auto c = static_cast<unsigned char>(text[at]);
      if (c == ' ' && at > unit.begin && space_holds(text, at, word_start)) {
        while (at < text.size() && text[at] == ' ') ++at;
        word_start = at;
        continue;
      }
      if (c == ' ' || c == '\n') break;
      if (text.substr(at).starts_with("\xC2\xAD")) {  // soft hyphen
        unit.soft_hyphen = true;
        break;
      }
      if (text.substr(at).starts_with("\xE2\x80\x8B")) break;  // zero-width space
      ++at;
      bool between = c == '-' && at >= 2 && is_letter(static_cast<unsigned char>(text[at - 2])) && at < text.size() &&
                     is_letter(static_cast<unsigned char>(text[at])) && !after_no_break_space(text, at - 1) &&
                     !text.substr(at).starts_with("\xC2\xA0") && !text.substr(at).starts_with("\xE2\x80\xAF");
      if (between) break;
      // A long address goes on after a stroke.
      address = address || (c == '/' && text.substr(unit.begin, at - unit.begin).ends_with("://"));
      if (address && c == '/' && at < text.size() && text[at] != '/' && text[at - 2] != '/') break;
    }
    unit.end = at;
    std::string_view word = text.substr(unit.begin, unit.end - unit.begin);
    unit.clings = !word.empty() && is_letter(static_cast<unsigned char>(word[0])) &&
                  (word.size() == 1 || (word.size() == 2 && static_cast<unsigned char>(word[0]) >= 0xC3));
    if (unit.soft_hyphen) {
      at += 2;
    } else if (text.substr(at).starts_with("\xE2\x80\x8B")) {
      at += 3;
    } else {
      if (at < text.size() && (text[at] == ' ' || text[at] == '\n')) address = false;
      while (at < text.size() && text[at] == ' ') ++at;
      if (at < text.size() && text[at] == '\n') {
        unit.hard = true;
        ++at;
      }
    }
    unit.next = at;
    units.push_back(unit);
  }
  return units;
}

bool ends_sentence(std::string_view text, const BreakUnit& unit, const BreakUnit& next) {
  if (unit.hard || unit.soft_hyphen || unit.end == next.begin) return false;
  std::string_view word = text.substr(unit.begin, unit.end - unit.begin), after = text.substr(next.begin, next.end - next.begin);
  // What closes a quotation belongs to the sentence.
  for (std::string_view closing : {"\u00A0»", "\u202F»", "»", ")", "”"})
    if (word.ends_with(closing)) word.remove_suffix(closing.size());
  const bool dot = word.ends_with(".");
  if (!dot && !word.ends_with("!") && !word.ends_with("?") && !word.ends_with("…")) return false;
  if (dot) {
    word.remove_suffix(1);
    // The last word of the unit: « R » of « Mme R. », which a no-break space holds together.
    for (std::string_view space : {"\u00A0", "\u202F", " ", "’"})
      if (const auto at = word.rfind(space); at != std::string_view::npos) word.remove_prefix(at + space.size());
    for (std::string_view short_form : {"M", "MM", "Dr", "Me", "St", "Ste", "art", "Art", "cf", "p", "n", "etc"})
      if (word == short_form) return false;
    if (word.size() <= 1 || (word.size() == 2 && static_cast<unsigned char>(word[0]) >= 0xC3)) return false;  // an initial
  }
  if (after.starts_with("«") || after.starts_with("“")) return true;
  if (after.front() >= 'A' && after.front() <= 'Z') return true;
  // À to Þ in UTF-8, and Œ.
  return (after.size() > 1 && after[0] == '\xC3' && static_cast<unsigned char>(after[1]) >= 0x80 && static_cast<unsigned char>(after[1]) <= 0x9E) ||
         after.starts_with("Œ");
}

std::vector<std::size_t> break_lines(std::span<const BreakUnit> units, float width, LineFit fit) {
  std::vector<std::size_t> starts = greedy(units, width);
  if (starts.size() < 2 || fit == LineFit::Greedy) return starts;
  bool has_hard = std::ranges::any_of(units, [](const BreakUnit& unit) { return unit.hard; });
  if (fit == LineFit::Balanced && !has_hard) {
    float low = 0, high = width;
    for (const BreakUnit& unit : units) low = std::max(low, unit.width);
    for (int step = 0; step < 8; ++step) {
      float middle = (low + high) / 2;
      if (greedy(units, middle).size() <= starts.size()) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return greedy(units, high);
  }
  // No word alone on the last line.
  std::size_t last = starts.size() - 1;
  std::size_t words_before = starts[last] - starts[last - 1];
  const BreakUnit& moved = units[starts[last] - 1];
  if (starts[last] + 1 == units.size() && words_before >= 3 && !moved.hard && moved.space > 0 &&
      line_width(units, starts[last] - 1, units.size()) <= width) {
    --starts[last];
  }
  return starts;
}

}  // namespace escale::ui
