// A QR code (ISO/IEC 18004) as a drawing.
#pragma once

#include <string>

#include "sync/base/result.hpp"
#include "sync/print/drawing.hpp"

namespace escale::print {

/// `side`: points, the white edge of four modules included. Error correction level M. TooLarge when no QR code holds the text.
Result<Drawing> qr_code(const std::string& text, double side);

}  // namespace escale::print
