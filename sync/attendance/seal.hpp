// What a file with pages carries behind them: the sheet itself, its code, and the same key's signature over the pages. With it a file
// proves that its pages are those that the key's holder made; without it the code on paper proves less (SPEC.md 3).
#pragma once

#include "sync/attendance/sheet.hpp"

namespace escale::attendance {

/// Canonical JSON for pages of this SHA-256. The code is of this sheet and of this key.
Result<std::string> seal_text(const Sheet& sheet, const SheetCode& code, const crypto::Digest& pages, const crypto::SigningKey& key);

struct SealedSheet {
  Sheet sheet{};
  SheetCode code{};
};
/// InvalidInput when it is no seal; Untrusted when a signature, a digest or a count does not fit, said in a sentence. Whose key it is, is
/// for the caller to know.
Result<SealedSheet> read_seal(std::string_view text, const crypto::Digest& pages);

}  // namespace escale::attendance
