// The field and its keys as a person uses them: by touch alone, by keypad alone, at every size.
#include <gmock/gmock.h>

#include <set>

#include "kiosk/ui/core.hpp"
#include "tests/support/ui_driver.hpp"

namespace escale::ui {
namespace {

using testing_support::UiDriver;

struct Desk {
  std::string value;
  TextField field;
  KeyboardKind kind = KeyboardKind::Text;
  Rect keys{180, 240, 1056, 406}, place{180, 112, 1056, 96};
  UiDriver driver{[this](Ui& ui) {
    field.label = "Votre réponse";
    field.value = value;
    if (auto changed = ui.text_field("answer", place, field)) value = *changed;
    ui.keyboard("keys", keys, kind);
  }};
  bool tap_key(std::string_view name) { return driver.tap(Role::Key, name); }
};

/// Every key of 15 mm at least, with the gap of two targets, whatever the plane and the page.
void expect_sizes(Desk& desk) {
  const Layout& layout = desk.driver.ui().layout();
  const float scale = desk.driver.ui().core().scale, least = std::min(layout.target, 88.0F) * scale, gap = layout.gap * scale;
  std::vector<const Node*> keys;
  for (const Node& node : desk.driver.output.tree->nodes())
    if (node.role == Role::Key) keys.push_back(&node);
  ASSERT_GT(keys.size(), 8U);
  for (const Node* key : keys) {
    EXPECT_GE(key->bounds.w, least - 1.5F) << key->name;
    EXPECT_GE(key->bounds.h, least - 1.5F) << key->name;
    for (const Node* other : keys) {
      if (key == other) continue;
      const float across = std::max(key->bounds.x, other->bounds.x) - std::min(key->bounds.right(), other->bounds.right());
      const float down = std::max(key->bounds.y, other->bounds.y) - std::min(key->bounds.bottom(), other->bounds.bottom());
      EXPECT_GE(std::max(across, down), gap - 1.5F) << key->name << " and " << other->name;
    }
  }
}

std::set<std::string> names(const Desk& desk) {
  std::set<std::string> out;
  for (const Node& node : desk.driver.output.tree->nodes())
    if (node.role == Role::Key) out.insert(std::string(node.name));
  return out;
}

const Node* more_key(const Desk& desk) {
  for (const Node& node : desk.driver.output.tree->nodes())
    if (node.role == Role::Key && node.name.find("Suite du clavier") != std::string::npos) return &node;
  return nullptr;
}

TEST(Keyboard, KeysKeepTheirSizeOnOnePage) {
  Desk desk;
  desk.driver.settle();
  expect_sizes(desk);
  EXPECT_EQ(more_key(desk), nullptr);
  for (const char* key : {"a", "p", "q", "m", "w", "’", "espace", "Effacer", "Majuscule", "123", "é è à", "À la ligne"})
    EXPECT_TRUE(names(desk).contains(key)) << key;
}

TEST(Keyboard, TurnsPagesInLargeTextAndStillHasEveryLetter) {
  Desk desk;
  desk.driver.setup.settings.text_percent = 200;
  desk.driver.settle();
  const Layout layout = desk.driver.ui().layout();
  desk.keys = {layout.body.x, layout.body.bottom() - 3 * layout.target - 2 * layout.gap, layout.body.w, 3 * layout.target + 2 * layout.gap};
  desk.place = {layout.body.x, 90, layout.body.w, layout.target};
  desk.driver.settle();
  std::set<std::string> seen;
  for (int page = 0; page < 8; ++page) {
    expect_sizes(desk);
    for (const std::string& name : names(desk)) seen.insert(name);
    const Node* more = more_key(desk);
    ASSERT_NE(more, nullptr);
    desk.driver.tap(more->bounds.center());
  }
  for (char c = 'a'; c <= 'z'; ++c) EXPECT_TRUE(seen.contains(std::string(1, c))) << c;
  EXPECT_TRUE(desk.tap_key("123"));
  EXPECT_TRUE(desk.tap_key("7"));
  EXPECT_EQ(desk.value, "7");
}

TEST(Keyboard, TypesANegativeDecimal) {
  Desk desk;
  desk.kind = KeyboardKind::Decimal;
  desk.keys = {830, 162, 406, 406};
  desk.place = {180, 40, 600, 88};
  desk.driver.settle();
  expect_sizes(desk);
  for (const char* key : {"-", "1", "2", ",", "5"}) EXPECT_TRUE(desk.tap_key(key)) << key;
  EXPECT_EQ(desk.value, "-12,5");
  desk.kind = KeyboardKind::Digits;
  desk.driver.settle();
  EXPECT_FALSE(names(desk).contains("-"));
  EXPECT_FALSE(names(desk).contains(","));
}

TEST(Keyboard, TypesAnAddress) {
  Desk desk;
  desk.kind = KeyboardKind::Email;
  desk.field.spaces = false;
  desk.driver.settle();
  expect_sizes(desk);
  for (const char* key : {"j", "_", "d", "-", "r", "@", "e", ".org"}) EXPECT_TRUE(desk.tap_key(key)) << key;
  EXPECT_EQ(desk.value, "j_d-r@e.org");
  EXPECT_TRUE(desk.tap_key("123"));
  EXPECT_TRUE(desk.tap_key("4"));
  desk.driver.type(" espace collé");
  EXPECT_EQ(desk.value, "j_d-r@e.org4espacecollé") << "an address has no space";
}

TEST(Keyboard, TypesAccentsAndOneCapital) {
  Desk desk;
  desk.driver.settle();
  EXPECT_TRUE(desk.tap_key("é è à"));
  EXPECT_TRUE(desk.tap_key("Majuscule"));
  EXPECT_TRUE(desk.tap_key("É"));
  EXPECT_TRUE(desk.tap_key("ç"));
  EXPECT_EQ(desk.value, "Éç") << "shift is for one letter";
}

TEST(Keyboard, EveryKeyIsReachedByKeypad) {
  Desk desk;
  desk.driver.settle();
  std::set<std::string> reached;
  for (int i = 0; i < 60; ++i) {
    desk.driver.press(Key::Tab);
    for (const Node& node : desk.driver.output.tree->nodes())
      if (node.states.focused && node.role == Role::Key) reached.insert(std::string(node.name));
  }
  EXPECT_EQ(reached, names(desk));
  // Enter on a key types it, and the field goes on receiving.
  for (int i = 0; i < 60; ++i) {
    desk.driver.press(Key::Tab);
    bool here = false;
    for (const Node& node : desk.driver.output.tree->nodes()) here = here || (node.states.focused && node.name == "k");
    if (here) break;
  }
  desk.driver.press(Key::Enter);
  EXPECT_EQ(desk.value, "k");
}

TEST(FieldByTouch, ASecondTapSelectsTheWordAndAThirdEverything) {
  Desk desk;
  desk.value = "bonjour madame";
  desk.driver.settle();
  const float left = 180 + 25, middle = 112 + 48;
  desk.driver.tap({left + 20, middle});
  desk.driver.tap({left + 30, middle});
  desk.driver.type("bonsoir");
  EXPECT_EQ(desk.value, "bonsoir madame");
  desk.driver.tap({left + 20, middle});
  desk.driver.type("X");
  EXPECT_EQ(desk.value.size(), 15U) << "after typing, one tap only puts the caret";
  for (int i = 0; i < 3; ++i) desk.driver.tap({left + 20, middle});
  desk.driver.type("tout");
  EXPECT_EQ(desk.value, "tout");
  desk.driver.press(Key::Undo);
  EXPECT_EQ(desk.value.size(), 15U);
  desk.driver.press(Key::Redo);
  EXPECT_EQ(desk.value, "tout");
}

TEST(FieldByTouch, ATremblingFingerSelectsNothing) {
  Desk desk;
  desk.value = "bonjour";
  desk.driver.settle();
  const Point at{225, 160};
  // The second half of a double press, within the filter of repeated presses (EN 301 549, 5.8).
  desk.driver.tap(at);
  desk.driver.now += Milliseconds(120);
  desk.driver.settle({InputEvent::pointer(EventKind::PointerDown, at), InputEvent::pointer(EventKind::PointerUp, at)});
  desk.driver.type("x");
  EXPECT_EQ(desk.value.size(), 8U);
}

TEST(FieldShown, IsTypedIntoAndNotTouched) {
  Desk desk;
  desk.field.shows_only = true;
  desk.driver.settle();
  const Node* node = desk.driver.output.tree->find(Role::TextField, "Votre réponse");
  ASSERT_NE(node, nullptr);
  EXPECT_FALSE(node->actions.press);
  EXPECT_FALSE(node->states.disabled);
  EXPECT_TRUE(desk.tap_key("a"));
  desk.driver.type("b");
  EXPECT_EQ(desk.value, "ab");
}

}  // namespace
}  // namespace escale::ui
