// Numbers: number, int, round, sums and extremes, powers, logarithms, angles, random.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>

#include "content-bundles/forms/evaluation.hpp"

namespace escale::forms {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Result<XPathValue> number(Call& call) {
  if (call.size() == 0 && call.instances().is_document(call.scope().context))
    return call.evaluation().error(call.self(), "number() takes 1 argument here");
  if (call.size() == 0) return number_of(NodeSet{call.scope().context}, call.instances(), call.environment().zone);
  TRY_ASSIGN(const double found, call.number(0));
  return found;
}
Result<XPathValue> integer(Call& call) {
  TRY_ASSIGN(const double found, call.number(0));
  return std::trunc(found);
}

/// XPath 1.0 rounds a half up, towards +infinity; by the decimal digits that people see, so that 12345.15 to one place
/// is 12345.2 though its binary value is a hair less.
double rounded(double number, int places) {
  if (!std::isfinite(number) || number == 0) return number;
  std::string digits = number_text(std::fabs(number));
  std::size_t point = std::min(digits.find('.'), digits.size());
  if (point < digits.size()) digits.erase(point, 1);
  // Digits before `keep` stay.
  const std::int64_t keep = static_cast<std::int64_t>(point) + places;
  if (keep >= static_cast<std::int64_t>(digits.size())) return number;
  if (keep < 0) return number < 0 ? -0.0 : 0.0;
  const std::size_t cut = static_cast<std::size_t>(keep);
  const bool more_than_half = digits.find_first_not_of('0', cut + 1) != std::string::npos;
  const bool up = digits[cut] > '5' || (digits[cut] == '5' && (number > 0 || more_than_half));
  std::fill(digits.begin() + keep, digits.end(), '0');
  digits.insert(digits.begin(), '0');
  if (up) {
    std::size_t at = cut;  // the digit before the cut, one place on because of the leading 0
    while (digits[at] == '9') digits[at--] = '0';
    ++digits[at];
  }
  digits.insert(point + 1, ".");
  const double result = std::strtod(digits.c_str(), nullptr);
  return number < 0 ? -result : result;
}

Result<XPathValue> round_to(Call& call) {
  TRY_ASSIGN(const double found, call.number(0));
  double places = 0;
  if (call.size() > 1) {
    TRY_ASSIGN(places, call.number(1));
  }
  if (!std::isfinite(found)) return found;
  if (!(std::fabs(places) < 31)) return kNan;
  return rounded(found, static_cast<int>(places));
}

/// Every number of the arguments; texts that are not numbers are left out, as the reference engine does.
Result<std::vector<double>> numbers(Call& call) {
  TRY_ASSIGN(const std::vector<std::string> texts, call.texts(0));
  std::vector<double> found;
  for (const std::string& text : texts)
    if (const double value = text_number(text, call.environment().zone); !std::isnan(value)) found.push_back(value);
  return found;
}

Result<XPathValue> sum(Call& call) {
  TRY_ASSIGN(const NodeSet nodes, call.nodes(0));
  TRY(call.evaluation().spend(nodes.size()));
  double total = 0;
  for (const NodeId node : nodes) {
    const double value = text_number(call.instances().string_value(node), call.environment().zone);
    if (!std::isnan(value)) total += value;
  }
  return total;
}
Result<XPathValue> largest(Call& call) {
  TRY_ASSIGN(const std::vector<double> found, numbers(call));
  return found.empty() ? kNan : *std::max_element(found.begin(), found.end());
}
Result<XPathValue> smallest(Call& call) {
  TRY_ASSIGN(const std::vector<double> found, numbers(call));
  return found.empty() ? kNan : *std::min_element(found.begin(), found.end());
}

template <double (*function)(double)>
Result<XPathValue> of_one(Call& call) {
  TRY_ASSIGN(const double found, call.number(0));
  return function(found);
}
double absolute(double x) {
  return std::fabs(x);
}
double round_down(double x) {
  return std::floor(x);
}
double round_up(double x) {
  return std::ceil(x);
}
double square_root(double x) {
  return std::sqrt(x);
}
double natural_power(double x) {
  return std::exp(x);
}
double power_of_ten(double x) {
  return std::pow(10.0, x);
}
double natural_logarithm(double x) {
  return std::log(x);
}
double decimal_logarithm(double x) {
  return std::log10(x);
}
double sine(double x) {
  return std::sin(x);
}
double cosine(double x) {
  return std::cos(x);
}
double tangent(double x) {
  return std::tan(x);
}
double arc_sine(double x) {
  return std::asin(x);
}
double arc_cosine(double x) {
  return std::acos(x);
}
double arc_tangent(double x) {
  return std::atan(x);
}

template <double (*function)(double, double)>
Result<XPathValue> of_two(Call& call) {
  TRY_ASSIGN(const double first, call.number(0));
  TRY_ASSIGN(const double second, call.number(1));
  return function(first, second);
}
double power(double x, double y) {
  return std::pow(x, y);
}
double arc_tangent_of(double y, double x) {
  return std::atan2(y, x);
}

Result<XPathValue> pi(Call&) {
  return std::numbers::pi;
}
Result<XPathValue> random(Call& call) {
  if (!call.environment().random) return call.evaluation().error(call.self(), "random() cannot be asked here");
  return static_cast<double>(call.environment().random->below(std::uint64_t{1} << 53)) * 0x1p-53;
}

constexpr Function kTable[] = {
    {"number", 0, 1, Reads::ContextWhenEmpty, number},
    {"int", 1, 1, Reads::Arguments, integer},
    {"round", 1, 2, Reads::Arguments, round_to},
    {"floor", 1, 1, Reads::Arguments, of_one<round_down>},
    {"ceiling", 1, 1, Reads::Arguments, of_one<round_up>},
    {"abs", 1, 1, Reads::Arguments, of_one<absolute>},
    {"sum", 1, 1, Reads::Arguments, sum},
    {"max", 1, kAnyCount, Reads::Arguments, largest},
    {"min", 1, kAnyCount, Reads::Arguments, smallest},
    {"pow", 2, 2, Reads::Arguments, of_two<power>},
    {"sqrt", 1, 1, Reads::Arguments, of_one<square_root>},
    {"exp", 1, 1, Reads::Arguments, of_one<natural_power>},
    {"exp10", 1, 1, Reads::Arguments, of_one<power_of_ten>},
    {"log", 1, 1, Reads::Arguments, of_one<natural_logarithm>},
    {"log10", 1, 1, Reads::Arguments, of_one<decimal_logarithm>},
    {"sin", 1, 1, Reads::Arguments, of_one<sine>},
    {"cos", 1, 1, Reads::Arguments, of_one<cosine>},
    {"tan", 1, 1, Reads::Arguments, of_one<tangent>},
    {"asin", 1, 1, Reads::Arguments, of_one<arc_sine>},
    {"acos", 1, 1, Reads::Arguments, of_one<arc_cosine>},
    {"atan", 1, 1, Reads::Arguments, of_one<arc_tangent>},
    {"atan2", 2, 2, Reads::Arguments, of_two<arc_tangent_of>},
    {"pi", 0, 0, Reads::Arguments, pi},
    {"random", 0, 0, Reads::Random, random},
};

}  // namespace

std::span<const Function> number_functions() {
  return kTable;
}

}  // namespace escale::forms
