#include "kiosk/picture_shelf.hpp"

#include <algorithm>

#include "kiosk/platform/pictures.hpp"
#include "sync/base/log.hpp"
#include "sync/client/blob_folder.hpp"

namespace escale::kiosk {
namespace {
constexpr std::uint64_t kMaxPictureBytes = std::uint64_t{16} << 20;
constexpr std::size_t kMostKept = 24;
}  // namespace

Result<ui::RgbaImage> PictureShelf::load(const std::string& sha256) const {
  TRY_ASSIGN(const crypto::Digest digest, crypto::Digest::parse(sha256));
  TRY_ASSIGN(const Bytes bytes, m_files.read(client::BlobFolder(m_blobs, m_files).path(digest), kMaxPictureBytes));
  if (crypto::sha256(bytes) != digest) return fail(Code::Corrupt, "a picture does not have its digest");
  return platform::decode_picture(bytes);
}

void PictureShelf::provide(ui::Ui& ui, const std::vector<std::string>& wanted) {
  for (const std::string& sha256 : wanted) {
    if (m_given.contains(sha256) || m_refused.contains(sha256)) continue;
    auto image = load(sha256);
    auto given = image ? ui.add_image(sha256, std::move(*image)) : Result<>(fail(std::move(image.error())));
    if (given) {
      m_given.insert(sha256);
    } else {
      m_refused.insert(sha256);
      log(Level::Warning, "picture_refused", {{"code", std::string(code_name(given.error().code))}, {"sha256", sha256}});
    }
  }
  if (m_given.size() <= kMostKept) return;
  std::erase_if(m_given, [&](const std::string& sha256) {
    if (std::ranges::find(wanted, sha256) != wanted.end()) return false;
    ui.remove_image(sha256);
    return true;
  });
}

}  // namespace escale::kiosk
