// What is wrong with a form, in French: the sentences of expressions, plans and XForms, whose libraries speak English alone.
#pragma once

#include <string>
#include <string_view>

namespace escale::importers {

/// The same sentence in French; what has no French yet stays as it is.
std::string in_french(std::string_view english);

}  // namespace escale::importers
