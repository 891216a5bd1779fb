// The attendance sheet on paper: names, half-days, signatures as they were drawn, the code that stands for it; and the check of such a file.
#pragma once

#include "sync/attendance/seal.hpp"
#include "sync/print/document.hpp"
#include "sync/print/typesetter.hpp"

namespace escale::paper {

/// The pages, in French. TooLarge when no QR code holds the code.
Result<print::Document> attendance_document(const attendance::Sheet& sheet, const attendance::SheetCode& code);

/// The PDF, signed: pages, then the sheet behind them. The same sheet and key give the same bytes.
Result<Bytes> attendance_pdf(const attendance::Sheet& sheet, const crypto::SigningKey& key, const print::Typesetter& typesetter);

/// Checks all that a file can prove (sync/attendance/SPEC.md 3). NotFound when it is no such file, Corrupt or Untrusted when it was changed.
Result<attendance::SealedSheet> check_attendance_pdf(ByteView pdf);

/// A signature as it was drawn, in a box of this size, in points.
print::Drawing signature_drawing(const attendance::Signature& signature, double width, double height);

}  // namespace escale::paper
