// A form as a bundle carries it: XForm XML, written one way. The rule: the SHA-256 of these bytes is the form's exact
// version, so bytes that this program would write otherwise are no form's.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "content-bundles/forms/plan.hpp"

namespace escale::xforms {

inline constexpr std::size_t kMaxFormBytes = 16u << 20;  ///< lists of choices included

/// The bytes of a form whose lists are all inside. InvalidInput, naming it, when a list is still in another file; TooLarge
/// over kMaxFormBytes.
Result<std::string> form_blob(const forms::Definition& definition);

/// Reads such bytes and compiles them. InvalidInput or Corrupt says what is wrong; nothing is left out with a warning.
Result<std::shared_ptr<const forms::Plan>> read_form(std::string_view blob);

}  // namespace escale::xforms
