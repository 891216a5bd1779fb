// What a person sees against what the semantic tree says: words cut, lost, over each other or over something to touch;
// words drawn and never spoken; labels that are not the spoken name. Measured on the ink of a frame (kiosk/ui/drawn.hpp),
// glyph by glyph. One sentence a fault, empty when all is well.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/drawn.hpp"
#include "kiosk/ui/semantics.hpp"

namespace escale::screens {

/// Letters and digits alone, words apart by one space: spaces of every kind, hyphens of line ends and punctuation never
/// make two texts different to the ear.
inline std::string plain_words(std::string_view text) {
  static constexpr std::string_view kSigns[] = {"\u00A0", "\u202F", "\u2019", "\u2018", "\u201C", "\u201D", "\u00AB", "\u00BB",
                                                "\u2026", "\u2013", "\u2014", "\u00B7", "\u2022", "\u2192", "\u2190"};
  std::string out;
  auto space = [&] { if (!out.empty() && out.back() != ' ') out += ' '; };
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with("\u00AD")) {  // a soft hyphen is nothing
      i += 2;
      continue;
    }
    auto sign = std::ranges::find_if(kSigns, [&](std::string_view s) { return text.substr(i).starts_with(s); });
    if (sign != std::end(kSigns)) {
      space();
      i += sign->size();
      continue;
    }
    auto c = static_cast<unsigned char>(text[i++]);
    if (c >= 0x80 || std::isalnum(c) != 0) {
      out += static_cast<char>(c);
    } else {
      space();
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// The same without spaces: words broken at the end of a line are whole again.
inline std::string letters(std::string_view text) {
  std::string words = plain_words(text);
  std::erase(words, ' ');
  return words;
}

inline std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string plain = plain_words(text);
  for (std::size_t from = 0; from < plain.size();) {
    std::size_t to = std::min(plain.find(' ', from), plain.size());
    words.push_back(plain.substr(from, to - from));
    from = to + 1;
  }
  return words;
}

/// The number before an item of a list: the voice says it as the item's place, "1 sur 5" (kiosk/speech).
inline bool is_place(const ui::Node& node, std::string_view part) {
  return node.role == ui::Role::ListItem && !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The wordmark of the rail and of the home header: a logotype, no label (WCAG 1.4.3 and 1.4.5 exempt it too); what leads home is
/// named by where it leads.
inline bool is_logotype(const ui::Node& node, std::string_view text) {
  return text == "Escale" && (node.key == "rail/home" || node.key == "header");
}

inline bool overlap(const ui::Rect& a, const ui::Rect& b, float more_than) {
  ui::Rect both = a.intersected(b);
  return both.w > more_than && both.h > more_than;
}

class Seen {
 public:
  Seen(const ui::SemanticTree& tree, const ui::DrawnRecord& record, ui::Rect screen)
      : m_tree(tree), m_inks(record.inks), m_screen(screen) {
    for (const ui::Node& node : tree.nodes()) m_spoken += letters(node.name) + '|' + letters(node.description) + '|' + letters(node.value) + '|';
    for (const ui::Drawn& ink : m_inks)
      if (!ink.text.empty() && ink.text != "-") {
        const ui::Node* node = owner(ink);
        if (node == nullptr || !is_logotype(*node, ink.text)) m_drawn[owner_index(ink)].push_back(&ink);
        m_written += letters(ink.text) + '|';
      }
  }

  /// A sentence that goes on on the next page is said whole: whether its words are written is known after the last page.
  struct Lost {
    std::string fault, word;
  };
  const std::vector<Lost>& lost() const { return m_lost; }
  const std::string& written() const { return m_written; }

  std::vector<std::string> faults() {
    inside_the_screen();
    apart();
    inside_their_target();
    said_as_written();
    return std::move(m_faults);
  }

 private:
  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
  /// Whose ink it is: the last node registered before it was drawn; or the one before, under the same parent, that says these
  /// words (a header registers its lines, then draws them).
  std::size_t owner_index(const ui::Drawn& ink) const {
    if (ink.nodes == 0 || ink.nodes > m_tree.nodes().size()) return kNobody;
    const std::size_t last = ink.nodes - 1;
    if (ink.text.empty()) return last;
    const std::string part = letters(ink.text);
    const auto& nodes = m_tree.nodes();
    for (std::size_t back = 0; back < 8 && back <= last; ++back) {
      const ui::Node& node = nodes[last - back];
      if (node.parent != nodes[last].parent) continue;
      if (letters(node.name).find(part) != std::string::npos || (node.role == ui::Role::TextField && letters(node.value).find(part) != std::string::npos)) return last - back;
    }
    return last;
  }
  const ui::Node* owner(const ui::Drawn& ink) const {
    std::size_t index = owner_index(ink);
    return index == kNobody ? nullptr : &m_tree.nodes()[index];
  }
  std::string whose(const ui::Drawn& ink) const {
    const ui::Node* node = owner(ink);
    return "«" + ink.text + "» of '" + (node != nullptr ? node->key : std::string("nobody")) + "'";
  }
  void fault(std::string sentence) {
    if (std::ranges::find(m_faults, sentence) == m_faults.end()) m_faults.push_back(std::move(sentence));
  }

  /// Nothing leaves the screen, nothing is clipped (a one-line field may scroll).
  void inside_the_screen() {
    for (const ui::Drawn& ink : m_inks) {
      if (ink.text.empty() || ink.glyphs.empty()) continue;
      const ui::Node* node = owner(ink);
      if (!m_screen.inset(-0.5F).contains(ink.box)) fault(whose(ink) + " leaves the screen");
      if (node != nullptr && node->role == ui::Role::TextField) continue;
      if (!ink.clip.inset(-0.5F).contains(ink.box)) fault(whose(ink) + " is clipped");
    }
  }

  /// No glyph over a glyph of another run.
  void apart() {
    constexpr float kTouching = 1.5F;  // pixels: soft edges
    for (std::size_t i = 0; i < m_inks.size(); ++i) {
      const ui::Drawn& a = m_inks[i];
      if (a.text.empty() || a.glyphs.empty()) continue;
      for (std::size_t j = i + 1; j < m_inks.size(); ++j) {
        const ui::Drawn& b = m_inks[j];
        if (b.text.empty() || !overlap(a.box, b.box, kTouching)) continue;
        bool over = std::ranges::any_of(a.glyphs, [&](const ui::Rect& one) {
          return overlap(one, b.box, kTouching) && std::ranges::any_of(b.glyphs, [&](const ui::Rect& other) { return overlap(one, other, kTouching); });
        });
        if (over) fault(whose(a) + " and " + whose(b) + " are over each other");
      }
    }
  }

  /// The words of a target stay in it; nobody else's words stand on it.
  void inside_their_target() {
    for (const ui::Drawn& ink : m_inks) {
      if (ink.text.empty() || ink.glyphs.empty()) continue;
      const ui::Node* node = owner(ink);
      if (node == nullptr) continue;
      if (node->actions.focus && !node->bounds.inset(-1).contains(ink.box)) fault(whose(ink) + " leaves its box");
      if (is_read(*node) && !node->bounds.empty() && !overlap(node->bounds, ink.box, 0)) fault(whose(ink) + " is drawn elsewhere than its node says");
      for (const ui::Node& target : m_tree.nodes()) {
        if (!target.actions.press || node->key.starts_with(target.key)) continue;
        if (overlap(target.bounds, ink.box, 3)) fault(whose(ink) + " stands on '" + target.key + "'");
      }
    }
  }

  static bool is_read(const ui::Node& node) {
    using ui::Role;
    switch (node.role) {
      case Role::Heading:
      case Role::Text:
      case Role::ListItem:
      case Role::Cell:
      case Role::Note:
      case Role::Status:
        return true;
      default:
        return false;
    }
  }

  /// D1: a label is the beginning of the name that is spoken. Nothing is written that is not said; no word of a text is lost.
  void said_as_written() {
    for (const auto& [index, inks] : m_drawn) {
      if (index == kNobody) {
        for (const ui::Drawn* ink : inks) fault(whose(*ink) + " belongs to nothing");
        continue;
      }
      const ui::Node& node = m_tree.nodes()[index];
      if (node.role == ui::Role::TextField) continue;  // what is typed; its label stands apart
      std::string drawn;
      for (const ui::Drawn* ink : inks) drawn += letters(ink->text);
      const std::string name = letters(node.name), all = name + letters(node.value) + letters(node.description);
      for (const ui::Drawn* ink : inks) {
        const std::string part = letters(ink->text);
        if (is_place(node, part)) continue;
        if (ink->text.ends_with("…") && node.name.find("…") == std::string::npos && node.description.find("…") == std::string::npos && node.value.find("…") == std::string::npos)
          fault(whose(*ink) + " is cut");
        if (node.actions.focus && all.find(part) == std::string::npos && name.find(drawn) == std::string::npos) {
          fault(whose(*ink) + " is not in its name");
        } else if (m_spoken.find(part) == std::string::npos && all.find(drawn) == std::string::npos) {
          fault(whose(*ink) + " is written and never said");
        }
      }
      // A chip may be drawn before the title; the title is the label.
      const bool begins = std::ranges::any_of(inks, [&](const ui::Drawn* ink) { return name.starts_with(letters(ink->text)); });
      if (node.actions.focus && !drawn.empty() && !begins)
        fault("the name of '" + node.key + "', «" + node.name + "», does not begin with its label «" + inks.front()->text + "»");
    }
    for (std::size_t i = 0; i < m_tree.nodes().size(); ++i) {
      const ui::Node& node = m_tree.nodes()[i];
      // In large text, and when a title needs two lines, the context above it is read aloud and not drawn: the title says more.
      if (!is_read(node) || node.key == "header/context") continue;
      auto inks = m_drawn.find(i);
      std::string drawn;
      if (inks != m_drawn.end())
        for (const ui::Drawn* ink : inks->second) drawn += letters(ink->text);
      if (drawn.find(letters(node.name)) != std::string::npos) continue;
      for (const std::string& word : words_of(node.name))
        if (drawn.find(word) == std::string::npos && m_written.find(word) == std::string::npos) {
          m_lost.push_back({"«" + node.name + "» of '" + node.key + "' is said, and «" + word + "» is not written", word});
          break;
        }
    }
  }

  const ui::SemanticTree& m_tree;
  const std::vector<ui::Drawn>& m_inks;
  ui::Rect m_screen;
  std::string m_spoken, m_written;  ///< all of the frame
  std::map<std::size_t, std::vector<const ui::Drawn*>> m_drawn;
  std::vector<std::string> m_faults;
  std::vector<Lost> m_lost;
};

/// Two siblings that act and have the same role and name: an ear cannot tell them apart.
inline std::vector<std::string> twins(const ui::SemanticTree& tree) {
  std::vector<std::string> faults;
  std::map<std::pair<ui::NodeId, std::string>, const ui::Node*> seen;
  for (const ui::Node& node : tree.nodes()) {
    if (!node.actions.press && !node.actions.focus) continue;
    auto [first, is_new] = seen.emplace(std::pair(node.parent, std::string(ui::role_name(node.role)) + " " + node.name), &node);
    if (!is_new) faults.push_back("'" + first->second->key + "' and '" + node.key + "' have the same name, «" + node.name + "»");
  }
  return faults;
}

}  // namespace escale::screens
