#include "content-bundles/forms/definition.hpp"

#include <algorithm>
#include <array>

namespace escale::forms {
namespace {

constexpr std::array<std::string_view, 13> kTypes = {"string", "int",      "decimal",  "boolean",  "date",
                                                     "time",   "dateTime", "geopoint", "geotrace", "geoshape",
                                                     "binary", "barcode",  "odk:rank"};
constexpr std::array<std::string_view, 8> kControls = {"input", "select1", "select", "odk:rank",
                                                       "range", "trigger", "group",  "repeat"};

}  // namespace

std::string_view data_type_name(DataType type) {
  return kTypes[static_cast<std::size_t>(type)];
}

DataType parse_data_type(std::string_view name) {
  if (name == "odk:rank") return DataType::Rank;
  if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
  if (name == "integer") return DataType::Int;
  const auto found = std::find(kTypes.begin(), kTypes.end(), name);
  return found == kTypes.end() ? DataType::String : static_cast<DataType>(found - kTypes.begin());
}

std::string_view control_type_name(ControlType type) {
  return kControls[static_cast<std::size_t>(type)];
}

const Bind* Definition::bind(std::string_view path) const {
  const auto found = std::find_if(binds.begin(), binds.end(), [&](const Bind& bind) { return bind.path == path; });
  return found == binds.end() ? nullptr : &*found;
}
const Control* Definition::control(std::string_view path) const {
  const auto found =
      std::find_if(controls.begin(), controls.end(), [&](const Control& control) { return control.path == path; });
  return found == controls.end() ? nullptr : &*found;
}

}  // namespace escale::forms
