#include "kiosk/ui/vector_art.hpp"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_STROKER_H

#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>

namespace escale::ui {
namespace {

// --- reading ---------------------------------------------------------------------------------------------------------

constexpr std::size_t kMaxSteps = 4096;

struct Attribute {
  std::string_view name, value;
};

/// Numbers and command letters of an SVG attribute, one by one.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : m_text(text) {}
  bool done() {
    skip();
    return m_at >= m_text.size();
  }
  bool at_letter() {
    skip();
    return m_at < m_text.size() && std::isalpha(static_cast<unsigned char>(m_text[m_at])) != 0;
  }
  char letter() { return m_text[m_at++]; }
  std::optional<float> number() {
    skip();
    std::size_t start = m_at;
    if (m_at < m_text.size() && m_text[m_at] == '+') start = ++m_at;
    float value = 0;
    auto [end, error] = std::from_chars(m_text.data() + start, m_text.data() + m_text.size(), value);
    if (error != std::errc()) return std::nullopt;
    m_at = static_cast<std::size_t>(end - m_text.data());
    return value;
  }
  /// An arc's flag: one character, which may touch the next number.
  std::optional<bool> flag() {
    skip();
    if (m_at >= m_text.size() || (m_text[m_at] != '0' && m_text[m_at] != '1')) return std::nullopt;
    return m_text[m_at++] == '1';
  }

 private:
  void skip() {
    while (m_at < m_text.size() &&
           (m_text[m_at] == ' ' || m_text[m_at] == ',' || m_text[m_at] == '\n' || m_text[m_at] == '\t'))
      ++m_at;
  }
  std::string_view m_text;
  std::size_t m_at = 0;
};

class PathBuilder {
 public:
  std::vector<PathStep> steps;

  void move(Point p) {
    steps.push_back({PathVerb::Move, {p}});
    m_start = m_at = p;
  }
  void line(Point p) {
    steps.push_back({PathVerb::Line, {p}});
    m_at = p;
  }
  void cubic(Point a, Point b, Point end) {
    steps.push_back({PathVerb::Cubic, {a, b, end}});
    m_at = end;
    m_control = b;
  }
  void quadratic(Point control, Point end) {
    auto third = [](Point from, Point to) {
      return Point{from.x + (to.x - from.x) * 2 / 3, from.y + (to.y - from.y) * 2 / 3};
    };
    cubic(third(m_at, control), third(end, control), end);
    m_control = control;
  }
  void close() {
    steps.push_back({PathVerb::Close, {}});
    m_at = m_start;
  }
  Point at() const { return m_at; }
  Point reflected() const { return {2 * m_at.x - m_control.x, 2 * m_at.y - m_control.y}; }

  /// SVG 2, appendix B.2.4: from the end points to the centre of an elliptical arc, then one cubic a quarter turn.
  void arc(float rx, float ry, float degrees, bool large, bool sweep, Point end) {
    Point start = m_at;
    rx = std::abs(rx);
    ry = std::abs(ry);
    if (start == end) return;
    if (rx == 0 || ry == 0) return line(end);
    float phi = degrees * std::numbers::pi_v<float> / 180.0F, cos_phi = std::cos(phi), sin_phi = std::sin(phi);
    float dx = (start.x - end.x) / 2, dy = (start.y - end.y) / 2;
    float x1 = cos_phi * dx + sin_phi * dy, y1 = -sin_phi * dx + cos_phi * dy;
    float lambda = x1 * x1 / (rx * rx) + y1 * y1 / (ry * ry);
    if (lambda > 1) {
      rx *= std::sqrt(lambda);
      ry *= std::sqrt(lambda);
    }
    float numerator = rx * rx * ry * ry - rx * rx * y1 * y1 - ry * ry * x1 * x1;
    float factor = std::sqrt(std::max(0.0F, numerator / (rx * rx * y1 * y1 + ry * ry * x1 * x1)));
    if (large == sweep) factor = -factor;
    float cx1 = factor * rx * y1 / ry, cy1 = -factor * ry * x1 / rx;
    Point centre{cos_phi * cx1 - sin_phi * cy1 + (start.x + end.x) / 2,
                 sin_phi * cx1 + cos_phi * cy1 + (start.y + end.y) / 2};
    float from = std::atan2((y1 - cy1) / ry, (x1 - cx1) / rx);
    float turn = std::atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - from;
    constexpr float kTurn = 2 * std::numbers::pi_v<float>;
    if (sweep && turn < 0) turn += kTurn;
    if (!sweep && turn > 0) turn -= kTurn;
    int pieces = std::max(1, static_cast<int>(std::ceil(std::abs(turn) / (std::numbers::pi_v<float> / 2) - 0.001F)));
    float each = turn / static_cast<float>(pieces);
    float handle = 4.0F / 3.0F * std::tan(each / 4);
    auto place = [&](float x, float y) {
      return Point{centre.x + cos_phi * rx * x - sin_phi * ry * y, centre.y + sin_phi * rx * x + cos_phi * ry * y};
    };
    for (int i = 0; i < pieces; ++i) {
      float a = from + each * static_cast<float>(i), b = a + each;
      Point last = i + 1 == pieces ? end : place(std::cos(b), std::sin(b));
      cubic(place(std::cos(a) - handle * std::sin(a), std::sin(a) + handle * std::cos(a)),
            place(std::cos(b) + handle * std::sin(b), std::sin(b) - handle * std::cos(b)), last);
    }
  }

 private:
  Point m_start, m_at, m_control;
};

/// SVG 2, section 9.3: the `d` attribute. Empty when it does not follow the grammar.
std::optional<std::vector<PathStep>> parse_path(std::string_view d) {
  Scanner scan(d);
  PathBuilder path;
  char command = 0, before = 0;
  while (!scan.done()) {
    if (scan.at_letter()) {
      command = scan.letter();
    } else if (command == 'M') {
      command = 'L';
    } else if (command == 'm') {
      command = 'l';
    } else if (command == 0 || command == 'Z' || command == 'z') {
      return std::nullopt;
    }
    bool relative = command >= 'a';
    char upper = static_cast<char>(std::toupper(static_cast<unsigned char>(command)));
    Point origin = relative ? path.at() : Point{};
    bool good = true;
    auto number = [&] {
      auto value = scan.number();
      good = good && value.has_value();
      return value.value_or(0);
    };
    auto point = [&] {
      float x = number(), y = number();
      return Point{origin.x + x, origin.y + y};
    };
    switch (upper) {
      case 'M':
        path.move(point());
        break;
      case 'L':
        path.line(point());
        break;
      case 'H':
        path.line({origin.x + number(), path.at().y});
        break;
      case 'V':
        path.line({path.at().x, origin.y + number()});
        break;
      case 'C': {
        Point a = point(), b = point(), end = point();
        path.cubic(a, b, end);
        break;
      }
      case 'S': {
        Point a = before == 'C' || before == 'S' ? path.reflected() : path.at();
        Point b = point(), end = point();
        path.cubic(a, b, end);
        break;
      }
      case 'Q': {
        Point control = point(), end = point();
        path.quadratic(control, end);
        break;
      }
      case 'A': {
        float rx = number(), ry = number(), angle = number();
        auto large = scan.flag(), sweep = scan.flag();
        Point end = point();
        if (!large || !sweep || !good) return std::nullopt;
        path.arc(rx, ry, angle, *large, *sweep, end);
        break;
      }
      case 'Z':
        path.close();
        break;
      default:
        return std::nullopt;
    }
    if (!good || path.steps.size() > kMaxSteps) return std::nullopt;
    before = upper;
  }
  return path.steps;
}

std::optional<ArtColour> parse_art_colour(std::string_view name) {
  if (name == "none") return ArtColour{};
  if (name == "currentColor") return ArtColour{ArtColour::Kind::Current};
  for (std::size_t i = 0; i < kInkCount; ++i)
    if (ink_name(static_cast<Ink>(i)) == name) return ArtColour{ArtColour::Kind::Ink, static_cast<Ink>(i)};
  for (std::size_t i = 0; i < kTokenCount; ++i)
    if (token_name(static_cast<Token>(i)) == name)
      return ArtColour{ArtColour::Kind::Token, Ink::Sapin, static_cast<Token>(i)};
  return std::nullopt;
}

class DrawingParser {
 public:
  DrawingParser(std::string_view text, std::string_view where) : m_text(text), m_where(where) {}

  Result<Drawing> parse() {
    bool has_root = false;
    while (true) {
      std::size_t open = m_text.find('<', m_at);
      if (open == std::string_view::npos) break;
      if (m_text.substr(open).starts_with("<!--")) {
        std::size_t end = m_text.find("-->", open);
        if (end == std::string_view::npos) return bad("a comment is not closed");
        m_at = end + 3;
        continue;
      }
      std::size_t end = m_text.find('>', open);
      if (end == std::string_view::npos) return bad("an element is not closed");
      std::string_view inside = m_text.substr(open + 1, end - open - 1);
      m_at = end + 1;
      if (inside.starts_with('/')) {
        if (inside == "/g" && m_groups.size() > 1) m_groups.pop_back();
        continue;
      }
      if (inside.starts_with('?')) continue;
      TRY(element(inside, has_root));
    }
    if (!has_root) return bad("there is no <svg viewBox=\"0 0 width height\">");
    return std::move(m_drawing);
  }

 private:
  struct Paint {
    ArtColour fill{ArtColour::Kind::Current}, stroke;
    float width = 2;
  };

  tl::unexpected<Error> bad(std::string_view what) const {
    return fail(Code::InvalidInput, fmt::format("{}: {}", m_where, what));
  }

  Result<> element(std::string_view inside, bool& has_root) {
    bool closed = inside.ends_with('/');
    if (closed) inside.remove_suffix(1);
    std::size_t name_end = inside.find_first_of(" \n\t");
    std::string_view name = inside.substr(0, name_end);
    std::vector<Attribute> attributes;
    std::size_t at = name_end;
    while (at != std::string_view::npos && at < inside.size()) {
      at = inside.find_first_not_of(" \n\t", at);
      if (at == std::string_view::npos) break;
      std::size_t equal = inside.find('=', at);
      if (equal == std::string_view::npos || equal + 1 >= inside.size() || inside[equal + 1] != '"')
        return bad(fmt::format("<{}> has an attribute without \"…\"", name));
      std::size_t quote = inside.find('"', equal + 2);
      if (quote == std::string_view::npos) return bad(fmt::format("<{}> has an attribute that is not closed", name));
      attributes.push_back({inside.substr(at, equal - at), inside.substr(equal + 2, quote - equal - 2)});
      at = quote + 1;
    }
    auto find = [&](std::string_view key) -> std::optional<std::string_view> {
      for (const Attribute& attribute : attributes)
        if (attribute.name == key) return attribute.value;
      return std::nullopt;
    };
    auto number = [&](std::string_view key, float otherwise) {
      auto text = find(key);
      return text ? Scanner(*text).number().value_or(otherwise) : otherwise;
    };
    Paint paint = m_groups.back();
    if (auto fill = find("fill")) {
      auto colour = parse_art_colour(*fill);
      if (!colour) return bad(fmt::format("<{}> has fill '{}', which the theme does not name", name, *fill));
      paint.fill = *colour;
    }
    if (auto stroke = find("stroke")) {
      auto colour = parse_art_colour(*stroke);
      if (!colour) return bad(fmt::format("<{}> has stroke '{}', which the theme does not name", name, *stroke));
      paint.stroke = *colour;
    }
    paint.width = number("stroke-width", paint.width);
    if (name == "svg") {
      has_root = true;
      Scanner box(find("viewBox").value_or(""));
      auto x = box.number(), y = box.number(), w = box.number(), h = box.number();
      if (!x || !y || !w || !h || *x != 0 || *y != 0 || *w <= 0 || *h <= 0)
        return bad("<svg> needs viewBox=\"0 0 width height\"");
      m_drawing.width = *w;
      m_drawing.height = *h;
      m_groups.back() = paint;
      return {};
    }
    if (name == "g") {
      if (!closed) m_groups.push_back(paint);
      return {};
    }
    PathBuilder path;
    if (name == "path") {
      auto steps = parse_path(find("d").value_or(""));
      if (!steps || steps->empty())
        return bad(fmt::format("<path> has a 'd' that is not understood: '{}'", find("d").value_or("")));
      path.steps = std::move(*steps);
    } else if (name == "rect") {
      float x = number("x", 0), y = number("y", 0), w = number("width", 0), h = number("height", 0),
            r = number("rx", 0);
      if (w <= 0 || h <= 0) return bad("<rect> has no width or height");
      r = std::min({r, w / 2, h / 2});
      path.move({x + r, y});
      path.line({x + w - r, y});
      path.arc(r, r, 0, false, true, {x + w, y + r});
      path.line({x + w, y + h - r});
      path.arc(r, r, 0, false, true, {x + w - r, y + h});
      path.line({x + r, y + h});
      path.arc(r, r, 0, false, true, {x, y + h - r});
      path.line({x, y + r});
      path.arc(r, r, 0, false, true, {x + r, y});
      path.close();
    } else if (name == "circle" || name == "ellipse") {
      float cx = number("cx", 0), cy = number("cy", 0), rx = number(name == "circle" ? "r" : "rx", 0),
            ry = number(name == "circle" ? "r" : "ry", 0);
      if (rx <= 0 || ry <= 0) return bad(fmt::format("<{}> has no radius", name));
      path.move({cx - rx, cy});
      path.arc(rx, ry, 0, false, true, {cx + rx, cy});
      path.arc(rx, ry, 0, false, true, {cx - rx, cy});
      path.close();
    } else if (name == "line") {
      path.move({number("x1", 0), number("y1", 0)});
      path.line({number("x2", 0), number("y2", 0)});
    } else if (name == "polyline" || name == "polygon") {
      Scanner points(find("points").value_or(""));
      while (!points.done()) {
        auto x = points.number(), y = points.number();
        if (!x || !y) return bad(fmt::format("<{}> has points that are not numbers", name));
        path.steps.empty() ? path.move({*x, *y}) : path.line({*x, *y});
      }
      if (path.steps.size() < 2) return bad(fmt::format("<{}> has fewer than two points", name));
      if (name == "polygon") path.close();
    } else {
      return bad(fmt::format("<{}> is not one of svg, g, path, rect, circle, ellipse, line, polyline, polygon", name));
    }
    if (paint.fill.kind != ArtColour::Kind::None && name != "line")
      m_drawing.shapes.push_back({path.steps, paint.fill, 0});
    if (paint.stroke.kind != ArtColour::Kind::None) m_drawing.shapes.push_back({path.steps, paint.stroke, paint.width});
    return {};
  }

  std::string_view m_text, m_where;
  std::size_t m_at = 0;
  Drawing m_drawing;
  std::vector<Paint> m_groups{Paint{}};
};

// --- rasterising -----------------------------------------------------------------------------------------------------

/// FreeType's y goes up.
FT_Vector fixed(Point p, float scale) {
  return {static_cast<FT_Pos>(std::lround(p.x * scale * 64)), static_cast<FT_Pos>(std::lround(-p.y * scale * 64))};
}

/// Owns the arrays of an outline under construction.
struct OutlineBuilder {
  std::vector<FT_Vector> points;
  std::vector<char> tags;
  std::vector<short> contours;

  void add(FT_Vector p, char tag) {
    points.push_back(p);
    tags.push_back(tag);
  }
  void end_contour() {
    if (!points.empty() && (contours.empty() || contours.back() != static_cast<short>(points.size() - 1)))
      contours.push_back(static_cast<short>(points.size() - 1));
  }
};

OutlineBuilder filled(const ArtShape& shape, float scale) {
  OutlineBuilder outline;
  for (const PathStep& step : shape.path) {
    switch (step.verb) {
      case PathVerb::Move:
        outline.end_contour();
        outline.add(fixed(step.points[0], scale), FT_CURVE_TAG_ON);
        break;
      case PathVerb::Line:
        outline.add(fixed(step.points[0], scale), FT_CURVE_TAG_ON);
        break;
      case PathVerb::Cubic:
        outline.add(fixed(step.points[0], scale), FT_CURVE_TAG_CUBIC);
        outline.add(fixed(step.points[1], scale), FT_CURVE_TAG_CUBIC);
        outline.add(fixed(step.points[2], scale), FT_CURVE_TAG_ON);
        break;
      case PathVerb::Close:
        break;
    }
  }
  outline.end_contour();
  return outline;
}

/// The outline of a stroke with round caps and joins.
OutlineBuilder stroked(FT_Library library, const ArtShape& shape, float scale) {
  OutlineBuilder result;
  FT_Stroker stroker = nullptr;
  if (FT_Stroker_New(library, &stroker) != 0) return result;
  FT_Stroker_Set(stroker, static_cast<FT_Fixed>(std::lround(shape.stroke * scale * 32)), FT_STROKER_LINECAP_ROUND,
                 FT_STROKER_LINEJOIN_ROUND, 0);
  bool open = false;
  for (std::size_t i = 0; i < shape.path.size(); ++i) {
    const PathStep& step = shape.path[i];
    FT_Vector a = fixed(step.points[0], scale), b = fixed(step.points[1], scale), c = fixed(step.points[2], scale);
    switch (step.verb) {
      case PathVerb::Move: {
        if (open) FT_Stroker_EndSubPath(stroker);
        bool closes = false;  // this contour: up to the next Move
        for (std::size_t j = i + 1; j < shape.path.size() && shape.path[j].verb != PathVerb::Move; ++j)
          closes = closes || shape.path[j].verb == PathVerb::Close;
        FT_Stroker_BeginSubPath(stroker, &a, !closes);
        open = true;
        break;
      }
      case PathVerb::Line:
        FT_Stroker_LineTo(stroker, &a);
        break;
      case PathVerb::Cubic:
        FT_Stroker_CubicTo(stroker, &a, &b, &c);
        break;
      case PathVerb::Close:
        break;
    }
  }
  if (open) FT_Stroker_EndSubPath(stroker);
  FT_UInt point_count = 0, contour_count = 0;
  if (FT_Stroker_GetCounts(stroker, &point_count, &contour_count) == 0 && point_count > 0) {
    FT_Outline outline;
    if (FT_Outline_New(library, point_count, static_cast<FT_Int>(contour_count), &outline) == 0) {
      outline.n_points = 0;
      outline.n_contours = 0;
      FT_Stroker_Export(stroker, &outline);
      auto points = static_cast<std::size_t>(outline.n_points), contours = static_cast<std::size_t>(outline.n_contours);
      for (std::size_t i = 0; i < points; ++i) result.add(outline.points[i], static_cast<char>(outline.tags[i]));
      for (std::size_t i = 0; i < contours; ++i) result.contours.push_back(static_cast<short>(outline.contours[i]));
      outline.n_points = static_cast<decltype(outline.n_points)>(point_count);
      outline.n_contours = static_cast<decltype(outline.n_contours)>(contour_count);
      FT_Outline_Done(library, &outline);
    }
  }
  FT_Stroker_Done(stroker);
  return result;
}

bool rasterise(FT_Library library, const ArtShape& shape, float scale, Atlas& atlas, ShapePicture& picture) {
  OutlineBuilder built = shape.stroke > 0 ? stroked(library, shape, scale) : filled(shape, scale);
  if (built.points.empty() || built.contours.empty()) return false;
  FT_Outline outline = {};
  outline.n_points = static_cast<decltype(outline.n_points)>(built.points.size());
  outline.n_contours = static_cast<decltype(outline.n_contours)>(built.contours.size());
  outline.points = built.points.data();
  outline.tags = reinterpret_cast<decltype(outline.tags)>(built.tags.data());
  outline.contours = reinterpret_cast<decltype(outline.contours)>(built.contours.data());
  FT_BBox box;
  FT_Outline_Get_CBox(&outline, &box);
  auto floor64 = [](FT_Pos v) { return static_cast<int>(v >> 6); };
  int left = floor64(box.xMin), right = floor64(box.xMax + 63), bottom = floor64(box.yMin),
      top = floor64(box.yMax + 63);
  int w = right - left, h = top - bottom;
  if (w <= 0 || h <= 0 || !atlas.reserve(w, h, picture.spot)) return false;
  FT_Outline_Translate(&outline, -left * 64, -bottom * 64);
  FT_Bitmap bitmap = {};
  bitmap.rows = static_cast<unsigned>(h);
  bitmap.width = static_cast<unsigned>(w);
  bitmap.pitch = Atlas::kSide;
  bitmap.buffer = atlas.row(picture.spot.x, picture.spot.y);
  bitmap.num_grays = 256;
  bitmap.pixel_mode = FT_PIXEL_MODE_GRAY;
  FT_Outline_Get_Bitmap(library, &outline, &bitmap);
  picture.left = static_cast<std::int16_t>(left);
  picture.top = static_cast<std::int16_t>(-top);
  picture.colour = shape.colour;
  return true;
}

Result<Drawing> load_drawing(const Files& files, const Path& path) {
  constexpr std::uint64_t kMaxDrawingBytes = 64 * 1024;
  TRY_ASSIGN(Bytes bytes, files.read(path, kMaxDrawingBytes));
  return parse_drawing(as_text(bytes), path.string());
}

}  // namespace

Result<Drawing> parse_drawing(std::string_view svg, std::string_view where) {
  return DrawingParser(svg, where).parse();
}

const std::vector<ShapePicture>& ArtCache::get(std::uint32_t id, const Drawing& drawing, float scale, Atlas& atlas) {
  std::uint64_t key = static_cast<std::uint64_t>(id) << 32U | static_cast<std::uint32_t>(std::lround(scale * 1024));
  auto [entry, is_new] = m_pictures.try_emplace(key);
  if (is_new) {
    for (const ArtShape& shape : drawing.shapes) {
      ShapePicture picture;
      if (rasterise(m_library, shape, scale, atlas, picture)) entry->second.push_back(picture);
    }
  }
  return entry->second;
}

std::string_view icon_name(Icon icon) {
  static constexpr std::array<std::string_view, kIconCount> kNames = {
      "none",         "listen",      "enlarge",  "help",         "globe",        "exit",          "book",
      "arrow-left",   "arrow-right", "arrow-up", "arrow-down",   "chevron-left", "chevron-right", "chevron-up",
      "chevron-down", "check",       "cross",    "circle-check", "circle-cross", "info",          "warning",
      "eye-off",      "eye",         "lock",     "usb",          "peers",        "cloud",         "pin",
      "captions",     "eraser",      "clock",    "pencil",       "pause",        "play",          "eject",
      "key",          "home",        "search",   "refresh",      "sign",         "mail",          "shift",
      "backspace",    "people",      "document", "chart",        "download",     "shield",        "contrast",
      "calendar", "seated",  "spacing", "still",  "clean"};
  return kNames[static_cast<std::size_t>(icon)];
}

std::string_view art_name(Art art) {
  static constexpr std::array<std::string_view, kArtCount> kNames = {"none",    "learn",  "feedback", "programme",
                                                                     "library", "door",   "table",    "voice",
                                                                     "compass", "window", "files",    "box", "clean", "signpost"};
  return kNames[static_cast<std::size_t>(art)];
}

Result<ArtBook> load_art(const Files& files, const Path& assets) {
  ArtBook book;
  for (std::size_t i = 1; i < kIconCount; ++i) {
    TRY_ASSIGN(book.icons[i],
               load_drawing(files, assets / "icons" / fmt::format("{}.svg", icon_name(static_cast<Icon>(i)))));
  }
  for (std::size_t i = 1; i < kArtCount; ++i) {
    TRY_ASSIGN(book.arts[i],
               load_drawing(files, assets / "art" / fmt::format("{}.svg", art_name(static_cast<Art>(i)))));
  }
  for (std::size_t i = 0; i < book.faces.size(); ++i) {
    TRY_ASSIGN(book.faces[i], load_drawing(files, assets / "art" / fmt::format("face-{}.svg", i + 1)));
  }
  TRY_ASSIGN(book.mark, load_drawing(files, assets / "art" / "mark.svg"));
  TRY_ASSIGN(book.scene, load_drawing(files, assets / "art" / "scene.svg"));
  return book;
}

}  // namespace escale::ui
