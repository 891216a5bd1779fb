#include "kiosk/app/journal.hpp"

#include <algorithm>

#include "kiosk/app/worker_parts.hpp"

namespace escale::app {
namespace {
constexpr std::string_view kStaffKeyMark = "escale-staff-key ";
constexpr std::uint64_t kMostKeyBytes = 200;
constexpr std::size_t kMostKeyFiles = 32;
constexpr std::size_t kKeyBytes = 32;
}  // namespace

std::optional<Timestamp> believed_time(store::Store& store, const Clock& clock) {
  const auto trusted = store.facts().trusted_time();
  const Timestamp machine = clock.now();
  if (!trusted || machine < *trusted) return std::nullopt;
  return machine;
}

void note_in_journal(store::Store& store, const Clock& clock, std::string_view code, std::string_view detail) {
  const auto noted = store.facts().note({believed_time(store, clock), std::string(code), std::string(detail)});
  if (!noted) failure_of("journal-not-written", noted.error());
}

void note_sync(store::Store& store, const Clock& clock, std::string_view code, std::string_view detail) {
  const auto lines = store.facts().happenings(store::Facts::kMostHappenings);
  if (lines) {
    const auto last = std::ranges::find_if(*lines, [](const store::Happening& line) { return line.code.starts_with("sync-"); });
    if (last != lines->end() && last->code == code && last->detail == detail) return;
  }
  note_in_journal(store, clock, code, detail);
}

Result<std::vector<JournalLine>> journal_lines(store::Store& store, std::size_t most) {
  TRY_ASSIGN(std::vector<store::Happening> happenings, store.facts().happenings(most));
  std::vector<JournalLine> out;
  for (store::Happening& happening : happenings) out.push_back({happening.time, std::move(happening.code), std::move(happening.detail)});
  return out;
}

std::string new_staff_key(Random& random) {
  Bytes secret(kKeyBytes);
  random.fill(secret);
  return std::string(kStaffKeyMark) + to_hex(secret) + "\n";
}

Result<bool> staff_key_plugged_in(store::Store& store, const Files& files, const Path& media) {
  TRY_ASSIGN(const std::vector<std::string> known, store.facts().staff_keys());
  if (known.empty()) return false;
  TRY_ASSIGN(const std::vector<std::string> folders, files.list_directories(media));
  for (const std::string& folder : folders) {
    const auto names = files.list(media / folder);
    if (!names) continue;  // a key that was just pulled out
    std::size_t looked_at = 0;
    for (const std::string& name : *names) {
      if (!name.ends_with(".key") || ++looked_at > kMostKeyFiles) continue;
      const auto bytes = files.read(media / folder / name, kMostKeyBytes);
      if (!bytes || !as_text(*bytes).starts_with(kStaffKeyMark)) continue;
      // What is compared is a digest of 32 random bytes: how long it takes tells nothing that helps.
      if (std::ranges::find(known, crypto::sha256(*bytes).hex()) != known.end()) return true;
    }
  }
  return false;
}

}  // namespace escale::app
