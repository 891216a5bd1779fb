// Titles, abbreviations, acronyms, addresses, fingerprints: words that are not said as they are written.
#include <algorithm>
#include <array>
#include <cctype>

#include "kiosk/speech/spoken_parts.hpp"

namespace escale::speech {
namespace {

struct Short {
  std::string_view word;
  bool needs_dot;        ///< only with its full stop: "M." but not "M"
  bool needs_following;  ///< only before another word
  std::string_view said;
};
constexpr std::array<Short, 21> kFrench = {{{"M", true, true, "monsieur"},
                                            {"MM", true, true, "messieurs"},
                                            {"Mme", false, true, "madame"},
                                            {"Mmes", false, true, "mesdames"},
                                            {"Mlle", false, true, "mademoiselle"},
                                            {"Dr", false, true, "docteur"},
                                            {"Pr", false, true, "professeur"},
                                            {"n°", false, true, "numéro"},
                                            {"N°", false, true, "numéro"},
                                            {"nº", false, true, "numéro"},
                                            {"art", true, true, "article"},
                                            {"p", true, true, "page"},
                                            {"cf", true, true, "voir"},
                                            {"etc", true, false, "et cetera"},
                                            {"av", true, true, "avenue"},
                                            {"bd", true, true, "boulevard"},
                                            {"tél", true, false, "téléphone"},
                                            {"Tél", true, false, "téléphone"},
                                            {"env", true, true, "environ"},
                                            {"max", true, false, "maximum"},
                                            {"min", true, false, "minimum"}}};
constexpr std::array<Short, 8> kEnglish = {{{"Mr", false, true, "mister"},
                                            {"Mrs", false, true, "missis"},
                                            {"Ms", false, true, "miz"},
                                            {"Dr", false, true, "doctor"},
                                            {"No", true, true, "number"},
                                            {"n°", false, true, "number"},
                                            {"etc", true, false, "et cetera"},
                                            {"e.g", true, true, "for example"}}};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string letter_by_letter(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '.') continue;
    if (!out.empty()) out += ' ';
    out += c;
  }
  return out;
}

/// Four letters or more, vowels among them, never three consonants together or two at an end: SAMU, CEDEX, but not PMI, INTS, CLTS.
bool reads_like_a_word(std::string_view letters) {
  if (letters.size() < 4) return false;
  const auto vowel = [](char c) { return std::string_view("AEIOUY").find(c) != std::string_view::npos; };
  int vowels = 0, run = 0, longest = 0;
  for (const char c : letters) {
    vowels += vowel(c) ? 1 : 0;
    run = vowel(c) ? 0 : run + 1;
    longest = std::max(longest, run);
  }
  const std::size_t size = letters.size();
  const bool hard_end = !vowel(letters[size - 1]) && !vowel(letters[size - 2]);
  const bool hard_start = !vowel(letters[0]) && !vowel(letters[1]) && std::string_view("LRH").find(letters[1]) == std::string_view::npos;
  const bool vowels_only = std::ranges::all_of(letters, vowel);
  return vowels >= 2 && longest <= 2 && !hard_end && !hard_start && !vowels_only;
}

bool is_acronym(std::string_view word) {
  std::size_t letters = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '.' && i > 0 && is_upper(word[i - 1])) continue;
    if (!is_upper(word[i])) return false;
    ++letters;
  }
  return letters >= 2;
}

/// "https://exemple.fr/page", "www.exemple.fr", "nom@exemple.fr".
std::optional<std::string> address(std::string_view word, bool fr) {
  std::string_view rest = word;
  for (const std::string_view scheme : {"https://", "http://"})
    if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
  const bool web = rest.size() != word.size() || rest.starts_with("www.");
  const std::size_t at_sign = rest.find('@');
  const bool mail = at_sign != std::string_view::npos && at_sign > 0 && rest.find('.', at_sign) != std::string_view::npos;
  if (!web && !mail) return std::nullopt;
  std::string out;
  const auto say = [&](std::string_view text) { out += (out.empty() ? "" : " ") + std::string(text); };
  std::string part;
  const auto flush = [&] {
    if (!part.empty()) say(part == "www" ? "w w w" : part);
    part.clear();
  };
  for (const char c : rest) {
    std::string_view sign;
    switch (c) {
      case '.': sign = fr ? "point" : "dot"; break;
      case '/': sign = fr ? "barre oblique" : "slash"; break;
      case '@': sign = fr ? "arobase" : "at"; break;
      case '-': sign = fr ? "tiret" : "dash"; break;
      case '_': sign = fr ? "souligné" : "underscore"; break;
      case ':': sign = fr ? "deux points" : "colon"; break;
      case '?': sign = fr ? "point d'interrogation" : "question mark"; break;
      case '=': sign = fr ? "égale" : "equals"; break;
      case '#': sign = fr ? "dièse" : "hash"; break;
      case '%': sign = fr ? "pour cent" : "percent"; break;
      case '+': sign = fr ? "plus" : "plus"; break;
      default: part += c; continue;
    }
    flush();
    say(sign);
  }
  flush();
  if (out.ends_with(fr ? " barre oblique" : " slash")) out.resize(out.rfind(fr ? " barre" : " slash"));
  return out;
}

/// A fingerprint: its first eight signs are what people compare.
std::optional<std::string> fingerprint(std::string_view word, bool fr) {
  if (word.size() < 12) return std::nullopt;
  bool digit = false, letter = false;
  for (const char c : word) {
    if (!is_digit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F')) return std::nullopt;
    digit = digit || is_digit(c);
    letter = letter || is_letter(c);
  }
  if (!digit || !letter) return std::nullopt;
  std::string out = letter_by_letter(lower(word.substr(0, 8)));
  return out + (fr ? ", et la suite" : ", and so on");
}

}  // namespace

std::optional<Spoken> word_at(const Tokens& tokens, std::size_t at, std::string_view lang, const SpokenWords& words) {
  const Token& token = tokens[at];
  const bool fr = french(lang);
  const bool followed = at + 1 < tokens.size() && !tokens[at + 1].word.empty();
  if (const std::string_view said = words.said(lang, token.word); !said.empty()) return Spoken{1, std::string(said)};
  const auto titles = fr ? std::span<const Short>(kFrench) : std::span<const Short>(kEnglish);
  for (const Short& known : titles) {
    if (token.word != known.word || (known.needs_following && !followed)) continue;
    if (known.needs_dot && !token.after.starts_with('.')) continue;
    if (known.needs_dot && followed && !token.after.substr(1).empty()) continue;
    // The full stop belongs to the abbreviation: the sentence goes on with the next word.
    if (!known.needs_dot || !followed) return Spoken{1, std::string(known.said)};
    if (known.word == "M" || known.word == "MM" || known.word == "p" || known.word == "art") {
      const char next = tokens[at + 1].word.front();
      const bool name = is_upper(next) || is_digit(next) || (next & 0x80) != 0;
      if (!name) continue;
    }
    std::optional<Spoken> rest = word_at(tokens, at + 1, lang, words);
    if (!rest) rest = number_at(tokens, at + 1, lang);
    if (!rest) rest = Spoken{1, std::string(tokens[at + 1].word)};
    return Spoken{1 + rest->words, std::string(known.said) + " " + rest->text};
  }
  if (auto said = address(token.word, fr)) return Spoken{1, std::move(*said)};
  if (auto said = fingerprint(token.word, fr)) return Spoken{1, std::move(*said)};
  // Elisions and compounds: l'ASE, CLTS-DS; each part on its own.
  if (const std::size_t joint = token.word.find_first_of("'-/"); joint != std::string_view::npos && joint > 0 && joint + 1 < token.word.size()) {
    const char sign = token.word[joint];
    const Token head{"", token.word.substr(0, joint), ""}, tail{"", token.word.substr(joint + 1), ""};
    if (is_digits(head.word)) return std::nullopt;  // a day, a range: numbers
    const Tokens first{head}, second{tail};
    auto a = word_at(first, 0, lang, words);
    auto b = word_at(second, 0, lang, words);
    if (!a) a = number_at(first, 0, lang);
    if (!b && !is_digits(tail.word)) b = number_at(second, 0, lang);
    const bool letters = std::ranges::none_of(token.word, is_digit);
    if (sign == '/' && (tail.word == "ou" || tail.word == "or")) return Spoken{1, std::string(head.word) + " " + std::string(tail.word)};
    if (sign == '/' && letters)  // la/le
      return Spoken{1, (a ? a->text : std::string(head.word)) + (fr ? " ou " : " or ") + (b ? b->text : std::string(tail.word))};
    if ((a || b) && sign != '/') {
      const std::string_view glue = sign == '\'' ? "'" : a && b ? " " : "-";
      return Spoken{1, (a ? a->text : std::string(head.word)) + std::string(glue) + (b ? b->text : std::string(tail.word))};
    }
    return std::nullopt;
  }
  if (!is_acronym(token.word)) return std::nullopt;
  std::string letters;
  for (const char c : token.word)
    if (c != '.') letters += c;
  if (const std::string_view said = words.said(lang, letters); !said.empty()) return Spoken{1, std::string(said)};
  const bool dotted = letters.size() != token.word.size();
  return Spoken{1, !dotted && reads_like_a_word(letters) ? lower(letters) : letter_by_letter(letters)};
}

}  // namespace escale::speech
