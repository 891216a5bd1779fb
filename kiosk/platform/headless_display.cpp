#include <utility>

#include "kiosk/platform/display.hpp"
#include "kiosk/platform/pictures.hpp"

namespace escale::platform {

HeadlessDisplay::HeadlessDisplay(std::int32_t width, std::int32_t height)
    : m_width(width),
      m_height(height),
      m_pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0xFF000000U) {}

ui::InputEvents HeadlessDisplay::wait(std::optional<Monotonic> longest) {
  std::unique_lock lock(m_mutex);
  auto ready = [&] { return !m_events.empty() || m_woken || m_quit; };
  if (longest) {
    m_changed.wait_for(lock, *longest, ready);
  } else {
    m_changed.wait(lock, ready);
  }
  m_woken = false;
  return std::exchange(m_events, {});
}

void HeadlessDisplay::present(const ui::DrawList& frame) {
  m_rasteriser.draw(frame, pixels());
}

void HeadlessDisplay::wake() {
  std::lock_guard lock(m_mutex);
  m_woken = true;
  m_changed.notify_all();
}

bool HeadlessDisplay::quit_requested() const {
  std::lock_guard lock(m_mutex);
  return m_quit;
}

void HeadlessDisplay::send(ui::InputEvents events) {
  std::lock_guard lock(m_mutex);
  for (ui::InputEvent& event : events) m_events.push_back(std::move(event));
  m_changed.notify_all();
}

void HeadlessDisplay::request_quit() {
  std::lock_guard lock(m_mutex);
  m_quit = true;
  m_changed.notify_all();
}

PixelView HeadlessDisplay::pixels() {
  return {m_pixels.data(), m_width, m_height, m_width};
}

Result<> HeadlessDisplay::save_png(const Path& path) {
  return write_png(path, pixels());
}

}  // namespace escale::platform
