// Names that people write in a form, and how long a text they may answer.
#pragma once

#include <cstddef>
#include <string_view>

namespace escale::forms {

inline constexpr std::size_t kMaxAnswerCharacters = 10'000;  ///< of one text answer

/// `[a-z0-9][a-z0-9-]*`, at most 64 characters.
bool is_form_id(std::string_view text);
/// `[A-Za-z_][A-Za-z0-9_.-]*`, at most 64 characters.
bool is_question_name(std::string_view text);
/// A choice's code: no white space, no comma, printable UTF-8, at most 64 bytes.
bool is_choice_name(std::string_view text);

}  // namespace escale::forms
