// The supervisor's room for a draft's key (helpers::KeptKey), as the store asks for it.
#pragma once

#include "kiosk/helpers/kept_key.hpp"
#include "kiosk/store/drafts_repository.hpp"

namespace escale::kiosk {

class DraftKey final : public store::DraftKeyHolder {
 public:
  static_assert(helpers::KeptKey::kBytes == kBytes);
  explicit DraftKey(helpers::KeptKey room) : m_room(std::move(room)) {}
  Result<bool> read(std::span<std::uint8_t, kBytes> out) override { return m_room.read(out); }
  Result<> write(std::span<const std::uint8_t, kBytes> key) override { return m_room.write(key); }
  Result<> wipe() override { return m_room.wipe(); }

 private:
  helpers::KeptKey m_room;
};

}  // namespace escale::kiosk
