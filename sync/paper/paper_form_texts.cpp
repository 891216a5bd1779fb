#include "sync/paper/paper_form_texts.hpp"

namespace escale::paper {
namespace {

std::string words_of(const forms::RichText& parts) {
  std::string out;
  for (const forms::TextPart& part : parts) out += part.output.empty() ? part.words : "……";
  return out;
}

/// The id in instance('id')…; empty when the nodeset names none.
std::string instance_of(const std::string& nodeset) {
  const std::size_t at = nodeset.find("instance(");
  if (at == std::string::npos) return {};
  const std::size_t open = nodeset.find_first_of("'\"", at);
  if (open == std::string::npos) return {};
  const std::size_t close = nodeset.find(nodeset[open], open + 1);
  return close == std::string::npos ? std::string() : nodeset.substr(open + 1, close - open - 1);
}

}  // namespace

std::string FormWords::itext(const std::string& id) const {
  // The language asked for, else the form's own: a gap in a translation is still asked.
  for (const std::string& language : {m_language, m_form.translations.default_language}) {
    const auto texts = m_form.translations.texts.find(language);
    if (texts == m_form.translations.texts.end()) continue;
    const auto forms_of_text = texts->second.find(id);
    if (forms_of_text == texts->second.end()) continue;
    for (const char* form : {"", "short"})
      if (const auto found = forms_of_text->second.find(form); found != forms_of_text->second.end()) return words_of(found->second);
  }
  return {};
}

std::string FormWords::text(const forms::Label& label) const { return label.itext.empty() ? words_of(label.words) : itext(label.itext); }

FormWords::Choices FormWords::choices(const forms::Control& control) const {
  Choices out;
  for (const forms::Item& item : control.items) {
    const std::string label = text(item.label);
    out.labels.push_back(label.empty() ? item.value : label);
  }
  if (!control.itemset) return out;
  const forms::ItemSet& set = *control.itemset;
  const forms::Instances& tree = m_form.instances;
  const std::string id = instance_of(set.nodeset);
  const forms::NodeId document = id.empty() ? forms::kNoNode : tree.secondary(id);
  out.depends = set.nodeset.find('[') != std::string::npos;
  if (document == forms::kNoNode || tree.first_child(document) == forms::kNoNode) {
    out.elsewhere = true;
    return out;
  }
  const forms::NameId value = tree.find_name(set.value), label = tree.find_name(set.label);
  for (forms::NodeId row = tree.first_child(tree.first_child(document)); row != forms::kNoNode; row = tree.next(row)) {
    const auto field = [&](forms::NameId name) {
      const forms::NodeId node = name == forms::kNoName ? forms::kNoNode : tree.child(row, name);
      return node == forms::kNoNode ? std::string() : tree.string_value(node);
    };
    const std::string written = set.label_is_itext ? itext(field(label)) : field(label);
    const std::string words = written.empty() ? field(value) : written;
    if (!words.empty()) out.labels.push_back(words);
  }
  return out;
}

}  // namespace escale::paper
