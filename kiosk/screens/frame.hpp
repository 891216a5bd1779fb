// What every screen shares: the rail with its tools, the header, the bottom row, lists that turn pages. One Frame lives for one
// drawing of one screen.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/app/action.hpp"
#include "kiosk/screens/words.hpp"
#include "kiosk/ui/ui.hpp"

namespace escale::screens {

struct Frame {
  ui::Ui& ui;
  const app::State& state;
  app::Actions& actions;
  Lang lang = Lang::Fr;

  std::string_view t(Text text) const { return tr(lang, text); }
  template <typename First, typename... Rest>
  std::string t(Text text, const First& first, const Rest&... rest) const {
    return tr(lang, text, first, rest...);
  }
  template <typename ActionType>
  void emit(ActionType action) const {
    actions.emplace_back(std::move(action));
  }
  const ui::Layout& layout() const { return ui.layout(); }
  bool is(ui::LayoutMode mode) const { return ui.layout().mode == mode; }
  bool large() const { return is(ui::LayoutMode::Large); }
  bool seated() const { return is(ui::LayoutMode::Seated); }
  bool portrait() const { return is(ui::LayoutMode::Portrait); }
  /// BCP 47 tag wanted of content.
  std::string content_language() const { return state.preferences.content_language(); }
};

/// The bundle that is open in this view, or null.
const format::Manifest* open_bundle(const app::State& state);

/// Tools at their places, and the quick exit on every screen: shown only where something is sensitive, it would say so to whoever
/// looks on.
void rail(const Frame& frame);

/// Context, title, line or stepper. "Terminer et effacer" stands at the right as soon as something personal exists, unless the
/// header already has a button or a number; in the seated layout it stands in the bottom row instead.
void header(const Frame& frame, ui::Header header);
/// The quiet header of most screens.
void header(const Frame& frame, std::string_view context, std::string_view title);

struct BottomItem {
  std::string_view id;
  std::string text;
  ui::ActionKind kind = ui::ActionKind::Primary;
  ui::Icon icon = ui::Icon::None;
  bool icon_after = false;
  bool enabled = true;
  std::string why_disabled = {};
};

/// The bottom row. What does not fit in one row (large text, narrow screens) stands in rows above it and takes from the body.
class Bottom {
 public:
  Bottom(const Frame& frame, std::vector<BottomItem> items, bool keyboard = false);
  /// What is left for the screen, under a quiet line or a stepper.
  ui::Rect body(bool stepper = false) const;
  /// Draws; gives the id of what was activated, or empty. "finish" is dealt with here.
  std::string_view draw() const;

 private:
  const Frame& m_frame;
  std::vector<BottomItem> m_row;
  std::vector<std::vector<BottomItem>> m_above;
};

BottomItem back_item(const Frame& frame);
BottomItem next_item(const Frame& frame, std::string text);

/// The part of a body where targets may stand: in the seated layout its lower two thirds.
ui::Rect control_area(const Frame& frame, ui::Rect body);

/// A list cut into pages that fit.
struct Listing {
  ui::Rect body;   ///< without the pager
  ui::Rect pager;  ///< empty when there is one page
  int per_page = 1, pages = 1, page = 0, first = 0, last = 0;  ///< items [first, last) are shown
  int columns = 1;
  float item_height = 0, gap = 18;
  ui::Rect cell(int index) const;  ///< of item first…last-1
};
/// `item_height` is the least height of an item. Items grow to share what is left, up to `most` when it is not 0.
Listing list_pages(const Frame& frame, ui::Rect body, int count, float item_height, int page, int columns = 1, float most = 0);
/// Draws the pager and emits TurnPage.
void draw_pager(const Frame& frame, const Listing& listing);
/// A pager of its own: "Page 1 sur 3". Emits TurnPage.
void draw_pager(const Frame& frame, ui::Rect rect, int page, int pages);

/// Choices that turn pages when they do not fit; in columns when that avoids it. The index activated, or -1.
int choice_list(const Frame& frame, std::string_view id, ui::Rect body, const std::vector<ui::Choice>& choices, int page);

/// The longest line of a text that is read, in points: some 75 characters.
inline constexpr float kReadingWidth = 930;

/// Words under or beside what they explain: secondary colour, balanced lines.
ui::TextOptions secondary();

/// Whom to ask, as the site says it; those who welcome people here when it says nothing.
std::string ask_line(const Frame& frame);

/// A title in the wanted language, by fallback.
std::string_view title_of(const Frame& frame, const format::Manifest& manifest);

// --- one function a view ---------------------------------------------------------------------------------------------
void home_view(const Frame& frame);
void modules_view(const Frame& frame);
void module_view(const Frame& frame);
void reading_view(const Frame& frame);
void question_view(const Frame& frame);
void quiz_end_view(const Frame& frame);
void library_view(const Frame& frame);
void programme_view(const Frame& frame);
void form_list_view(const Frame& frame);
void form_page_view(const Frame& frame);
void review_view(const Frame& frame);
void thanks_view(const Frame& frame);
void enlarge_view(const Frame& frame);
void language_view(const Frame& frame);
void help_view(const Frame& frame);
void about_view(const Frame& frame);
void personal_data_view(const Frame& frame);
void accessibility_view(const Frame& frame);
void staff_door_view(const Frame& frame);
void staff_view(const Frame& frame);
void session_new_view(const Frame& frame);
void session_words_view(const Frame& frame);
void results_door_view(const Frame& frame);
void results_view(const Frame& frame);
void staff_journal_view(const Frame& frame);
void cleaning_view(const Frame& frame);
void finish_view(const Frame& frame);
void no_voice_view(const Frame& frame);
void out_of_order_view(const Frame& frame);
void screen_setup_view(const Frame& frame);
/// Over any view: the inactivity warning, the neutral screen of the quick exit. True when it took the whole screen.
bool overlay_view(const Frame& frame);

}  // namespace escale::screens
