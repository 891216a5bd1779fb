#include "sync/print/qr_code.hpp"

#include <qrencode.h>

#include <memory>

namespace escale::print {

Result<Drawing> qr_code(const std::string& text, double side) {
  struct Free {
    void operator()(QRcode* code) const { QRcode_free(code); }
  };
  const std::unique_ptr<QRcode, Free> code(QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1));
  if (!code) return fail(Code::TooLarge, "no QR code holds " + std::to_string(text.size()) + " bytes");
  constexpr int kQuietModules = 4;
  const double module = side / (code->width + 2 * kQuietModules);
  Drawing drawing{side, side, {Box{0, 0, side, side, Fill{}, false}}};
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width;) {
      int run = 0;  // neighbours are one box: no hairlines between them
      while (x + run < code->width && (code->data[y * code->width + x + run] & 1) != 0) ++run;
      if (run > 0)
        drawing.marks.push_back(Box{module * (x + kQuietModules), module * (y + kQuietModules), module * run, module,
                                    Fill{Pattern::Plain, Colour{0x000000}, Colour{0x000000}}, false});
      x += run > 0 ? run : 1;
    }
  return drawing;
}

}  // namespace escale::print
