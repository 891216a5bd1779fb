// A mailbox for attendance, and people who sign in on its terminal.
#pragma once

#include "sync/attendance/collected.hpp"
#include "sync/attendance/sheet.hpp"
#include "tests/support/mailbox_world.hpp"
#include "tests/support/must.hpp"

namespace escale::test {

inline attendance::HalfDay half_day(const char* text) { return must(attendance::parse_half_day(text)); }

/// A loop and a dot, like a signature.
inline attendance::Signature loops(int shift = 0) {
  attendance::Signature signature{600, 200, {}};
  std::vector<attendance::Point> stroke;
  for (int i = 0; i < 40; ++i) stroke.push_back({40 + i * 12, 100 + (i % 8 < 4 ? i % 8 : 8 - i % 8) * (15 + shift % 5) - 30});
  signature.strokes = {stroke, {{560, 150 - shift % 40}}};
  return signature;
}

struct AttendanceWorld {
  MailboxWorld world;
  attendance::GatheringId gathering = attendance::GatheringId::random(world.random);
  std::int64_t counter = 0;

  AttendanceWorld() { world.mailbox.id = "emargement-35"; }

  attendance::Entry entry(const std::string& name, std::vector<attendance::HalfDay> half_days, int shift = 0) const {
    return {gathering, "Journée aller-vers", name, attendance::NameSource::Typed, std::move(half_days), loops(shift)};
  }
  protocol::Record record(const attendance::Entry& entry) {
    return must(attendance::attendance_record(entry, world.mailbox, {protocol::BootId{}, ++counter, std::chrono::seconds(60)}, world.random));
  }
  protocol::Envelope seal(const attendance::Entry& entry) { return world.seal(record(entry)); }
  attendance::Collected collect(const std::vector<protocol::Envelope>& envelopes) {
    attendance::Collecting collecting({&world.mailbox, &world.fleet, world.now}, world.readers);
    for (const protocol::Envelope& envelope : envelopes) collecting.add(envelope.sha256, envelope.file);
    return collecting.finish();
  }
  /// Three people over two half-days.
  std::vector<protocol::Envelope> a_day() {
    const auto am = half_day("2026-11-24/am"), pm = half_day("2026-11-24/pm");
    return {seal(entry("Zoé Martin", {am}, 1)), seal(entry("zoe martin", {pm}, 2)), seal(entry("Élodie Le Goff", {am, pm}, 3)), seal(entry("Farid Benali", {pm}, 4))};
  }
};

}  // namespace escale::test
