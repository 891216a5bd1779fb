#include "kiosk/speech/reader.hpp"

#include <algorithm>
#include <iterator>

#include "kiosk/speech/reader_parts.hpp"

namespace escale::speech {

using ui::Live;
using ui::Node;
using ui::NodeId;
using ui::Role;

namespace {

/// What a page is made of: a change of these is a new page, a change of a button or a counter is not.
bool is_content(Role role) {
  switch (role) {
    case Role::Text:
    case Role::Heading:
    case Role::Image:
    case Role::ListItem:
    case Role::Note:
    case Role::Cell:
    case Role::Table:
      return true;
    default:
      return false;
  }
}

void append(Utterances& to, const Utterances& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

void Reader::set_listening(bool on) {
  if (on == m_listening) return;
  const bool alert = m_alert;
  *this = Reader();
  m_alert = alert;
  m_listening = on;
}

bool Reader::take_alert() {
  return std::exchange(m_alert, false);
}

Utterance Reader::plain(std::string text) const {
  return {std::move(text), m_lang, false, 0, Urgency::Calm};
}

const Reader::Stop* Reader::at(NodeId id) const {
  const auto found = std::ranges::find(m_stops, id, &Stop::id);
  return found == m_stops.end() ? nullptr : &*found;
}

bool Reader::in_field() const {
  const Stop* stop = at(m_cursor);
  return stop != nullptr && stop->role == Role::TextField;
}

// --- a frame ---------------------------------------------------------------------------------------------------------

Utterances Reader::look(const ui::SemanticTree& tree, const Phrases& phrases, std::string_view lang) {
  if (!m_listening) {
    // Silent but for what must not be missed: an assertive message becomes a sound.
    std::vector<NodeId> alerts;
    for (const Node& node : tree.nodes())
      if (node.live == Live::Assertive) alerts.push_back(node.id);
    for (const NodeId alert : alerts)
      if (std::ranges::find(m_alerts, alert) == m_alerts.end()) m_alert = true;
    m_alerts = std::move(alerts);
    return {};
  }
  m_phrases = phrases;
  m_lang = lang;
  std::vector<Stop> stops = stops_of(tree);
  const Stop* focused = nullptr;
  for (const Stop& stop : stops)  // an active field keeps its caret while the focus is on another thing: that one counts
    if (stop.states.focused && (focused == nullptr || focused->role == Role::TextField)) focused = &stop;
  std::string screen = screen_of(tree);
  const bool is_new = m_first || screen != m_screen;
  m_screen = std::move(screen);
  Utterances say = is_new ? new_screen(stops, focused) : changes(stops, focused);
  m_focus = focused == nullptr ? 0 : focused->id;
  m_stops = std::move(stops);
  m_first = false;
  if (const auto here = std::ranges::find(m_stops, m_cursor, &Stop::id); here != m_stops.end()) {
    m_index = static_cast<std::size_t>(here - m_stops.begin());
  } else if (m_cursor != 0) {
    // What was read is gone: the next "next" goes on from its place.
    m_cursor = 0;
  }
  if (!say.empty()) {
    m_acted = false;
    m_last = say;
  }
  return say;
}

Utterances Reader::new_screen(const std::vector<Stop>& stops, const Stop* focused) {
  Utterances say;
  m_reading_on = m_inside_keys = false;
  if (m_first) say.push_back(plain(m_phrases.instructions));
  const auto title = std::ranges::find_if(stops, [](const Stop& stop) { return stop.role == Role::Heading && stop.level == 1; });
  m_cursor = 0;
  if (title != stops.end()) {
    append(say, title->say);
    m_cursor = title->id;
  }
  for (const Stop& stop : stops)
    if (stop.role == Role::Progress || (stop.live != Live::Off && !stop.name.empty())) append(say, stop.say);
  // summary() counts what is in m_stops.
  m_stops = stops;
  if (std::string text = summary(); !text.empty()) say.push_back(plain(std::move(text)));
  // A focus that only stayed where it was (the same button on the screen before) says nothing of this one.
  const bool meant = focused != nullptr && !focused->in_rail && (focused->role == Role::TextField || focused->id != m_focus);
  if (meant && (title == stops.end() || focused->id != title->id)) {
    m_cursor = focused->id;
    append(say, focused->say);
  }
  return say;
}

Utterances Reader::changes(const std::vector<Stop>& stops, const Stop* focused) {
  Utterances say;
  const Stop* first_fresh = nullptr;
  bool cursor_changed = false;
  for (const Stop& stop : stops) {
    const Stop* before = at(stop.id);
    if (stop.live != Live::Off && (before == nullptr || before->say != stop.say)) {
      Utterances live = stop.say;
      for (Utterance& one : live) one.urgency = stop.live == Live::Assertive ? Urgency::Assertive : Urgency::Calm;
      // An error comes before everything else (B13).
      if (stop.live == Live::Assertive) {
        live.insert(live.end(), say.begin(), say.end());
        say = std::move(live);
      } else {
        append(say, live);
      }
      continue;
    }
    const bool fresh = before == nullptr ? is_content(stop.role) || stop.in_body : is_content(stop.role) && before->name != stop.name;
    if (fresh && first_fresh == nullptr && !stop.in_rail) first_fresh = &stop;
    if (before == nullptr || stop.id != m_cursor) {
      // A field that is typed into while the cursor is elsewhere (the keys of the screen) still echoes.
      if (before != nullptr && stop.role == Role::TextField && before->value != stop.value) append(say, echo(*before, stop));
      continue;
    }
    if (stop.role == Role::TextField && before->value != stop.value) {
      append(say, echo(*before, stop));
      cursor_changed = true;
    } else if (before->words != stop.words) {
      append(say, stop.say);  // chosen, ticked, on: said again with its new state
      cursor_changed = true;
    }
  }
  const NodeId focus = focused == nullptr ? 0 : focused->id;
  if (focus != 0 && focus != m_focus && focus != m_cursor && !(m_inside_keys && focused->role == Role::TextField)) {
    m_cursor = focus;  // the focus moved by itself, or by a finger
    append(say, focused->say);
    return say;
  }
  const bool lost = m_cursor != 0 && std::ranges::find(stops, m_cursor, &Stop::id) == stops.end();
  if (first_fresh != nullptr && !cursor_changed && (m_acted || lost)) {
    // Another page of the same screen: read from its first words.
    m_cursor = first_fresh->id;
    append(say, first_fresh->say);
  }
  return say;
}

Utterances Reader::echo(const Stop& before, const Stop& now) const {
  Utterance said = plain({});
  said.node = now.id;
  if (now.secret) {  // B7: how many, never which
    said.text = now.value.size() > before.value.size() ? m_phrases.character : m_phrases.erased;
    return {said};
  }
  if (now.value.starts_with(before.value)) {
    said.text = now.value.substr(before.value.size());
    if (said.text == " ") {
      said.text = m_phrases.space;
      return {said};
    }
    said.personal = true;
    return {said};
  }
  if (before.value.starts_with(now.value)) {
    said.text = m_phrases.erased;
    return {said};
  }
  said.text = now.value;
  said.personal = true;
  return {said};
}

std::string Reader::summary() const {
  int buttons = 0, choices = 0, fields = 0;
  for (const Stop& stop : m_stops) {
    if (stop.in_rail) continue;
    if (stop.role == Role::Button || stop.role == Role::Link) ++buttons;
    if (stop.role == Role::Choice || stop.role == Role::Checkbox) ++choices;
    if (stop.role == Role::TextField) ++fields;
  }
  std::string list;
  const auto add = [&](int count, const std::string& one, const std::string& more) {
    if (count > 0) list += (list.empty() ? "" : ", ") + (count == 1 ? one : filled(more, std::to_string(count)));
  };
  add(fields, m_phrases.fields_one, m_phrases.fields_more);
  add(choices, m_phrases.choices_one, m_phrases.choices_more);
  add(buttons, m_phrases.buttons_one, m_phrases.buttons_more);
  return list.empty() ? std::string() : filled(m_phrases.summary, list);
}

// --- commands --------------------------------------------------------------------------------------------------------

Utterances Reader::command(Command command) {
  if (!m_listening) return {};
  m_reading_on = command == Command::ReadOn;
  Utterances say;
  switch (command) {
    case Command::Next:
      say = move(1);
      break;
    case Command::Previous:
      say = move(-1);
      break;
    case Command::Repeat:
      return m_last;
    case Command::ReadOn:
      if (const Stop* stop = at(m_cursor)) {
        say = stop->say;
      } else {
        say = move(1);
      }
      break;
    case Command::Screen: {
      const auto title = std::ranges::find_if(m_stops, [](const Stop& stop) { return stop.role == Role::Heading && stop.level == 1; });
      if (title != m_stops.end()) say = title->say;
      if (std::string text = summary(); !text.empty()) say.push_back(plain(std::move(text)));
      break;
    }
  }
  if (!say.empty()) m_last = say;
  return say;
}

Utterances Reader::move(int step) {
  const auto stands = [&](const Stop& stop) { return (stop.role == Role::Key) == m_inside_keys || (m_inside_keys && stop.role == Role::TextField); };
  if (std::ranges::none_of(m_stops, stands)) return {};
  const auto count = static_cast<std::ptrdiff_t>(m_stops.size());
  const bool known = at(m_cursor) != nullptr;
  auto index = std::min(static_cast<std::ptrdiff_t>(m_index), count);
  // Without a cursor (its thing is gone) "next" reads what now stands in its place.
  if (known || step < 0) index += step;
  Utterances say;
  for (std::ptrdiff_t tries = 0; tries <= count; ++tries, index += step) {
    if (index < 0 || index >= count) {
      index = (index + count) % count;
      if (step > 0) say.push_back(plain(m_phrases.end_of_screen));
    }
    if (stands(m_stops[static_cast<std::size_t>(index)])) break;
  }
  m_index = static_cast<std::size_t>(index);
  m_cursor = m_stops[m_index].id;
  append(say, m_stops[m_index].say);
  return say;
}

Activation Reader::activate(Utterances& say) {
  m_reading_on = false;
  const Stop* stop = at(m_cursor);
  if (stop != nullptr && stop->is_keyboard && !m_inside_keys) {
    m_inside_keys = true;
    say = move(1);
    m_last = say;
    return Activation::Spoken;
  }
  if (stop != nullptr && (stop->can_press || stop->role == Role::TextField)) {
    m_acted = true;
    return Activation::Press;
  }
  // Nothing was said that can be pressed: pressing what has the focus would surprise.
  if (stop != nullptr) say = stop->say;
  return Activation::Spoken;
}

Utterances Reader::here() const {
  const Stop* stop = at(m_cursor);
  return stop == nullptr ? Utterances() : stop->say;
}

Utterances Reader::point(const ui::SemanticTree& tree, ui::Point px) {
  const Stop* best = nullptr;
  float area = 0;
  for (const Node& node : tree.nodes()) {
    const Stop* stop = at(node.id);
    const ui::Rect visible = node.bounds.intersected(node.clip);
    if (stop == nullptr || !visible.contains(px) || (best != nullptr && visible.w * visible.h >= area)) continue;
    best = stop;
    area = visible.w * visible.h;
  }
  m_reading_on = false;
  if (best == nullptr) return {};
  m_inside_keys = best->role == Role::Key;
  m_cursor = best->id;
  m_index = static_cast<std::size_t>(best - m_stops.data());
  return m_last = best->say;
}

bool Reader::leave_keys(Utterances& say) {
  if (!m_inside_keys) return false;
  m_inside_keys = false;
  for (const Stop& stop : m_stops) {
    if (!stop.is_keyboard) continue;
    m_cursor = stop.id;
    say = stop.say;
  }
  return true;
}

Utterances Reader::finished() {
  if (!m_listening || !m_reading_on) return {};
  const std::size_t before = m_index;
  Utterances say = move(1);
  if (m_index <= before) {  // the end of the screen
    m_reading_on = false;
    if (say.size() > 1) say.resize(1);
  }
  m_last = say;
  return say;
}

}  // namespace escale::speech
