// What an expression gives: a number, a truth, a text, nodes, or a date. The conversions between them are those of
// XPath 1.0 (4.2 to 4.4) as the reference engine of ODK applies them. The rule: a number never prints with an exponent,
// and a text is a number only when it is digits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "content-bundles/forms/instance.hpp"
#include "content-bundles/forms/temporal.hpp"

namespace escale::forms {

/// In document order, unless shuffled.
using NodeSet = std::vector<NodeId>;
using XPathValue = std::variant<double, bool, std::string, NodeSet, Temporal>;

/// XPath 1.0, 4.2: "NaN", "Infinity", "-17", "0.1"; whole numbers without a point; -0 is "0".
std::string number_text(double number);

/// XPath 1.0, 4.4: an optional minus, digits, a point and digits, white space around; a comma reads as a point. A date
/// or a moment is whole days since 1970. Everything else is NaN.
double text_number(std::string_view text, const Zone& zone);

/// "number", "boolean", "string", "nodeset", "date", "dateTime" or "time".
std::string_view type_of(const XPathValue& value);

bool is_xml_space(char c);
std::string_view trim_xml_space(std::string_view text);
/// The parts of a text between white space: the choices of a multiple choice.
std::vector<std::string_view> words_in(std::string_view text);
/// Code points.
std::size_t character_count(std::string_view text);

}  // namespace escale::forms
