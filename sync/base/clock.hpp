// Time as a parameter. This is the only folder that reads the system's clocks; everything else is handed a Clock or a Timestamp.
// Terminals have no clock battery: what is *trusted* about time is decided by who calls, not here.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "sync/base/result.hpp"

namespace escale {

/// Seconds since 1970-01-01T00:00:00Z.
using Timestamp = std::chrono::sys_seconds;
/// Monotonic time since an arbitrary start, for durations and deadlines.
using Monotonic = std::chrono::milliseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
  virtual Monotonic monotonic() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
  Monotonic monotonic() const override;
};

/// A clock that only moves when told to. Tests, and `--clock` of the programs.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : m_now(start) {}
  Timestamp now() const override { return m_now; }
  Monotonic monotonic() const override { return m_monotonic; }
  void set(Timestamp now) { m_now = now; }
  void advance(std::chrono::milliseconds by);

 private:
  Timestamp m_now;
  Monotonic m_monotonic{0};
  std::chrono::milliseconds m_remainder{0};
};

/// "2026-11-24T08:46:55Z": always UTC, never fractions (TUF 1.0.34, section 4.2).
std::string format_timestamp(Timestamp time);
/// The inverse of format_timestamp. InvalidInput on any other shape or an impossible date.
Result<Timestamp> parse_timestamp(std::string_view text);

/// "2026-11-24".
std::string format_day(Timestamp time);

/// Minutes after midnight at that moment, in the time zone the machine is set to: 09:15 is 555.
int local_minute_of_day(Timestamp time);

}  // namespace escale
