// A text of ours carried by a PDF file, behind everything that is shown: what a program reads back where people read pages.
#pragma once

#include <string>
#include <string_view>

#include "sync/base/bytes.hpp"

namespace escale::print {

/// The file with `content` in a stream of this /Type (letters only), as one incremental update. Internal when the file is not ours.
Result<Bytes> with_attachment(Bytes pdf, std::string_view type, std::string_view content);

struct Attachment {
  ByteView pages{};        ///< the file as it was before: what was given to with_attachment
  std::string_view content{};
};
/// The last thing in the file, which lives as long as the view. NotFound when there is none; Corrupt when anything else than
/// with_attachment's own bytes follows the pages.
Result<Attachment> attachment_of(ByteView pdf, std::string_view type);

}  // namespace escale::print
