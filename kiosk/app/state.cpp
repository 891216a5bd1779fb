#include "kiosk/app/state.hpp"

#include <algorithm>

namespace escale::app {

const format::Manifest* Library::find(std::string_view bundle) const {
  const auto found = std::ranges::find_if(bundles, [&](const auto& manifest) { return manifest->id == bundle; });
  return found == bundles.end() ? nullptr : found->get();
}

std::vector<const format::Manifest*> Library::of_kind(format::BundleKind kind) const {
  std::vector<const format::Manifest*> out;
  for (const auto& manifest : bundles)
    if (manifest->kind == kind) out.push_back(manifest.get());
  return out;
}

const SessionView* State::open_session() const {
  const auto found = std::ranges::find_if(sessions, [](const SessionView& session) { return session.open; });
  return found == sessions.end() ? nullptr : &*found;
}

}  // namespace escale::app
