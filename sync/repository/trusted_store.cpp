#include "sync/repository/trusted_store.hpp"

#include <algorithm>

#include "sync/repository/metadata.hpp"
#include "sync/repository/names.hpp"

namespace escale::repository {
namespace {
constexpr std::uint64_t kMaxRoot = 16u << 20;
}  // namespace

Result<> TrustedStore::initialise(ByteView root) {
  TRY_ASSIGN(const auto parsed, parse_root(Bytes(root.begin(), root.end())));
  TRY(verify_threshold("the root", parsed, parsed.body.keys, parsed.body.roles.find(kRoot)->second));
  TRY(m_files.make_directories(m_folder));
  TRY_ASSIGN(const auto present, load(kRoot, kMaxRoot));
  if (!present) return save(kRoot, root);
  if (std::equal(present->begin(), present->end(), root.begin(), root.end())) return {};
  return fail(Code::Conflict, m_folder.string() + " already has another trusted root: remove the folder to start again");
}

Result<std::optional<Bytes>> TrustedStore::load(std::string_view role, std::uint64_t max_bytes) const {
  auto bytes = m_files.read(m_folder / metadata_name(role), max_bytes);
  if (bytes) return std::optional<Bytes>(std::move(*bytes));
  if (bytes.error().code == Code::NotFound) return std::optional<Bytes>();
  return fail(std::move(bytes).error());
}

Result<> TrustedStore::save(std::string_view role, ByteView bytes) {
  return m_files.write_atomic(m_folder / metadata_name(role), bytes);
}

Result<> TrustedStore::remove(std::string_view role) { return m_files.remove(m_folder / metadata_name(role)); }

}  // namespace escale::repository
