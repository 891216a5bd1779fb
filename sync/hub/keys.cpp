#include "sync/hub/keys.hpp"

#include <filesystem>

namespace escale::hub {
namespace {
namespace fs = std::filesystem;

Result<crypto::SigningKey> open_key(const Path& path, Files& files, Random& random) {
  if (!files.exists(path)) {
    const crypto::SigningKey fresh = crypto::SigningKey::generate(random);
    std::string text = to_hex(fresh.seed().bytes());
    const auto written = files.write_atomic(path, as_bytes(text));
    crypto::wipe(text);
    TRY(written);
    std::error_code error;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, error);
    if (error) return fail(Code::Io, "cannot restrict " + path.string() + ": " + error.message());
  }
  TRY_ASSIGN(Bytes text, files.read(path, 64));
  auto seed = from_hex(as_text(text));
  crypto::wipe(text);
  if (!seed) return fail(std::move(seed).error().in(path.string()));
  auto key = crypto::SigningKey::from_seed(*seed);
  crypto::wipe(*seed);
  if (!key) return fail(std::move(key).error().in(path.string()));
  return key;
}
}  // namespace

Result<HubKeys> open_keys(const Path& data, Files& files, Random& random) {
  const Path folder = data / "keys";
  TRY(files.make_directories(folder));
  std::error_code error;
  fs::permissions(folder, fs::perms::owner_all, error);  // before any key is in it
  if (error) return fail(Code::Io, "cannot restrict " + folder.string() + ": " + error.message());
  TRY_ASSIGN(crypto::SigningKey online, open_key(folder / "online.key", files, random));
  TRY_ASSIGN(crypto::SigningKey receipt, open_key(folder / "receipt.key", files, random));
  return HubKeys{std::move(online), std::move(receipt)};
}

}  // namespace escale::hub
