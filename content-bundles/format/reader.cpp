#include "content-bundles/format/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "content-bundles/format/codec.hpp"
#include "content-bundles/xforms/form_blob.hpp"

namespace escale::format {
namespace {
Result<> check_kind(const DocumentEntry& entry, bool fits, std::string_view wanted) {
  if (fits) return {};
  return fail(Code::InvalidInput, fmt::format("the document '{}' is a {}, not a {}", entry.id, kind_name(entry.kind), wanted));
}

/// Every image of a document, wherever it stands.
std::vector<learning::MediaRef> media_of(const learning::Document& document) {
  std::vector<learning::MediaRef> out;
  for (const learning::Block& block : document.blocks)
    if (const auto* image = std::get_if<learning::Image>(&block)) out.push_back(image->media);
  return out;
}

/// A blob that is whole but says something else than the manifest.
tl::unexpected<Error> differs(const DocumentEntry& entry, std::string_view what) {
  return fail(Code::Corrupt, fmt::format("the document '{}' ({}) does not have the {} that the manifest says: build the bundle again", entry.id,
                                         entry.lang, what));
}

std::string named(const DocumentEntry& entry) { return fmt::format("document '{}' ({})", entry.id, entry.lang); }
}  // namespace

BundleReader::BundleReader(const Files& files, Manifest manifest, Path blobs)
    : m_files(&files), m_manifest(std::move(manifest)), m_blobs(std::move(blobs)) {}

Result<BundleReader> BundleReader::open(const Files& files, ByteView manifest, Path blobs) {
  TRY_ASSIGN(Manifest parsed, read_manifest(manifest));
  return BundleReader(files, std::move(parsed), std::move(blobs));
}

Result<Bytes> BundleReader::blob(const BlobRef& ref) const {
  auto bytes = m_files->read(blob_path(m_blobs, ref.digest), ref.size);
  if (!bytes && bytes.error().code == Code::TooLarge)
    return fail(Code::Corrupt, fmt::format("the blob {} is larger than {} bytes: fetch it again", ref.digest.hex(), ref.size));
  if (!bytes) return fail(std::move(bytes).error());
  if (bytes->size() != ref.size)
    return fail(Code::Corrupt, fmt::format("the blob {} has {} bytes instead of {}: fetch it again", ref.digest.hex(), bytes->size(), ref.size));
  if (crypto::sha256(*bytes) != ref.digest)
    return fail(Code::Corrupt, fmt::format("the blob {} was changed, its digest does not match: fetch it again", ref.digest.hex()));
  return bytes;
}

Result<learning::Document> BundleReader::document(const DocumentEntry& entry) const {
  TRY(check_kind(entry, entry.kind != EntryKind::Form && entry.kind != EntryKind::Programme, "text"));
  TRY_ASSIGN(const Bytes bytes, blob(entry.blob));
  auto document = read_document(bytes);
  if (!document) return fail(std::move(document.error()).in(named(entry)));
  if (document->id != entry.id) return differs(entry, "id");
  if (kind_name(document->kind) != kind_name(entry.kind)) return differs(entry, "kind");
  if (document->lang != entry.lang) return differs(entry, "language");
  if (document->title != entry.title) return differs(entry, "title");
  if (document->questions.size() != static_cast<std::size_t>(entry.questions)) return differs(entry, "number of questions");
  return document;
}

Result<std::shared_ptr<const forms::Plan>> BundleReader::form(const DocumentEntry& entry) const {
  TRY(check_kind(entry, entry.kind == EntryKind::Form, "form"));
  TRY_ASSIGN(const Bytes bytes, blob(entry.blob));
  auto form = xforms::read_form(as_text(bytes));
  if (!form) return fail(std::move(form.error()).in(named(entry)));
  if ((*form)->definition().id != entry.id) return differs(entry, "id");
  return form;
}

Result<Programme> BundleReader::programme(const DocumentEntry& entry) const {
  TRY(check_kind(entry, entry.kind == EntryKind::Programme, "programme"));
  TRY_ASSIGN(const Bytes bytes, blob(entry.blob));
  auto programme = read_programme(bytes);
  if (!programme) return fail(std::move(programme.error()).in(named(entry)));
  if (programme->id != entry.id) return differs(entry, "id");
  if (programme->lang != entry.lang) return differs(entry, "language");
  return programme;
}

Result<Bytes> BundleReader::media(const learning::MediaRef& media) const {
  TRY_ASSIGN(const crypto::Digest digest, crypto::Digest::parse(media.sha256));
  const auto found = std::lower_bound(m_manifest.media.begin(), m_manifest.media.end(), digest,
                                      [](const MediaEntry& entry, const crypto::Digest& wanted) { return entry.blob.digest < wanted; });
  if (found == m_manifest.media.end() || found->blob.digest != digest)
    return fail(Code::Refused, fmt::format("the image {} is not in the manifest of '{}'", media.sha256, m_manifest.id));
  if (found->blob.size != media.size || found->type != media.type)
    return fail(Code::Corrupt, fmt::format("the image {} is not of the size and type that the manifest says", media.sha256));
  return blob(found->blob);
}

Result<> BundleReader::check_all() const {
  for (const DocumentEntry& entry : m_manifest.documents) {
    if (entry.kind == EntryKind::Form) {
      TRY(form(entry));
    } else if (entry.kind == EntryKind::Programme) {
      TRY_ASSIGN(const Programme day, programme(entry));
      for (const Slot& slot : day.slots) {
        if (slot.form.empty()) continue;
        const DocumentEntry* wanted = find_entry(m_manifest, slot.form, entry.lang);
        if (wanted == nullptr || wanted->kind != EntryKind::Form)
          return fail(Code::Corrupt, fmt::format("{}: the slot '{}' asks for the form '{}', which is not in the bundle", named(entry), slot.title, slot.form));
      }
    } else {
      TRY_ASSIGN(const learning::Document text, document(entry));
      for (const learning::MediaRef& ref : media_of(text))
        if (auto bytes = media(ref); !bytes) return fail(std::move(bytes.error()).in(named(entry)));
    }
  }
  for (const MediaEntry& entry : m_manifest.media) TRY(blob(entry.blob));
  return {};
}

}  // namespace escale::format
