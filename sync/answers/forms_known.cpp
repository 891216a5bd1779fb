#include "sync/answers/forms_known.hpp"

#include <algorithm>
#include <tuple>

namespace escale::answers {

namespace {
Result<KnownForm> read_form(std::string_view json) {
  TRY_ASSIGN(forms::Form form, forms::form_from_json(json));
  protocol::FormVersion version{form.id, crypto::sha256(as_bytes(json))};
  return KnownForm{std::move(version), std::move(form), std::string(json)};
}
}  // namespace

Result<> KnownForms::add(std::string_view json) {
  TRY_ASSIGN(KnownForm known, read_form(json));
  m_forms.try_emplace(known.version, std::move(known));
  return {};
}

const KnownForm* KnownForms::find(const protocol::FormVersion& version) const {
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
    return std::tie(a->version.form_id, a->form.version, a->version.digest) <
           std::tie(b->version.form_id, b->form.version, b->version.digest);
  });
  return all;
}

}  // namespace escale::answers
