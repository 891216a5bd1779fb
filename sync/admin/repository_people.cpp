// Whose keys: TREE/people/*.pub. Names stay on this machine and are what its user was told when the keys were handed over; metadata and
// drafts that come from elsewhere carry key ids only, and cannot lend anybody's name to another key.
#include <fmt/format.h>

#include "sync/admin/keys.hpp"
#include "sync/admin/repository.hpp"
#include "sync/repository/key.hpp"

namespace escale::admin {
namespace {
Path folder_of(const Workplace& place) { return Path(place.tree) / "people"; }
}  // namespace

std::string short_id(std::string_view id) { return std::string(id.substr(0, 12)); }

Result<People> People::open(const Context& context, const Workplace& place) {
  People out;
  TRY_ASSIGN(const auto files, context.files->list(folder_of(place)));
  for (const std::string& file : files) {
    if (!file.ends_with(".pub")) continue;
    const auto known = public_key_argument(context, (folder_of(place) / file).string());
    if (known && !known->name.empty()) out.m_names.emplace(repository::keyid_of(known->key), known->name);
  }
  return out;
}

std::string People::named(std::string text) const {
  for (const auto& [id, name] : m_names) {
    const std::string digits = short_id(id), shown = fmt::format("{} ({})", name, digits);
    for (auto at = text.find(digits); at != std::string::npos; at = text.find(digits, at + shown.size())) text.replace(at, digits.size(), shown);
  }
  return text;
}

Result<> with_names(const Context& context, const Workplace& place, Result<> result) {
  if (result) return result;
  if (const auto people = People::open(context, place)) result.error().message = people->named(result.error().message);
  return result;
}

Result<> remember_people(const Context& context, const Workplace& place, const std::vector<protocol::NamedKey>& keys) {
  for (const auto& key : keys) {
    if (key.name.empty() || key.name.find('\n') != std::string::npos) continue;
    const std::string id = repository::keyid_of(key.key);
    TRY(context.files->make_directories(folder_of(place)));
    TRY(context.files->write_atomic(folder_of(place) / (short_id(id) + ".pub"), as_bytes(fmt::format("# Escale signing key of {}\n{}\n", key.name, key.key.hex()))));
  }
  return {};
}

}  // namespace escale::admin
