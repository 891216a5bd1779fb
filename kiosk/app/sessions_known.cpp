#include <algorithm>

#include "kiosk/app/worker_parts.hpp"
#include "sync/base/log.hpp"

namespace escale::app {
namespace {
/// The form of exactly this version; else its newer version, which has the same id.
std::optional<DocumentKey> find_form(const std::vector<format::Manifest>& manifests, const protocol::FormVersion& version) {
  std::optional<DocumentKey> newer;
  for (const format::Manifest& manifest : manifests) {
    for (const format::DocumentEntry& entry : manifest.documents) {
      if (entry.kind != format::EntryKind::Form) continue;
      if (entry.blob.digest == version.digest) return DocumentKey{manifest.id, entry.id};
      if (entry.id == version.form_id) newer = DocumentKey{manifest.id, entry.id};
    }
  }
  return newer;
}
}  // namespace

Result<std::vector<SessionView>> session_views(store::Store& store) {
  TRY_ASSIGN(const std::vector<store::KeptSession> kept, store.sessions().list());
  std::vector<SessionView> out;
  if (kept.empty()) return out;
  TRY_ASSIGN(const std::vector<format::Manifest> manifests, store.installed().manifests());
  for (const store::KeptSession& session : kept) {
    SessionView view;
    view.id = session.opening.id;
    view.title = session.opening.title;
    view.mailbox = session.opening.mailbox;
    view.day = session.opening.day;
    view.open = session.open;
    view.collected = session.collected;
    for (const protocol::FormVersion& version : session.opening.forms)
      if (const auto key = find_form(manifests, version)) view.forms.push_back(*key);
    out.push_back(std::move(view));
  }
  return out;
}

Result<protocol::MailboxDescriptor> usual_mailbox(Bench& bench) {
  std::string id = bench.options.mailbox;
  if (id.empty()) {
    TRY_ASSIGN(id, bench.store.facts().setting(store::Setting::Mailbox));
  }
  if (!id.empty()) return bench.store.installed().descriptor(id);
  TRY_ASSIGN(std::vector<protocol::MailboxDescriptor> all, bench.store.installed().descriptors());
  if (all.empty()) return fail(Code::NotFound, "this terminal knows no mailbox yet: synchronise it first");
  if (all.size() > 1) return fail(Code::NotFound, "several mailboxes are known: choose one with 'mailbox' in kiosk.yaml");
  return std::move(all.front());
}

Result<format::DocumentEntry> form_entry(store::Store& store, const DocumentKey& key, std::string_view lang) {
  TRY_ASSIGN(const format::BundleReader bundle, store.installed().bundle(key.bundle));
  const format::DocumentEntry* entry = format::find_entry(bundle.manifest(), key.document, lang);
  if (entry == nullptr || entry->kind != format::EntryKind::Form)
    return fail(Code::NotFound, "the bundle '" + key.bundle + "' has no form '" + key.document + "'");
  return *entry;
}

std::string failure_of(std::string_view event, const Error& error) {
  const std::string code(code_name(error.code));
  log(Level::Warning, event, {{"code", code}});
  return code;
}

}  // namespace escale::app
