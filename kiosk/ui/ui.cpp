#include "kiosk/ui/ui.hpp"

#include <fmt/format.h>

#include <cmath>

#include "kiosk/ui/core.hpp"

namespace escale::ui {

Rect Layout::span(const Rect& area, int first, int count) const {
  if (single_column()) return area;
  constexpr float kColumns = 12;
  float each = (area.w - gutter * (kColumns - 1)) / kColumns;
  return {area.x + (each + gutter) * static_cast<float>(first), area.y,
          each * static_cast<float>(count) + gutter * static_cast<float>(count - 1), area.h};
}

Result<std::unique_ptr<Ui>> Ui::create(const Files& files, const Path& assets, const FontFiles& font_files) {
  TRY_ASSIGN(Theme theme, load_theme(files, assets));
  TRY_ASSIGN(ArtBook art, load_art(files, assets));
  auto fonts = std::make_unique<Fonts>();
  TRY(fonts->open(font_files));
  return std::unique_ptr<Ui>(new Ui(std::make_unique<Core>(std::move(theme), std::move(art), std::move(fonts))));
}

Ui::Ui(std::unique_ptr<Core> core) : m_core(std::move(core)) {}
Ui::~Ui() = default;

const std::vector<std::string>& Ui::font_problems() const {
  return m_core->fonts->problems();
}

void Ui::begin_frame(const FrameInput& input) {
  m_core->begin(input);
}
FrameOutput Ui::end_frame() {
  return m_core->end();
}

void Ui::forget() {
  Core& core = *m_core;
  core.motion.forget();
  core.queue.clear();
  core.field_events.clear();
  core.field_waiting.clear();
  core.fields.clear();
  core.focus_order.clear();
  core.focus_places.clear();
  core.focus_keys.clear();
  core.leaves_field = 0;
  core.tree.nodes().clear();
  core.down_at.reset();
  core.gesture = {};
  core.drag_id = 0;
  core.leaning = core.dragged = {};
  core.pages_turn = false;
  core.just_down = core.just_up = core.cancelled = core.focus_visible = core.activate_focus = false;
  core.pressed_id = core.focus = core.wanted_focus = core.field = core.last_activated = 0;
  core.shift = core.digits = core.accents = false;
  core.key_page = 0;
}

const Layout& Ui::layout() const {
  return m_core->layout;
}
const Settings& Ui::settings() const {
  return m_core->in.settings;
}
Size Ui::glass() const {
  return {static_cast<float>(m_core->in.width), static_cast<float>(m_core->in.height)};
}

void Ui::bank_card(std::string_view id, Rect area, float px_per_mm, std::string_view name, std::string_view words) {
  Core& core = *m_core;
  const float width = std::round(kCardWidthMm * px_per_mm), height = std::round(kCardHeightMm * px_per_mm);
  const Rect room = core.px(area);
  const bool whole = height <= room.h;
  Rect card{std::round(room.x + (room.w - width) / 2), room.y, width, whole ? height : room.h};
  const std::size_t index = core.add_node(id, Role::Image, name, {core.pt(card.x), core.pt(card.y), core.pt(card.w), core.pt(card.h)});
  core.node(index).description = words;
  // Straight edges are what one compares, so they are drawn outside the measure: the card lies exactly inside.
  const float line = std::max(2.0F, core.snap(3)), radius = std::round(3.18F * px_per_mm);
  const Rect outside = card.inset(-line);
  core.paint.round_rect(card, radius, core.colour(Token::Surface), whole ? kAllCorners : kTopLeft | kTopRight);
  core.paint.push_clip({outside.x, outside.y, outside.w, whole ? outside.h : card.h + line});
  core.paint.border({outside.x, outside.y, outside.w, whole ? outside.h : height + 2 * line}, radius + line, line, core.colour(Token::Action));
  core.paint.pop_clip();
  const Rect inside = Rect{core.pt(card.x), core.pt(card.y), core.pt(card.w), core.pt(card.h)}.inset(18);
  core.label(inside, words, Type::Small, core.colour(Token::TextSecondary), 0, Align::Center, Vertical::Middle, true);
}

void Ui::screen(std::string_view name, int order) {
  m_core->motion.screen(name, order);
}
Result<> Ui::reload_theme(const Files& files, const Path& assets) {
  TRY_ASSIGN(Theme theme, load_theme(files, assets));
  m_core->theme = std::move(theme);
  return {};
}
Milliseconds Ui::now() const {
  return m_core->in.now;
}
void Ui::wake_at(Milliseconds when) {
  m_core->wake_at(when);
}
int Ui::page_wish() const {
  return m_core->ask_page_wish();
}
bool Ui::any_input() const {
  return m_core->had_input;
}
void Ui::focus(std::string_view id) {
  m_core->wanted_focus = m_core->id_of(id);
}

bool Ui::escape_pressed() {
  bool pressed = m_core->escape;
  m_core->escape = false;
  return pressed;
}

Ui::Scope::Scope(Ui& ui, std::string_view id, Role role, std::string_view name) : m_ui(ui) {
  Core& core = ui.core();
  std::size_t node = core.add_node(id, role, name, core.layout.screen);
  core.push(id);
  core.parents.push_back(core.node(node).id);
}

Ui::Scope::~Scope() {
  m_ui.core().parents.pop_back();
  m_ui.core().pop();
}

// --- text ------------------------------------------------------------------------------------------------------------

namespace {

float draw_styled(Core& core, Rect rect, std::string_view text, Type type, const TextOptions& options) {
  StyledRun run{text, &core.font(type, options.weight), core.colour(options.colour)};
  std::span<const StyledRun> runs(&run, 1);
  Rect r = core.px(rect);
  TextLayout laid = core.lay_out(runs, r.w, options.balance);
  float line = core.line_px(type, options.line);
  std::string shortened;
  if (options.ellipsis && r.h > 0) {
    auto room = std::max<std::size_t>(1, static_cast<std::size_t>((r.h + 1) / line));
    if (laid.lines.size() > room) {
      // The last line that fits takes what is left, shortened until its … fits too.
      laid.lines.resize(room);
      const LinePiece& last = laid.lines.back().pieces.front();
      auto offset = static_cast<std::size_t>(last.text.data() - text.data());
      shortened = std::string(text.substr(offset));
      while (!shortened.empty() && core.fonts->width(*run.font, shortened + "…") > r.w) {
        do shortened.pop_back();
        while (!shortened.empty() && (static_cast<unsigned char>(shortened.back()) & 0xC0U) == 0x80U);
        if (!shortened.empty() && static_cast<unsigned char>(shortened.back()) >= 0xC0U) shortened.pop_back();
        while (!shortened.empty() && shortened.back() == ' ') shortened.pop_back();
      }
      shortened += "…";
      float width = core.fonts->width(*run.font, shortened);
      laid.lines.back().pieces = {{0, shortened, 0, width}};
      laid.lines.back().width = width;
    }
  }
  return core.pt(core.draw_text(runs, laid, r, line, options.align, options.vertical));
}

void register_text(Core& core, std::size_t index, const TextOptions& options) {
  core.node(index).live = options.live;
  core.node(index).lang = options.lang;
  if (options.personal.empty()) return;
  core.node(index).value = options.personal;
  core.node(index).personal = true;
}

}  // namespace

float Ui::text(std::string_view id, Rect rect, std::string_view text, Type type, const TextOptions& options) {
  Core& core = *m_core;
  std::size_t index = core.add_node(id, Role::Text, text, rect);
  register_text(core, index, options);
  float height = draw_styled(core, rect, text, type, options);
  if (options.vertical == Vertical::Top) core.node(index).bounds = core.px(Rect{rect.x, rect.y, rect.w, height});
  return height;
}

float Ui::heading(std::string_view id, Rect rect, std::string_view text, Type type, int level,
                  const TextOptions& options) {
  Core& core = *m_core;
  std::size_t index = core.add_node(id, Role::Heading, text, rect);
  register_text(core, index, options);
  core.node(index).level = level;
  float height = draw_styled(core, rect, text, type, options);
  if (options.vertical == Vertical::Top) core.node(index).bounds = core.px(Rect{rect.x, rect.y, rect.w, height});
  return height;
}

float Ui::measure_height(std::string_view text, Type type, float width, const TextOptions& options) const {
  return m_core->label_height(text, type, options.weight, width, options.balance, options.line);
}

float Ui::measure_width(std::string_view text, Type type, int weight) const {
  return m_core->label_width(text, type, weight);
}

float Ui::caption_height(std::string_view text, float width, const TextOptions& options) const {
  return m_core->label_height(text, Type::Small, options.weight, width - 30 * m_core->layout.text_scale - 12, options.balance);
}

float Ui::caption(std::string_view id, Rect rect, Icon icon, std::string_view text, const TextOptions& options) {
  Core& core = *m_core;
  std::size_t index = core.add_node(id, Role::Text, text, rect);
  register_text(core, index, options);
  float unit = core.layout.text_scale;
  Rect words = rect;
  Rect picture = words.cut_left(30 * unit, 12);
  float line = core.pt(core.line_px(Type::Small));
  core.draw_icon(icon, {picture.x + picture.w / 2, rect.y + line / 2}, 30 * unit, core.colour(options.colour));
  return core.label(words, text, Type::Small, core.colour(options.colour), options.weight, Align::Left, Vertical::Top,
                    options.balance);
}

// --- pictures --------------------------------------------------------------------------------------------------------

Result<> Ui::add_image(std::string key, RgbaImage image) {
  constexpr std::int32_t kMaxSide = 4096;
  if (image.width <= 0 || image.height <= 0 || image.width > kMaxSide || image.height > kMaxSide)
    return fail(Code::TooLarge, fmt::format("the picture '{}' is {} x {} pixels; at most {} a side", key, image.width,
                                            image.height, kMaxSide));
  if (image.pixels.size() != static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 4)
    return fail(Code::InvalidInput, fmt::format("the picture '{}' does not hold four bytes a pixel", key));
  Core& core = *m_core;
  ImageEntry& entry = core.images[std::move(key)];
  if (entry.texture.id == kNoTexture) entry.texture.id = core.next_texture++;
  entry.image = std::move(image);
  entry.texture.format = TextureFormat::Rgba32;
  entry.texture.width = entry.image.width;
  entry.texture.height = entry.image.height;
  entry.texture.pixels = entry.image.pixels.data();
  ++entry.texture.version;
  return {};
}

void Ui::remove_image(std::string_view key) {
  auto found = m_core->images.find(key);
  if (found != m_core->images.end()) m_core->images.erase(found);
}

bool Ui::has_image(std::string_view key) const {
  return m_core->images.find(key) != m_core->images.end();
}

void Ui::image(std::string_view id, Rect rect, std::string_view key, std::string_view alternative) {
  Core& core = *m_core;
  core.add_node(id, Role::Image, alternative, rect);
  auto found = core.images.find(key);
  if (found == core.images.end()) {
    panel(rect, PanelKind::Tinted, Tint::Ciel);
    core.label(rect.inset(20), alternative, Type::Small, core.colour(Token::TextSecondary), 0, Align::Center,
               Vertical::Middle, true);
    return;
  }
  const Texture& texture = found->second.texture;
  Rect r = core.px(rect);
  float fit = std::min(r.w / static_cast<float>(texture.width), r.h / static_cast<float>(texture.height));
  float w = std::round(static_cast<float>(texture.width) * fit),
        h = std::round(static_cast<float>(texture.height) * fit);
  core.paint.image(texture.id, {std::round(r.x + (r.w - w) / 2), std::round(r.y + (r.h - h) / 2), w, h}, {0, 0, 1, 1});
}

}  // namespace escale::ui
