// A warning before a free text is sent: it seems to hold a phone number, an e-mail address or a long number that could
// name somebody. The rule: local, silent about the words themselves, and honest: names of people cannot be recognised
// and are not looked for.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace escale::forms {

enum class SensitiveKind { Phone, Email, LongNumber };

struct SensitiveText {
  SensitiveKind kind = SensitiveKind::Phone;
  std::size_t offset = 0;  ///< in bytes
  std::size_t size = 0;    ///< in bytes
  bool operator==(const SensitiveText&) const = default;
};

/// French and international phone numbers, e-mail addresses, numbers of 8 digits or more (dates aside), in the order of
/// the text.
std::vector<SensitiveText> find_sensitive_text(std::string_view text);

}  // namespace escale::forms
