// A screen as a column of things that turns pages when they do not fit: large text, tall screens, long texts. "Suite" and "Retour"
// turn the pages; only the last page has the screen's own buttons. Same order for eyes, fingers and speech.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/frame.hpp"

namespace escale::screens {

class Flow {
 public:
  Flow(const Frame& frame, ui::Rect body) : m_frame(frame), m_body(body) {}

  float width() const { return m_body.w; }
  float height() const { return m_body.h; }
  /// Something of this height, whole. `target`: it can be touched. `before`: points above it, unless it begins a page.
  void add(float height, bool target, std::function<void(ui::Rect)> draw, float before = 16, bool keeps_next = false);
  void text(std::string id, std::string words, ui::Type type = ui::Type::Body, ui::TextOptions options = {}, float before = 16);
  void heading(std::string id, std::string words, ui::Type type = ui::Type::Heading, float before = 24);
  /// Structured text, cut between lines.
  void blocks(std::string id, std::vector<ui::Block> blocks, ui::Type type = ui::Type::Body, float before = 16);
  void note(std::string id, ui::NoteKind kind, std::string title, std::vector<ui::Block> blocks, float before = 18);
  /// Choices in as many columns as keep them on one page. `chosen` is told the index of the one activated, once drawn.
  void choices(std::string id, std::vector<ui::Choice> choices, std::function<void(int)> chosen, float before = 18);
  /// An answer that can be changed, on a card of its own: « label / value », "Changer". One longer than a page is cut between lines.
  void answer(std::string id, std::string label, std::string value, std::function<void()> change);

  /// The last page has less room (points of height): its buttons stand in more rows.
  void end_with(float height) {
    m_last = height;
    m_places.clear();
  }
  /// Whether everything stands: false when a thing alone is higher than the last page has room for.
  bool stands();
  /// Whether something of this height would still stand on the last page so far.
  bool holds(float height, float before);
  int pages();
  void draw(int page);

 private:
  struct Item {
    float height, before;
    bool target, keeps_next;
    std::function<void(ui::Rect)> draw;
  };
  struct Place {
    std::size_t item;
    int page;
    float y;
  };
  void lay_out();
  void place(const std::vector<std::size_t>& breaks);
  float content_height() const;

  const Frame& m_frame;
  ui::Rect m_body;
  std::vector<Item> m_items;
  std::vector<Place> m_places;
  int m_pages = 0;
  float m_last = 0;  ///< 0: as high as the others
  bool m_stands = true;
};

struct FlowScreen {
  bool stepper = false;
  int page = 0;
  int page_offset = 0;  ///< pages of the same screen before this column's first
  std::vector<BottomItem> bottom;  ///< of the last page
  float most_width = 0;  ///< 0: the whole body; long texts are easier in shorter lines
};

/// Draws a column and its bottom row. Gives the id of the screen's own button that was activated, or empty.
std::string_view flow_screen(const Frame& frame, const FlowScreen& screen, const std::function<void(Flow&)>& build);

/// Structured text over the whole body, for statements. Back leads back.
void text_screen(const Frame& frame, std::string_view context, std::string_view title, const std::vector<ui::Block>& blocks);

/// "**strong** words" of a translated text as runs.
std::vector<ui::Run> runs_of(std::string_view words);
ui::Block paragraph_of(std::string_view words);
ui::Block heading_of(std::string_view words, int level = 2);
ui::Block bullet_of(std::string_view words);

}  // namespace escale::screens
