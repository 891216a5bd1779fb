// A worked out value as its place keeps it.
#pragma once

#include <string>

#include "content-bundles/forms/definition.hpp"
#include "content-bundles/forms/evaluator.hpp"

namespace escale::forms {

/// Whole numbers where those are kept, days where dates are; NaN is no answer. `bind` may be null.
std::string stored_value(const XPathValue& value, const Bind* bind, const Instances& instances, const Zone& zone);

}  // namespace escale::forms
