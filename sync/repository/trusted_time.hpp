// What a terminal without a clock battery may believe about time: it moves forward only by signed statements, never by the raw clock.
#pragma once

#include <algorithm>
#include <optional>

#include "sync/base/clock.hpp"

namespace escale::repository {

/// The latest of: the program's build date, the newest signed statement, what was saved. A value; the caller saves it.
class TrustedTime {
 public:
  explicit TrustedTime(Timestamp build_date, std::optional<Timestamp> saved = {})
      : m_build_date(build_date), m_now(std::max(build_date, saved.value_or(build_date))) {}

  Timestamp now() const { return m_now; }

  /// A signed statement was accepted (`x-issued`, a hub's time attestation, an operator). True when it moved time forward.
  bool advance(Timestamp stated) {
    if (stated <= m_now) return false;
    m_now = stated;
    return true;
  }

  /// Root changed the timestamp key (5.3.11): only what is signed now counts. The build date stays the floor.
  void restart(Timestamp newest_signed) { m_now = std::max(m_build_date, newest_signed); }

 private:
  Timestamp m_build_date;
  Timestamp m_now;
};

}  // namespace escale::repository
