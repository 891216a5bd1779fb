#include <algorithm>
#include <array>

#include "content-bundles/format/manifest.hpp"

namespace escale::format {
namespace {
constexpr std::array<std::pair<BundleKind, std::string_view>, 4> kBundleKinds{{{BundleKind::Course, "course"},
                                                                              {BundleKind::Collection, "collection"},
                                                                              {BundleKind::Forms, "forms"},
                                                                              {BundleKind::StudyDay, "study-day"}}};
constexpr std::array<std::pair<EntryKind, std::string_view>, 7> kEntryKinds{{{EntryKind::Lesson, "lesson"},
                                                                            {EntryKind::Case, "case"},
                                                                            {EntryKind::Quiz, "quiz"},
                                                                            {EntryKind::Summary, "summary"},
                                                                            {EntryKind::Sheet, "sheet"},
                                                                            {EntryKind::Form, "form"},
                                                                            {EntryKind::Programme, "programme"}}};

template <class Table, class Kind>
std::string_view name_of(const Table& table, Kind kind) {
  for (const auto& [value, name] : table)
    if (value == kind) return name;
  return table.front().second;
}
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
}  // namespace

std::string_view kind_name(BundleKind kind) { return name_of(kBundleKinds, kind); }
std::string_view kind_name(EntryKind kind) { return name_of(kEntryKinds, kind); }

std::optional<BundleKind> parse_bundle_kind(std::string_view name) {
  for (const auto& [value, known] : kBundleKinds)
    if (known == name) return value;
  return std::nullopt;
}
std::optional<EntryKind> parse_entry_kind(std::string_view name) {
  for (const auto& [value, known] : kEntryKinds)
    if (known == name) return value;
  return std::nullopt;
}

bool is_identifier(std::string_view id) {
  if (id.empty() || id.size() > 64 || id.front() == '-') return false;
  return std::all_of(id.begin(), id.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_language_tag(std::string_view tag) {
  if (tag.size() > 35) return false;
  bool first = true;
  while (true) {
    const std::size_t end = std::min(tag.find('-'), tag.size());
    const std::string_view part = tag.substr(0, end);
    if (first ? (part.size() < 2 || part.size() > 3 || !std::all_of(part.begin(), part.end(), is_lower))
              : (part.empty() || part.size() > 8 ||
                 !std::all_of(part.begin(), part.end(), [](char c) { return is_lower(c) || is_digit(c); })))
      return false;
    if (end == tag.size()) return true;
    tag.remove_prefix(end + 1);
    first = false;
  }
}

std::vector<std::string> fallbacks(std::string_view lang) {
  std::vector<std::string> out;
  while (!lang.empty()) {
    out.emplace_back(lang);
    const std::size_t cut = lang.rfind('-');
    if (cut == std::string_view::npos) break;
    lang = lang.substr(0, cut);
    // A lone letter ("fr-x") announces what follows and means nothing by itself (RFC 4647, section 3.4).
    if (lang.size() >= 2 && lang[lang.size() - 2] == '-') lang = lang.substr(0, lang.size() - 2);
  }
  if (std::find(out.begin(), out.end(), kDefaultLanguage) == out.end()) out.emplace_back(kDefaultLanguage);
  return out;
}

const std::string& in_language(const Localised& texts, std::string_view lang) {
  static const std::string kNone;
  for (const std::string& candidate : fallbacks(lang))
    if (const auto found = texts.find(candidate); found != texts.end()) return found->second;
  return texts.empty() ? kNone : texts.begin()->second;
}

const DocumentEntry* find_entry(const Manifest& manifest, std::string_view id, std::string_view lang) {
  const DocumentEntry* first = nullptr;
  for (const std::string& candidate : fallbacks(lang))
    for (const DocumentEntry& entry : manifest.documents) {
      if (entry.id != id) continue;
      if (first == nullptr) first = &entry;
      if (entry.lang == candidate) return &entry;
    }
  return first;
}

std::vector<const DocumentEntry*> entries_in(const Manifest& manifest, std::string_view lang) {
  std::vector<const DocumentEntry*> out;
  const std::string* last = nullptr;
  for (const DocumentEntry& entry : manifest.documents) {
    if (last != nullptr && *last == entry.id) continue;  // variants stand next to each other
    last = &entry.id;
    out.push_back(find_entry(manifest, entry.id, lang));
  }
  return out;
}

std::vector<BlobRef> all_blobs(const Manifest& manifest) {
  std::vector<BlobRef> out;
  for (const DocumentEntry& entry : manifest.documents) out.push_back(entry.blob);
  for (const MediaEntry& entry : manifest.media) out.push_back(entry.blob);
  std::sort(out.begin(), out.end(), [](const BlobRef& a, const BlobRef& b) { return a.digest < b.digest; });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace escale::format
