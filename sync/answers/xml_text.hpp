// A text inside XML (XML 1.0, 2.2 and 2.4): markup escaped; characters that XML cannot hold become U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace escale::answers {

inline std::string xml_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') out += "\uFFFD";
        else out.push_back(c);
    }
  }
  return out;
}

}  // namespace escale::answers
