#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "content-bundles/language/characters.hpp"
#include "content-bundles/language/remark.hpp"

namespace escale::language {
namespace {

constexpr std::size_t kMostWords = 15;
constexpr long kMostNumber = 1000;

/// Rule 5.1: numbers in digits. "un" and "une" are articles too, and are left alone.
constexpr std::array<std::string_view, 17> kNumberWords = {"deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
                                                           "onze", "douze", "quinze", "vingt", "trente", "cinquante", "cent", "mille"};
/// Rule 6.4: no abbreviation.
constexpr std::array<std::string_view, 9> kAbbreviations = {"etc", "cf", "ex", "ie", "rdv", "svp", "mr", "nb", "tél"};
/// "en" before these is no participle.
constexpr std::array<std::string_view, 6> kNotParticiples = {"avant", "enfant", "instant", "courant", "revenant", "montant"};
constexpr std::array<std::string_view, 9> kDenials = {"pas", "plus", "jamais", "rien", "personne", "aucun", "aucune", "ni", "guère"};

struct Sentence {
  std::size_t begin = 0, end = 0;  ///< bytes
  bool first_of_line = true;
};

/// Sentences end at . ! ? … before a blank, a closing quotation mark or the end; lines end them too. "M. B." is one.
std::vector<Sentence> sentences(std::string_view text, const Characters& in) {
  std::vector<Sentence> out;
  auto code = [&](std::size_t i) { return i < in.size() ? in[i].code : char32_t{0}; };
  auto byte = [&](std::size_t i) { return i < in.size() ? in[i].at : text.size(); };
  std::size_t begin = 0;
  bool first = true;
  auto close = [&](std::size_t end, bool line_ends) {
    std::string_view inside = text.substr(byte(begin), byte(end) - byte(begin));
    if (!words(inside).empty()) {
      out.push_back({byte(begin), byte(end), first});
      first = false;
    }
    begin = end;
    if (line_ends) first = true;
  };
  for (std::size_t i = 0; i < in.size(); ++i) {
    const char32_t c = in[i].code;
    if (is_line_end(c)) {
      close(i, true);
      begin = i + 1;
      continue;
    }
    const bool stop = c == '!' || c == '?' || c == kEllipsis || (c == '.' && !(i > 0 && is_upper(in[i - 1].code) && (i < 2 || !is_letter(in[i - 2].code))));
    if (!stop || !(code(i + 1) == 0 || is_blank(code(i + 1)) || is_line_end(code(i + 1)))) continue;
    // « Quoi ? », dit-elle: the sentence goes on.
    std::size_t next = i + 1;
    while (is_blank(code(next))) ++next;
    if (code(next) == kClose || code(next) == '!' || code(next) == '?') continue;
    close(i + 1, false);
  }
  close(in.size(), true);
  return out;
}

std::string shortened(std::string_view text) {
  const Characters in = characters(text);
  std::size_t from = 0;
  while (from < in.size() && (is_blank(in[from].code) || is_line_end(in[from].code))) ++from;
  if (from == in.size()) return {};
  if (in.size() - from <= 42) return std::string(text.substr(in[from].at));
  return std::string(text.substr(in[from].at, in[from + 40].at - in[from].at)) + "…";
}

class Reader {
 public:
  explicit Reader(std::string_view text) : m_text(text), m_in(characters(text)) {}

  std::vector<Remark> read() {
    for (const Sentence& sentence : sentences(m_text, m_in)) by_sentence(sentence);
    for (std::size_t i = 0; i < m_in.size(); ++i) signs(i);
    by_words();
    std::ranges::stable_sort(m_remarks, {}, &Remark::at);
    return std::move(m_remarks);
  }

 private:
  char32_t code(std::size_t i) const { return i < m_in.size() ? m_in[i].code : 0; }
  void say(std::size_t at, std::string sentence) { m_remarks.push_back({at, std::move(sentence)}); }

  void by_sentence(const Sentence& sentence) {
    const std::string_view text = m_text.substr(sentence.begin, sentence.end - sentence.begin);
    const std::vector<Word> all = words(text);
    // An elision is part of the word that follows: « l’école » is one word to a reader.
    const auto count = static_cast<std::size_t>(std::ranges::count_if(all, [](const Word& w) { return !w.lower.ends_with("’"); }));
    if (count > kMostWords) say(sentence.begin, fmt::format("{} words in « {} »: cut it in sentences of {} words at most (4.1)", count, shortened(text), kMostWords));
    if (!sentence.first_of_line) say(sentence.begin, fmt::format("begin a new line before « {} »: one sentence a line (1.7)", shortened(text)));
    std::size_t denials = 0;
    for (const Word& word : all) denials += word.lower == "ne" || word.lower == "n’" ? 1 : 0;
    if (denials > 1) say(sentence.begin, fmt::format("two negations in « {} »: say what is, not what is not (7.2)", shortened(text)));
  }

  void signs(std::size_t i) {
    const std::size_t at = m_in[i].at;
    switch (m_in[i].code) {
      case ';':
      case '(':
      case ')':
      case '[':
      case ']':
        return say(at, fmt::format("write another sentence instead of {} (4.2)", static_cast<char>(m_in[i].code)));
      case kEllipsis:
        return say(at, "end the sentence: no … (4.2)");
      case kDash:
      case 0x2014:
        return say(at, "write another sentence instead of a dash (4.2)");
      case '&':
      case '>':
      case '<':
      case '#':
      case '@':
      case '=':
      case '+':
      case '*':
        return say(at, fmt::format("write a word instead of {} (5.4)", static_cast<char>(m_in[i].code)));
      case '%':
        return say(at, "say a percentage with people: « 1 personne sur 2 » (5.2)");
      case '/':
        if (i > 0 && is_digit(m_in[i - 1].code) && is_digit(code(i + 1))) return say(at, "write the month of a date in letters: « 24 novembre 2026 » (5.3)");
        return say(at, "write « ou » instead of / (5.4)");
      default:
        if (is_digit(m_in[i].code) && (i == 0 || !is_digit(m_in[i - 1].code))) number(i);
    }
  }

  /// Rule 5.2: no number over 1,000. A year and a telephone number are no quantity.
  void number(std::size_t i) {
    if (i >= 2 && is_digit(m_in[i - 2].code) && is_blank(m_in[i - 1].code)) return;  // the middle of a number
    if (i >= 1 && (m_in[i - 1].code == '-' || m_in[i - 1].code == '.' || m_in[i - 1].code == ',')) return;
    std::string digits;
    std::size_t k = i;
    bool grouped = false;
    while (is_digit(code(k)) || (code(k) == kNarrow && is_digit(code(k + 1)))) {
      if (is_digit(code(k))) digits += static_cast<char>(code(k));
      else grouped = true;
      ++k;
    }
    if (is_blank(code(k)) && is_digit(code(k + 1))) return;  // 01 23 45 67 89
    if (digits.size() > 9) return;
    const long value = std::stol(digits);
    const bool year = !grouped && digits.size() == 4 && value >= 1900 && value < 2100;
    const bool telephone = !grouped && digits.size() == 4 && (digits[0] == '3' || digits[0] == '1');
    if (value > kMostNumber && !year && !telephone) say(m_in[i].at, fmt::format("{} is hard to picture: say « beaucoup », or a number up to 1 000 (5.2)", digits));
  }

  void by_words() {
    const std::vector<Word> all = words(m_text);
    for (std::size_t w = 0; w < all.size(); ++w) {
      const Word& word = all[w];
      if (std::ranges::find(kNumberWords, std::string_view(word.lower)) != kNumberWords.end())
        say(word.at, fmt::format("write the number « {} » in digits (5.1)", word.text));
      const std::size_t end = word.at + word.text.size();
      if (std::ranges::find(kAbbreviations, std::string_view(word.lower)) != kAbbreviations.end() && (word.lower == "rdv" || word.lower == "svp" || (end < m_text.size() && m_text[end] == '.')))
        say(word.at, fmt::format("write « {} » in full (6.4)", word.text));
      const Characters letters = characters(word.text);
      const auto capitals = std::ranges::count_if(letters, [](const Character& c) { return is_upper(c.code); });
      if (capitals >= 2 && std::ranges::none_of(letters, [](const Character& c) { return is_letter(c.code) && !is_upper(c.code); }))
        say(word.at, fmt::format("write « {} » in full and in small letters (1.6, 6.4)", word.text));
      if (word.lower == "en" && w + 1 < all.size()) {
        const std::string& next = all[w + 1].lower;
        if (next.size() > 5 && next.ends_with("ant") && std::ranges::find(kNotParticiples, std::string_view(next)) == kNotParticiples.end())
          say(word.at, fmt::format("write two sentences instead of « en {} » (7.1)", next));
      }
      for (std::string_view past : {"èrent", "âmes", "îmes", "ûmes"})
        if (word.lower.size() > past.size() + 1 && word.lower.ends_with(past)) say(word.at, fmt::format("write « {} » in the present tense (7.1)", word.text));
    }
  }

  std::string_view m_text;
  Characters m_in;
  std::vector<Remark> m_remarks;
};

}  // namespace

std::vector<Remark> simplified_french(std::string_view text) {
  return Reader(text).read();
}

Negations negations(std::string_view text) {
  Negations out;
  for (const Sentence& sentence : sentences(text, characters(text))) {
    ++out.sentences;
    bool starts = false, denied = false;
    for (const Word& word : words(text.substr(sentence.begin, sentence.end - sentence.begin))) {
      starts = starts || word.lower == "ne" || word.lower == "n’";
      denied = denied || (starts && std::ranges::find(kDenials, std::string_view(word.lower)) != kDenials.end());
    }
    out.negative += denied ? 1 : 0;
  }
  return out;
}

}  // namespace escale::language
