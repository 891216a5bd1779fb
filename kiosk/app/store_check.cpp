#include "kiosk/app/store_check.hpp"

#include <algorithm>
#include <utility>

#include "kiosk/app/journal.hpp"

namespace escale::app {
namespace {
SelfCheck checked(std::string what, bool ok, std::string detail) { return {std::move(what), ok, ok ? std::string() : std::move(detail)}; }

/// Empty when the disk takes what is written and gives it back room.
std::string wrong_with_disk(store::Store& store, Files& files, bool write) {
  const auto stopped = store.collecting_stopped();
  if (!stopped) return "unknown";
  if (*stopped) return "nearly-full";
  if (!write) return {};
  const Path probe = store.folder().root / "self-check";
  constexpr std::uint8_t kByte[] = {1};
  const bool wrote = files.write_atomic(probe, kByte).has_value();
  const bool removed = files.remove(probe).has_value();
  return wrote && removed ? std::string() : "read-only";
}
}  // namespace

std::string code_of(const SelfCheck& check) { return check.detail.empty() ? check.what : check.what + "-" + check.detail; }

std::vector<SelfCheck> check_store(store::Store& store, Files& files, const Clock& clock, bool write) {
  std::vector<SelfCheck> out;
  const std::string disk = wrong_with_disk(store, files, write);
  out.push_back(checked("disk", disk.empty(), disk));
  out.push_back(checked("clock", believed_time(store, clock).has_value(), "behind"));
  const auto targets = store.installed().targets();
  const bool content = targets && std::ranges::any_of(*targets, [](const auto& target) { return target.first.starts_with("bundles/"); });
  out.push_back(checked("content", content, "none"));
  return out;
}

}  // namespace escale::app
