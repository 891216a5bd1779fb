// The offset of a time zone at an instant, from the system's own files (TZif, RFC 8536): std::chrono has no zones before g++ 14, and
// tzset() changes the whole process. Pure: the caller reads /usr/share/zoneinfo.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sync/base/bytes.hpp"
#include "sync/base/result.hpp"

namespace escale::importers {

class TimeZone {
 public:
  /// Reads a TZif file of version 2 or later (RFC 8536, section 3). InvalidInput says what is wrong with it.
  static Result<TimeZone> parse(ByteView tzif);

  /// Seconds to add to UTC at this instant (seconds since 1970-01-01T00:00Z): 7200 for Paris in summer.
  std::int64_t offset_at(std::int64_t unix_seconds) const;

 private:
  /// When a rule of the footer changes the offset: `Mm.w.d/time` (RFC 8536, section 3.3: POSIX.1-2017, 8.3).
  struct Change {
    int month = 0, week = 0, weekday = 0;
    std::int64_t second = 7200;  ///< of the local day; -167 to 167 hours (RFC 8536, 3.3.1)
  };
  struct Rule {
    std::int64_t standard = 0, summer = 0;
    bool has_summer = false;
    Change begins, ends;
  };
  static Result<Rule> parse_rule(std::string_view footer);
  static std::int64_t instant_of(int year, const Change& change, std::int64_t offset_before);

  std::vector<std::int64_t> m_transitions;
  std::vector<std::int64_t> m_offsets;  ///< one more than transitions: the first is before all of them
  Rule m_rule;
  bool m_has_rule = false;
};

}  // namespace escale::importers
