#include "kiosk/ui/motion.hpp"

#include <algorithm>
#include <functional>

namespace escale::ui {
namespace {

/// 0 to 1 of the way after `elapsed` of `whole`: fast, then calm (cubic ease-out).
float eased(Milliseconds elapsed, Milliseconds whole) {
  const float left = 1 - std::clamp(static_cast<float>(elapsed.count()) / static_cast<float>(whole.count()), 0.0F, 1.0F);
  return 1 - left * left * left;
}

}  // namespace

void Motion::begin(const FrameInput& input) {
  m_on = input.motion && !input.settings.reduced_motion;
  m_now = input.now;
  m_moving = false;
  ++m_frame;
  std::erase_if(m_values, [&](const auto& each) { return each.second.seen + 2 < m_frame; });
}

void Motion::screen(std::string_view name, int order) {
  const std::uint64_t wanted = std::hash<std::string_view>{}(name) | 1U;
  if (m_screen != 0 && wanted != m_screen && m_on) {
    m_since = m_now;
    m_back = order < m_order;
  }
  m_order = order;
  m_screen = wanted;
  if (m_on && m_now - m_since < kScreen) m_moving = true;
}

float Motion::offset() const {
  if (!m_on || m_now - m_since >= kScreen) return 0;
  return (m_back ? -kDistance : kDistance) * (1 - eased(m_now - m_since, kScreen));
}

float Motion::value(NodeId id, float target) {
  auto [found, is_new] = m_values.try_emplace(id, Value{target, target, m_now - kProgress, m_frame});
  Value& value = found->second;
  value.seen = m_frame;
  const float now = value.from + (value.to - value.from) * eased(m_now - value.since, kProgress);
  if (value.to != target) value = {now, target, m_now, m_frame};
  if (!m_on) value.from = target;
  if (value.from == value.to || m_now - value.since >= kProgress) return target;
  m_moving = true;
  return value.from + (value.to - value.from) * eased(m_now - value.since, kProgress);
}

void Motion::forget() {
  m_screen = 0;
  m_since = Milliseconds{-10000};
  m_values.clear();
}

}  // namespace escale::ui
