#include "kiosk/loop.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace escale::kiosk {
namespace {

/// Eight bytes at a time; good enough to tell two frames apart, and cheap beside drawing them.
class Mixer {
 public:
  void add(std::uint64_t word) {
    m_value = (m_value ^ word) * 0x9E3779B97F4A7C15ULL;
    m_value ^= m_value >> 29U;
  }
  void add(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (; size >= sizeof(std::uint64_t); size -= sizeof(std::uint64_t), bytes += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes, sizeof word);
      add(word);
    }
    std::uint64_t rest = size;
    std::memcpy(&rest, bytes, size);
    add(rest);
  }
  std::uint64_t value() const { return m_value; }

 private:
  std::uint64_t m_value = 0xCBF29CE484222325ULL;
};

constexpr Monotonic kThemeWatch{500};

std::optional<Monotonic> earlier(std::optional<Monotonic> a, std::optional<Monotonic> b) {
  if (!a) return b;
  if (!b) return a;
  return std::min(*a, *b);
}

}  // namespace

std::uint64_t fingerprint(const ui::DrawList& list) {
  static_assert(sizeof(ui::Vertex) == 20, "no padding: bytes can be compared");
  Mixer mixer;
  mixer.add(static_cast<std::uint64_t>(list.width) << 32U | static_cast<std::uint32_t>(list.height));
  mixer.add(list.background);
  mixer.add(list.vertices.data(), list.vertices.size_bytes());
  mixer.add(list.indices.data(), list.indices.size_bytes());
  for (const ui::DrawCommand& command : list.commands) {
    mixer.add(&command.clip, sizeof command.clip);
    mixer.add(static_cast<std::uint64_t>(command.texture) << 32U | command.first_index);
    mixer.add(static_cast<std::uint64_t>(command.index_count) << 32U | command.vertex_offset);
  }
  // An atlas that only grew keeps what was there: its version does not count, what is drawn from it does. A picture
  // replaced under its key changes its version.
  for (const ui::Texture& texture : list.textures)
    mixer.add(texture.format == ui::TextureFormat::Rgba32 ? texture.id ^ (texture.version << 32U) : texture.id);
  return mixer.value();
}

Loop::Loop(LoopParts parts, LoopOptions options, app::State state)
    : m_parts(std::move(parts)), m_options(std::move(options)), m_state(std::move(state)) {}

void Loop::start() {
  const Monotonic now = m_parts.clock.monotonic();
  m_state.last_touch = now;
  if (m_options.sync_every) m_next_sync = now + m_options.first_sync;
  if (m_options.ends_after) m_end = now + *m_options.ends_after;
  if (m_options.watch_theme) m_next_theme = now;
  for (app::Effect& effect : app::start(m_state)) post(std::move(effect));
  for (app::Effect& effect : m_options.at_start) post(std::move(effect));
  if (m_options.sync_at_start) post(app::Synchronise{});
}

void Loop::post(app::Effect effect) {
  if (std::holds_alternative<app::ForgetPerson>(effect)) {
    m_parts.ui.forget();
    if (m_parts.listening != nullptr) m_parts.listening->forget();
    m_left = true;
  }
  if (const auto* asked = std::get_if<app::PlaySound>(&effect)) {
    if (m_parts.play) m_parts.play(asked->sound);
    return;
  }
  if (std::holds_alternative<app::Synchronise>(effect)) m_syncing = true;
  m_parts.post(std::move(effect));
}

void Loop::apply(const app::Action& action) {
  m_dirty = true;
  if (std::holds_alternative<app::SyncEnded>(action)) m_syncing = false;
  for (app::Effect& effect : app::update(m_state, action)) post(std::move(effect));
}

void Loop::reach_deadlines(Monotonic now) {
  if (const auto due = app::next_deadline(m_state); due && *due <= now) apply(app::Tick{now});
  if (m_end && *m_end <= now) m_over = true;
  if (m_next_theme && *m_next_theme <= now) {
    m_next_theme = now + kThemeWatch;
    if (m_parts.reload_theme && m_parts.reload_theme(m_parts.ui)) m_dirty = true;
  }
  if (!m_next_sync || *m_next_sync > now) return;
  m_next_sync = now + *m_options.sync_every;
  // Quietly, behind whatever is on the screen; update() only learns of it by the reports.
  if (!m_state.staff.syncing) post(app::Synchronise{});
}

void Loop::take_overlay_key(ui::InputEvents& events) {
  for (const ui::InputEvent& event : events) {
    if (event.kind != ui::EventKind::Key || event.key != ui::Key::Overlay || !m_options.dev) continue;
    m_options.overlay = m_options.overlay == ui::Overlay::Grid ? ui::Overlay::None
                                                                : static_cast<ui::Overlay>(static_cast<int>(m_options.overlay) + 1);
    m_dirty = true;
  }
  // Not an act of the person: without --dev the key does not exist.
  std::erase_if(events, [](const ui::InputEvent& event) { return event.kind == ui::EventKind::Key && event.key == ui::Key::Overlay; });
}

void Loop::take_marked_keys(ui::InputEvents& events) {
  const auto is_key = [](ui::Key key) { return [key](const ui::InputEvent& event) { return event.kind == ui::EventKind::Key && event.key == key; }; };
  if (std::ranges::any_of(events, is_key(ui::Key::QuickExit))) {
    // What comes with it belongs to nobody any more. Held down, or pressed on the neutral screen, it changes nothing.
    if (!m_state.quick_exit) apply(app::QuickExit{});
    events.clear();
  }
  if (m_parts.listening != nullptr) return;
  if (std::ranges::any_of(events, is_key(ui::Key::Listen))) apply(app::NoVoice{});
}

bool Loop::turn(platform::Display& display, ui::InputEvents events) {
  const Monotonic now = m_parts.clock.monotonic();
  if (display.take_exposed()) invalidate();
  for (const app::Action& action : m_parts.poll()) apply(action);
  if (m_parts.outside)
    for (ui::InputEvent& event : m_parts.outside()) events.push_back(std::move(event));
  take_overlay_key(events);
  if (!events.empty()) apply(app::Touched{now});
  take_marked_keys(events);
  if (m_parts.listening != nullptr) {
    app::Actions asked;
    if (m_parts.listening->take_failure()) apply(app::VoiceFailed{});
    if (!events.empty()) m_dirty = true;
    events = m_parts.listening->take(std::move(events), m_state, asked);
    for (const app::Action& action : asked) apply(action);
    // Who listens to a long page touches nothing: they are still there.
    if (m_parts.listening->go_on()) apply(app::Touched{now});
    if (m_parts.listening->spoken() != m_spoken) m_dirty = true;
  }
  reach_deadlines(now);
  const bool due = m_ui_deadline && *m_ui_deadline <= now;
  const bool resized = display.width() != m_width || display.height() != m_height;
  if (!m_dirty && !due && !resized && events.empty()) return false;
  frame(display, std::move(events));
  return true;
}

void Loop::frame(platform::Display& display, ui::InputEvents events) {
  m_dirty = false;
  if (m_parts.pictures) m_parts.pictures(m_parts.ui, m_state);
  ui::FrameInput input;
  input.width = m_width = display.width();
  input.height = m_height = display.height();
  input.scale = m_options.scale;
  input.now = m_parts.clock.monotonic();
  input.events = std::move(events);
  input.settings = m_parts.settings(m_state);
  if (m_parts.listening != nullptr) input.spoken = m_parts.listening->spoken();
  m_spoken = input.spoken;
  input.motion = m_options.motion;
  input.overlay = m_options.overlay;
  input.frame_ms = static_cast<float>(m_frame_time.count());
  app::Actions actions;
  m_parts.ui.begin_frame(input);
  m_parts.draw(m_parts.ui, m_state, actions);
  const ui::FrameOutput output = m_parts.ui.end_frame();
  ++m_drawn;
  m_tree = *output.tree;
  m_ui_deadline = output.next_deadline;
  display.set_text_input(output.wants_text);
  if (const std::uint64_t picture = fingerprint(output.draw); picture != m_picture || m_shown == 0) {
    m_picture = picture;
    ++m_shown;
    display.present(output.draw);
    if (m_when_shown) std::exchange(m_when_shown, {})();
  }
  if (m_parts.listening != nullptr) {
    m_parts.listening->look(m_tree, m_state);
    if (m_parts.listening->spoken() != m_spoken) m_dirty = true;
  }
  m_frame_time = m_parts.clock.monotonic() - input.now;
  for (const app::Action& action : actions) apply(action);
}

std::optional<Monotonic> Loop::sleep() const {
  if (m_dirty) return Monotonic{0};
  const auto deadline =
      earlier(earlier(earlier(m_ui_deadline, app::next_deadline(m_state)), earlier(m_next_sync, m_end)), m_next_theme);
  if (!deadline) return std::nullopt;
  return std::max(Monotonic{0}, *deadline - m_parts.clock.monotonic());
}

void Loop::run(platform::Display& display) {
  turn(display, {});
  while (!display.quit_requested() && !m_stop.load() && !to_be_replaced() && !m_over) turn(display, display.wait(sleep()));
}

}  // namespace escale::kiosk
