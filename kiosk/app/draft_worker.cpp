// The store's part of a draft: sealed while somebody writes, found after a crash, gone with the person.
#include "kiosk/app/draft_content.hpp"
#include "kiosk/app/worker_parts.hpp"
#include "sync/crypto/secret.hpp"

namespace escale::app {
namespace {

Result<DraftContent> read_draft(Bench& bench) {
  TRY_ASSIGN(Bytes bytes, bench.store.drafts().open());
  auto draft = decode_draft(bytes);
  crypto::wipe(bytes);
  return draft;
}

Result<DraftOpened> open_draft(Bench& bench) {
  TRY_ASSIGN(DraftContent draft, read_draft(bench));
  TRY_ASSIGN(const crypto::Digest version, crypto::Digest::parse(draft.sha256));
  TRY_ASSIGN(std::shared_ptr<const forms::Plan> plan, bench.store.installed().form(version));
  TRY_ASSIGN(const forms::Submission answers, forms::Submission::parse(*plan, draft.answers));
  const std::string lang = draft.easy_reading ? draft.lang + "-x-facile" : draft.lang;
  const std::string language = forms::nearest_language(plan->definition().translations, lang);
  TRY_ASSIGN(forms::Filling filling, forms::Filling::restore(*plan, form_environment(bench, lang), language, answers));
  crypto::wipe(draft.answers);
  DraftOpened out;
  out.form = {draft.key, draft.sha256, std::move(plan), readers_of(bench, lang)};
  out.filling = std::move(filling);
  out.draft = std::move(draft);
  return out;
}

}  // namespace

void carry_out(Bench& bench, KeepDraft& effect) {
  const auto kept = bench.store.drafts().save(effect.content);
  crypto::wipe(effect.content);
  if (!kept) failure_of("draft-not-kept", kept.error());  // what is written is still on the screen, and can be sent
}

void carry_out(Bench& bench, const DropDraft&) {
  if (const auto gone = bench.store.drafts().forget(); !gone) failure_of("draft-not-dropped", gone.error());
}

std::optional<Action> carry_out(Bench& bench, const LookForDraft&) {
  const auto waits = bench.store.drafts().waits();
  if (!waits) failure_of("draft-not-read", waits.error());
  if (!waits || !*waits) return std::nullopt;
  return DraftWaits{};  // not opened: somebody else may stand there now
}

Action carry_out(Bench& bench, const OpenDraft&) {
  auto opened = open_draft(bench);
  if (opened) return std::move(*opened);
  failure_of("draft-not-read", opened.error());
  carry_out(bench, DropDraft{});  // its form is gone, or it is damaged: nobody is offered it again
  return DraftLost{};
}

}  // namespace escale::app
