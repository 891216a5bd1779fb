// A form in a few lines of C++, as the readers of spreadsheets give one: texts by language, lists as secondary instances.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "content-bundles/forms/plan.hpp"
#include "content-bundles/forms/texts.hpp"
#include "tests/support/must.hpp"

namespace escale::test {

/// What a question may say besides its type, name and label; XLSForm's columns.
struct Asked {
  forms::Texts hint{};
  std::string appearance{};
  bool required = false;
  forms::Texts required_message{};
  std::string constraint{};
  forms::Texts constraint_message{};
  std::string relevant{}, calculation{};
  std::string list{}, filter{};
  std::string start{}, end{}, step{};
};

struct Listed {
  std::string name{};
  forms::Texts label{};
  std::vector<std::pair<std::string, std::string>> fields{};  ///< for filters
};

class FormBuilder {
 public:
  explicit FormBuilder(std::string id, std::string title = "Votre avis", std::vector<std::string> languages = {"fr", "en"}) {
    m_form.id = std::move(id);
    m_form.version = "2026112401";
    m_form.title = std::move(title);
    m_form.settings.anonymous = true;
    m_form.translations.languages = languages;
    m_form.translations.default_language = languages.front();
    m_form.root_attributes = {{"id", m_form.id}, {"version", m_form.version}};
    m_open.push_back({"/data", m_form.instances.add_child(m_form.instances.primary(), "data"), {}});
  }

  /// The title in another language than the form's own.
  FormBuilder& title(const std::string& language, const std::string& words) {
    m_form.translations.texts[language]["escale:title"][""] = {{words, ""}};
    return *this;
  }

  FormBuilder& list(const std::string& name, const std::vector<Listed>& items) {
    forms::Instances& tree = m_form.instances;
    const forms::NodeId root = tree.add_child(tree.add_secondary(name), "root");
    for (const Listed& item : items) {
      const forms::NodeId row = tree.add_child(root, "item");
      tree.add_child(row, "name", item.name);
      tree.add_child(row, "itextId", words(name + "-" + item.name, item.label).itext);
      for (const auto& [field, value] : item.fields) tree.add_child(row, field, value);
    }
    return *this;
  }

  /// `type`: as in a spreadsheet, without the list's name.
  FormBuilder& ask(const std::string& type, const std::string& name, const forms::Texts& label, const Asked& asked = {}) {
    static const std::map<std::string, std::pair<forms::ControlType, forms::DataType>> kTypes = {
        {"text", {forms::ControlType::Input, forms::DataType::String}},
        {"integer", {forms::ControlType::Input, forms::DataType::Int}},
        {"decimal", {forms::ControlType::Input, forms::DataType::Decimal}},
        {"date", {forms::ControlType::Input, forms::DataType::Date}},
        {"time", {forms::ControlType::Input, forms::DataType::Time}},
        {"dateTime", {forms::ControlType::Input, forms::DataType::DateTime}},
        {"note", {forms::ControlType::Input, forms::DataType::String}},
        {"calculate", {forms::ControlType::Input, forms::DataType::String}},
        {"select_one", {forms::ControlType::SelectOne, forms::DataType::String}},
        {"select_multiple", {forms::ControlType::SelectMultiple, forms::DataType::String}},
        {"rank", {forms::ControlType::Rank, forms::DataType::Rank}},
        {"range", {forms::ControlType::Range, forms::DataType::Int}},
        {"acknowledge", {forms::ControlType::Trigger, forms::DataType::String}}};
    const auto [control_type, data_type] = kTypes.at(type);
    const std::string path = place(name);
    forms::Bind bind;
    bind.path = path;
    bind.type = data_type;
    if (asked.required) bind.required = "true()";
    if (type == "note") bind.readonly = "true()";
    bind.relevant = asked.relevant;
    bind.calculate = asked.calculation;
    bind.constraint = asked.constraint;
    bind.required_message = words(path + ":required", asked.required_message);
    bind.constraint_message = words(path + ":constraint", asked.constraint_message);
    if (type == "range" && (asked.start + asked.step).find('.') != std::string::npos) bind.type = forms::DataType::Decimal;
    m_form.binds.push_back(bind);
    if (type == "calculate") return *this;
    forms::Control control;
    control.type = control_type;
    control.path = path;
    control.label = words(path + ":label", label);
    control.hint = words(path + ":hint", asked.hint);
    control.appearance = asked.appearance;
    control.start = asked.start;
    control.end = asked.end;
    control.step = asked.step.empty() && type == "range" ? "1" : asked.step;
    control.parent = m_open.back().control;
    if (!asked.list.empty()) {
      forms::ItemSet set;
      set.nodeset = "instance('" + asked.list + "')/root/item" + (asked.filter.empty() ? "" : "[" + asked.filter + "]");
      set.label = "itextId";
      set.label_is_itext = true;
      control.itemset = set;
    }
    m_form.controls.push_back(control);
    return *this;
  }

  FormBuilder& group(const std::string& name, const forms::Texts& label, const std::string& appearance = {}, const std::string& relevant = {}) {
    const forms::NodeId parent = m_open.back().node;
    const std::string path = m_open.back().path + "/" + name;
    if (!relevant.empty()) {
      forms::Bind bind;
      bind.path = path;
      bind.relevant = relevant;
      m_form.binds.push_back(bind);
    }
    add_group(path, label, appearance);
    m_open.push_back({path, m_form.instances.add_child(parent, name), m_form.controls.size() - 1});
    return *this;
  }

  FormBuilder& repeat(const std::string& name, const forms::Texts& label, const std::string& count = {}, const std::string& appearance = {}) {
    group(name, label, appearance);
    forms::Control repeat;
    repeat.type = forms::ControlType::Repeat;
    repeat.path = m_open.back().path;
    repeat.parent = m_open.back().control;
    repeat.count = count;
    m_form.controls.push_back(repeat);
    m_open.back().control = m_form.controls.size() - 1;
    return *this;
  }

  FormBuilder& end() {
    m_open.pop_back();
    return *this;
  }

  FormBuilder& identified() {
    m_form.settings.anonymous = false;
    return *this;
  }

  forms::Definition definition() const { return m_form; }
  std::shared_ptr<const forms::Plan> plan() const { return must(forms::Plan::shared(m_form)); }

 private:
  struct Open {
    std::string path;
    forms::NodeId node = forms::kNoNode;
    std::optional<std::size_t> control{};
  };

  std::string place(const std::string& name) {
    m_form.instances.add_child(m_open.back().node, name);
    return m_open.back().path + "/" + name;
  }

  void add_group(const std::string& path, const forms::Texts& label, const std::string& appearance) {
    forms::Control group;
    group.type = forms::ControlType::Group;
    group.path = path;
    group.label = words(path + ":label", label);
    group.appearance = appearance;
    group.parent = m_open.back().control;
    m_form.controls.push_back(group);
  }

  forms::Label words(const std::string& id, const forms::Texts& texts) {
    if (texts.empty()) return {};
    for (const auto& [language, text] : texts) m_form.translations.texts[language][id][""] = {{text, ""}};
    return {{}, id};
  }

  forms::Definition m_form;
  std::vector<Open> m_open;
};

}  // namespace escale::test
