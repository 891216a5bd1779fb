// Sixteen random bytes that name one thing, with the kind of thing in the type: a RecordId cannot be passed for a SessionId.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "sync/base/bytes.hpp"
#include "sync/base/random.hpp"

namespace escale {

template <class Tag>
class StrongId {
 public:
  StrongId() = default;
  static StrongId random(Random& random) {
    StrongId id;
    random.fill(id.m_bytes);
    return id;
  }
  /// From 32 lower-case hexadecimal digits.
  static Result<StrongId> parse(std::string_view hex) {
    TRY_ASSIGN(const Bytes bytes, from_hex(hex));
    StrongId id;
    if (bytes.size() != id.m_bytes.size()) return fail(Code::InvalidInput, "an id is 32 hexadecimal digits");
    std::copy(bytes.begin(), bytes.end(), id.m_bytes.begin());
    return id;
  }
  std::string text() const { return to_hex(m_bytes); }
  ByteView bytes() const { return m_bytes; }
  auto operator<=>(const StrongId&) const = default;

 private:
  std::array<std::uint8_t, 16> m_bytes{};
};

}  // namespace escale

template <class Tag>
struct std::hash<escale::StrongId<Tag>> {
  std::size_t operator()(const escale::StrongId<Tag>& id) const noexcept {
    return std::hash<std::string_view>{}(escale::as_text(id.bytes()));
  }
};
