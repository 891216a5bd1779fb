#include "sync/answers/forms_known.hpp"

#include <algorithm>
#include <tuple>

#include "content-bundles/xforms/form_blob.hpp"

namespace escale::answers {

namespace {
Result<KnownForm> read_form(std::string_view blob) {
  TRY_ASSIGN(std::shared_ptr<const forms::Plan> plan, xforms::read_form(blob));
  protocol::FormVersion version{plan->definition().id, crypto::sha256(as_bytes(blob))};
  return KnownForm{std::move(version), std::move(plan), std::string(blob)};
}
}  // namespace

Result<> KnownForms::add(std::string_view blob) {
  TRY_ASSIGN(KnownForm known, read_form(blob));
  m_forms.try_emplace(known.version, std::move(known));
  return {};
}

const KnownForm* KnownForms::find(const protocol::FormVersion& version) const {
  const std::lock_guard lock(*m_mutex);
  const auto found = m_forms.find(version);
  if (found != m_forms.end()) return &found->second;
  if (!m_source || m_absent.contains(version)) return nullptr;
  if (const auto blob = m_source(version.digest)) {
    auto known = read_form(as_text(*blob));
    if (known && known->version == version) return &m_forms.try_emplace(version, std::move(*known)).first->second;
  }
  m_absent.insert(version);
  return nullptr;
}

std::vector<const KnownForm*> KnownForms::all() const {
  std::vector<const KnownForm*> all;
  for (const auto& [version, known] : m_forms) all.push_back(&known);
  std::sort(all.begin(), all.end(), [](const KnownForm* a, const KnownForm* b) {
    return std::tie(a->version.form_id, a->author_version(), a->version.digest) <
           std::tie(b->version.form_id, b->author_version(), b->version.digest);
  });
  return all;
}

}  // namespace escale::answers
