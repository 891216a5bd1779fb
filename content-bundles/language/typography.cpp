#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "content-bundles/language/characters.hpp"
#include "content-bundles/language/remark.hpp"

namespace escale::language {
namespace {

/// Words that often lose the accent of their capital.
constexpr std::array<std::pair<std::string_view, std::string_view>, 34> kCapitals = {{
    {"Ecole", "École"}, {"Ecoles", "Écoles"}, {"Ecouter", "Écouter"}, {"Ecoutez", "Écoutez"}, {"Ecoute", "Écoute"}, {"Ecran", "Écran"},
    {"Ecrire", "Écrire"}, {"Ecrivez", "Écrivez"}, {"Ecrit", "Écrit"}, {"Education", "Éducation"}, {"Educateur", "Éducateur"},
    {"Educatrice", "Éducatrice"}, {"Egalité", "Égalité"}, {"Elu", "Élu"}, {"Elue", "Élue"}, {"Elus", "Élus"}, {"Equipe", "Équipe"},
    {"Equipes", "Équipes"}, {"Etape", "Étape"}, {"Etapes", "Étapes"}, {"Etat", "État"}, {"Etats", "États"}, {"Etre", "Être"},
    {"Etude", "Étude"}, {"Etudes", "Études"}, {"Etudiant", "Étudiant"}, {"Evaluation", "Évaluation"}, {"Evaluer", "Évaluer"},
    {"Evénement", "Événement"}, {"Eviter", "Éviter"}, {"Evitez", "Évitez"}, {"Echange", "Échange"}, {"Echanges", "Échanges"}, {"Ca", "Ça"}}};
/// After a capital A without accent, these say that it is the preposition.
constexpr std::array<std::string_view, 16> kAfterA = {"la", "l’", "le", "les", "ce", "cette", "votre", "vos", "partir", "propos", "quel",
                                                      "quelle", "quoi", "qui", "bientôt", "tout"};
constexpr std::array<std::string_view, 13> kUnits = {"%", "€", "km", "cm", "mm", "kg", "Mo", "Go", "Ko", "To", "h", "min", "°"};
constexpr std::array<std::string_view, 12> kMonths = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                                                      "septembre", "octobre", "novembre", "décembre"};

class Reader {
 public:
  explicit Reader(std::string_view text) : m_text(text), m_in(characters(text)) {}

  std::vector<Remark> read() {
    for (std::size_t i = 0; i < m_in.size(); ++i) {
      punctuation(i);
      blanks(i);
      signs(i);
      numbers(i);
    }
    by_words();
    std::ranges::stable_sort(m_remarks, {}, &Remark::at);
    return std::move(m_remarks);
  }

 private:
  char32_t code(std::size_t i) const { return i < m_in.size() ? m_in[i].code : 0; }
  char32_t before(std::size_t i, std::size_t back = 1) const { return i >= back ? m_in[i - back].code : 0; }
  /// A few characters around a place, for the reader of the remark.
  std::string around(std::size_t i) const {
    std::size_t from = i >= 12 ? i - 12 : 0, to = std::min(m_in.size(), i + 10);
    std::size_t begin = m_in.empty() ? 0 : m_in[from].at, end = to < m_in.size() ? m_in[to].at : m_text.size();
    return std::string(m_text.substr(begin, end - begin));
  }
  void say(std::size_t i, std::string sentence) {
    m_remarks.push_back({i < m_in.size() ? m_in[i].at : m_text.size(), fmt::format("{} (in « {} »)", sentence, around(i))});
  }
  bool number_ends_at(std::size_t i) const { return is_digit(before(i)) || before(i) == '}'; }

  void punctuation(std::size_t i) {
    const char32_t c = code(i), p = before(i), n = code(i + 1);
    if (c == ';' || c == '!' || c == '?') {
      if (p == 0 || p == '(' || p == '[' || p == '!' || p == '?' || is_line_end(p)) return;
      if (!is_blank(p) && (is_letter(n) || is_digit(n) || n == '=')) return;  // an address
      if (p == kOpen || (p == kNoBreak && before(i, 2) == kOpen)) return;
      if (p != kNarrow) say(i, fmt::format("write a narrow no-break space (U+202F) before {}", static_cast<char>(c)));
    } else if (c == ':') {
      if (n == '/' || p == 0 || is_line_end(p)) return;
      if (is_digit(p) && is_digit(n)) {
        say(i, "write the hour as 16 h 15, with no-break spaces (U+00A0)");
      } else if ((n == 0 || is_blank(n) || is_line_end(n)) && p != kNoBreak) {
        say(i, "write a no-break space (U+00A0) before :");
      }
    } else if (c == kOpen) {
      if (n != kNoBreak) say(i, "write a no-break space (U+00A0) after «");
    } else if (c == kClose) {
      if (p != kNoBreak) say(i, "write a no-break space (U+00A0) before »");
    } else if (c == '.' && n == '.' && code(i + 2) == '.' && p != '.') {
      say(i, "write … (U+2026), one sign");
    } else if ((c == ',' || (c == ';' && is_blank(p))) && is_letter(n)) {
      say(i, fmt::format("write a space after {}", static_cast<char>(c)));
    }
  }

  void blanks(std::size_t i) {
    const char32_t c = code(i), n = code(i + 1);
    if (!is_blank(c)) return;
    if (is_blank(n)) say(i, "write one space");
    if (n == ',' || (n == '.' && !is_digit(code(i + 2)) && code(i + 2) != '.')) say(i + 1, fmt::format("write no space before {}", static_cast<char>(n)));
    if ((code(i + 1) == '-') && is_blank(code(i + 2)) && i > 0 && !is_line_end(before(i)) && !is_digit(code(i + 3)))
      say(i + 1, "write a dash (– U+2013) between spaces, not a hyphen");
  }

  void signs(std::size_t i) {
    const char32_t c = code(i);
    if (c == '"') {
      say(i, "write « and », with no-break spaces (U+00A0) inside");
    } else if (c == 0x201C || c == 0x201D) {
      // Quotation inside a quotation only.
      std::ptrdiff_t open = 0;
      for (std::size_t k = 0; k < i; ++k) open += code(k) == kOpen ? 1 : code(k) == kClose ? -1 : 0;
      if (open <= 0) say(i, "write « and »; “ and ” are for a quotation inside another");
    } else if (c == '\'' && is_letter(before(i)) && (is_letter(code(i + 1)) || code(i + 1) == kOpen || code(i + 1) == '{' || is_digit(code(i + 1)))) {
      say(i, "write ’ (U+2019)");
    } else if (c == 0xFFFD) {
      say(i, "this is not UTF-8: save the file as UTF-8");
    }
  }

  void numbers(std::size_t i) {
    const char32_t c = code(i);
    if (c == 'h' && number_ends_at(i) && is_digit(code(i + 1))) say(i, "write the hour as 16 h 15, with no-break spaces (U+00A0)");
    if (c == ' ' && number_ends_at(i)) {
      for (std::string_view unit : kUnits)
        if (starts(i + 1, unit) && !is_letter(code(i + 1 + characters(unit).size()))) {
          say(i, fmt::format("write a no-break space (U+00A0) before {}", unit));
          break;
        }
      std::size_t digits = 0;
      while (is_digit(before(i, digits + 1))) ++digits;
      const bool three = is_digit(code(i + 1)) && is_digit(code(i + 2)) && is_digit(code(i + 3)) && !is_digit(code(i + 4));
      if (digits >= 1 && digits <= 3 && three && before(i, digits + 1) != '.' && !is_blank(before(i, digits + 1)))
        say(i, "write a narrow no-break space (U+202F) between thousands");
    }
    if ((c == '%' || c == 0x20AC) && number_ends_at(i)) say(i, "write a no-break space (U+00A0) before the sign");
    // 24/11/2026
    if (c == '/' && is_digit(before(i)) && is_digit(code(i + 1))) {
      std::size_t k = i + 1;
      while (is_digit(code(k))) ++k;
      if (code(k) == '/' && is_digit(code(k + 1))) say(i, "write the month in letters: 24 novembre 2026");
    }
    // 3.5 %
    if (c == '.' && is_digit(before(i)) && is_digit(code(i + 1))) {
      std::size_t k = i + 1;
      while (is_digit(code(k))) ++k;
      if (is_blank(code(k)) && (code(k + 1) == '%' || code(k + 1) == 0x20AC)) say(i, "write a comma in decimals: 3,5 %");
    }
  }

  bool starts(std::size_t i, std::string_view what) const { return i < m_in.size() && m_text.substr(m_in[i].at).starts_with(what); }
  std::size_t index_at(std::size_t byte) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(m_in, byte, {}, &Character::at) - m_in.begin());
  }

  void by_words() {
    const std::vector<Word> all = words(m_text);
    for (std::size_t w = 0; w < all.size(); ++w) {
      const Word& word = all[w];
      const std::size_t i = index_at(word.at);
      const std::string_view next = w + 1 < all.size() ? std::string_view(all[w + 1].lower) : std::string_view();
      const char32_t after = code(index_at(word.at + word.text.size()));
      for (const auto& [wrong, right] : kCapitals)
        if (word.text == wrong) say(i, fmt::format("write the accent of the capital: {}", right));
      if (word.text == "A" && (before(i) == 0 || is_line_end(before(i)) || (is_blank(before(i)) && (before(i, 2) == '.' || before(i, 2) == kOpen))) && std::ranges::find(kAfterA, next) != kAfterA.end())
        say(i, "write the accent of the capital: À");
      if (word.lower.find("oeu") != std::string::npos || word.lower.starts_with("oeil") || word.lower.find("foetu") != std::string::npos)
        say(i, fmt::format("write œ in « {} »", word.text));
      ordinals(word, i);
      if (word.text == "Mr" || word.text == "Mr.") say(i, "write M., not Mr");
      if ((word.text == "Mme" || word.text == "Dr") && after == '.') say(i, fmt::format("write {} without a full stop", word.text));
      if (std::ranges::find(kMonths, std::string_view(word.lower)) != kMonths.end() && w > 0) {
        const Word& day = all[w - 1];
        const bool number = is_digit(static_cast<unsigned char>(day.text[0])) && day.text.size() <= 3;
        if (number && word.lower != word.text) say(i, fmt::format("write « {} » without a capital", word.lower));
        if (day.text == "1") say(i, fmt::format("write « 1er {} »", word.lower));
      }
    }
  }

  void ordinals(const Word& word, std::size_t i) {
    std::size_t digits = 0;
    while (digits < word.lower.size() && is_digit(static_cast<unsigned char>(word.lower[digits]))) ++digits;
    if (digits == 0) return;
    const std::string_view ending = std::string_view(word.lower).substr(digits), number = std::string_view(word.lower).substr(0, digits);
    if (ending == "ème" || ending == "eme" || ending == "ième" || ending == "ieme" || ending == "ème")
      say(i, fmt::format("write {}e", number));
    if (ending == "ère" || ending == "ere") say(i, fmt::format("write {}re", number));
  }

  std::string_view m_text;
  Characters m_in;
  std::vector<Remark> m_remarks;
};

}  // namespace

std::vector<Remark> french_typography(std::string_view text) {
  return Reader(text).read();
}

}  // namespace escale::language
