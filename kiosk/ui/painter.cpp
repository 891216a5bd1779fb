#include "kiosk/ui/painter.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kiosk/ui/semantics.hpp"

namespace escale::ui {
namespace {

ImVec2 vec(Point p) {
  return {p.x, p.y};
}
ImVec2 top_left(const Rect& r) {
  return {r.x, r.y};
}
ImVec2 bottom_right(const Rect& r) {
  return {r.right(), r.bottom()};
}

ImTextureID texture_id(TextureId id) {
  return (ImTextureID)(static_cast<std::uintptr_t>(id));
}  // a pointer before 1.92, a number since
TextureId texture_of(ImTextureID id) {
  return static_cast<TextureId>((std::uintptr_t)id);
}

ImDrawFlags flags_of(unsigned corners) {
  if (corners == kAllCorners) return ImDrawFlags_RoundCornersAll;
  ImDrawFlags flags = 0;
  if ((corners & kTopLeft) != 0) flags |= ImDrawFlags_RoundCornersTopLeft;
  if ((corners & kTopRight) != 0) flags |= ImDrawFlags_RoundCornersTopRight;
  if ((corners & kBottomRight) != 0) flags |= ImDrawFlags_RoundCornersBottomRight;
  if ((corners & kBottomLeft) != 0) flags |= ImDrawFlags_RoundCornersBottomLeft;
  return flags == 0 ? ImDrawFlags_RoundCornersNone : flags;
}

}  // namespace

Painter::Painter(Fonts& fonts, Atlas& atlas) : m_fonts(fonts), m_atlas(atlas), m_context(ImGui::CreateContext()) {
  ImGui::SetCurrentContext(m_context);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  // ImGui insists on a font of its own; one character of its smallest is enough, no widget of its own is drawn.
  static const ImWchar kOneCharacter[] = {0x20, 0x20, 0};
  ImFontConfig config;
  config.GlyphRanges = kOneCharacter;
  config.OversampleH = config.OversampleV = 1;
  io.Fonts->Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
  io.Fonts->AddFontDefault(&config);
  unsigned char* pixels = nullptr;
  int width = 0, height = 0;
  io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  io.Fonts->SetTexID(texture_id(kNoTexture));
  ImGuiStyle& style = ImGui::GetStyle();
  style.AntiAliasedLinesUseTex = false;
  style.CircleTessellationMaxError = 0.1F;
  style.CurveTessellationTol = 0.3F;
}

Painter::~Painter() {
  ImGui::DestroyContext(m_context);
}

void Painter::begin(int width, int height, Color background) {
  ImGui::SetCurrentContext(m_context);
  m_width = width;
  m_height = height;
  m_background = background;
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.DeltaTime = 1.0F / 60.0F;  // ImGui animates nothing here
  ImGui::NewFrame();
  m_list = ImGui::GetBackgroundDrawList();
  if (record != nullptr) record->inks.clear();
}

std::uint32_t Painter::vertices() const {
  return static_cast<std::uint32_t>(m_list->VtxBuffer.Size);
}

DrawList Painter::end(const Move& move) {
  ImGui::Render();
  const ImDrawData* data = ImGui::GetDrawData();
  m_vertices.clear();
  m_indices.clear();
  m_commands.clear();
  for (int n = 0; n < data->CmdListsCount; ++n) {
    const ImDrawList* list = data->CmdLists[n];
    auto first_vertex = static_cast<std::uint32_t>(m_vertices.size()),
         first_index = static_cast<std::uint32_t>(m_indices.size());
    for (const ImDrawVert& v : list->VtxBuffer) {
      const bool leans = move.by != Point{} && move.area.contains(Point{v.pos.x, v.pos.y});
      m_vertices.push_back({v.pos.x + (leans ? move.by.x : 0), v.pos.y + (leans ? move.by.y : 0), v.uv.x, v.uv.y, v.col});
    }
    m_indices.insert(m_indices.end(), list->IdxBuffer.begin(), list->IdxBuffer.end());
    for (const ImDrawCmd& command : list->CmdBuffer) {
      if (command.ElemCount == 0 || command.UserCallback != nullptr) continue;
      DrawCommand out;
      out.clip = {std::max(0, static_cast<int>(command.ClipRect.x)), std::max(0, static_cast<int>(command.ClipRect.y)),
                  std::min(m_width, static_cast<int>(command.ClipRect.z)),
                  std::min(m_height, static_cast<int>(command.ClipRect.w))};
      out.texture = texture_of(command.GetTexID());
      out.first_index = first_index + command.IdxOffset;
      out.index_count = command.ElemCount;
      out.vertex_offset = first_vertex + command.VtxOffset;
      m_commands.push_back(out);
    }
  }
  if (move.aside != 0) {
    for (std::size_t v = move.from; v < m_vertices.size(); ++v) m_vertices[v].x += move.aside;
    const int by = static_cast<int>(move.aside);
    for (DrawCommand& command : m_commands) {
      // Only clips inside the frame belong to what moves; the frame's own stays.
      if (command.clip == ClipRect{0, 0, m_width, m_height}) continue;
      command.clip.left = std::clamp(command.clip.left + by, 0, m_width);
      command.clip.right = std::clamp(command.clip.right + by, 0, m_width);
    }
  }
  DrawList list;
  list.width = m_width;
  list.height = m_height;
  list.background = m_background.packed();
  list.vertices = m_vertices;
  list.indices = m_indices;
  list.commands = m_commands;
  return list;
}

void Painter::rect(Rect r, Color colour) {
  m_list->AddRectFilled(top_left(r), bottom_right(r), colour.packed());
}

void Painter::round_rect(Rect r, float radius, Color colour, unsigned corners) {
  if (r.empty()) return;
  radius = std::min({radius, r.w / 2, r.h / 2});
  m_list->AddRectFilled(top_left(r), bottom_right(r), colour.packed(), std::max(radius, 0.0F), flags_of(corners));
}

void Painter::border(Rect r, float radius, float width, Color colour) {
  Rect middle = r.inset(width / 2);
  m_list->PathRect(top_left(middle), bottom_right(middle), std::max(0.0F, radius - width / 2),
                   ImDrawFlags_RoundCornersAll);
  m_list->PathStroke(colour.packed(), ImDrawFlags_Closed, width);
}

void Painter::dashed_border(Rect r, float radius, float width, Color colour, float on, float off) {
  Rect middle = r.inset(width / 2);
  float rounding = std::max(0.0F, radius - width / 2);
  // The middle of the border as one closed line.
  std::vector<Point> outline;
  auto corner = [&](Point centre, float from_degrees) {
    int pieces = std::max(4, static_cast<int>(rounding / 2));
    for (int i = 0; i <= pieces; ++i) {
      float angle = (from_degrees + 90.0F * static_cast<float>(i) / static_cast<float>(pieces)) *
                    std::numbers::pi_v<float> / 180.0F;
      outline.push_back({centre.x + rounding * std::cos(angle), centre.y + rounding * std::sin(angle)});
    }
  };
  corner({middle.x + rounding, middle.y + rounding}, 180);
  corner({middle.right() - rounding, middle.y + rounding}, 270);
  corner({middle.right() - rounding, middle.bottom() - rounding}, 0);
  corner({middle.x + rounding, middle.bottom() - rounding}, 90);
  outline.push_back(outline.front());
  float length = 0;
  for (std::size_t i = 1; i < outline.size(); ++i)
    length += std::hypot(outline[i].x - outline[i - 1].x, outline[i].y - outline[i - 1].y);
  float count = std::max(1.0F, std::round(length / (on + off)));
  float stretch = length / (count * (on + off));
  on *= stretch;
  off *= stretch;
  float left = on;  // of the current dash or gap
  bool drawing = true;
  m_list->PathLineTo(vec(outline.front()));
  for (std::size_t i = 1; i < outline.size(); ++i) {
    Point a = outline[i - 1], b = outline[i];
    float segment = std::hypot(b.x - a.x, b.y - a.y), done = 0;
    while (segment - done > left) {
      done += left;
      float t = done / segment;
      Point p{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
      if (drawing) {
        m_list->PathLineTo(vec(p));
        m_list->PathStroke(colour.packed(), 0, width);
      } else {
        m_list->PathClear();
        m_list->PathLineTo(vec(p));
      }
      drawing = !drawing;
      left = drawing ? on : off;
    }
    left -= segment - done;
    if (drawing) m_list->PathLineTo(vec(b));
  }
  if (drawing) {
    m_list->PathStroke(colour.packed(), 0, width);
  } else {
    m_list->PathClear();
  }
}

void Painter::circle(Point centre, float radius, Color colour) {
  m_list->AddCircleFilled(vec(centre), radius, colour.packed());
}

void Painter::ring(Point centre, float radius, float width, Color colour) {
  m_list->AddCircle(vec(centre), radius - width / 2, colour.packed(), 0, width);
}

void Painter::steps(const std::vector<Point>& points, float width, Color colour) {
  float half = width / 2;
  for (std::size_t i = 1; i < points.size(); ++i) {
    Point a = points[i - 1], b = points[i];
    Rect segment{std::min(a.x, b.x) - half, std::min(a.y, b.y) - half, std::abs(a.x - b.x) + width,
                 std::abs(a.y - b.y) + width};
    round_rect(segment, half, colour);
  }
}

void Painter::line(Point from, Point to, float width, Color colour) {
  m_list->AddLine(vec(from), vec(to), colour.packed(), width);
}

Drawn* Painter::begin_drawn(std::string_view text, Color colour) {
  if (record == nullptr) return nullptr;
  Drawn& ink = record->inks.emplace_back();
  ink.text = text;
  ink.colour = colour;
  ImVec2 least = m_list->GetClipRectMin(), most = m_list->GetClipRectMax();
  ink.clip = {least.x, least.y, most.x - least.x, most.y - least.y};
  ink.nodes = record->tree->nodes().size();
  ink.icon = record->icon;
  ink.first_vertex = static_cast<std::uint32_t>(m_list->VtxBuffer.Size);
  return &ink;
}

void Painter::end_drawn(Drawn* ink) {
  if (ink == nullptr) return;
  ink->vertices = static_cast<std::uint32_t>(m_list->VtxBuffer.Size) - ink->first_vertex;
  // Every picture is a rectangle: its first vertex is the top left, its third the bottom right.
  for (std::uint32_t v = ink->first_vertex; v + 3 < ink->first_vertex + ink->vertices + 1; v += 4) {
    const ImVec2 from = m_list->VtxBuffer[static_cast<int>(v)].pos, to = m_list->VtxBuffer[static_cast<int>(v) + 2].pos;
    Rect glyph{from.x, from.y, to.x - from.x, to.y - from.y};
    if (ink->glyphs.empty()) {
      ink->box = glyph;
    } else {
      float left = std::min(ink->box.x, glyph.x), top = std::min(ink->box.y, glyph.y);
      ink->box = {left, top, std::max(ink->box.right(), glyph.right()) - left,
                  std::max(ink->box.bottom(), glyph.bottom()) - top};
    }
    ink->glyphs.push_back(glyph);
  }
}

float Painter::text(SizedFont& font, float x, float baseline, std::string_view text, Color colour) {
  constexpr float kTexel = 1.0F / Atlas::kSide;
  m_list->PushTextureID(texture_id(kAtlasTexture));
  Drawn* ink = begin_drawn(text, colour);
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    const Glyph& glyph = m_fonts.metrics(font, c);
    if (glyph.index == 0 && glyph.advance <= 0) continue;  // takes no room: a soft hyphen that is not used, a joiner
    if (before != 0) x += m_fonts.kerning(font, before, c);
    before = c;
    float whole = std::floor(x);
    int step = static_cast<int>((x - whole) * kGlyphSteps);
    const GlyphPicture& picture = m_fonts.drawn(font, c, step, m_atlas);
    if (picture.spot.w > 0) {
      float left = whole + picture.left, top = baseline - picture.top;
      const AtlasSpot& spot = picture.spot;
      ImVec2 uv0{static_cast<float>(spot.x) * kTexel, static_cast<float>(spot.y) * kTexel};
      ImVec2 uv1{static_cast<float>(spot.x + spot.w) * kTexel, static_cast<float>(spot.y + spot.h) * kTexel};
      m_list->PrimReserve(6, 4);
      m_list->PrimRectUV({left, top}, {left + spot.w, top + spot.h}, uv0, uv1, colour.packed());
    }
    x += glyph.advance + font.letter_spacing;
  }
  end_drawn(ink);
  m_list->PopTextureID();
  return x;
}

void Painter::picture(const AtlasSpot& spot, float x, float y, Color colour) {
  constexpr float kTexel = 1.0F / Atlas::kSide;
  m_list->PushTextureID(texture_id(kAtlasTexture));
  Drawn* ink = begin_drawn({}, colour);
  m_list->PrimReserve(6, 4);
  m_list->PrimRectUV(
      {x, y}, {x + spot.w, y + spot.h}, {static_cast<float>(spot.x) * kTexel, static_cast<float>(spot.y) * kTexel},
      {static_cast<float>(spot.x + spot.w) * kTexel, static_cast<float>(spot.y + spot.h) * kTexel}, colour.packed());
  end_drawn(ink);
  m_list->PopTextureID();
}

void Painter::image(TextureId texture, Rect r, Rect uv) {
  m_list->AddImage(texture_id(texture), top_left(r), bottom_right(r), top_left(uv), bottom_right(uv));
}

void Painter::push_clip(Rect r) {
  m_list->PushClipRect(top_left(r), bottom_right(r), true);
}
void Painter::pop_clip() {
  m_list->PopClipRect();
}

}  // namespace escale::ui
