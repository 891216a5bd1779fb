#include "sync/base/xml_text.hpp"

namespace escale {

void write_xml_text(std::string& out, std::string_view text, bool in_attribute) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '\r': out += "&#13;"; break;
      case '"':
        if (in_attribute) out += "&quot;";
        else out += c;
        break;
      case '\n':
        if (in_attribute) out += "&#10;";
        else out += c;
        break;
      case '\t':
        if (in_attribute) out += "&#9;";
        else out += c;
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) out += "\uFFFD";
        else out += c;
    }
  }
}

std::string xml_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  write_xml_text(out, text, false);
  return out;
}

std::string xml_attribute(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  write_xml_text(out, text, true);
  return out;
}

}  // namespace escale
