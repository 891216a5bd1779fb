// States of the terminal with believable content, one for each thing a screen can show.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/app/state.hpp"

namespace escale::screens::fixtures {

struct Scene {
  std::string name;
  std::function<app::State()> make;
};

/// Every screen, and the telling moments of those that have several.
const std::vector<Scene>& scenes();
app::State scene(std::string_view name);

/// Installed bundles: two courses, a collection, a study day with its form.
app::Library library();

}  // namespace escale::screens::fixtures
