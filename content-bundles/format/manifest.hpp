// The manifest of a bundle: its one signed list of documents and media. Format "escale-bundle-1", see SPEC.md.
// Rule: a manifest is canonical JSON with ASCII keys, at most 4 MiB; every blob in it has a digest and a size, and nothing is
// used before both were checked. Received bytes are kept as received, never written again from the parsed form.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/learning/document.hpp"
#include "sync/base/bytes.hpp"
#include "sync/crypto/hash.hpp"

namespace escale::format {

inline constexpr std::string_view kFormatName = "escale-bundle-1";
inline constexpr std::uint64_t kMaxManifestBytes = 4u << 20;
inline constexpr std::uint64_t kMaxDocumentBytes = 16u << 20;  ///< of one document blob; a form holds its lists of choices
inline constexpr std::uint64_t kMaxMediaBytes = 16u << 20;    ///< of one media blob
inline constexpr std::size_t kMaxDocuments = 2'000;           ///< language variants included
inline constexpr std::size_t kMaxMedia = 5'000;
inline constexpr std::size_t kMaxApprovals = 64;
inline constexpr std::string_view kDefaultLanguage = "fr";

enum class BundleKind { Course, Collection, Forms, StudyDay };
enum class EntryKind { Lesson, Case, Quiz, Summary, Sheet, Form, Programme };

/// Titles and summaries by language tag: {"fr": "…", "en": "…"}.
using Localised = std::map<std::string, std::string>;

struct BlobRef {
  crypto::Digest digest;
  std::uint64_t size = 0;
  bool operator==(const BlobRef&) const = default;
};

/// One document in one language. Variants of a document share its id and stand next to each other, default language first.
struct DocumentEntry {
  std::string id;
  EntryKind kind = EntryKind::Lesson;
  std::string lang;
  std::string title;
  std::string path;    ///< of its source, relative to the bundle folder: for messages only
  int minutes = 0;     ///< 0 when not said
  int questions = 0;   ///< how many questions it asks
  BlobRef blob;
  bool operator==(const DocumentEntry&) const = default;
};

struct MediaEntry {
  learning::MediaType type = learning::MediaType::Png;
  BlobRef blob;
  bool operator==(const MediaEntry&) const = default;
};

struct Manifest {
  std::string id;  ///< [a-z0-9][a-z0-9-]*, at most 64 characters
  BundleKind kind = BundleKind::Course;
  std::int64_t version = 1;  ///< 1 or more; a later one replaces an earlier one
  Localised titles;          ///< always holds the first of `languages`
  Localised summaries;
  std::vector<std::string> languages;  ///< default first
  std::vector<std::string> audiences;
  std::vector<std::string> themes;
  std::string publisher;
  std::string licence;
  bool sensitive = false;  ///< the terminal offers the quick exit
  std::vector<DocumentEntry> documents;  ///< in reading order
  std::vector<MediaEntry> media;         ///< by digest
  std::vector<std::string> approvals;  ///< signed approval records, each as canonical JSON, sorted; their meaning is the publisher's
  bool operator==(const Manifest&) const = default;
};

/// The manifest's bytes (canonical JSON). InvalidInput names the field that breaks a rule.
Result<Bytes> write_manifest(const Manifest& manifest);

/// Reads and checks a manifest. InvalidInput names the field; TooLarge over kMaxManifestBytes.
Result<Manifest> read_manifest(ByteView bytes);

/// What a reviewer signs: SHA-256 of the manifest's canonical JSON without its "approvals".
Result<crypto::Digest> approval_digest(ByteView manifest);

/// Adds one approval record (a JSON object) to a manifest; approval_digest() stays the same. Repeating it changes nothing.
Result<Bytes> add_approval(ByteView manifest, std::string_view approval);

/// The text in the wanted language, else by fallback (see fallbacks), else the first one; empty when there is none.
const std::string& in_language(const Localised& texts, std::string_view lang);

/// Languages to try in turn: "fr-x-facile" gives fr-x-facile, fr; then kDefaultLanguage.
std::vector<std::string> fallbacks(std::string_view lang);

/// The entry of a document in the wanted language or by fallback, else its first one. Null when the id is unknown.
const DocumentEntry* find_entry(const Manifest& manifest, std::string_view id, std::string_view lang);

/// One entry per document id, in reading order, each in the wanted language or by fallback.
std::vector<const DocumentEntry*> entries_in(const Manifest& manifest, std::string_view lang);

/// Every blob that the bundle needs, each once, by digest.
std::vector<BlobRef> all_blobs(const Manifest& manifest);

/// Refuses a next version whose number does not grow, or where a document of the same source has another id, or the same id another
/// kind: progress and answers are kept by document id. Conflict names the document. Removing a document is allowed.
Result<> check_succession(const Manifest& previous, const Manifest& next);

std::string_view kind_name(BundleKind kind);
std::string_view kind_name(EntryKind kind);
std::optional<BundleKind> parse_bundle_kind(std::string_view name);
std::optional<EntryKind> parse_entry_kind(std::string_view name);

/// True for ids of bundles and documents: [a-z0-9][a-z0-9-]*, at most 64 characters.
bool is_identifier(std::string_view id);
/// True for the language tags of this format: two or three letters, then subtags of 1 to 8 letters or digits, lower case.
bool is_language_tag(std::string_view tag);

}  // namespace escale::format
