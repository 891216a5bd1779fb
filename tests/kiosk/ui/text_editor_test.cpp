// Typing: by characters as people see them, with selection, undo and redo.
#include "kiosk/ui/text_editor.hpp"

#include <gtest/gtest.h>

namespace escale::ui {
namespace {

struct Desk {
  std::string value;
  EditState state;
  EditLimits limits;
  bool submitted = false;
  void apply(const InputEvent& event) {
    TextEditor editor(value, state, limits);
    editor.apply(event, submitted);
    value = editor.value();
  }
  void type(std::string text) { apply(InputEvent::typed(std::move(text))); }
  void press(Key key, bool shift = false) { apply(InputEvent::pressed(key, shift)); }
};

TEST(TextEditor, ErasesWholeCharactersWithTheirMarks) {
  Desk desk;
  desk.type("e\u0301te\u0301");  // e + combining acute, twice: four code points for a reader's three characters
  desk.press(Key::Backspace);
  EXPECT_EQ(desk.value, "e\u0301t");
  desk.press(Key::Left);
  desk.press(Key::Backspace);
  EXPECT_EQ(desk.value, "t");
  Desk emoji;
  emoji.type("a👩‍👧👍🏽🇫🇷");
  emoji.press(Key::Backspace);
  EXPECT_EQ(emoji.value, "a👩‍👧👍🏽") << "a flag is one character";
  emoji.press(Key::Backspace);
  EXPECT_EQ(emoji.value, "a👩‍👧") << "a tone goes with its thumb";
  emoji.press(Key::Backspace);
  EXPECT_EQ(emoji.value, "a") << "a family is one character";
}

TEST(TextEditor, SelectsWithShiftAndReplaces) {
  Desk desk;
  desk.type("été");
  desk.press(Key::Left, true);
  desk.press(Key::Left, true);
  EXPECT_TRUE(desk.state.has_selection());
  desk.type("a");
  EXPECT_EQ(desk.value, "éa");
  desk.press(Key::Home, true);
  desk.press(Key::Delete);
  EXPECT_EQ(desk.value, "");
  desk.press(Key::Undo);
  EXPECT_EQ(desk.value, "éa");
}

TEST(TextEditor, AnArrowLeavesASelectionAtItsSide) {
  Desk desk;
  desk.type("abcd");
  desk.press(Key::SelectAll);
  desk.press(Key::Left);
  EXPECT_EQ(desk.state.caret, 0U);
  desk.press(Key::SelectAll);
  desk.press(Key::Right);
  EXPECT_EQ(desk.state.caret, 4U);
  EXPECT_FALSE(desk.state.has_selection());
}

TEST(TextEditor, UndoesWordByWordAndRedoes) {
  Desk desk;
  for (const char* letter : {"a", "b", " ", "c", "d"}) desk.type(letter);
  desk.press(Key::Undo);
  EXPECT_EQ(desk.value, "ab ");
  desk.press(Key::Undo);
  EXPECT_EQ(desk.value, "ab");
  desk.press(Key::Undo);
  EXPECT_EQ(desk.value, "");
  desk.press(Key::Undo);
  EXPECT_EQ(desk.value, "");
  desk.press(Key::Redo);
  desk.press(Key::Redo);
  desk.press(Key::Redo);
  EXPECT_EQ(desk.value, "ab cd");
  EXPECT_EQ(desk.state.caret, 5U);
  desk.press(Key::Undo);
  desk.type("x");
  desk.press(Key::Redo);
  EXPECT_EQ(desk.value, "ab x") << "what was typed since replaces what was undone";
}

TEST(TextEditor, FindsTheWordUnderAFinger) {
  const std::string text = "L’été, peut-être !";
  auto word = [&](std::size_t at) {
    const auto [first, last] = word_at(text, at);
    return text.substr(first, last - first);
  };
  EXPECT_EQ(word(0), "L’été");
  EXPECT_EQ(word(6), "L’été");
  EXPECT_EQ(word(12), "peut-être");
  EXPECT_EQ(word(text.size()), "");
}

TEST(TextEditor, KeepsToItsLimits) {
  Desk desk;
  desk.limits.max_code_points = 3;
  desk.type("abcdef");
  EXPECT_EQ(desk.value, "abc");
  desk.type("\n");
  EXPECT_EQ(desk.value, "abc");
  desk.press(Key::Enter);
  EXPECT_TRUE(desk.submitted);
  Desk mail;
  mail.limits.spaces = false;
  mail.type("jeanne .d@exemple.fr ");
  EXPECT_EQ(mail.value, "jeanne.d@exemple.fr");
  Desk lines;
  lines.limits.multiline = true;
  lines.type("a\x01\tb");
  lines.press(Key::Enter);
  lines.type("c");
  EXPECT_EQ(lines.value, "ab\nc");
  lines.press(Key::Home);
  EXPECT_EQ(lines.state.caret, 3U) << "the start of its line";
}

TEST(TextEditor, NeverCutsACharacterAtTheLimit) {
  Desk desk;
  desk.limits.max_code_points = 3;
  desk.type("ab🇫🇷");
  EXPECT_EQ(desk.value, "ab") << "half a flag is another sign";
}

}  // namespace
}  // namespace escale::ui
