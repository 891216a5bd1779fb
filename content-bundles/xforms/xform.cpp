#include "content-bundles/xforms/xform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-bundles/forms/expression.hpp"
#include "content-bundles/xforms/instance_xml.hpp"
#include "content-bundles/xforms/xform_body.hpp"

namespace escale::xforms {
namespace {

using forms::Bind;
using forms::Definition;
using forms::NodeId;

constexpr std::size_t kMaxBinds = 20'000;

pugi::xml_node child_named(const pugi::xml_node& parent, std::string_view name) {
  for (const pugi::xml_node child : parent.children())
    if (child.type() == pugi::node_element && local_name(child) == name) return child;
  return {};
}

pugi::xml_node first_element(const pugi::xml_node& parent) {
  for (const pugi::xml_node child : parent.children())
    if (child.type() == pugi::node_element) return child;
  return {};
}

class Importer {
 public:
  Result<XFormImport> run(std::string_view xml) {
    TRY(read_xml(xml, m_document));
    const pugi::xml_node root = m_document.document_element();
    const pugi::xml_node head = child_named(root, "head");
    const pugi::xml_node model = child_named(head, "model");
    const pugi::xml_node body = child_named(root, "body");
    if (local_name(root) != "html" || !model || !body)
      return fail(Code::InvalidInput, "this is not an XForm: it needs h:html with h:head/model and h:body");
    form().title = trimmed_text(child_named(head, "title"));
    TRY(read_settings(root, model));
    TRY(read_instances(model));
    TRY(read_translations(child_named(model, "itext")));
    TRY(read_model(model));
    TRY(read_body(body, form(), m_result.warnings));
    drop_templates(model);
    return std::move(m_result);
  }

 private:
  Definition& form() { return m_result.definition; }

  /// Attributes of <model> in our namespace; other tools leave them alone. Unknown ones are refused: a form that asks
  /// for what this version does not do must not be filled as if it did.
  Result<> read_settings(const pugi::xml_node& root, const pugi::xml_node& model) {
    for (const pugi::xml_attribute attribute : model.attributes()) {
      const std::string_view whole = attribute.name();
      const std::size_t colon = whole.find(':');
      if (colon == std::string_view::npos || whole.starts_with("xmlns:")) continue;
      const std::string declaration = "xmlns:" + std::string(whole.substr(0, colon));
      std::string_view space;
      for (const pugi::xml_node& element : {root, model})
        if (const auto declared = element.attribute(declaration.c_str())) space = declared.value();
      if (space != kSettingsNamespace) continue;
      const std::string_view name = whole.substr(colon + 1), value = attribute.value();
      const auto known = std::find_if(forms::kFormSettings.begin(), forms::kFormSettings.end(),
                                      [&](const forms::FormSetting& setting) { return setting.name == name; });
      if (known == forms::kFormSettings.end())
        return fail(Code::InvalidInput, fmt::format("model: the setting {} is not known; take it away, or use a newer "
                                                    "version of Escale",
                                                    whole));
      if (value != "true" && value != "false")
        return fail(Code::InvalidInput, fmt::format("model: {} is true or false, not '{}'", whole, value.substr(0, 40)));
      form().settings.*known->value = value == "true";
    }
    return {};
  }

  Result<> read_instances(const pugi::xml_node& model) {
    bool first = true;
    for (const pugi::xml_node node : model.children()) {
      if (local_name(node) != "instance") continue;
      const std::string id = node.attribute("id").value();
      const std::string source = node.attribute("src").value();
      const pugi::xml_node content = first_element(node);
      if (first) {
        if (!content)
          return fail(Code::InvalidInput, "the first instance is empty: a form needs a place for its answers");
        first = false;
        copy_element(content, form().instances, form().instances.primary());
        form().id = content.attribute("id").value();
        for (const pugi::xml_attribute attribute : content.attributes()) {
          const std::string_view name = attribute.name();
          if (name == "version" || name.ends_with(":version")) form().version = attribute.value();
          form().root_attributes.emplace_back(name, attribute.value());
        }
        // Prefixes of the answers' elements are declared where the form begins.
        for (const pugi::xml_attribute attribute : m_document.document_element().attributes())
          if (std::string_view(attribute.name()).starts_with("xmlns:") && uses_prefix(attribute.name() + 6) &&
              !content.attribute(attribute.name()))
            form().root_attributes.emplace_back(attribute.name(), attribute.value());
        if (form().id.empty())
          return fail(Code::InvalidInput, fmt::format("the answers' element {} has no id", content.name()));
        continue;
      }
      if (id.empty()) return fail(Code::InvalidInput, "an instance after the first has no id");
      if (form().instances.secondary(id) != forms::kNoNode || form().external.contains(id))
        return fail(Code::InvalidInput, fmt::format("there are two instances '{}'", id));
      if (!source.empty()) {
        if (source.find("last-saved") != std::string::npos)
          return fail(Code::Refused,
                      fmt::format("instance {}: answers of an earlier time are never kept here; remove it", id));
        form().external[id] = source.substr(source.rfind('/') + 1);
      } else if (content) {
        copy_element(content, form().instances, form().instances.add_secondary(id));
      } else {
        form().instances.add_secondary(id);
      }
    }
    if (first) return fail(Code::InvalidInput, "the form has no instance");
    return {};
  }

  bool uses_prefix(const std::string& prefix) const {
    const forms::Instances& tree = m_result.definition.instances;
    for (NodeId node = 1; node < tree.size(); ++node)
      if (tree.qualified_name(node).starts_with(prefix + ":")) return true;
    return false;
  }

  Result<> read_translations(const pugi::xml_node& itext) {
    for (const pugi::xml_node language : itext.children()) {
      if (local_name(language) != "translation") continue;
      const std::string name = language.attribute("lang").value();
      form().translations.languages.push_back(name);
      if (language.attribute("default") || form().translations.default_language.empty())
        form().translations.default_language = name;
      for (const pugi::xml_node text : language.children()) {
        if (local_name(text) != "text") continue;
        auto& shapes = form().translations.texts[name][text.attribute("id").value()];
        for (const pugi::xml_node value : text.children())
          if (local_name(value) == "value") shapes[value.attribute("form").value()] = rich_text(value);
      }
    }
    return {};
  }

  Result<> read_model(const pugi::xml_node& model) {
    for (const pugi::xml_node node : model.children()) {
      if (node.type() != pugi::node_element) continue;
      const std::string_view name = local_name(node);
      if (name == "bind") {
        TRY(read_bind(node));
      } else if (name == "setvalue") {
        TRY(read_setvalue(node, "", form(), m_result.warnings));
      } else if (name == "submission") {
        if (node.attribute("base64RsaPublicKey"))
          m_result.warnings.push_back(
              "submission: answers are sealed for the mailbox's readers instead of the form's own key");
      } else if (name == "setgeopoint" || name == "recordaudio") {
        return fail(Code::Refused, fmt::format("{}: the terminal records neither places nor sounds; remove it", name));
      } else if (name != "instance" && name != "itext") {
        m_result.warnings.push_back(fmt::format("{}: not understood, left out", node.name()));
      }
    }
    if (form().binds.size() > kMaxBinds)
      return fail(Code::TooLarge, fmt::format("a form has at most {} binds", kMaxBinds));
    return {};
  }

  Result<> read_bind(const pugi::xml_node& node) {
    Bind bind;
    const char* path = node.attribute("nodeset") ? node.attribute("nodeset").value() : node.attribute("ref").value();
    TRY_ASSIGN(bind.path, place_of(path, ""));
    bind.type = forms::parse_data_type(node.attribute("type").value());
    bind.relevant = trimmed(node.attribute("relevant").value());
    bind.required = trimmed(node.attribute("required").value());
    bind.readonly = trimmed(node.attribute("readonly").value());
    bind.calculate = trimmed(node.attribute("calculate").value());
    bind.constraint = trimmed(node.attribute("constraint").value());
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const std::string_view name = attribute.name();
      if (name.ends_with("constraintMsg")) bind.constraint_message = message(attribute.value());
      if (name.ends_with("requiredMsg")) bind.required_message = message(attribute.value());
      if (name.ends_with(":preload")) bind.preload = attribute.value();
      if (name.ends_with(":preloadParams")) bind.preload_parameters = attribute.value();
    }
    if (bind.calculate.find("uuid(") != std::string::npos && bind.path.ends_with("/instanceID") &&
        bind.calculate.find("once(") == std::string::npos)
      return fail(Code::InvalidInput,
                  fmt::format("{}: worked out again, the answers' identifier would change; write once({})", bind.path,
                              bind.calculate));
    if (!bind.constraint.empty())
      if (const auto rule = forms::Expression::parse(bind.constraint); rule && rule->has_unanchored_regex())
        m_result.warnings.push_back(
            fmt::format("{}: the pattern of regex() must match the whole answer here, but only a part in some other "
                        "tools; write '^…$'",
                        bind.path));
    form().binds.push_back(std::move(bind));
    return {};
  }

  static forms::Label message(std::string_view text) {
    if (const std::string id = itext_id(text); !id.empty()) return {.words = {}, .itext = id};
    return {.words = {{.words = std::string(text), .output = {}}}, .itext = {}};
  }

  /// Repeats keep one empty copy: a template when there is one, else the first.
  void drop_templates(const pugi::xml_node& model) {
    forms::Instances& tree = form().instances;
    std::set<std::string> with_template;
    const pugi::xml_node root = first_element(child_named(model, "instance"));
    std::vector<std::pair<pugi::xml_node, NodeId>> open{{root, tree.first_child(tree.primary())}};
    std::vector<NodeId> gone;
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto [element, node] = open[i];
      NodeId child = tree.first_child(node);
      std::set<forms::NameId> stencils;
      for (const pugi::xml_node sub : element.children()) {
        if (sub.type() != pugi::node_element || child == forms::kNoNode) continue;
        // Copies after a template only repeat its places.
        if (stencils.contains(tree.name(child))) gone.push_back(child);
        if (has_template(sub)) stencils.insert(tree.name(child));
        open.emplace_back(sub, child);
        child = tree.next(child);
      }
    }
    for (const NodeId node : gone) tree.remove(node);
  }
  static bool has_template(const pugi::xml_node& element) {
    for (const pugi::xml_attribute attribute : element.attributes())
      if (std::string_view(attribute.name()).ends_with(":template")) return true;
    return false;
  }

  pugi::xml_document m_document;
  XFormImport m_result;
};

}  // namespace

Result<XFormImport> import_xform(std::string_view xml) {
  return Importer().run(xml);
}

}  // namespace escale::xforms
