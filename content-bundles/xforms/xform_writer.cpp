// A definition as XForm XML, for ODK, Kobo and Enketo. The rule: import_xform reads back the same definition.
#include <fmt/format.h>

#include <map>

#include "content-bundles/xforms/xform.hpp"
#include "sync/base/xml_text.hpp"

namespace escale::xforms {
namespace {

using forms::Control;
using forms::ControlType;
using forms::Definition;
using forms::NodeId;

/// Texts too: line feeds at the ends of a label would be trimmed otherwise.
std::string escaped(std::string_view text) {
  return xml_attribute(text);
}

class Writer {
 public:
  explicit Writer(const Definition& form) : m_form(form) { name_places(); }

  std::string run() {
    m_out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\""
        " xmlns:jr=\"http://openrosa.org/javarosa\" xmlns:odk=\"http://www.opendatakit.org/xforms\""
        " xmlns:orx=\"http://openrosa.org/xforms\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">\n"
        "<h:head>\n";
    m_out += fmt::format("<h:title>{}</h:title>\n<model", escaped(m_form.title));
    if (m_form.settings != forms::FormSettings{}) attribute("xmlns:escale", kSettingsNamespace);
    for (const forms::FormSetting& setting : forms::kFormSettings)
      if (m_form.settings.*setting.value) attribute(fmt::format("escale:{}", setting.name), "true");
    m_out += ">\n";
    write_translations();
    write_instances();
    for (const forms::Bind& bind : m_form.binds) write_bind(bind);
    for (const forms::SetValue& action : m_form.actions)
      if (action.event == forms::Event::FirstLoad) write_action(action);
    m_out += "</model>\n</h:head>\n<h:body>\n";
    write_body();
    m_out += "</h:body>\n</h:html>\n";
    return std::move(m_out);
  }

 private:
  /// Paths as other tools match them: with the prefixes that the elements have.
  void name_places() {
    const forms::Instances& tree = m_form.instances;
    std::vector<std::tuple<NodeId, std::string, std::string>> open{{tree.primary(), "", ""}};
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto [node, plain, qualified] = open[i];
      for (NodeId child = tree.first_child(node); child != forms::kNoNode; child = tree.next(child)) {
        std::string own = fmt::format("{}/{}", plain, tree.name_text(tree.name(child)));
        std::string full = fmt::format("{}/{}", qualified, tree.qualified_name(child));
        m_paths.emplace(own, full);
        open.emplace_back(child, std::move(own), std::move(full));
      }
    }
  }
  std::string path(const std::string& plain) const {
    const auto found = m_paths.find(plain);
    return escaped(found == m_paths.end() ? plain : found->second);
  }
  void attribute(std::string_view name, std::string_view value) {
    if (!value.empty()) m_out += fmt::format(" {}=\"{}\"", name, escaped(value));
  }
  void rich(const forms::RichText& words) {
    for (const forms::TextPart& part : words) {
      m_out += escaped(part.words);
      if (!part.output.empty()) m_out += fmt::format("<output value=\"{}\"/>", escaped(part.output));
    }
  }
  void label(std::string_view element, const forms::Label& label) {
    if (label.empty()) return;
    if (!label.itext.empty()) {
      m_out += fmt::format("<{} ref=\"jr:itext('{}')\"/>\n", element, escaped(label.itext));
      return;
    }
    m_out += fmt::format("<{}>", element);
    rich(label.words);
    m_out += fmt::format("</{}>\n", element);
  }

  void write_translations() {
    const forms::Translations& translations = m_form.translations;
    if (translations.languages.empty()) return;
    m_out += "<itext>\n";
    for (const std::string& language : translations.languages) {
      m_out += fmt::format("<translation lang=\"{}\"{}>\n", escaped(language),
                           language == translations.default_language ? " default=\"true()\"" : "");
      if (const auto ids = translations.texts.find(language); ids != translations.texts.end())
        for (const auto& [id, shapes] : ids->second) {
          m_out += fmt::format("<text id=\"{}\">", escaped(id));
          for (const auto& [shape, words] : shapes) {
            m_out += "<value";
            attribute("form", shape);
            m_out += ">";
            rich(words);
            m_out += "</value>";
          }
          m_out += "</text>\n";
        }
      m_out += "</translation>\n";
    }
    m_out += "</itext>\n";
  }

  /// An element and what is under it, without recursion.
  void write_tree(const NodeId top, bool with_attributes) {
    const forms::Instances& tree = m_form.instances;
    for (NodeId at = top; at != forms::kNoNode;) {
      m_out += fmt::format("<{}", tree.qualified_name(at));
      if (at == top && with_attributes)
        for (const auto& [name, value] : m_form.root_attributes) attribute(name, value);
      const bool enter = tree.first_child(at) != forms::kNoNode;
      m_out += enter || !tree.value(at).empty() ? ">" + escaped(tree.value(at)) : "/>";
      if (enter) {
        at = tree.first_child(at);
        continue;
      }
      if (!tree.value(at).empty()) m_out += fmt::format("</{}>", tree.qualified_name(at));
      while (at != top && tree.next(at) == forms::kNoNode) {
        at = tree.parent(at);
        m_out += fmt::format("</{}>", tree.qualified_name(at));
      }
      at = at == top ? forms::kNoNode : tree.next(at);
    }
    m_out += "\n";
  }

  void write_instances() {
    const forms::Instances& tree = m_form.instances;
    m_out += "<instance>\n";
    write_tree(tree.first_child(tree.primary()), true);
    m_out += "</instance>\n";
    for (const std::string& id : tree.secondary_ids()) {
      if (m_form.external.contains(id)) continue;
      m_out += fmt::format("<instance id=\"{}\">\n", escaped(id));
      if (const NodeId root = tree.first_child(tree.secondary(id)); root != forms::kNoNode) write_tree(root, false);
      m_out += "</instance>\n";
    }
    for (const auto& [id, file] : m_form.external)
      m_out += fmt::format("<instance id=\"{}\" src=\"jr://{}/{}\"/>\n", escaped(id),
                           file.ends_with(".csv") ? "file-csv" : "file", escaped(file));
  }

  void message(std::string_view name, const forms::Label& label) {
    if (!label.itext.empty()) attribute(name, fmt::format("jr:itext('{}')", label.itext));
    if (label.itext.empty() && !label.words.empty()) attribute(name, label.words.front().words);
  }

  void write_bind(const forms::Bind& bind) {
    m_out += fmt::format("<bind nodeset=\"{}\" type=\"{}\"", path(bind.path), forms::data_type_name(bind.type));
    attribute("relevant", bind.relevant);
    attribute("required", bind.required);
    attribute("readonly", bind.readonly);
    attribute("calculate", bind.calculate);
    attribute("constraint", bind.constraint);
    message("jr:constraintMsg", bind.constraint_message);
    message("jr:requiredMsg", bind.required_message);
    attribute("jr:preload", bind.preload);
    attribute("jr:preloadParams", bind.preload_parameters);
    m_out += "/>\n";
  }

  void write_action(const forms::SetValue& action) {
    const std::string_view event = action.event == forms::Event::FirstLoad      ? "odk-instance-first-load"
                                   : action.event == forms::Event::ValueChanged ? "xforms-value-changed"
                                                                                : "odk-new-repeat";
    m_out += fmt::format("<setvalue event=\"{}\" ref=\"{}\"", event, path(action.path));
    attribute("value", action.value);
    m_out += action.words.empty() ? "/>\n" : fmt::format(">{}</setvalue>\n", escaped(action.words));
  }

  void write_body() {
    std::vector<std::size_t> open;
    const auto close = [&] {
      m_out += fmt::format("</{}>\n", forms::control_type_name(m_form.controls[open.back()].type));
      open.pop_back();
    };
    for (std::size_t i = 0; i < m_form.controls.size(); ++i) {
      const Control& control = m_form.controls[i];
      while (!open.empty() && (!control.parent || open.back() != *control.parent)) close();
      write_control(control);
      open.push_back(i);
    }
    while (!open.empty()) close();
  }

  void write_control(const Control& control) {
    m_out += fmt::format("<{}", forms::control_type_name(control.type));
    if (!control.path.empty())
      m_out += fmt::format(" {}=\"{}\"", control.type == ControlType::Repeat ? "nodeset" : "ref", path(control.path));
    attribute("appearance", control.appearance);
    attribute("start", control.start);
    attribute("end", control.end);
    attribute("step", control.step);
    attribute("jr:count", control.count);
    if (control.fixed) attribute("jr:noAddRemove", "true()");
    m_out += ">\n";
    label("label", control.label);
    label("hint", control.hint);
    for (const forms::Item& item : control.items) {
      m_out += "<item>\n";
      label("label", item.label);
      m_out += fmt::format("<value>{}</value>\n</item>\n", escaped(item.value));
    }
    if (control.itemset)
      m_out += fmt::format(
          "<itemset nodeset=\"{}\"><value ref=\"{}\"/><label ref=\"{}\"/></itemset>\n",
          escaped(control.itemset->nodeset), escaped(control.itemset->value),
          control.itemset->label_is_itext ? "jr:itext(" + control.itemset->label + ")" : control.itemset->label);
    for (const forms::SetValue& action : m_form.actions)
      if (!control.path.empty() && action.trigger == control.path &&
          (action.event == forms::Event::NewRepeat) == (control.type == ControlType::Repeat) &&
          control.type != ControlType::Group)
        write_action(action);
  }

  const Definition& m_form;
  std::map<std::string, std::string> m_paths;
  std::string m_out;
};

}  // namespace

std::string xform_xml(const forms::Definition& definition) {
  return Writer(definition).run();
}

}  // namespace escale::xforms
