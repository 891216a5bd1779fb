#include "sync/base/clock.hpp"

#include <fmt/format.h>

#include <ctime>

namespace escale {
namespace chr = std::chrono;

Timestamp SystemClock::now() const { return chr::floor<chr::seconds>(chr::system_clock::now()); }
Monotonic SystemClock::monotonic() const {
  return chr::duration_cast<Monotonic>(chr::steady_clock::now().time_since_epoch());
}

void ManualClock::advance(chr::milliseconds by) {
  m_monotonic += by;
  m_remainder += by;
  const auto whole = chr::floor<chr::seconds>(m_remainder);
  m_now += whole;
  m_remainder -= whole;
}

std::string format_timestamp(Timestamp time) {
  const auto day = chr::floor<chr::days>(time);
  const chr::hh_mm_ss clock{time - day};
  return fmt::format("{}T{:02}:{:02}:{:02}Z", format_day(time), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

std::string format_day(Timestamp time) {
  const chr::year_month_day date{chr::floor<chr::days>(time)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

Result<Timestamp> parse_timestamp(std::string_view text) {
  const auto bad = [&] {
    return fail(Code::InvalidInput, fmt::format("'{}' is not a time like 2026-11-24T08:46:55Z", text.substr(0, 40)));
  };
  static constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:ddZ";
  if (text.size() != kShape.size()) return bad();
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool fits = kShape[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == kShape[i];
    if (!fits) return bad();
  }
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  const chr::year_month_day date{chr::year{number(0, 4)}, chr::month{static_cast<unsigned>(number(5, 2))},
                                 chr::day{static_cast<unsigned>(number(8, 2))}};
  const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return bad();
  return chr::sys_days{date} + chr::hours{hour} + chr::minutes{minute} + chr::seconds{second};
}

int local_minute_of_day(Timestamp time) {
  const std::time_t seconds = time.time_since_epoch().count();
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return local.tm_hour * 60 + local.tm_min;
}

}  // namespace escale
