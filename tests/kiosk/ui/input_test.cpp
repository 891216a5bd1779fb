#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "tests/support/ui_driver.hpp"

namespace escale::ui {
namespace {

using testing_support::UiDriver;

/// Two buttons, one above the other, that count what they did.
struct Counters {
  int first = 0, second = 0;
  bool enabled = true;
  void view(Ui& ui) {
    ButtonOptions options;
    options.enabled = enabled;
    if (ui.primary_button("first", {200, 100, 300, 88}, "Premier", options)) ++first;
    if (ui.secondary_button("second", {200, 220, 300, 88}, "Second")) ++second;
  }
};

struct Press : testing::Test {
  Counters counters;
  UiDriver driver{[this](Ui& ui) { counters.view(ui); }};
  Point on_first{350, 140}, on_second{350, 260};
  InputEvent down(Point at) { return InputEvent::pointer(EventKind::PointerDown, at); }
  InputEvent move(Point at) { return InputEvent::pointer(EventKind::PointerMove, at); }
  InputEvent up(Point at) { return InputEvent::pointer(EventKind::PointerUp, at); }
};

TEST_F(Press, ActsOnReleaseNotOnPress) {
  driver.frame({down(on_first)});
  EXPECT_EQ(counters.first, 0);
  EXPECT_TRUE(driver.output.tree->find(Role::Button, "Premier")->states.pressed);
  driver.frame({up(on_first)});
  EXPECT_EQ(counters.first, 1);
}

TEST_F(Press, SeesATapThatComesWhole) {
  driver.settle({down(on_first), up(on_first)});
  EXPECT_EQ(counters.first, 1);
}

TEST_F(Press, SlidingOffCancels) {
  driver.frame({down(on_first)});
  driver.frame({move({350, 205})});
  EXPECT_FALSE(driver.output.tree->find(Role::Button, "Premier")->states.pressed);
  driver.settle({up({350, 205})});
  EXPECT_EQ(counters.first, 0);
}

TEST_F(Press, SlidingFromOneTargetToAnotherActivatesNeither) {
  driver.frame({down(on_first)});
  driver.frame({move(on_second)});
  driver.settle({up(on_second)});
  EXPECT_EQ(counters.first + counters.second, 0);
}

TEST_F(Press, SlidingFarAndBackDoesNotAct) {
  driver.frame({down(on_first)});
  driver.frame({move({350, 500})});
  driver.frame({move(on_first)});
  driver.settle({up(on_first)});
  EXPECT_EQ(counters.first, 0);
}

TEST_F(Press, SecondPressWithinHalfASecondIsIgnored) {
  driver.settle({down(on_first), up(on_first)});
  driver.now += Milliseconds(200);
  driver.settle({down(on_first), up(on_first)});
  EXPECT_EQ(counters.first, 1);
  driver.now += Milliseconds(600);
  driver.settle({down(on_first), up(on_first)});
  EXPECT_EQ(counters.first, 2);
}

TEST_F(Press, SecondFingerCancels) {
  driver.frame({down(on_first)});
  driver.frame({down(on_second)});
  driver.settle({up(on_first)});
  EXPECT_EQ(counters.first + counters.second, 0);
}

TEST_F(Press, CancelledTouchDoesNotAct) {
  driver.frame({down(on_first)});
  driver.settle({InputEvent::pointer(EventKind::PointerCancel, {})});
  driver.settle({up(on_first)});
  EXPECT_EQ(counters.first, 0);
}

TEST_F(Press, UnavailableButtonDoesNothingButCanBeReached) {
  counters.enabled = false;
  driver.settle({down(on_first), up(on_first)});
  EXPECT_EQ(counters.first, 0);
  driver.press(Key::Tab);
  EXPECT_TRUE(driver.output.tree->find(Role::Button, "Premier")->states.focused);
  driver.press(Key::Enter);
  EXPECT_EQ(counters.first, 0);
}

TEST_F(Press, KeyboardMovesInReadingOrderAndActivates) {
  driver.frame();
  driver.press(Key::Tab);
  EXPECT_TRUE(driver.output.tree->find(Role::Button, "Premier")->states.focused);
  driver.press(Key::Down);
  EXPECT_TRUE(driver.output.tree->find(Role::Button, "Second")->states.focused);
  driver.press(Key::Space);
  EXPECT_EQ(counters.second, 1);
  driver.press(Key::BackTab);
  driver.press(Key::Enter);
  EXPECT_EQ(counters.first, 1);
  driver.press(Key::BackTab);  // from the first to the last
  EXPECT_TRUE(driver.output.tree->find(Role::Button, "Second")->states.focused);
}

TEST_F(Press, FocusRingShowsForKeyboardOnly) {
  driver.settle({down(on_first), up(on_first)});
  std::size_t touched = driver.output.draw.vertices.size();
  driver.press(Key::Tab);
  EXPECT_GT(driver.output.draw.vertices.size(), touched);
}

TEST_F(Press, AsksForNoFrameAtRest) {
  driver.settle();
  EXPECT_FALSE(driver.output.next_deadline.has_value());
  driver.settle({down(on_first), up(on_first)});
  EXPECT_FALSE(driver.output.next_deadline.has_value());
  driver.press(Key::Tab);
  EXPECT_FALSE(driver.output.next_deadline.has_value());
}

TEST_F(Press, ForgetsFocusAndPressesBetweenTwoPeople) {
  driver.press(Key::Tab);
  driver.frame({down(on_first)});
  driver.ui().forget();
  driver.settle({up(on_first)});
  EXPECT_EQ(counters.first, 0);
  EXPECT_FALSE(driver.output.tree->find(Role::Button, "Premier")->states.focused);
}

TEST(Escape, ActivatesTheWayBack) {
  std::string activated;
  UiDriver driver([&](Ui& ui) {
    if (auto id = ui.action_row({{"back", "Retour", ActionKind::Back}, {"next", "Suite", ActionKind::Primary}});
        !id.empty())
      activated = id;
  });
  driver.frame();
  driver.press(Key::Escape);
  EXPECT_EQ(activated, "back");
}

TEST(Pager, AnswersPageKeysWheelAndTaps) {
  int page = 1;
  UiDriver driver([&](Ui& ui) {
    page +=
        ui.pager("pages", {1144, 152, 92, 512}, page, 3, "Page " + std::to_string(page) + " sur 3", "Avant", "Après");
  });
  driver.frame();
  driver.press(Key::PageDown);
  EXPECT_EQ(page, 2);
  InputEvent wheel;
  wheel.kind = EventKind::Wheel;
  wheel.wheel = -1;
  driver.now += Milliseconds(1000);
  driver.settle({wheel});
  EXPECT_EQ(page, 3);
  driver.press(Key::PageDown);  // the last page
  EXPECT_EQ(page, 3);
  EXPECT_TRUE(driver.tap(Role::Button, "Avant"));
  EXPECT_EQ(page, 2);
}

struct Field : testing::Test {
  std::string value;
  bool multiline = false;
  std::size_t max_chars = 280;
  bool submitted = false;
  UiDriver driver{[this](Ui& ui) {
    TextField field;
    field.label = "Réponse";
    field.value = value;
    field.multiline = multiline;
    field.max_chars = max_chars;
    if (auto changed = ui.text_field("answer", {180, 112, 1056, 118}, field)) value = *changed;
    submitted = submitted || ui.submitted();
    ui.keyboard("keyboard", {180, 252, 1056, 406}, KeyboardKind::Text);
  }};
};

TEST_F(Field, TakesTypedTextWithAccents) {
  driver.frame();
  driver.type("Élève");
  driver.type(" où ça");
  EXPECT_EQ(value, "Élève où ça");
  EXPECT_TRUE(driver.output.wants_text);
  EXPECT_EQ(driver.output.tree->find_key("answer")->value, "Élève où ça");
}

TEST_F(Field, ErasesWholeCharacters) {
  value = "été";
  driver.frame();
  driver.press(Key::Backspace);
  EXPECT_EQ(value, "ét");
  driver.press(Key::Home);
  driver.press(Key::Delete);
  EXPECT_EQ(value, "t");
}

TEST_F(Field, ReplacesTheSelectionAndUndoes) {
  value = "bonjour";
  driver.frame();
  driver.settle({InputEvent::pressed(Key::SelectAll)});
  driver.type("salut");
  EXPECT_EQ(value, "salut");
  driver.settle({InputEvent::pressed(Key::Undo)});
  EXPECT_EQ(value, "bonjour");
}

TEST_F(Field, StopsAtItsLimitInCharacters) {
  max_chars = 3;
  driver.frame();
  driver.type("éàùç");
  EXPECT_EQ(value, "éàù");
}

TEST_F(Field, RefusesControlCharactersAndBrokenBytes) {
  driver.frame();
  driver.type(std::string("a\x01\x7F") + "\xFF" + "b\n");
  EXPECT_EQ(value, "ab");
}

TEST_F(Field, EnterSubmitsOneLineAndBreaksSeveral) {
  value = "mot";
  driver.frame();
  driver.press(Key::Enter);
  EXPECT_TRUE(submitted);
  EXPECT_EQ(value, "mot");
  multiline = true;
  driver.press(Key::Enter);
  EXPECT_EQ(value, "mot\n");
}

TEST_F(Field, OnScreenKeyboardTypesIntoIt) {
  driver.settle();
  EXPECT_TRUE(driver.tap(Role::Key, "Majuscule"));
  EXPECT_TRUE(driver.tap(Role::Key, "Z"));
  EXPECT_TRUE(driver.tap(Role::Key, "o"));  // the capital is for one letter
  EXPECT_TRUE(driver.tap(Role::Key, "é è à"));
  EXPECT_TRUE(driver.tap(Role::Key, "é"));
  EXPECT_TRUE(driver.tap(Role::Key, "espace"));
  EXPECT_TRUE(driver.tap(Role::Key, "123"));
  EXPECT_TRUE(driver.tap(Role::Key, "7"));
  EXPECT_EQ(value, "Zoé 7");
  EXPECT_TRUE(driver.tap(Role::Key, "Effacer"));
  EXPECT_EQ(value, "Zoé ");
}

TEST_F(Field, QuickKeysAreAllWanted) {
  driver.settle();
  const Node* key = driver.output.tree->find(Role::Key, "n");
  ASSERT_NE(key, nullptr);
  Point at = key->bounds.center();
  for (int i = 0; i < 3; ++i) {
    driver.now += Milliseconds(90);
    driver.settle({InputEvent::pointer(EventKind::PointerDown, at), InputEvent::pointer(EventKind::PointerUp, at)});
  }
  EXPECT_EQ(value, "nnn");
}

TEST_F(Field, TouchPlacesTheCaret) {
  value = "abcdef";
  driver.settle();
  driver.tap({206, 170});
  driver.type("X");
  EXPECT_EQ(value, "Xabcdef");
}

TEST_F(Field, AsksForNoFrameAtRest) {
  driver.settle();
  driver.type("texte");
  EXPECT_FALSE(driver.output.next_deadline.has_value());
}

// --- drags ---------------------------------------------------------------------------------------------------------------

/// A page with one large button that covers most of it, so that every drag begins on it.
struct Pages : testing::Test {
  int page = 1, pressed = 0;
  UiDriver driver{[this](Ui& ui) {
    if (ui.primary_button("cover", {200, 200, 800, 400}, "Ouvrir")) ++pressed;
    page = std::clamp(page + ui.page_wish(), 0, 9);
  }};
  void drag(Point from, Point to, Milliseconds each = Milliseconds(10)) {
    driver.now += Milliseconds(1000);
    driver.frame({InputEvent::pointer(EventKind::PointerDown, from)});
    for (int i = 1; i <= 6; ++i) {
      driver.now += each;
      const float part = static_cast<float>(i) / 6;
      driver.frame({InputEvent::pointer(EventKind::PointerMove, {from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part})});
    }
    driver.settle({InputEvent::pointer(EventKind::PointerUp, to)});
  }
  bool at_rest() {
    for (int i = 0; i < 40 && driver.output.next_deadline; ++i) {
      driver.now += Milliseconds(16);
      driver.frame();
    }
    return !driver.output.next_deadline;
  }
};

TEST_F(Pages, C2_ADragThatBeginsOnAButtonTurnsThePageAndPressesNothing) {
  driver.settle();
  drag({600, 500}, {600, 300});
  EXPECT_EQ(page, 2);
  drag({600, 300}, {600, 500});
  EXPECT_EQ(page, 1);
  drag({800, 400}, {400, 400});
  EXPECT_EQ(page, 2);
  drag({400, 400}, {800, 400});
  EXPECT_EQ(page, 1);
  EXPECT_EQ(pressed, 0);
  EXPECT_TRUE(at_rest());
}

TEST_F(Pages, AShortSlowDragTurnsNothingAndPressesNothing) {
  driver.settle();
  drag({600, 400}, {600, 360}, Milliseconds(90));
  EXPECT_EQ(page, 1);
  EXPECT_EQ(pressed, 0);
  EXPECT_TRUE(at_rest());
}

TEST_F(Pages, ThePageFollowsTheFingerALittleUnlessMotionIsReduced) {
  driver.settle();
  auto highest = [&] {
    float y = 1e9F;
    for (const Vertex& v : driver.output.draw.vertices) y = std::min(y, v.x > 300 && v.x < 900 ? v.y : 1e9F);
    return y;
  };
  const float still = highest();
  driver.frame({InputEvent::pointer(EventKind::PointerDown, {600, 400})});
  driver.now += Milliseconds(20);
  driver.frame({InputEvent::pointer(EventKind::PointerMove, {600, 320})});
  driver.frame();
  EXPECT_LT(highest(), still - 10);
  EXPECT_GE(highest(), still - 24.5F);
  driver.setup.settings.reduced_motion = true;
  driver.frame();
  EXPECT_EQ(highest(), still);
}

TEST_F(Pages, ATapIsEnough) {
  driver.settle();
  EXPECT_TRUE(driver.tap(Role::Button, "Ouvrir"));
  EXPECT_EQ(pressed, 1);
}

/// A field of five lines that holds thirty.
struct LongText : testing::Test {
  std::string value;
  int pressed = 0;
  UiDriver driver{[this](Ui& ui) {
    TextField field;
    field.label = "Récit";
    field.value = value;
    field.multiline = true;
    field.max_chars = 2000;
    if (auto changed = ui.text_field("story", {180, 112, 800, 230}, field)) value = *changed;
    if (ui.primary_button("next", {180, 500, 300, 88}, "Suite")) ++pressed;
  }};
  LongText() {
    for (int i = 1; i <= 30; ++i) value += "ligne " + std::to_string(i) + (i < 30 ? "\n" : "");
  }
  /// How high everything drawn inside the field stands: it changes when the text scrolls.
  std::vector<float> lines() {
    std::vector<float> out;
    for (const Vertex& v : driver.output.draw.vertices)
      if (v.x > 200 && v.x < 960 && v.y > 116 && v.y < 338) out.push_back(v.y);
    return out;
  }
  void move(EventKind kind, float y) { driver.frame({InputEvent::pointer(kind, {400, y})}); }
};

TEST_F(LongText, ADragScrollsItAndAFlickGlidesOn) {
  driver.settle();
  driver.frame();
  const std::vector<float> before = lines();
  move(EventKind::PointerDown, 150);
  for (float y : {172.0F, 197.0F, 223.0F, 250.0F}) {
    driver.now += Milliseconds(12);
    move(EventKind::PointerMove, y);
  }
  EXPECT_NE(lines(), before);
  driver.now += Milliseconds(12);
  move(EventKind::PointerUp, 262);
  ASSERT_TRUE(driver.output.next_deadline.has_value());
  const std::vector<float> lifted = lines();
  int frames = 0;
  for (; frames < 400 && driver.output.next_deadline; ++frames) {
    driver.now += Milliseconds(16);
    driver.frame();
  }
  EXPECT_LT(frames, 400) << "it comes to rest";
  EXPECT_GT(frames, 3);
  EXPECT_NE(lines(), lifted);
  // Typing brings the caret, still at the end, back in sight.
  driver.type(" !");
  EXPECT_TRUE(value.ends_with("ligne 30 !"));
  driver.settle({InputEvent::pressed(Key::Backspace), InputEvent::pressed(Key::Backspace)});
  EXPECT_EQ(lines(), before);
}

TEST_F(LongText, ATouchStopsTheGlideAndDoesNothingElse) {
  driver.settle();
  driver.frame();
  move(EventKind::PointerDown, 150);
  for (float y : {172.0F, 197.0F, 223.0F, 250.0F}) {
    driver.now += Milliseconds(12);
    move(EventKind::PointerMove, y);
  }
  move(EventKind::PointerUp, 250);
  driver.now += Milliseconds(16);
  driver.frame();
  ASSERT_TRUE(driver.output.next_deadline.has_value());
  driver.settle({InputEvent::pointer(EventKind::PointerDown, {300, 540}), InputEvent::pointer(EventKind::PointerUp, {300, 540})});
  EXPECT_EQ(pressed, 0);
  const std::vector<float> stopped = lines();
  driver.now += Milliseconds(1000);
  driver.settle();
  EXPECT_EQ(lines(), stopped);
  EXPECT_FALSE(driver.output.next_deadline.has_value());
  EXPECT_TRUE(driver.tap(Role::Button, "Suite"));
  EXPECT_EQ(pressed, 1);
}

// --- press filter --------------------------------------------------------------------------------------------------------

TEST_F(Press, C4_TheFilterIsTheScreensOwn) {
  for (int filter : {0, 250, 1000}) {
    counters.first = 0;
    driver.now += Milliseconds(5000);
    driver.setup.settings.screen.repeat_filter_ms = filter;
    driver.settle({down(on_first), up(on_first)});
    driver.now += Milliseconds(400);
    driver.settle({down(on_first), up(on_first)});
    EXPECT_EQ(counters.first, filter > 400 ? 1 : 2) << filter;
  }
}

// --- keypad --------------------------------------------------------------------------------------------------------------

TEST_F(Field, C5_UpAndDownLeaveTheField) {
  multiline = true;
  value = "une ligne";
  driver.settle();
  ASSERT_TRUE(driver.output.tree->find_key("answer")->states.focused);
  driver.press(Key::Down);
  driver.press(Key::Down);  // at most one press more to reach the end of the text first
  EXPECT_FALSE(driver.output.tree->find_key("answer")->states.focused);
  int focused = 0;
  for (const Node& node : driver.output.tree->nodes()) focused += node.states.focused ? 1 : 0;
  EXPECT_EQ(focused, 1);
}

TEST_F(Field, C5_ArrowsAndEnterAloneTypeOnTheScreensKeyboard) {
  driver.settle();
  auto focused = [&]() -> const Node* {
    for (const Node& node : driver.output.tree->nodes())
      if (node.states.focused) return &node;
    return nullptr;
  };
  for (std::string_view letter : {"o", "u", "i"}) {
    for (int i = 0; i < 60 && (focused() == nullptr || focused()->name != letter); ++i)
      driver.press(focused() != nullptr && focused()->role == Role::TextField ? Key::Down : Key::Right);
    ASSERT_NE(focused(), nullptr);
    ASSERT_EQ(focused()->name, letter);
    driver.press(Key::Enter);
  }
  EXPECT_EQ(value, "oui");
}

TEST_F(Press, C5_OnAKeyboardUpAndDownChangeRow) {
  UiDriver keypad([](Ui& ui) { ui.keyboard("keys", {200, 100, 500, 406}, KeyboardKind::Digits); });
  auto at = [&] {
    for (const Node& node : keypad.output.tree->nodes())
      if (node.states.focused) return node.name;
    return std::string();
  };
  keypad.settle();
  keypad.press(Key::Tab);
  EXPECT_EQ(at(), "1");
  keypad.press(Key::Right);
  keypad.press(Key::Down);
  EXPECT_EQ(at(), "5");
  keypad.press(Key::Down);
  keypad.press(Key::Down);
  EXPECT_EQ(at(), "0");
  keypad.press(Key::Up);
  EXPECT_EQ(at(), "8");
}

TEST(SecretField, StaysOutOfTheTree) {
  std::string value = "1234";
  UiDriver driver([&](Ui& ui) {
    TextField field;
    field.label = "Code";
    field.value = value;
    field.secret = true;
    if (auto changed = ui.text_field("pin", {180, 112, 500, 88}, field)) value = *changed;
  });
  driver.settle();
  driver.type("5");
  EXPECT_EQ(value, "12345");
  EXPECT_EQ(driver.output.tree->dump().find("1234"), std::string::npos);
  EXPECT_EQ(driver.output.tree->dump_json().find("1234"), std::string::npos);
}

TEST(TextField, OfTheNextScreenIsActiveAtOnce) {
  bool second = false;
  UiDriver driver([&](Ui& ui) {
    TextField field;
    field.label = second ? "Deux" : "Un";
    ui.text_field(second ? "two" : "one", {100, 100, 600, 88}, field);
    if (ui.primary_button("next", {100, 300, 300, 88}, "Suite")) second = true;
  });
  driver.settle();
  EXPECT_TRUE(driver.output.wants_text);
  ASSERT_TRUE(driver.tap(Role::Button, "Suite"));
  ASSERT_NE(driver.output.tree->find_key("two"), nullptr);
  EXPECT_TRUE(driver.output.tree->find_key("two")->states.focused);
  EXPECT_TRUE(driver.output.wants_text);
}

}  // namespace
}  // namespace escale::ui
