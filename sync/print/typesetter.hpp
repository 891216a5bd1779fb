// Words measured and broken into lines by Pango, in the packaged typeface. One object for a whole document; for one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sync/base/result.hpp"

namespace escale::print {

inline constexpr const char* kTypeface = "Inter";

struct Pango;

class Typesetter {
 public:
  /// NotFound when the typeface is not installed (fontconfig): another one would change every measure.
  static Result<Typesetter> open();
  ~Typesetter();
  Typesetter(Typesetter&&) noexcept;
  Typesetter& operator=(Typesetter&&) noexcept;

  /// Width of one line, in points.
  double width(const std::string& text, double size, bool bold = false) const;
  /// The text in lines of at most this width (a word that is wider is cut). At least one line.
  std::vector<std::string> lines(const std::string& text, double width, double size, bool bold = false) const;

  const Pango& pango() const { return *m_pango; }

 private:
  explicit Typesetter(std::unique_ptr<Pango> pango);
  std::unique_ptr<Pango> m_pango;
};

}  // namespace escale::print
