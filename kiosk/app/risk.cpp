#include "kiosk/app/risk.hpp"

#include <algorithm>

namespace escale::app {

bool offers_quick_exit(const State& state) {
  const auto sensitive = [&](std::string_view bundle) {
    const format::Manifest* manifest = state.library.find(bundle);
    return manifest != nullptr && manifest->sensitive;
  };
  const Learning& learning = state.learning;
  return sensitive(learning.course) || (learning.open && sensitive(learning.open->bundle)) ||
         std::ranges::any_of(learning.progress, [&](const auto& course) { return sensitive(course.first); }) ||
         (state.feedback.open && sensitive(state.feedback.open->key.bundle)) || (state.programme_key && sensitive(state.programme_key->bundle));
}

}  // namespace escale::app
