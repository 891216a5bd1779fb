// What holds of every screen whatever the mode; walk_test.cpp looks at each in every mode, size and language.
#include "kiosk/screens/screens.hpp"

#include <gmock/gmock.h>

#include "tests/kiosk/screens/fixtures.hpp"
#include "tests/kiosk/screens/stage.hpp"

namespace escale::screens {
namespace {

using testing_support::Stage;

/// SCENES=form asks only for the scenes whose name begins so.
std::vector<fixtures::Scene> asked_for() {
  const char* wanted = std::getenv("SCENES");
  std::vector<fixtures::Scene> out;
  for (const fixtures::Scene& scene : fixtures::scenes())
    if (wanted == nullptr || scene.name.starts_with(wanted)) out.push_back(scene);
  return out;
}

TEST(Screens, ShowOneTitle) {
  Stage stage;
  for (const fixtures::Scene& scene : asked_for()) {
    int titles = 0;
    for (const ui::Node& node : stage.show(scene.make()).nodes()) titles += node.role == ui::Role::Heading && node.level == 1 ? 1 : 0;
    EXPECT_EQ(titles, 1) << scene.name;
  }
}

}  // namespace
}  // namespace escale::screens
