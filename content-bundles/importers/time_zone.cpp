#include "content-bundles/importers/time_zone.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace escale::importers {
namespace {
namespace chr = std::chrono;

constexpr std::size_t kHeader = 44;  // RFC 8536, 3.1
constexpr std::uint64_t kMostTransitions = 4000, kMostTypes = 256;

/// Big-endian numbers of a block.
class Cursor {
 public:
  explicit Cursor(ByteView bytes) : m_left(bytes) {}
  bool has(std::uint64_t count) const { return m_left.size() >= count; }
  ByteView take(std::uint64_t count) {
    const ByteView taken = m_left.first(count);
    m_left = m_left.subspan(count);
    return taken;
  }
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(size)) value = value << 8U | byte;
    return value;
  }
  ByteView left() const { return m_left; }

 private:
  ByteView m_left;
};

/// The six counts of a header, in the order of RFC 8536, 3.1.
struct Counts {
  std::uint64_t ut_indicators, standard_indicators, leaps, transitions, types, characters;
  std::uint64_t block(std::uint64_t time_size) const {
    return transitions * time_size + transitions + types * 6 + characters + leaps * (time_size + 4) + standard_indicators + ut_indicators;
  }
};

std::optional<Counts> counts_of(Cursor& cursor) {
  if (!cursor.has(kHeader)) return std::nullopt;
  const ByteView head = cursor.take(20);
  if (as_text(head.first(4)) != "TZif" || head[4] < '2') return std::nullopt;
  Counts counts{};
  for (std::uint64_t* count : {&counts.ut_indicators, &counts.standard_indicators, &counts.leaps, &counts.transitions, &counts.types, &counts.characters})
    *count = cursor.number(4);
  if (counts.transitions > kMostTransitions || counts.types == 0 || counts.types > kMostTypes || counts.characters > 4096 || counts.leaps > 1000 ||
      counts.ut_indicators > kMostTypes || counts.standard_indicators > kMostTypes)
    return std::nullopt;
  return counts;
}

/// The parts of a POSIX TZ string, read from the left.
class Footer {
 public:
  explicit Footer(std::string_view text) : m_left(text) {}
  bool done() const { return m_left.empty(); }
  bool eat(char c) {
    if (m_left.empty() || m_left[0] != c) return false;
    m_left.remove_prefix(1);
    return true;
  }
  /// "CET" or "<+0330>".
  bool name() {
    const std::size_t end = m_left.starts_with('<') ? m_left.find('>') : m_left.find_first_of("+-0123456789,");
    if (end == std::string_view::npos) {
      const bool some = !m_left.empty() && m_left[0] != '<';
      if (some) m_left = {};
      return some;
    }
    if (end == 0) return false;
    m_left.remove_prefix(m_left[0] == '<' ? end + 1 : end);
    return true;
  }
  std::optional<int> whole() {
    int value = 0;
    std::size_t digits = 0;
    while (digits < m_left.size() && digits < 3 && m_left[digits] >= '0' && m_left[digits] <= '9') value = value * 10 + (m_left[digits++] - '0');
    if (digits == 0) return std::nullopt;
    m_left.remove_prefix(digits);
    return value;
  }
  /// [+-]hh[:mm[:ss]] in seconds.
  std::optional<std::int64_t> time() {
    const bool negative = eat('-');
    if (!negative) eat('+');
    std::int64_t total = 0, unit = 3600;
    do {
      const auto part = whole();
      if (!part || (unit < 3600 && *part > 59)) return std::nullopt;
      total += *part * unit;
      unit /= 60;
    } while (unit > 0 && eat(':'));
    return negative ? -total : total;
  }

 private:
  std::string_view m_left;
};

/// Days since 1970-01-01 of the week-th (5 is the last) weekday (0 is Sunday) of a month.
std::int64_t day_of(int year, int month, int week, int weekday) {
  const chr::year_month in{chr::year{year}, chr::month{static_cast<unsigned>(month)}};
  const chr::weekday day{static_cast<unsigned>(weekday)};
  const chr::sys_days found = week == 5 ? chr::sys_days{in / day[chr::last]} : chr::sys_days{in / day[static_cast<unsigned>(week)]};
  return found.time_since_epoch().count();
}

}  // namespace

Result<TimeZone> TimeZone::parse(ByteView tzif) {
  const auto unusable = [] { return fail(Code::InvalidInput, "the time zone's file is not a TZif file of version 2 or later"); };
  Cursor cursor(tzif);
  const auto old_block = counts_of(cursor);  // 32-bit times, for readers of version 1: passed over (RFC 8536, 3.2)
  if (!old_block || !cursor.has(old_block->block(4))) return unusable();
  cursor.take(old_block->block(4));
  const auto counts = counts_of(cursor);
  if (!counts || !cursor.has(counts->block(8))) return unusable();
  TimeZone zone;
  for (std::uint64_t i = 0; i < counts->transitions; ++i) zone.m_transitions.push_back(static_cast<std::int64_t>(cursor.number(8)));
  if (!std::is_sorted(zone.m_transitions.begin(), zone.m_transitions.end())) return unusable();
  const ByteView types = cursor.take(counts->transitions);
  std::vector<std::int64_t> offsets;
  for (std::uint64_t i = 0; i < counts->types; ++i) {
    offsets.push_back(static_cast<std::int32_t>(static_cast<std::uint32_t>(cursor.number(4))));
    cursor.take(2);  // is it summer time, and its name: of no use here
  }
  zone.m_offsets.push_back(offsets[0]);  // before the first transition: type 0 (RFC 8536, 3.2)
  for (const std::uint8_t type : types) {
    if (type >= offsets.size()) return unusable();
    zone.m_offsets.push_back(offsets[type]);
  }
  cursor.take(counts->characters + counts->leaps * 12 + counts->standard_indicators + counts->ut_indicators);
  std::string_view footer = as_text(cursor.left());  // between two line feeds (RFC 8536, 3.3)
  if (footer.size() < 2 || footer.front() != '\n' || footer.back() != '\n') return unusable();
  footer = footer.substr(1, footer.size() - 2);
  if (footer.empty()) return zone;
  auto rule = parse_rule(footer);
  if (!rule) return unusable();
  zone.m_rule = *rule;
  zone.m_has_rule = true;
  return zone;
}

Result<TimeZone::Rule> TimeZone::parse_rule(std::string_view text) {
  const auto bad = [] { return fail(Code::InvalidInput, "the time zone's rule cannot be read"); };
  Footer footer(text);
  Rule rule;
  if (!footer.name()) return bad();
  const auto west = footer.time();
  if (!west) return bad();
  rule.standard = -*west;  // POSIX counts westward
  if (footer.done()) return rule;
  rule.has_summer = true;
  rule.summer = rule.standard + 3600;
  if (!footer.name()) return bad();
  if (!footer.eat(',')) {
    const auto summer_west = footer.time();
    if (!summer_west || !footer.eat(',')) return bad();
    rule.summer = -*summer_west;
  }
  const auto change = [&](Change& out) {
    if (!footer.eat('M')) return false;  // Jn and n exist too: no zone of today's database uses them
    const auto month = footer.whole();
    if (!month || *month < 1 || *month > 12 || !footer.eat('.')) return false;
    const auto week = footer.whole();
    if (!week || *week < 1 || *week > 5 || !footer.eat('.')) return false;
    const auto weekday = footer.whole();
    if (!weekday || *weekday > 6) return false;
    out = {*month, *week, *weekday, 7200};
    if (footer.eat('/')) {
      const auto time = footer.time();
      if (!time) return false;
      out.second = *time;
    }
    return true;
  };
  if (!change(rule.begins) || !footer.eat(',') || !change(rule.ends) || !footer.done()) return bad();
  return rule;
}

std::int64_t TimeZone::instant_of(int year, const Change& change, std::int64_t offset_before) {
  return day_of(year, change.month, change.week, change.weekday) * 86'400 + change.second - offset_before;
}

std::int64_t TimeZone::offset_at(std::int64_t unix_seconds) const {
  if (!m_has_rule || (!m_transitions.empty() && unix_seconds < m_transitions.back())) {
    const auto after = std::upper_bound(m_transitions.begin(), m_transitions.end(), unix_seconds);
    return m_offsets[static_cast<std::size_t>(after - m_transitions.begin())];
  }
  if (!m_rule.has_summer) return m_rule.standard;
  const std::int64_t local = unix_seconds + m_rule.standard;
  const auto days = chr::sys_days{chr::days{local >= 0 ? local / 86'400 : (local - 86'399) / 86'400}};
  const int year = static_cast<int>(chr::year_month_day{days}.year());
  const std::int64_t begins = instant_of(year, m_rule.begins, m_rule.standard), ends = instant_of(year, m_rule.ends, m_rule.summer);
  const bool summer = begins < ends ? begins <= unix_seconds && unix_seconds < ends   // the north
                                    : unix_seconds < ends || begins <= unix_seconds;  // the south
  return summer ? m_rule.summer : m_rule.standard;
}

}  // namespace escale::importers
