// Journeys with the eyes closed: what the voice said is all that is known. Never a look at the tree or the pixels.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "kiosk/phrases.hpp"
#include "kiosk/player.hpp"
#include "kiosk/player_parts.hpp"

namespace escale::kiosk {
namespace {

constexpr int kMostSteps = 600;
constexpr int kMostPagesByEar = 60;

/// One line of the log, taken apart: "09:00:12 fr [private] text".
struct Heard {
  std::string lang, text;
};

Heard heard_of(std::string_view line) {
  Heard out;
  line.remove_prefix(std::min<std::size_t>(9, line.size()));
  const std::size_t space = std::min(line.find(' '), line.size());
  out.lang = line.substr(0, space);
  line.remove_prefix(std::min(space + 1, line.size()));
  constexpr std::string_view kPrivate = "[private] ";
  if (line.starts_with(kPrivate)) line.remove_prefix(kPrivate.size());
  out.text = line;
  return out;
}

/// The word for a role as a journey writes it; empty: that role is not said.
std::string word_of(std::string_view role, const speech::Phrases& p) {
  const std::array<std::pair<std::string_view, const std::string*>, 10> words = {{{"button", &p.button},
                                                                                  {"link", &p.link},
                                                                                  {"heading", &p.heading},
                                                                                  {"image", &p.image},
                                                                                  {"choice", &p.choice},
                                                                                  {"checkbox", &p.checkbox},
                                                                                  {"text-field", &p.field},
                                                                                  {"key", &p.key},
                                                                                  {"table", &p.table},
                                                                                  {"note", &p.note}}};
  for (const auto& [name, word] : words)
    if (name == role) return *word;
  return {};
}

/// The line begins with the name, and the role's word follows.
bool names(std::string_view text, std::string_view name, std::string_view word) {
  if (!text.starts_with(name)) return false;
  text.remove_prefix(name.size());
  if (text.starts_with(",")) text.remove_prefix(1);
  return text.starts_with(" ") && text.substr(1).starts_with(word);
}

}  // namespace

Result<> Player::listen() {
  // Silence after "repeat": the voice is off (the person before has left), and the marked key starts it.
  TRY(press(ui::Key::Repeat));
  if (m_options.heard->size() > m_arrived) return {};
  TRY(press(ui::Key::Listen));
  if (m_options.heard->size() > m_arrived) return {};
  return failed("nothing is said, even after the key that starts listening");
}

Result<bool> Player::hear_until(const std::function<bool(const std::string& text, const std::string& lang)>& wanted) {
  const auto found = [&](std::size_t from) {
    for (std::size_t i = from; i < m_options.heard->size(); ++i) {
      const Heard heard = heard_of((*m_options.heard)[i]);
      if (wanted(heard.text, heard.lang)) return true;
    }
    return false;
  };
  // What was said on arriving, then everything the cursor can reach, once round.
  if (found(m_arrived)) return true;
  TRY(listen());
  if (found(m_arrived)) return true;
  int ends = 0;
  for (int step = 0; step < kMostSteps && ends < 2; ++step) {
    TRY(press(ui::Key::Down));
    if (found(m_arrived)) return true;
    for (std::size_t i = m_arrived; i < m_options.heard->size(); ++i) {
      const Heard heard = heard_of((*m_options.heard)[i]);
      if (heard.text == m_options.as_said(phrases_in(heard.lang).end_of_screen, heard.lang)) ++ends;
    }
  }
  return false;
}

Result<> Player::tap_by_ear(const Step& step) {
  if (!step.key.empty()) return failed("a key=… cannot be heard: name what is tapped");
  static constexpr std::array<std::string_view, 6> kPressed = {"button", "choice", "checkbox", "link", "text-field", "key"};
  bool field = false;
  TRY_ASSIGN(const bool found, hear_until([&](const std::string& text, const std::string& lang) {
    const speech::Phrases phrases = phrases_in(lang);
    const std::string name = m_options.as_said(step.text, lang);
    for (const std::string_view role : kPressed) {
      if (!step.role.empty() && step.role != role) continue;
      if (!names(text, name, word_of(role, phrases))) continue;
      field = role == "text-field";
      return true;
    }
    return false;
  }));
  if (!found) return failed(fmt::format("expected to hear {}, to activate it", described(step)));
  if (field) return {};  // it is ready as soon as it has the focus
  return press(ui::Key::Enter);
}

Result<> Player::seek_by_ear(const Step& step) {
  for (int page = 0; page < kMostPagesByEar; ++page) {
    TRY_ASSIGN(const bool found, hear_until([&](const std::string& text, const std::string& lang) { return tells(step, text, lang); }));
    if (found) return {};
    TRY(press(ui::Key::PageDown));
    if (m_options.heard->size() == m_arrived) break;  // no page after this one
  }
  return failed(fmt::format("expected to hear {} on one of the pages", described(step)));
}

bool Player::tells(const Step& step, const std::string& text, const std::string& lang) const {
  const std::string word = word_of(step.role, phrases_in(lang)), name = m_options.as_said(step.text, lang);
  return word.empty() ? text.find(name) != std::string::npos : names(text, name, word);
}

Result<> Player::type_by_ear(const std::string& text) {
  TRY_ASSIGN(const bool found, hear_until([&](const std::string& said, const std::string& lang) {
    return said.find(" " + phrases_in(lang).field) != std::string::npos;
  }));
  if (!found) return failed(fmt::format("no field was heard to type \"{}\" into", text));
  return type(text);
}

Result<> Player::expect_by_ear(const Step& step) {
  if (!step.key.empty()) return failed("a key=… cannot be heard: say the words that are expected");
  TRY_ASSIGN(const bool found, hear_until([&](const std::string& text, const std::string& lang) { return tells(step, text, lang); }));
  if (found == (step.verb == Verb::Expect)) return {};
  return failed(fmt::format("{} to hear {}", step.verb == Verb::Expect ? "expected" : "did not expect", described(step)));
}

Result<> Player::save_words_by_ear() {
  if (m_options.words.empty()) return failed("'save words' needs --words FILE");
  std::vector<std::string> words;
  // "lanterne, 2 sur 5": one word, and its place.
  TRY_ASSIGN(const bool found, hear_until([&](const std::string& text, const std::string& lang) {
    const std::size_t comma = text.find(", ");
    if (comma == std::string::npos || text.find(' ') < comma) return false;
    int index = 0;
    const std::string_view rest = std::string_view(text).substr(comma + 2);
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
    if (error != std::errc() || index != static_cast<int>(words.size()) + 1) return false;
    int count = 0;
    for (std::size_t digit = rest.size(); digit > 0 && rest[digit - 1] >= '0' && rest[digit - 1] <= '9'; --digit) count = static_cast<int>(digit - 1);
    std::from_chars(rest.data() + count, rest.data() + rest.size(), count);
    if (rest != speech::filled(phrases_in(lang).position, std::to_string(index), std::to_string(count))) return false;
    words.push_back(text.substr(0, comma));
    return static_cast<int>(words.size()) == count;
  }));
  if (!found) return failed("expected to hear a list of words, to save them");
  return m_files.write_atomic(m_options.words, as_bytes(fmt::format("{}\n", fmt::join(words, " "))));
}

}  // namespace escale::kiosk
