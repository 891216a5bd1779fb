// Places on Earth: area in square metres and distance in metres, from points "latitude longitude altitude accuracy" in
// degrees. A sphere of the equator's radius, as the other engines of ODK.
#include <cmath>
#include <numbers>

#include "content-bundles/forms/evaluation.hpp"

namespace escale::forms {
namespace {

constexpr double kEarthRadius = 6'378'100;  // metres

struct Point {
  double latitude = 0, longitude = 0;  // radians
};

Result<std::vector<Point>> points(Call& call) {
  TRY_ASSIGN(const std::vector<std::string> texts, call.texts(0));
  std::vector<Point> found;
  for (const std::string& text : texts) {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find(';', at), text.size());
      const auto words = words_in(std::string_view(text).substr(at, end - at));
      at = end + 1;
      if (words.empty()) continue;
      if (words.size() < 2)
        return call.evaluation().error(call.self(), "a place is a latitude and a longitude in degrees");
      const double latitude = text_number(words[0], Zone()), longitude = text_number(words[1], Zone());
      if (!(std::fabs(latitude) <= 90) || !(std::fabs(longitude) <= 180))
        return call.evaluation().error(call.self(), "a place is a latitude and a longitude in degrees");
      found.push_back({latitude * std::numbers::pi / 180, longitude * std::numbers::pi / 180});
      TRY(call.evaluation().spend(1));
    }
  }
  return found;
}

Result<XPathValue> area(Call& call) {
  TRY_ASSIGN(const std::vector<Point> corners, points(call));
  if (corners.size() < 3) return 0.0;
  double sum = 0;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Point& a = corners[i];
    const Point& b = corners[(i + 1) % corners.size()];
    sum += (b.longitude - a.longitude) * (2 + std::sin(a.latitude) + std::sin(b.latitude));
  }
  return std::fabs(sum * kEarthRadius * kEarthRadius / 2);
}

Result<XPathValue> distance(Call& call) {
  TRY_ASSIGN(const std::vector<Point> stops, points(call));
  double sum = 0;
  for (std::size_t i = 1; i < stops.size(); ++i) {
    const double north = std::sin((stops[i].latitude - stops[i - 1].latitude) / 2);
    const double east = std::sin((stops[i].longitude - stops[i - 1].longitude) / 2);
    sum += 2 * kEarthRadius *
           std::asin(
               std::sqrt(north * north + std::cos(stops[i].latitude) * std::cos(stops[i - 1].latitude) * east * east));
  }
  return sum;
}

constexpr Function kTable[] = {
    {"area", 1, 1, Reads::Arguments, area},
    {"enclosed-area", 1, 1, Reads::Arguments, area},
    {"distance", 1, kAnyCount, Reads::Arguments, distance},
};

}  // namespace

std::span<const Function> place_functions() {
  return kTable;
}

}  // namespace escale::forms
