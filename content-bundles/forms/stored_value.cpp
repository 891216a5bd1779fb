#include "content-bundles/forms/stored_value.hpp"

#include <cmath>

namespace escale::forms {

std::string stored_value(const XPathValue& value, const Bind* bind, const Instances& instances, const Zone& zone) {
  if (const auto* number = std::get_if<double>(&value); number && std::isnan(*number)) return {};
  if (bind && bind->type == DataType::Int)
    if (const double number = number_of(value, instances, zone); std::isfinite(number))
      return number_text(std::trunc(number));
  if (const auto* date = std::get_if<Temporal>(&value); date && bind && bind->type == DataType::Date)
    return date_of_day(moment(date->instant_ms, zone).day(), zone).text();
  return text_of(value, instances);
}

}  // namespace escale::forms
