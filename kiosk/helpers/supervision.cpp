#include "kiosk/helpers/supervision.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace escale::helpers {

std::string Ending::text() const {
  return signal != 0 ? fmt::format("signal-{}", signal) : fmt::format("exit-{}", exit_code);
}

NextStart Supervision::start(std::vector<std::string> more) const {
  NextStart next;
  next.arguments = {"--supervised", std::to_string(m_replacements)};
  next.arguments.insert(next.arguments.end(), more.begin(), more.end());
  return next;
}

NextStart Supervision::first() const { return start(); }

NextStart Supervision::out_of_order(std::string reason, Monotonic delay) {
  m_out_of_order = std::move(reason);
  NextStart next = start({"--out-of-order", m_out_of_order});
  next.out_of_order = m_out_of_order;
  next.delay = delay;
  return next;
}

NextStart Supervision::after(const Ending& ending, Monotonic now) {
  if (ending.signal == 0 && ending.exit_code == kExitStopped) {
    NextStart next;
    next.stop = true;
    return next;
  }
  if (ending.signal == 0 && ending.exit_code >= kExitReplace && ending.exit_code <= kExitReplace + kExitQuick + kExitSyncing) {
    ++m_replacements;
    m_recent.clear();  // it worked for a whole person
    const int more = ending.exit_code - kExitReplace;
    std::vector<std::string> handed_over;
    if ((more & kExitQuick) != 0) handed_over.insert(handed_over.end(), {"--first", "quick-exit"});
    if ((more & kExitSyncing) != 0) handed_over.emplace_back("--resume-sync");
    return start(std::move(handed_over));
  }
  if (ending.signal == 0 && ending.exit_code == kExitTryAgain) {
    m_recent.clear();
    m_out_of_order.clear();
    return start();
  }
  ++m_crashes;
  std::erase_if(m_recent, [&](Monotonic then) { return now - then > m_limits.window; });
  m_recent.push_back(now);
  const auto doublings = std::min<std::size_t>(m_recent.size() - 1, 20);
  const Monotonic delay = std::min(m_limits.longest_delay, m_limits.first_delay * (std::int64_t{1} << doublings));
  // Even the screen that says where to go ended badly: it is tried again, ever more slowly, for as long as it takes.
  if (!m_out_of_order.empty()) return out_of_order(m_out_of_order, delay);
  if (ending.signal == 0 && ending.exit_code == kExitUsage) return out_of_order("configuration", Monotonic{0});
  if (m_recent.size() >= static_cast<std::size_t>(m_limits.crashes)) return out_of_order("crashes", Monotonic{0});
  NextStart next = start({"--after-crash", ending.text()});
  next.delay = delay;
  next.keep_draft = true;  // nobody left: whoever was writing may still stand there
  return next;
}

}  // namespace escale::helpers
