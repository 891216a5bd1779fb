// What the widgets share: input turned into presses and focus, the tree under construction, text laid out in pixels,
// and the painter. Private to this folder. Widgets register a node first, then draw; behaviour (hit test, press, slide
// off, focus) is decided here only.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "kiosk/ui/fonts.hpp"
#include "kiosk/ui/gestures.hpp"
#include "kiosk/ui/line_breaker.hpp"
#include "kiosk/ui/motion.hpp"
#include "kiosk/ui/painter.hpp"
#include "kiosk/ui/text_editor.hpp"
#include "kiosk/ui/ui.hpp"
#include "kiosk/ui/vector_art.hpp"

namespace escale::ui {

/// A run of text with all that drawing needs.
struct StyledRun {
  std::string_view text;
  SizedFont* font = nullptr;
  Color colour;
  bool underline = false;
  bool highlight = false;
  std::optional<Color> line_colour = {};  ///< of the underline; the text's own otherwise
};

struct LinePiece {
  std::size_t run = 0;
  std::string_view text;
  float x = 0, width = 0;  ///< pixels from the start of the line
};
struct TextLine {
  std::vector<LinePiece> pieces;
  float width = 0;
  bool hyphen = false;  ///< a soft hyphen is drawn at its end
};
struct TextLayout {
  std::vector<TextLine> lines;
  float width = 0;  ///< of the widest line
};

/// What a widget that can be touched learns about itself.
struct Touch {
  std::size_t node = 0;    ///< index in the tree
  bool pressed = false;    ///< draw it pressed
  bool focused = false;    ///< the focus is on it
  bool activated = false;  ///< act now
};

struct TouchOptions {
  bool enabled = true;
  std::string_view description = {};
  std::string_view value = {};
  States states = {};
  bool takes_escape = false;  ///< Escape activates it
  bool repeats = false;       ///< a key: quick presses are all wanted
  float radius = 14;          ///< of the focus ring, in points
  bool takes_focus = true;    ///< a key of the on-screen keyboard leaves the focus in the field
  bool takes_enter = true;    ///< Enter and Space activate it when focused
  bool drags = false;         ///< its content follows the finger: Core::take_drag
};

/// Cuts units that are wider than a line (a pasted address) between characters.
void split_wide(std::vector<BreakUnit>& units, std::string_view text, float width,
                const std::function<float(std::size_t, std::size_t)>& measure);

struct FieldState : EditState {
  bool tapped = false;  ///< the caret stands where it was put by touch, and nothing was typed since
  std::string last;  ///< what the field last gave out, to notice when the application replaced it
  float scroll = 0;           ///< pixels above what is shown
  bool overflows = false;     ///< there is more than fits: a drag scrolls it
  std::size_t followed = 0;   ///< the caret that was last brought in sight
};

struct ImageEntry {
  Texture texture;
  RgbaImage image;
};

struct Core {
  Core(Theme theme_, ArtBook art_, std::unique_ptr<Fonts> fonts_);

  // --- frame
  Theme theme;
  ArtBook book;
  std::unique_ptr<Fonts> fonts;
  Atlas atlas;
  ArtCache art;
  Painter paint;
  Motion motion;
  std::uint32_t after_rail = 0;  ///< vertices drawn before what moves with a change of screen
  DrawList last_draw = {};       ///< of the frame before, for the overlay: only its sizes are read
  FrameInput in;
  Layout layout;
  const Palette* palette = nullptr;
  float scale = 1;  ///< pixels per point
  std::optional<Milliseconds> deadline;
  bool wants_text = false;
  bool had_input = false;
  int page_wish = 0;
  bool escape = false;

  // --- tree
  SemanticTree tree;
  std::vector<NodeId> parents;
  std::vector<std::size_t> path_lengths;
  std::string path;
  struct Ring {
    Rect r;
    float radius;
  };
  std::optional<Ring> ring;

  // --- input
  struct Waiting {
    InputEvent event;
    Milliseconds time{0};  ///< when it happened
  };
  std::deque<Waiting> queue;
  Gesture gesture;
  GestureRules gesture_rules;
  NodeId drag_id = 0;          ///< what follows the finger; 0: the page
  Point dragged;               ///< pixels it moves by in this frame
  bool pages_turn = false;     ///< the frame before listened to page_wish
  bool pages_listen = false;   ///< so does this one
  Point leaning;               ///< points that the body follows the finger by
  Milliseconds leaning_since{0};  ///< it goes back since then, when no finger holds it
  std::optional<Point> down_at;  ///< pixels, while pressed
  Point pointer;                 ///< pixels
  bool just_down = false, just_up = false;
  bool cancelled = false;  ///< this press can no longer act
  NodeId pressed_id = 0;
  Milliseconds last_activation{-10000};
  NodeId last_activated = 0;
  NodeId focus = 0;
  bool focus_visible = false;
  NodeId spoken = 0;  ///< FrameInput::spoken of the frame before
  bool activate_focus = false;      ///< Enter or Space in this frame
  NodeId wanted_focus = 0;          ///< asked for by Ui::focus
  std::vector<NodeId> focus_order;  ///< of the frame before
  std::vector<Rect> focus_places;   ///< where each stands, pixels
  std::vector<bool> focus_keys;     ///< which are keys of the on-screen keyboard
  int leaves_field = 0;             ///< Up (-1) or Down (+1) was pressed in the field, whose caret stood at caret_before
  std::size_t caret_before = 0;
  bool activated_any = false;       ///< one activation a frame

  // --- text fields
  NodeId field = 0;  ///< the active one
  bool field_seen = false;
  bool submitted = false;                 ///< Enter in a one-line field
  std::vector<InputEvent> field_events;   ///< for the active field, this frame
  std::vector<InputEvent> field_waiting;  ///< from the on-screen keyboard, for the next frame
  std::unordered_map<NodeId, FieldState> fields;
  std::map<std::string, ImageEntry, std::less<>> images;
  TextureId next_texture = kFirstImageTexture;
  std::vector<Texture> textures;
  bool shift = false, digits = false, accents = false;  ///< planes of the on-screen keyboard
  int key_page = 0;                                     ///< of a plane that takes several pages

  bool contrast() const { return in.settings.theme == ThemeName::Contrast; }
  Color colour(Token token) const { return (*palette)[token]; }
  Color colour(const ArtColour& art_colour, Color current) const;

  // --- measures: points to pixels
  float px(float points) const { return points * scale; }
  float snap(float points) const;
  Rect px(Rect points) const;
  float pt(float pixels) const { return pixels / scale; }

  // --- text
  SizedFont& font(Type type, int weight = 0, float extra = 1);
  SizedFont& font_px(Family family, int weight, float points);
  /// The least size in pixels that a style may have here, whatever was asked: 0.7 degrees for every style in the largest
  /// text (EN 301 549, 5.1.4; A4), 0.45 degrees for what is read at the usual sizes (A5). 0: none.
  int least_px(Family family, int weight, bool reading) const;
  /// Text spacing (WCAG 1.4.12) is for what is read: not for buttons, keys, the rail and the header.
  struct Tight {
    explicit Tight(Core& core) : m_core(core) { ++core.tight; }
    ~Tight() { --m_core.tight; }
    Tight(const Tight&) = delete;
    Tight& operator=(const Tight&) = delete;

   private:
    Core& m_core;
  };
  int tight = 0;
  bool spaced() const { return in.settings.text_spacing && tight == 0; }
  bool largest() const { return in.settings.text_percent >= kTextLargest; }
  float line_px(Type type, float line_points = 0) const;
  TextLayout lay_out(std::span<const StyledRun> runs, float width_px, bool balance) const;
  void draw_line(std::span<const StyledRun> runs, const TextLine& line, float x, float top, float line_height);
  /// Draws a laid-out text; gives back its height in pixels.
  float draw_text(std::span<const StyledRun> runs, const TextLayout& text, Rect px_rect, float line_height, Align align,
                  Vertical vertical);
  /// One style, one string: draws it in points. No node.
  float label(Rect points, std::string_view text, Type type, Color colour, int weight = 0, Align align = Align::Left,
              Vertical vertical = Vertical::Middle, bool balance = false, float line_points = 0);
  float label_width(std::string_view text, Type type, int weight = 0);
  float label_height(std::string_view text, Type type, int weight, float width_points, bool balance = false,
                     float line_points = 0);

  // --- drawing in points
  void draw_icon(Icon icon, Point centre_points, float size_points, Color colour);
  void draw_drawing(std::uint32_t id, const Drawing& drawing, Rect points, Color current, float scale_limit = 1e9F);
  void draw_art(Art art, Rect points, float pad_x, float pad_y);
  Token tint_token(Tint tint) const;
  /// Fill, border and the darker edge underneath: what most things that can be touched look like. Gives back the face
  /// above the edge.
  Rect draw_box(Rect points, float radius, Color fill, Color border, float border_width, Color edge, float edge_height);

  // --- tree
  std::size_t add_node(std::string_view id, Role role, std::string_view name, Rect points);
  Node& node(std::size_t index) { return tree.nodes()[index]; }
  Touch touch(std::string_view id, Role role, std::string_view name, Rect points, const TouchOptions& options = {});
  NodeId id_of(std::string_view id) const;
  void push(std::string_view id);
  void pop();
  void wake_at(Milliseconds when);
  /// Pixels that the content of this widget follows the finger by, in this frame (TouchOptions::drags).
  Point take_drag(NodeId id) const { return id == drag_id ? dragged : Point{}; }
  /// Its content met its end: what glides stops.
  void end_drag(NodeId id) {
    if (id == drag_id) stop_coasting(gesture);
  }
  /// Page Up, Page Down, the wheel or a swipe ask for another page; asking says that this screen turns pages.
  int ask_page_wish() {
    pages_listen = true;
    return page_wish;
  }

  void begin(const FrameInput& input);
  FrameOutput end();

 private:
  void take_events();
  bool take_pointer(const InputEvent& event, Milliseconds time);
  void end_press();
  void lean();
  void take_key(const InputEvent& event);
  void move_focus(int step);
  void move_focus_across(int step);
  void settle_focus();
  void compute_layout();
};

}  // namespace escale::ui
