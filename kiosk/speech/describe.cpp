// From a node of the tree to what is said of it: name, role, place among its like, state, value, description.
#include <algorithm>
#include <map>

#include "kiosk/speech/reader.hpp"
#include "kiosk/speech/reader_parts.hpp"

namespace escale::speech {

using ui::Node;
using ui::NodeId;
using ui::Role;

std::string filled(std::string_view text, std::string_view first, std::string_view second) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 3) == "{0}" || text.substr(i, 3) == "{1}") {
      out += text[i + 1] == '0' ? first : second;
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string screen_of(const ui::SemanticTree& tree) {
  std::string out;
  for (const Node& node : tree.nodes())
    if ((node.role == Role::Heading && node.level == 1) || node.role == Role::Dialog) out += node.key + '\n' + node.name + '\n';
  return out;
}

void join(std::string& text, std::string_view more) {
  if (more.empty()) return;
  if (!text.empty()) text += std::string_view(".!?:;,").find(text.back()) == std::string_view::npos ? ", " : " ";
  text += more;
}

namespace {

/// Nothing but structure: it is not read by itself.
bool is_structure(Role role) {
  return role == Role::Screen || role == Role::Group || role == Role::List || role == Role::Dialog;
}

bool counts_its_like(Role role) {
  return role == Role::Choice || role == Role::Checkbox || role == Role::ListItem;
}

/// "2/5" of a stepper is in « Leçon 2 sur 5 » already.
bool said_by_the_name(std::string_view value, std::string_view name) {
  const std::size_t slash = value.find('/');
  return slash != std::string_view::npos && name.find(value.substr(0, slash)) != std::string_view::npos &&
         name.find(value.substr(slash + 1)) != std::string_view::npos;
}

}  // namespace

Utterances Reader::describe(const Node& node, int index, int count) const {
  const Phrases& p = m_phrases;
  std::string name = node.name, value = node.value;
  // An answer of the review: « label : value » is one name; the label may be heard by all, the value is its author's.
  const bool split = node.personal && !value.empty() && node.role != Role::TextField && name.ends_with(value);
  if (split) name.resize(name.size() - value.size());
  while (name.ends_with(' ')) name.pop_back();
  if (node.role == Role::Key && name == " ") name = p.space;
  std::string text = name;
  switch (node.role) {
    case Role::Button:
      join(text, p.button);
      break;
    case Role::Link:
      join(text, p.link);
      break;
    case Role::Heading:
      join(text, p.heading);
      break;
    case Role::Image:
      join(text, p.image);
      break;
    case Role::Choice:
      join(text, p.choice);
      break;
    case Role::Checkbox:
      join(text, p.checkbox);
      break;
    case Role::TextField:
      join(text, p.field);
      break;
    case Role::Key:
      join(text, p.key);
      break;
    case Role::Table:
      join(text, p.table);
      break;
    case Role::Note:
      join(text, p.note);
      break;
    default:
      break;
  }
  if (counts_its_like(node.role) && count > 1) join(text, filled(p.position, std::to_string(index), std::to_string(count)));
  const ui::States& s = node.states;
  if (s.disabled) join(text, p.disabled);
  if (node.role == Role::Checkbox) {
    join(text, s.checked || s.selected ? p.checked : p.unchecked);
  } else if (s.selected || s.checked) {
    join(text, p.chosen);
  }
  if (node.toggle) {
    join(text, s.on ? p.on : p.off);  // C7
  } else if (s.on) {
    join(text, node.role == Role::Key ? p.on : p.here);
  }
  if (s.invalid) join(text, p.invalid);
  Utterances out;
  const auto say = [&](std::string words, bool personal) {
    if (!words.empty()) out.push_back({std::move(words), node.lang.empty() ? m_lang : node.lang, personal, node.id, Urgency::Calm});
  };
  if (node.role == Role::TextField) {
    if (value.empty()) join(text, p.empty);
    if (!node.description.empty()) join(text, node.description);
    if (node.secret && !value.empty()) {
      join(text, filled(p.characters, std::to_string(value.size() / 3)));  // one disc is three bytes
      value.clear();
    }
    say(std::move(text), false);
    say(std::move(value), true);
    return out;
  }
  if (split) {
    say(std::move(text), false);
    say(std::move(value), true);
    return out;
  }
  if (!value.empty() && !said_by_the_name(value, node.name) && node.name.find(value) == std::string::npos) join(text, value);
  // The number drawn before an item is said as its place, "1 sur 5".
  const bool place = node.role == ui::Role::ListItem && node.description.find_first_not_of("0123456789") == std::string::npos;
  if (!node.description.empty() && !place) join(text, node.description);
  say(std::move(text), node.personal);
  return out;
}

std::vector<Reader::Stop> Reader::stops_of(const ui::SemanticTree& tree) const {
  // A run of choices (or of items) with nothing between them is what a person counts, however the screen groups them in columns.
  std::map<NodeId, std::pair<int, int>> places;  // of each: its place, and how many
  std::vector<NodeId> run;
  Role of = Role::Group;
  const auto close_run = [&] {
    for (std::size_t i = 0; i < run.size(); ++i) places[run[i]] = {static_cast<int>(i) + 1, static_cast<int>(run.size())};
    run.clear();
  };
  for (const Node& node : tree.nodes()) {
    if (is_structure(node.role)) continue;
    if (node.role != of) close_run();
    of = node.role;
    if (counts_its_like(of)) run.push_back(node.id);
  }
  close_run();
  NodeId keyboard = 0;
  std::vector<Stop> stops;
  for (const Node& node : tree.nodes()) {
    if (node.role == Role::Key && node.parent != keyboard) {
      // Forty keys are one stop until somebody goes in.
      keyboard = node.parent;
      Stop whole;
      whole.id = keyboard;
      whole.role = Role::Group;
      whole.name = m_phrases.keyboard;
      whole.is_keyboard = true;
      whole.say = {{m_phrases.keyboard, m_lang, false, keyboard, Urgency::Calm}};
      whole.words = m_phrases.keyboard;
      stops.push_back(std::move(whole));
    }
    if (is_structure(node.role) || node.name.empty()) continue;
    Stop stop;
    stop.id = node.id;
    stop.role = node.role;
    const auto place = places.find(node.id);
    stop.say = place == places.end() ? describe(node, 0, 0) : describe(node, place->second.first, place->second.second);
    if (stop.say.empty()) continue;
    stop.name = node.name;
    stop.value = node.value;
    stop.states = node.states;
    stop.live = node.live;
    stop.level = node.level;
    stop.can_press = node.actions.press;
    stop.in_rail = node.key.starts_with("rail/");
    const bool frame_part = stop.in_rail || node.key.starts_with("header/") || node.key.starts_with("actions/");
    stop.in_body = node.actions.focus && !frame_part && node.role != Role::Key;
    stop.secret = node.secret;
    // What is said, but for a field's value: that is echoed sign by sign.
    stop.words = stop.say.front().text;
    stops.push_back(std::move(stop));
  }
  return stops;
}

}  // namespace escale::speech
