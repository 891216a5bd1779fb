// The interface as screens see it: widgets named by intent, laid out in points, each with a stable id and a text
// already translated. A screen is a function (Ui&, const State&, Actions&) called once a frame between begin_frame and
// end_frame; a widget returns whether it was activated in this frame. No screen sees pixels, colours, fonts or ImGui.
// One thread.
//
// Ids: short, stable, unique in their scope ("next", "q1"); nested with Ui::Scope. Never a translated text.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/draw_list.hpp"
#include "kiosk/ui/geometry.hpp"
#include "kiosk/ui/gestures.hpp"
#include "kiosk/ui/icons.hpp"
#include "kiosk/ui/image.hpp"
#include "kiosk/ui/input.hpp"
#include "kiosk/ui/profile.hpp"
#include "kiosk/ui/rich_text.hpp"
#include "kiosk/ui/semantics.hpp"
#include "kiosk/ui/theme.hpp"
#include "sync/base/files.hpp"

namespace escale::ui {

/// Settings::text_percent of the largest text: every capital letter is seen under 0.7 degrees or more (EN 301 549, 5.1.4), 7.3 mm at
/// 600 mm or at the profile's distance when that is farther. Laid out as 200 %.
inline constexpr int kTextLargest = 300;

/// What the reader chose; applied at once, dropped at the end of use.
struct Settings {
  ThemeName theme = ThemeName::Light;
  int text_percent = 100;     ///< 100, 150, 200 or kTextLargest
  bool text_spacing = false;  ///< WCAG 1.4.12: line 1.5, paragraph 2, letter 0.12 em, word 0.16 em
  bool easy_reading = false;  ///< Andika, one sentence a line
  bool seated = false;        ///< every control in the lower two thirds
  bool reduced_motion = false;
  std::string lang = "fr";
  ScreenProfile screen = {};  ///< of the terminal, whoever reads
  bool operator==(const Settings&) const = default;
};

/// Drawn over the screen for developers.
enum class Overlay : std::uint8_t {
  None,
  Frame,    ///< how long the frame took to build
  Tree,     ///< every node's box, role and place in the reading order
  Targets,  ///< what can be touched, in millimetres; red when smaller than 15 mm
  Grid,     ///< the 12 columns
};

struct FrameInput {
  std::int32_t width = 1280, height = 800;  ///< pixels
  /// Pixels per point. 0: the largest scale at which 1280 x 800 points fit (800 x 1280 on a tall screen).
  float scale = 0;
  Milliseconds now{0};  ///< monotonic
  InputEvents events =
      {};  ///< since the last frame, oldest first; Ui takes one pointer transition a frame and keeps the rest
  Settings settings = {};
  /// What speech reads now: ringed, and focused when it takes the focus (EN 301 549, 5.1.3.3); 0: nothing.
  NodeId spoken = 0;
  /// A change of screen, a step of progress move for a moment, unless the reader asked for none. Off: always the final picture.
  bool motion = false;
  Overlay overlay = Overlay::None;
  float frame_ms = 0;  ///< of the frame before, for the overlay
};

struct FrameOutput {
  DrawList draw = {};                  ///< views: valid until the next begin_frame
  const SemanticTree* tree = nullptr;  ///< likewise
  /// When the picture changes by itself (a caret, a press that ends); nothing: only an event needs a new frame. 0 or
  /// past: at once.
  std::optional<Milliseconds> next_deadline = {};
  /// A text field is active: the platform turns the system's text input on.
  bool wants_text = false;
};

enum class LayoutMode : std::uint8_t {
  Landscape,  ///< rail at the left, 12 columns
  Large,      ///< text at 150 or 200 %: wide rail, one column, two items a page
  Portrait,   ///< rail becomes a bottom bar
  Seated,     ///< landscape with a bottom bar: the upper third shows, the lower two thirds act
};

/// Where things go, in points. `body` is what a screen cuts up.
struct Layout {
  LayoutMode mode = LayoutMode::Landscape;
  Rect screen, rail, header, line, actions;
  /// Where what can be touched may stand: everywhere, or what somebody seated reaches (C12).
  Rect controls = {};
  bool keeps_to_reach = false;  ///< somebody seated: nothing to touch outside `controls`
  Rect body = {};          ///< under a quiet line: 512 points high on the reference screen
  Rect body_stepper = {};  ///< under a stepper: 474 points
  int columns = 12;        ///< 12, or 1 in Large and Portrait: stack instead of placing side by side
  float gutter = 24;
  float gap = 18;     ///< the least gap between two targets: 3 mm or more
  float target = 88;  ///< the least height and width of a target: 15 mm or more, 20 in large text
  float text_scale = 1;
  bool single_column() const { return columns == 1; }
  /// Columns first…first+count-1 of `area` (0 to 11); the whole width when there is one column.
  Rect span(const Rect& area, int first, int count) const;
};

enum class Align : std::uint8_t { Left, Center, Right };
enum class Vertical : std::uint8_t { Top, Middle, Bottom };

struct TextOptions {
  Token colour = Token::Text;
  int weight = 0;  ///< 0: the style's own; else 400, 500, 600 or 700
  Align align = Align::Left;
  Vertical vertical = Vertical::Top;
  bool balance = false;   ///< lines of similar length (titles); otherwise only no word alone on the last line
  bool ellipsis = false;  ///< cut with … when it does not fit the height; without it the text is never cut
  float line = 0;         ///< points between baselines; 0: the style's own
  Live live = Live::Off;
  std::string_view lang = {};
  std::string_view personal = {};  ///< the end of the words that is a person's own: spoken only to a headset (EN 301 549, 5.1.3.9)
};

enum class ButtonKind : std::uint8_t { Primary, Secondary, Quiet, Outline };

struct ButtonOptions {
  Icon icon = Icon::None;
  bool icon_after = false;  ///< the icon follows the text (an arrow that leads on)
  bool enabled = true;
  std::string_view why_disabled = {};  ///< read aloud when not enabled; also write it nearby
  std::string_view hint = {};          ///< a smaller first line: « Que veut dire » above « vulnérable ? »
  bool link = false;                   ///< leads to another document: said as a link
};

/// One thing in the bottom row. Back goes left, Primary right, the rest between.
enum class ActionKind : std::uint8_t {
  Back,         ///< secondary button at the left with an arrow; Escape activates it
  Secondary,    ///< secondary button: at the left when first, else at the right before the primary
  QuietLeft,    ///< underlined, after what is at the left
  Quiet,        ///< underlined, before what is at the right
  Outline,      ///< outlined (filters), at the right
  Caption,      ///< words, not a target, before the primary
  CaptionLeft,  ///< words, at the left
  Primary,      ///< one per screen, at the right
};
struct ActionItem {
  std::string_view id = {};
  std::string_view text = {};
  ActionKind kind = ActionKind::Primary;
  Icon icon = Icon::None;
  bool icon_after = false;
  bool enabled = true;
  std::string_view why_disabled = {};
};

/// A tool of the rail. Only those that work are given; an empty id keeps the place of one that does not yet.
struct Tool {
  std::string_view id = {};
  std::string_view label = {};
  Icon icon = Icon::None;
  bool on = false;
  std::string_view short_label =
      {};  ///< drawn instead of `label` in large text: « Sortie »; the name read aloud stays `label`
  bool toggle = false;  ///< `on` is its position, said aloud both ways
};

enum class HeaderLine : std::uint8_t { None, Quiet, Stepper };

struct Header {
  std::string_view context = {};  ///< the eyebrow above the title; may be empty
  std::string_view title = {};
  HeaderLine line = HeaderLine::Quiet;
  std::string_view step_label = {};  ///< « Leçon 2 sur 5 »
  int step = 0, steps = 0;           ///< step from 1 to steps
  float line_width = 0;  ///< points; 0: the whole width (a matrix row has a short stepper beside its choices)
  // At most one of a button or a number stands at the right.
  std::string_view button_id = {};
  std::string_view button_text = {};
  Icon button_icon = Icon::None;
  bool button_icon_after = false;
  std::string_view number = {};  ///< « 47 »
  std::string_view number_caption = {};
};

enum class Tint : std::uint8_t { Sapin, Prune, Ambre, Ciel, Error, Success, None };

struct Tile {
  std::string_view title = {};
  std::string_view text = {};
  Art art = Art::None;
  Tint tint = Tint::Sapin;
  bool enabled = true;
  bool drawn = true;  ///< with its drawing, where words leave room for it
};

enum class ChipKind : std::uint8_t { Running, Done, Information, Neutral };

struct Card {
  std::string_view title = {};
  std::string_view text = {};         ///< « 5 leçons, 40 minutes »
  std::span<const Run> snippet = {};  ///< rich text instead of `text`: a search result with its found words
  Art art = Art::None;
  Tint tint = Tint::Sapin;
  std::string_view chip = {};
  ChipKind chip_kind = ChipKind::Neutral;
  Icon chip_icon = Icon::None;
  int step = -1, steps = 0;        ///< steps done of steps; -1: no progress line
  std::string_view progress = {};  ///< the words beside it: « 2 leçons sur 5 »
  bool enabled = true;
};

enum class ChoiceMark : std::uint8_t { None, Right, Wrong };

struct Choice {
  std::string_view text = {};
  bool selected = false;
  bool checkbox = false;  ///< several may be chosen
  ChoiceMark mark = ChoiceMark::None;
  std::string_view mark_label = {};  ///< « Bonne réponse », « Votre réponse »
  std::string_view hint = {};
  bool enabled = true;
  int face = 0;  ///< 1 (worst) to 5 (best): drawn after the words; 0: none
};

/// What a mode of reading looks like, drawn in the option that turns it on.
enum class Sample : std::uint8_t { Letters, Colours, Easy, Spaced, Seated, Still };
struct Option {
  std::string_view text = {};
  bool selected = false;
  bool checkbox = false;  ///< turns on and off by itself; else one of a group
  Sample sample = Sample::Letters;
  int percent = 100;                   ///< with Letters
  ThemeName theme = ThemeName::Light;  ///< with Colours
  std::string_view sample_name = {};   ///< what its letters are: a picture, "Exemple"
};

enum class StepState : std::uint8_t { Done, Here, Todo };

struct StepItem {
  std::string_view label = {};
  std::string_view hint = {};
  StepState state = StepState::Todo;
};

struct TimelineItem {
  std::string_view time = {};
  std::string_view title = {};
  StepState state = StepState::Todo;
};

struct Bar {
  std::string_view label = {};
  float fraction = 0;             ///< of the whole axis, 0 to 1
  std::string_view percent = {};  ///< « 45 % »
  std::string_view count = {};    ///< « 21 avis »
  bool grouped = false;           ///< « Autres avis »: choices made by too few people
};

struct Segment {
  std::string_view label = {};  ///< under the bar: « 9 ou 10 »
  std::string_view value = {};  ///< inside: « 24 »
  float fraction = 0;
  int series = 0;  ///< 0 action, 1 accent, 2 ciel, 3 ambre
};

enum class PanelKind : std::uint8_t { Card, Plain, Filled, Dialog, Tinted, Hidden };

struct TextField {
  std::string_view label = {};  ///< its name, read aloud
  std::string_view value = {};  ///< the draft, kept by the application
  std::string_view placeholder = {};
  std::string_view counter = {};  ///< « 45 signes sur 280 »
  std::string_view error = {};    ///< says how to mend it; the field is drawn dashed
  std::size_t max_chars = 280;    ///< code points; typing beyond is ignored
  bool multiline = false;
  bool spaces = true;      ///< false: an e-mail address
  bool shows_only = false;  ///< seated: stands above what can be reached, so it is typed into but not touched
  bool secret = false;    ///< draws discs; never in the semantic tree
  bool autofocus = true;  ///< becomes active when the screen first shows it
  Icon icon = Icon::None;
};

enum class KeyboardKind : std::uint8_t {
  Text,
  Digits,
  Decimal,  ///< digits, a comma, a minus
  Email,    ///< letters, digits, @ . - _ and the ends of usual addresses
};
/// Words on the on-screen keyboard, translated by the caller.
struct KeyboardLabels {
  std::string_view space = "espace", erase = "Effacer", new_line = "À la ligne", digits = "123", letters = "abc",
                   accents = "é è à", shift = "Majuscule", more = "Suite du clavier", select_all = "Tout choisir",
                   undo = "Annuler", left = "Caractère d’avant", right = "Caractère d’après";
};

/// Where fonts are looked for; tests and drop-in fonts change them. Empty strings: Debian's packages.
struct FontFiles {
  // Files of a site (Luciole, for one), TrueType or OpenType: each replaces one of the families below. A `text` or
  // `easy` without a bold of its own is thickened.
  std::string text, text_bold;
  std::string regular, medium, semibold, bold;  ///< Inter
  std::string display_semibold, display_bold;   ///< Inter Display
  std::string easy, easy_bold;                  ///< Andika
  std::string fallback, fallback_bold;          ///< DejaVu Sans
};

struct Core;

class Ui {
 public:
  /// Loads theme, icons and fonts. `assets` is the folder that holds themes/ and icons/. NotFound names the file or
  /// package that is missing.
  static Result<std::unique_ptr<Ui>> create(const Files& files, const Path& assets, const FontFiles& fonts = {});
  ~Ui();
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  /// What was wrong with the font files that a site named, one sentence each; a default stands in their place.
  const std::vector<std::string>& font_problems() const;
  void begin_frame(const FrameInput& input);
  /// The output's views are valid until the next begin_frame.
  FrameOutput end_frame();
  /// Forgets everything that belonged to a person: focus, carets, presses. Images stay.
  void forget();

  // --- frame -------------------------------------------------------------------------------------------------------
  const Layout& layout() const;
  const Settings& settings() const;
  /// Width and height of the glass, in pixels: what a ScreenProfile measures.
  Size glass() const;
  Milliseconds now() const;
  /// Asks for a frame at this time.
  void wake_at(Milliseconds when);
  /// Escape was pressed and no widget has taken it.
  bool escape_pressed();
  /// -1, 0 or +1: Page Up/Down or the wheel asked for the page before or after.
  int page_wish() const;
  /// Moves the focus to a widget by its id in the current scope, from the next frame.
  void focus(std::string_view id);
  /// Names what stands on the screen: another name than in the frame before comes in from the right, or from the left when `order`
  /// is lower than before (160 ms, 24 points, nothing when motion is reduced). What can be touched is at its place at once.
  void screen(std::string_view name, int order = 0);
  /// Reads themes/theme.json again: the same errors as create(), and then the theme stays as it was.
  Result<> reload_theme(const Files& files, const Path& assets);
  /// Something was touched or typed since the last frame.
  bool any_input() const;

  /// Nests ids, and groups nodes: `Ui::Scope list(ui, "modules");`
  class Scope {
   public:
    Scope(Ui& ui, std::string_view id, Role role = Role::Group, std::string_view name = {});
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Ui& m_ui;
  };

  // --- frame parts ---------------------------------------------------------------------------------------------------
  /// Rail (or bottom bar): the mark that leads home, the tools, the exit at the end. The id of what was activated, or
  /// empty.
  std::string_view rail(const Tool& home, std::span<const Tool> tools, const Tool* exit = nullptr);
  /// Context, title, line or stepper, and the button at the right. True when that button was activated.
  bool header(const Header& header);
  /// The first screen's header: context, title and the drawing of the stop on the way.
  void home_header(std::string_view context, std::string_view title);
  /// The wide drawing alone (thanks screen), its line at the bottom of `rect`.
  void scene(Rect rect);
  /// The bottom row. The id of what was activated, or empty.
  std::string_view action_row(std::span<const ActionItem> items);
  std::string_view action_row(std::initializer_list<ActionItem> items) {
    return action_row(std::span<const ActionItem>(items.begin(), items.size()));
  }

  // --- text
  // -----------------------------------------------------------------------------------------------------------
  /// Draws a text in `rect` (its height only matters for `vertical` and `ellipsis`). Gives back the height it took.
  float text(std::string_view id, Rect rect, std::string_view text, Type type = Type::Body,
             const TextOptions& options = {});
  /// A heading: level 2 for parts of a screen (the header's title is level 1).
  float heading(std::string_view id, Rect rect, std::string_view text, Type type = Type::Heading, int level = 2,
                const TextOptions& options = {});
  float measure_height(std::string_view text, Type type, float width, const TextOptions& options = {}) const;
  /// Width of a text on one line.
  float measure_width(std::string_view text, Type type, int weight = 0) const;
  /// Draws blocks from the top of `rect`; `page` is one of paginate()'s. Gives back the height it took.
  float rich_text(std::string_view id, Rect rect, std::span<const Block> blocks, const BlockPage* page = nullptr,
                  Type type = Type::Body);
  float measure_rich(std::span<const Block> blocks, float width, Type type = Type::Body) const;
  /// Cuts blocks into pages of this size, at lines; headings stay with what follows. At least one page.
  std::vector<BlockPage> paginate(std::span<const Block> blocks, Size page, Type type = Type::Body) const;
  /// The outline of a bank card (ISO/IEC 7810, ID-1) as big as a real one on a glass of `px_per_mm`, in the middle of `area`; what
  /// does not fit in its height is left open. `name` is read aloud.
  void bank_card(std::string_view id, Rect area, float px_per_mm, std::string_view name, std::string_view words);
  /// An icon and a short text beside it, not a target: « Vos réponses sont anonymes. »
  float caption(std::string_view id, Rect rect, Icon icon, std::string_view text, const TextOptions& options = {});
  float caption_height(std::string_view text, float width, const TextOptions& options = {}) const;

  // --- to be touched
  // --------------------------------------------------------------------------------------------------
  bool button(std::string_view id, Rect rect, std::string_view text, ButtonKind kind,
              const ButtonOptions& options = {});
  bool primary_button(std::string_view id, Rect rect, std::string_view text, const ButtonOptions& options = {}) {
    return button(id, rect, text, ButtonKind::Primary, options);
  }
  bool secondary_button(std::string_view id, Rect rect, std::string_view text, const ButtonOptions& options = {}) {
    return button(id, rect, text, ButtonKind::Secondary, options);
  }
  bool quiet_button(std::string_view id, Rect rect, std::string_view text, const ButtonOptions& options = {}) {
    return button(id, rect, text, ButtonKind::Quiet, options);
  }
  bool outline_button(std::string_view id, Rect rect, std::string_view text, const ButtonOptions& options = {}) {
    return button(id, rect, text, ButtonKind::Outline, options);
  }
  /// The width a button wants for its words.
  float button_width(std::string_view text, ButtonKind kind, const ButtonOptions& options = {}) const;
  /// A large entry with its drawing: beside the words when wide, above them when narrow.
  bool tile(std::string_view id, Rect rect, const Tile& tile);
  /// Whether the words of a wide tile leave room for its drawing.
  bool tile_holds_art(Rect rect, const Tile& tile) const;
  /// A line of a list that opens as a whole: a module, a search result.
  bool card(std::string_view id, Rect rect, const Card& card);
  bool choice(std::string_view id, Rect rect, const Choice& choice);
  /// The height a choice wants in this width (at least a target).
  /// Height that a button of this width wants: two lines where its words need them.
  float button_height(std::string_view text, ButtonKind kind, float width, const ButtonOptions& options = {}) const;
  /// Height that everything in a card wants, each line whole.
  float card_height(const Card& card, float width) const;
  float review_height(std::string_view label, std::string_view value, std::string_view change, float width) const;
  float scale_height(float width, int first, int last, std::string_view low, std::string_view high) const;
  /// Height of one row of a chart whose every label is whole.
  float bar_height(std::span<const Bar> bars, float width) const;
  float choice_height(const Choice& choice, float width) const;
  /// Vertical choices sharing `rect` (equal heights when `fill`, else each its own). The index activated, or -1.
  int choices(std::string_view id, Rect rect, std::span<const Choice> choices, bool fill = false);
  /// A mode of reading with a sample of it above its name.
  bool option(std::string_view id, Rect rect, const Option& option);
  /// The height it wants in this width (at least a target).
  float option_height(std::string_view text, float width) const;
  /// One of five faces; level 1 (very bad) to 5 (very good).
  bool face(std::string_view id, Rect rect, int level, std::string_view label, bool selected);
  /// Numbers in a row (0 to 10) with a word at each end. The index activated, or -1.
  int scale_row(std::string_view id, Rect rect, int first, int last, int selected, std::string_view low,
                std::string_view high);
  /// Page turner, vertical (▲ « Page 1 sur 3 » ▼) in a tall rect, horizontal in a wide one. -1, 0 or +1; also answers
  /// Page Up/Down and the wheel.
  int pager(std::string_view id, Rect rect, int page, int pages, std::string_view label, std::string_view before,
            std::string_view after);
  /// A line « label / value » with « Changer » at the right.
  bool review_row(std::string_view id, Rect rect, std::string_view label, std::string_view value,
                  std::string_view change);
  /// The new value when it changed in this frame. The application keeps it and passes it back next frame.
  std::optional<std::string> text_field(std::string_view id, Rect rect, const TextField& field);
  /// Whether an empty text field here has room for the sentence that says what is wrong; else the screen writes it elsewhere.
  bool error_fits(std::string_view error, Rect field) const;
  /// Enter was pressed in the active one-line field (a search), in this frame.
  bool submitted() const;
  /// On-screen keyboard for the active text field: AZERTY with accents, or digits. Four rows of keys fill `rect`; where ten keys
  /// in a row would be too small (large text, tall screens) the same keys follow each other in as many columns as fit.
  /// Height in points that the keys want when they may take at most `most`: four rows, or what the least size of a target allows.
  float keyboard_height(KeyboardKind kind, float width, float most) const;
  void keyboard(std::string_view id, Rect rect, KeyboardKind kind, const KeyboardLabels& labels = {});

  // --- to be read
  // -----------------------------------------------------------------------------------------------------
  /// Draws a panel and gives back the inside, padded. Not a node: put a Scope around its content when it is a group.
  Rect panel(Rect rect, PanelKind kind, Tint tint = Tint::None);
  float note(std::string_view id, Rect rect, NoteKind kind, std::span<const Block> blocks, std::string_view title = {},
             Type type = Type::Body);
  float note_height(NoteKind kind, std::span<const Block> blocks, float width, std::string_view title = {},
                    Type type = Type::Body) const;
  /// A label that is never a target, its right (or left) end at `at`. Gives back its width.
  float chip(std::string_view id, Point at, Align align, std::string_view text, ChipKind kind, Icon icon = Icon::None);
  void progress_bar(std::string_view id, Rect rect, float fraction, std::string_view name, std::string_view value);
  void progress_steps(std::string_view id, Rect rect, int done, int steps, std::string_view name);
  void countdown(std::string_view id, Rect rect, int left, int total, std::string_view name);
  void big_number(std::string_view id, Rect rect, std::string_view value, std::string_view caption,
                  Token colour = Token::Text, Align align = Align::Left);
  /// Draws `bars`; lengths and places are those of `all`, of which they are a page. Empty: they are all.
  void bar_chart(std::string_view id, Rect rect, std::span<const Bar> bars, std::span<const Bar> all = {});
  void stacked_bar(std::string_view id, Rect rect, std::span<const Segment> segments);
  /// « Résultat masqué »: dashed box that says why.
  void hidden_result(std::string_view id, Rect rect, std::string_view title, std::string_view strong,
                     std::string_view why);
  void timeline(std::string_view id, Rect rect, std::span<const TimelineItem> items);
  void step_list(std::string_view id, Rect rect, std::span<const StepItem> items);
  /// The words of a carnet, numbered.
  void words(std::string_view id, Rect rect, std::span<const std::string> words);
  /// Square modules of a QR code, row by row (true is dark), with its quiet zone.
  void code(std::string_view id, Rect rect, std::span<const std::uint8_t> modules, int side,
            std::string_view alternative);
  void icon(Rect rect, Icon icon, Token colour = Token::Text);
  void art(std::string_view id, Rect rect, Art art, Tint tint, std::string_view alternative = {});
  /// A picture given before with add_image, fitted and centred; an unknown key draws an empty panel with the
  /// alternative text.
  void image(std::string_view id, Rect rect, std::string_view key, std::string_view alternative);
  void empty_state(std::string_view id, Rect rect, Icon icon, std::string_view title, std::string_view text);
  /// A short message that speech reads when it appears.
  void status(std::string_view id, Rect rect, NoteKind kind, std::string_view text);
  /// A thin line between rows, or upright between columns when `rect` is taller than wide.
  void separator(Rect rect);

  // --- pictures
  // -------------------------------------------------------------------------------------------------------
  /// Keeps a decoded picture under a key (replaces it). Refused over 4096 pixels a side.
  Result<> add_image(std::string key, RgbaImage image);
  void remove_image(std::string_view key);
  bool has_image(std::string_view key) const;

  Core& core() { return *m_core; }  ///< for this folder's own files

 private:
  explicit Ui(std::unique_ptr<Core> core);
  std::unique_ptr<Core> m_core;
};

}  // namespace escale::ui
