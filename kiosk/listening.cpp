#include "kiosk/listening.hpp"

#include <algorithm>
#include <utility>

namespace escale::kiosk {

using speech::Command;
using ui::EventKind;
using ui::Key;

Listening::Listening(ListeningParts parts) : m_parts(std::move(parts)), m_volume(m_parts.default_volume) {
  m_parts.voice.set_volume(m_volume);
  m_parts.voice.set_rate(speech::kDefaultWordsPerMinute);
}

void Listening::say(const speech::Utterances& utterances) {
  if (utterances.empty()) return;
  m_parts.voice.stop();  // new speech cuts old (B5)
  m_last_id = 0;
  bool told = false;
  for (const speech::Utterance& one : utterances) {
    speech::Saying saying;
    if (one.personal && !m_headset) {
      // B8: the loudspeaker never says it; how to hear it is said once.
      if (std::exchange(told, true)) continue;
      saying.text = m_phrases.headset_needed;
      saying.lang = m_lang;
    } else {
      saying.text = one.text;
      saying.lang = one.lang;
      saying.personal = one.personal;
    }
    saying.text = speech::normalise(saying.text, saying.lang, m_parts.words);
    if (saying.text.empty()) continue;
    saying.id = m_last_id = m_next_id++;
    m_parts.voice.speak(saying);
  }
}

void Listening::say_plain(const std::string& text) {
  say({{text, m_lang, false, 0, speech::Urgency::Calm}});
}

void Listening::set_volume(int step) {
  m_volume = std::clamp(step, 0, m_parts.volume_steps - 1);
  m_parts.voice.set_volume(m_volume);
}

void Listening::forget() {
  m_parts.voice.stop();
  set_volume(m_parts.default_volume);
  if (m_parts.listens && m_reader.listening()) m_parts.listens(false);
  m_reader = {};
  m_explore = false;
  m_explored = Key::None;
  m_touched = 0;
}

ui::InputEvents Listening::take(ui::InputEvents events, const app::State& state, app::Actions& actions) {
  ui::InputEvents rest;
  for (ui::InputEvent& event : events) {
    const bool taken = event.kind == EventKind::Key ? take_key(event, state, actions) : take_pointer(event);
    if (!taken) rest.push_back(std::move(event));
  }
  return rest;
}

bool Listening::explores(const ui::InputEvent& event) {
  // Moving, repeating and the volume change nothing: those keys are heard by what they say.
  speech::Utterances says;
  switch (event.key) {
    case Key::Enter:
      says = m_reader.here();
      break;
    case Key::Space:
      if (!m_reader.in_field()) says = m_reader.here();  // else it types
      break;
    case Key::Escape:
      says = {{m_phrases.explore_escape, m_lang, false, 0, speech::Urgency::Calm}};
      break;
    case Key::PageUp:
      says = {{m_phrases.explore_page_before, m_lang, false, 0, speech::Urgency::Calm}};
      break;
    case Key::PageDown:
      says = {{m_phrases.explore_page_after, m_lang, false, 0, speech::Urgency::Calm}};
      break;
    case Key::Listen:
      says = {{m_phrases.explore_listen, m_lang, false, 0, speech::Urgency::Calm}};
      break;
    default:
      break;
  }
  if (says.empty() || (m_explored == event.key && m_explored_at == m_reader.spoken() && !event.repeat)) {
    m_explored = Key::None;
    return false;
  }
  if (event.repeat) return true;  // held down, it is still the first press
  m_explored = event.key;
  m_explored_at = m_reader.spoken();
  says.push_back({m_phrases.explore_again, m_lang, false, 0, speech::Urgency::Calm});
  say(says);
  return true;
}

bool Listening::take_key(const ui::InputEvent& event, const app::State& state, app::Actions& actions) {
  const auto listen = [&](bool on) {
    if (!state.site.voice) {
      if (on) actions.push_back(app::NoVoice{});
      return;
    }
    if (state.preferences.listening == on) return;
    app::Preferences changed = state.preferences;
    changed.listening = on;
    actions.push_back(app::SetPreferences{changed});
  };
  if (m_explore && m_reader.listening() && explores(event)) return true;
  switch (event.key) {
    case Key::Listen:
      if (!event.repeat) listen(!state.preferences.listening);
      return true;
    case Key::HeadsetIn:
      m_headset = true;
      listen(true);
      return true;
    case Key::HeadsetOut:
      // Its person went, or pulled the plug: what was private must not come out of the loudspeaker. Nothing is erased (B2).
      m_headset = false;
      m_parts.voice.stop();
      listen(false);
      return true;
    default:
      break;
  }
  if (!m_reader.listening()) return event.key >= Key::Repeat && event.key <= Key::VolumeDown;
  const bool in_field = m_reader.in_field();
  speech::Utterances answer;
  switch (event.key) {
    case Key::Tab:
      say(m_reader.command(event.shift ? Command::Previous : Command::Next));
      return true;
    case Key::BackTab:
      say(m_reader.command(Command::Previous));
      return true;
    case Key::Right:
    case Key::Left:
      if (in_field) return false;  // the caret
      [[fallthrough]];
    case Key::Down:
    case Key::Up:
      say(m_reader.command(event.key == Key::Right || event.key == Key::Down ? Command::Next : Command::Previous));
      return true;
    case Key::Space:
      if (in_field) return false;
      [[fallthrough]];
    case Key::Enter:
      if (event.repeat) return true;  // 5.7: a held key acts once
      if (m_reader.activate(answer) == speech::Activation::Press) {
        m_parts.voice.stop();
        return false;
      }
      say(answer);
      return true;
    case Key::Escape:
      if (m_reader.leave_keys(answer)) {
        say(answer);
        return true;
      }
      m_reader.acted();
      return false;
    case Key::PageUp:
    case Key::PageDown:
      m_reader.acted();
      return false;
    case Key::Repeat:
      say(m_reader.command(Command::Repeat));
      return true;
    case Key::Silence:
      m_reader.stop();
      m_parts.voice.stop();
      return true;
    case Key::ReadOn:
      say(m_reader.command(Command::ReadOn));
      return true;
    case Key::Explore:
      m_explore = !m_explore;
      m_touched = 0;
      say_plain(m_explore ? m_phrases.explore_on : m_phrases.explore_off);
      return true;
    case Key::VolumeUp:
    case Key::VolumeDown:
      set_volume(m_volume + (event.key == Key::VolumeUp ? 1 : -1));
      say_plain(speech::filled(m_phrases.volume, std::to_string(m_volume + 1), std::to_string(m_parts.volume_steps)));
      return true;
    default:
      return false;
  }
}

bool Listening::take_pointer(const ui::InputEvent& event) {
  if (!m_reader.listening()) return false;
  if (event.kind == EventKind::Text) {
    // + and - are the volume where nothing is written.
    if (m_reader.in_field() || (event.text != "+" && event.text != "-")) return false;
    ui::InputEvent key = ui::InputEvent::pressed(event.text == "+" ? Key::VolumeUp : Key::VolumeDown);
    app::Actions none;
    return take_key(key, {}, none);
  }
  if (event.kind == EventKind::PointerUp) m_reader.acted();
  if (!m_explore) return false;
  if (event.kind == EventKind::PointerDown) {
    // The first touch speaks, the second one on the same thing acts (C9).
    const ui::Node* hit = m_tree.hit(event.at);
    if (hit != nullptr && hit->id == m_touched) return m_swallow = false;
    m_swallow = true;
    say(m_reader.point(m_tree, event.at));
    m_touched = m_reader.spoken();
  }
  const bool swallow = m_swallow;
  if (event.kind == EventKind::PointerUp) m_swallow = false;
  return swallow;
}

void Listening::look(const ui::SemanticTree& tree, const app::State& state) {
  const bool wanted = state.preferences.listening && state.site.voice;
  if (m_lang != state.preferences.lang || m_phrases == speech::Phrases{}) {
    m_lang = state.preferences.lang;
    m_phrases = m_parts.phrases(m_lang);
  }
  if (m_reader.listening() && !wanted) {
    m_explore = false;
    say_plain(m_phrases.stopped);
  }
  if (m_parts.listens && m_reader.listening() != wanted) m_parts.listens(wanted);
  m_reader.set_listening(wanted);
  if (m_explore) m_tree = tree;
  say(m_reader.look(tree, m_phrases, m_lang));
  if (m_reader.take_alert() && m_parts.alert) m_parts.alert();
}

bool Listening::take_failure() {
  return !m_parts.voice.works() && !std::exchange(m_failed, true);
}

bool Listening::go_on() {
  const std::vector<std::uint64_t> done = m_parts.voice.finished();
  if (m_last_id == 0 || std::ranges::find(done, m_last_id) == done.end()) return false;
  m_last_id = 0;
  const speech::Utterances more = m_reader.finished();
  say(more);
  return !more.empty();
}

}  // namespace escale::kiosk
