#include "content-bundles/compiler/image.hpp"

#include <fmt/format.h>

#include "content-bundles/format/check.hpp"

namespace escale::compiler {
namespace {
constexpr std::string_view kPngSignature = "\x89PNG\r\n\x1a\n";

std::uint32_t big32(ByteView bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) << 24 | static_cast<std::uint32_t>(bytes[at + 1]) << 16 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 8 | static_cast<std::uint32_t>(bytes[at + 3]);
}
int big16(ByteView bytes, std::size_t at) { return bytes[at] << 8 | bytes[at + 1]; }

tl::unexpected<Error> cut_off() { return fail(Code::InvalidInput, "the image is cut off: export it again"); }

Result<ImageInfo> sized(learning::MediaType type, std::uint32_t width, std::uint32_t height) {
  const auto limit = static_cast<std::uint32_t>(format::kMaxImageSide);
  if (width == 0 || height == 0) return fail(Code::InvalidInput, "the image has no pixel: export it again");
  if (width > limit || height > limit)
    return fail(Code::InvalidInput, fmt::format("the image has {} × {} pixels, at most {} a side are allowed: make it smaller", width, height, limit));
  return ImageInfo{type, static_cast<int>(width), static_cast<int>(height)};
}

/// ISO/IEC 15948, 5.3: chunks of length, type, data, CRC; IHDR first, IEND last.
Result<ImageInfo> inspect_png(ByteView bytes) {
  std::size_t at = kPngSignature.size();
  std::uint32_t width = 0, height = 0;
  bool data = false;
  while (true) {
    if (bytes.size() - at < 12) return cut_off();
    const std::uint32_t length = big32(bytes, at);
    if (length > 0x7FFFFFFF || bytes.size() - at - 12 < length) return cut_off();
    const std::string_view type = as_text(bytes.subspan(at + 4, 4));
    if (at == kPngSignature.size()) {
      if (type != "IHDR" || length != 13) return fail(Code::InvalidInput, "the image does not begin as a PNG does: export it again");
      width = big32(bytes, at + 8);
      height = big32(bytes, at + 12);
    }
    data = data || type == "IDAT";
    at += 12 + length;
    if (type == "IEND") break;
  }
  if (!data) return fail(Code::InvalidInput, "the image has no pixel: export it again");
  return sized(learning::MediaType::Png, width, height);
}

/// ISO/IEC 10918-1, B.1: marker segments up to the frame header (SOF0 to SOF15 but DHT, JPG, DAC), and EOI at the end.
Result<ImageInfo> inspect_jpeg(ByteView bytes) {
  std::size_t at = 2;
  while (true) {
    if (bytes.size() - at < 4 || bytes[at] != 0xFF) return cut_off();
    const int marker = bytes[at + 1];
    if (marker == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    const auto length = static_cast<std::size_t>(big16(bytes, at + 2));
    if (length < 2 || bytes.size() - at - 2 < length) return cut_off();
    const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) {
      if (length < 8) return cut_off();
      // Some programs add zeros after the end of the image.
      std::size_t end = bytes.size();
      while (end > at && bytes[end - 1] == 0) --end;
      if (end < at + 4 || bytes[end - 2] != 0xFF || bytes[end - 1] != 0xD9) return cut_off();
      return sized(learning::MediaType::Jpeg, static_cast<std::uint32_t>(big16(bytes, at + 7)), static_cast<std::uint32_t>(big16(bytes, at + 5)));
    }
    if (marker == 0xDA || marker == 0xD9) return cut_off();
    at += 2 + length;
  }
}
}  // namespace

Result<ImageInfo> inspect_image(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  if (text.starts_with(kPngSignature)) return inspect_png(bytes);
  if (bytes.size() > 4 && bytes[0] == 0xFF && bytes[1] == 0xD8) return inspect_jpeg(bytes);
  if (text.substr(0, 1024).find("<svg") != std::string_view::npos || text.starts_with("<?xml"))
    return fail(Code::InvalidInput, "SVG drawings do not look the same everywhere: export it as PNG");
  return fail(Code::InvalidInput, "neither PNG nor JPEG: export the image as one of them");
}

}  // namespace escale::compiler
