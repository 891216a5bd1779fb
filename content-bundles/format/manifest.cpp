#include "content-bundles/format/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-bundles/format/check.hpp"
#include "content-bundles/format/json_cursor.hpp"

namespace escale::format {
namespace {
constexpr std::size_t kMaxLanguages = 20;
constexpr std::size_t kMaxWords = 50;  // audiences, themes

template <class... Args>
tl::unexpected<Error> invalid(fmt::format_string<Args...> format, Args&&... args) {
  return fail(Code::InvalidInput, fmt::format(format, std::forward<Args>(args)...));
}

Result<> check_blob(std::string_view where, const BlobRef& blob, std::uint64_t limit) {
  if (blob.size == 0 || blob.size > limit) return invalid("{}: the size {} is not from 1 to {}", where, blob.size, limit);
  return {};
}

/// A path of messages only, but nobody may be led out of the folder by it.
bool is_relative_path(std::string_view path) {
  if (path.empty() || path.size() > 200 || path.front() == '/') return false;
  while (true) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    if (part.empty() || part == "." || part == "..") return false;
    if (end == path.size()) return true;
    path.remove_prefix(end + 1);
  }
}

Result<> check_localised(std::string_view where, const Localised& texts) {
  for (const auto& [lang, text] : texts) {
    if (!is_language_tag(lang)) return invalid("{}: '{}' is not a language tag", where, lang);
    if (text.empty()) return invalid("{}: the text in '{}' is empty", where, lang);
    TRY(check_text(where, text));
  }
  return {};
}

Result<> check_documents(const Manifest& manifest) {
  if (manifest.documents.empty()) return invalid("documents: none");
  if (manifest.documents.size() > kMaxDocuments)
    return fail(Code::TooLarge, fmt::format("documents: {}, at most {} are allowed", manifest.documents.size(), kMaxDocuments));
  std::set<std::string_view> ids;
  std::set<std::string_view> langs;  // of the document whose variants are being read
  const DocumentEntry* last = nullptr;
  for (const DocumentEntry& entry : manifest.documents) {
    if (!is_identifier(entry.id)) return invalid("documents: '{}' is not an id", entry.id);
    const std::string where = fmt::format("document '{}'", entry.id);
    if (std::find(manifest.languages.begin(), manifest.languages.end(), entry.lang) == manifest.languages.end())
      return invalid("{}: '{}' is not one of the bundle's languages", where, entry.lang);
    if (last == nullptr || last->id != entry.id) {
      if (!ids.insert(entry.id).second) return invalid("{}: its variants do not stand together, or two documents have this id", where);
      if (entry.lang != manifest.languages.front()) return invalid("{}: it is missing in the language '{}'", where, manifest.languages.front());
      langs.clear();
    } else if (last->kind != entry.kind) {
      return invalid("{}: its variants are not of the same kind", where);
    }
    if (!langs.insert(entry.lang).second) return invalid("{}: it is there twice in '{}'", where, entry.lang);
    if (entry.title.empty()) return invalid("{}: no title", where);
    TRY(check_text(where, entry.title));
    TRY(check_text(where, entry.path));
    if (!is_relative_path(entry.path)) return invalid("{}: '{}' is not a path inside the bundle", where, entry.path);
    if (entry.minutes < 0 || entry.minutes > kMaxMinutes) return invalid("{}: 'minutes' is not from 0 to {}", where, kMaxMinutes);
    if (entry.questions < 0 || entry.questions > static_cast<int>(kMaxQuestions))
      return invalid("{}: 'questions' is not from 0 to {}", where, kMaxQuestions);
    TRY(check_blob(where, entry.blob, kMaxDocumentBytes));
    last = &entry;
  }
  return {};
}

Result<> check_manifest(const Manifest& manifest) {
  if (!is_identifier(manifest.id)) return invalid("id: '{}' is not an id: use a-z, 0-9 and -, at most 64", manifest.id);
  if (manifest.version < 1 || manifest.version > 2'000'000'000) return invalid("version: not a whole number from 1 to 2000000000");
  if (manifest.languages.empty() || manifest.languages.size() > kMaxLanguages) return invalid("languages: 1 to {} are needed", kMaxLanguages);
  std::set<std::string_view> languages;
  for (const std::string& lang : manifest.languages) {
    if (!is_language_tag(lang)) return invalid("languages: '{}' is not a language tag", lang);
    if (!languages.insert(lang).second) return invalid("languages: '{}' is there twice", lang);
  }
  if (!manifest.titles.contains(manifest.languages.front())) return invalid("title: missing in '{}'", manifest.languages.front());
  TRY(check_localised("title", manifest.titles));
  TRY(check_localised("summary", manifest.summaries));
  for (const auto& [where, words] : {std::pair{"audiences", &manifest.audiences}, std::pair{"themes", &manifest.themes}}) {
    if (words->size() > kMaxWords) return fail(Code::TooLarge, fmt::format("{}: over {} items", where, kMaxWords));
    for (const std::string& word : *words) TRY(check_text(where, word));
  }
  if (manifest.publisher.empty()) return invalid("publisher: empty");
  TRY(check_text("publisher", manifest.publisher));
  if (manifest.licence.empty()) return invalid("licence: empty");
  TRY(check_text("licence", manifest.licence));
  TRY(check_documents(manifest));
  if (manifest.media.size() > kMaxMedia) return fail(Code::TooLarge, fmt::format("media: over {} items", kMaxMedia));
  for (std::size_t i = 0; i < manifest.media.size(); ++i) {
    if (i > 0 && !(manifest.media[i - 1].blob.digest < manifest.media[i].blob.digest))
      return invalid("media: not sorted by digest, each once");
    TRY(check_blob("media", manifest.media[i].blob, kMaxMediaBytes));
  }
  if (manifest.approvals.size() > kMaxApprovals) return fail(Code::TooLarge, fmt::format("approvals: over {} items", kMaxApprovals));
  for (std::size_t i = 1; i < manifest.approvals.size(); ++i)
    if (!(manifest.approvals[i - 1] < manifest.approvals[i])) return invalid("approvals: not sorted, each once");
  return {};
}

Json write_entry(const DocumentEntry& entry) {
  Json out = {{"id", entry.id},       {"kind", kind_name(entry.kind)},          {"lang", entry.lang},
              {"path", entry.path},   {"sha256", entry.blob.digest.hex()}, {"size", entry.blob.size},
              {"title", entry.title}};
  if (entry.minutes > 0) out["minutes"] = entry.minutes;
  if (entry.questions > 0) out["questions"] = entry.questions;
  return out;
}

BlobRef read_blob(Cursor& cursor, std::uint64_t limit) {
  BlobRef out;
  const std::string hex = cursor.text("sha256");
  if (const auto digest = crypto::Digest::parse(hex)) out.digest = *digest;
  else if (cursor.ok()) cursor.fail("'sha256' is not 64 hexadecimal digits");
  out.size = static_cast<std::uint64_t>(cursor.integer("size", 1, static_cast<std::int64_t>(limit)));
  return out;
}

Localised read_localised(Cursor& cursor, std::string_view key) {
  Localised out;
  const Json* texts = cursor.value(key);
  if (texts == nullptr) return out;
  if (!texts->is_object() || texts->size() > kMaxLanguages) {
    cursor.fail(fmt::format("'{}' is not a text by language", key));
    return out;
  }
  for (const auto& [lang, text] : texts->items()) {
    if (text.is_string()) out[lang] = text.get<std::string>();
    else cursor.fail(fmt::format("'{}' in '{}' is not a text", key, lang));
  }
  return out;
}

/// Canonical JSON of a record that survives being read back: no fractions, no control characters.
Result<std::string> canonical_record(const Json& record) {
  if (!record.is_object()) return invalid("an approval is not an object");
  TRY_ASSIGN(std::string text, canonical_json(record));
  if (!parse_json(text)) return invalid("an approval holds a control character");
  return text;
}

Result<Json> opened(ByteView manifest) {
  if (manifest.size() > kMaxManifestBytes)
    return fail(Code::TooLarge, fmt::format("the manifest is over {} bytes", kMaxManifestBytes));
  TRY_ASSIGN(Json json, parse_json(as_text(manifest)));
  if (!json.is_object()) return invalid("the manifest is not an object");
  return json;
}
}  // namespace

Result<Bytes> write_manifest(const Manifest& manifest) {
  TRY(check_manifest(manifest));
  Json documents = Json::array(), media = Json::array(), approvals = Json::array();
  for (const DocumentEntry& entry : manifest.documents) documents.push_back(write_entry(entry));
  for (const MediaEntry& entry : manifest.media)
    media.push_back({{"sha256", entry.blob.digest.hex()},
                     {"size", entry.blob.size},
                     {"type", entry.type == learning::MediaType::Png ? "png" : "jpeg"}});
  for (const std::string& approval : manifest.approvals) {
    TRY_ASSIGN(Json record, parse_json(approval));
    TRY_ASSIGN(const std::string canonical, canonical_record(record));
    if (canonical != approval) return invalid("approvals: one is not in canonical form");
    approvals.push_back(std::move(record));
  }
  Json out = {{"format", kFormatName},
              {"id", manifest.id},
              {"kind", kind_name(manifest.kind)},
              {"version", manifest.version},
              {"title", manifest.titles},
              {"summary", manifest.summaries},
              {"languages", manifest.languages},
              {"audiences", manifest.audiences},
              {"themes", manifest.themes},
              {"publisher", manifest.publisher},
              {"licence", manifest.licence},
              {"sensitive", manifest.sensitive},
              {"documents", documents},
              {"media", media},
              {"approvals", approvals}};
  TRY_ASSIGN(const std::string text, canonical_json(out));
  if (text.size() > kMaxManifestBytes) return fail(Code::TooLarge, fmt::format("the manifest is over {} bytes", kMaxManifestBytes));
  return to_bytes(text);
}

Result<Manifest> read_manifest(ByteView bytes) {
  TRY_ASSIGN(const Json json, opened(bytes));
  Failure failure;
  Cursor cursor(json, "manifest", failure);
  const std::string format = cursor.text("format");
  if (cursor.ok() && format != kFormatName)
    cursor.fail(fmt::format("the format is '{}', this program reads '{}'", format, kFormatName));
  Manifest out;
  out.id = cursor.text("id");
  const std::string kind = cursor.text("kind");
  if (const auto known = parse_bundle_kind(kind)) out.kind = *known;
  else cursor.fail(fmt::format("unknown kind '{}'", kind));
  out.version = cursor.integer("version", 1, 2'000'000'000);
  out.titles = read_localised(cursor, "title");
  out.summaries = read_localised(cursor, "summary");
  cursor.value("languages");
  out.languages = cursor.texts("languages", kMaxLanguages);
  cursor.value("audiences");
  out.audiences = cursor.texts("audiences", kMaxWords);
  cursor.value("themes");
  out.themes = cursor.texts("themes", kMaxWords);
  out.publisher = cursor.text("publisher");
  out.licence = cursor.text("licence");
  out.sensitive = cursor.boolean("sensitive");
  if (const Json* documents = cursor.list("documents", kMaxDocuments)) {
    for (std::size_t i = 0; i < documents->size() && cursor.ok(); ++i) {
      Cursor item((*documents)[i], cursor.at("documents", i), failure);
      DocumentEntry entry;
      entry.id = item.text("id");
      const std::string name = item.text("kind");
      if (const auto known = parse_entry_kind(name)) entry.kind = *known;
      else item.fail(fmt::format("unknown kind '{}'", name));
      entry.lang = item.text("lang");
      entry.title = item.text("title");
      entry.path = item.text("path");
      entry.minutes = static_cast<int>(item.integer_or("minutes", 1, kMaxMinutes, 0));
      entry.questions = static_cast<int>(item.integer_or("questions", 1, kMaxQuestions, 0));
      entry.blob = read_blob(item, kMaxDocumentBytes);
      item.finish();
      out.documents.push_back(std::move(entry));
    }
  }
  if (const Json* media = cursor.list("media", kMaxMedia)) {
    for (std::size_t i = 0; i < media->size() && cursor.ok(); ++i) {
      Cursor item((*media)[i], cursor.at("media", i), failure);
      MediaEntry entry;
      const std::string type = item.text("type");
      if (type == "jpeg") entry.type = learning::MediaType::Jpeg;
      else if (type != "png") item.fail(fmt::format("unknown type '{}'", type));
      entry.blob = read_blob(item, kMaxMediaBytes);
      item.finish();
      out.media.push_back(entry);
    }
  }
  if (const Json* approvals = cursor.list("approvals", kMaxApprovals)) {
    for (const Json& record : *approvals) {
      auto text = canonical_record(record);
      if (!text) cursor.fail(text.error().message);
      else out.approvals.push_back(*std::move(text));
    }
  }
  cursor.finish();
  if (failure.first) return fail(*failure.first);
  TRY(check_manifest(out));
  // One way to write a manifest: what was signed is what was read.
  TRY_ASSIGN(const std::string canonical, canonical_json(json));
  if (canonical != as_text(bytes)) return invalid("the manifest is not in canonical form");
  return out;
}

Result<crypto::Digest> approval_digest(ByteView manifest) {
  TRY_ASSIGN(Json json, opened(manifest));
  json.erase("approvals");
  TRY_ASSIGN(const std::string text, canonical_json(json));
  return crypto::sha256(as_bytes(text));
}

Result<Bytes> add_approval(ByteView manifest, std::string_view approval) {
  TRY_ASSIGN(Manifest parsed, read_manifest(manifest));
  TRY_ASSIGN(const Json record, parse_json(approval));
  TRY_ASSIGN(std::string text, canonical_record(record));
  const auto place = std::lower_bound(parsed.approvals.begin(), parsed.approvals.end(), text);
  if (place == parsed.approvals.end() || *place != text) parsed.approvals.insert(place, std::move(text));
  return write_manifest(parsed);
}

Result<> check_succession(const Manifest& previous, const Manifest& next) {
  if (previous.id != next.id)
    return fail(Code::Conflict, fmt::format("the bundle is '{}' and its previous version '{}': compare a bundle with itself", next.id, previous.id));
  if (next.version <= previous.version)
    return fail(Code::Conflict, fmt::format("version {} does not come after version {}: give a higher one", next.version, previous.version));
  for (const DocumentEntry& before : previous.documents) {
    for (const DocumentEntry& after : next.documents) {
      if (before.path == after.path && before.id != after.id)
        return fail(Code::Conflict, fmt::format("{}: the document was '{}' and is now '{}': put the id back, progress and answers are kept by it",
                                                after.path, before.id, after.id));
      if (before.id == after.id && before.kind != after.kind)
        return fail(Code::Conflict, fmt::format("{}: the document '{}' was a {} and is now a {}: give the new one an id of its own", after.path,
                                                after.id, kind_name(before.kind), kind_name(after.kind)));
    }
  }
  return {};
}

}  // namespace escale::format
