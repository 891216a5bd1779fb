#include "content-bundles/xforms/xform_body.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "content-bundles/xforms/xml_document.hpp"

namespace escale::xforms {
namespace {

using forms::Control;
using forms::ControlType;
using forms::Definition;
using forms::Label;

constexpr std::size_t kMaxControls = 20'000;

std::optional<ControlType> type_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, ControlType>, 8> kTypes = {{{"input", ControlType::Input},
                                                                               {"select1", ControlType::SelectOne},
                                                                               {"select", ControlType::SelectMultiple},
                                                                               {"rank", ControlType::Rank},
                                                                               {"range", ControlType::Range},
                                                                               {"trigger", ControlType::Trigger},
                                                                               {"group", ControlType::Group},
                                                                               {"repeat", ControlType::Repeat}}};
  for (const auto& [text, type] : kTypes)
    if (text == name) return type;
  return std::nullopt;
}

std::string attribute(const pugi::xml_node& node, std::string_view local) {
  for (const pugi::xml_attribute found : node.attributes()) {
    const std::string_view name = found.name();
    if (name == local ||
        (name.size() > local.size() && name.ends_with(local) && name[name.size() - local.size() - 1] == ':'))
      return found.value();
  }
  return {};
}

Label label_of(const pugi::xml_node& node) {
  if (const std::string id = itext_id(attribute(node, "ref")); !id.empty()) return {.words = {}, .itext = id};
  return {.words = rich_text(node), .itext = {}};
}

class Body {
 public:
  Body(Definition& form, std::vector<std::string>& warnings) : m_form(form), m_warnings(warnings) {}

  Result<> run(const pugi::xml_node& body) {
    // Depth first, without recursion: an element, the control it stands in, and the place that relative paths begin
    // from.
    struct Open {
      pugi::xml_node node;
      std::optional<std::size_t> parent;
      std::string base;
    };
    std::vector<Open> open;
    const auto push_children = [&](const pugi::xml_node& node, std::optional<std::size_t> parent,
                                   const std::string& base) {
      for (pugi::xml_node child = node.last_child(); child; child = child.previous_sibling())
        if (child.type() == pugi::node_element) open.push_back({child, parent, base});
    };
    push_children(body, std::nullopt, "");
    while (!open.empty()) {
      const Open now = open.back();
      open.pop_back();
      const std::string_view name = local_name(now.node);
      if (name == "upload")
        return fail(Code::Refused,
                    fmt::format("upload {}: the terminal takes no files, pictures or sounds; ask for a text instead",
                                attribute(now.node, "ref")));
      if (name == "setvalue") {
        TRY(read_setvalue(now.node, now.parent ? m_form.controls[*now.parent].path : "", m_form, m_warnings));
        continue;
      }
      const auto type = type_of(name);
      if (!type) {
        if (name != "label" && name != "hint" && name != "item" && name != "itemset" && name != "value")
          m_warnings.push_back(fmt::format("{}: not understood, left out", now.node.name()));
        continue;
      }
      if (m_form.controls.size() >= kMaxControls)
        return fail(Code::TooLarge, fmt::format("a form has at most {} questions", kMaxControls));
      TRY_ASSIGN(Control control, read(now.node, *type, now.base));
      control.parent = now.parent;
      const std::string base = control.path.empty() ? now.base : control.path;
      m_form.controls.push_back(std::move(control));
      push_children(now.node, m_form.controls.size() - 1, base);
    }
    return {};
  }

 private:
  Result<Control> read(const pugi::xml_node& node, ControlType type, const std::string& base) {
    Control control;
    control.type = type;
    const std::string path = type == ControlType::Repeat ? attribute(node, "nodeset") : attribute(node, "ref");
    if (path.empty() && type != ControlType::Group) {
      if (!attribute(node, "bind").empty())
        return fail(Code::Refused,
                    fmt::format("{}: refers to a bind by its id; write ref=\"/data/name\"", node.name()));
      return fail(Code::InvalidInput,
                  fmt::format("{}: which place it fills is not said; write ref=\"/data/name\"", node.name()));
    }
    if (!path.empty()) {
      TRY_ASSIGN(control.path, place_of(path, base));
    }
    control.appearance = attribute(node, "appearance");
    control.start = attribute(node, "start");
    control.end = attribute(node, "end");
    control.step = attribute(node, "step");
    control.count = attribute(node, "count");
    control.fixed = attribute(node, "noAddRemove").starts_with("true");
    for (const pugi::xml_node child : node.children()) {
      const std::string_view name = local_name(child);
      if (name == "label") control.label = label_of(child);
      if (name == "hint") control.hint = label_of(child);
      if (name == "item") control.items.push_back(item(child));
      if (name == "itemset") {
        TRY(read_itemset(child, control));
      }
    }
    return control;
  }

  static forms::Item item(const pugi::xml_node& node) {
    forms::Item item;
    for (const pugi::xml_node child : node.children()) {
      if (local_name(child) == "label") item.label = label_of(child);
      if (local_name(child) == "value") item.value = trimmed_text(child);
    }
    return item;
  }

  static Result<> read_itemset(const pugi::xml_node& node, Control& control) {
    forms::ItemSet set;
    set.nodeset = trimmed(attribute(node, "nodeset"));
    for (const pugi::xml_node child : node.children()) {
      const std::string ref = trimmed(attribute(child, "ref"));
      if (local_name(child) == "value") set.value = ref;
      if (local_name(child) != "label") continue;
      set.label = ref;
      if (ref.starts_with("jr:itext(") && ref.ends_with(")")) {
        set.label = trimmed(std::string_view(ref).substr(9, ref.size() - 10));
        set.label_is_itext = true;
      }
    }
    for (const std::string* field : {&set.value, &set.label})
      if (field->find_first_of("/()[]@.") != std::string::npos)
        return fail(Code::Refused,
                    fmt::format("itemset of {}: '{}' is not a column of the list", control.path, *field));
    control.itemset = std::move(set);
    return {};
  }

  Definition& m_form;
  std::vector<std::string>& m_warnings;
};

}  // namespace

Result<> read_body(const pugi::xml_node& body, Definition& form, std::vector<std::string>& warnings) {
  return Body(form, warnings).run(body);
}

Result<> read_setvalue(const pugi::xml_node& node, const std::string& trigger, Definition& form,
                       std::vector<std::string>& warnings) {
  TRY_ASSIGN(const std::string path, place_of(attribute(node, "ref"), trigger));
  const std::string events = " " + attribute(node, "event") + " ";
  forms::SetValue action{.event = forms::Event::FirstLoad,
                         .path = path,
                         .trigger = {},
                         .value = trimmed(attribute(node, "value")),
                         .words = {}};
  if (action.value.empty()) action.words = trimmed_text(node);
  bool known = false;
  for (const auto& [name, event] : {std::pair{" odk-instance-first-load ", forms::Event::FirstLoad},
                                    {" odk-instance-load ", forms::Event::FirstLoad},
                                    {" xforms-value-changed ", forms::Event::ValueChanged},
                                    {" odk-new-repeat ", forms::Event::NewRepeat}}) {
    if (events.find(name) == std::string::npos) continue;
    known = true;
    action.event = event;
    action.trigger = event == forms::Event::FirstLoad ? "" : trigger;
    form.actions.push_back(action);
  }
  if (!known) warnings.push_back(fmt::format("setvalue {}: the event '{}' never comes here", path, trimmed(events)));
  return {};
}

Result<std::string> place_of(std::string_view path, const std::string& base) {
  const std::string given = trimmed(path);
  std::string_view rest = given;
  std::string place = rest.starts_with('/') ? "" : base;
  if (rest.find_first_of("[]()'\"*@|") != std::string_view::npos || rest.find("//") != std::string_view::npos ||
      rest.empty())
    return fail(Code::InvalidInput,
                fmt::format("'{}' is not the path of a place; write /data/name", given.substr(0, 200)));
  while (!rest.empty()) {
    if (rest.front() == '/') rest.remove_prefix(1);
    std::string_view step = rest.substr(0, rest.find('/'));
    rest.remove_prefix(step.size());
    if (step == "." || step.empty()) continue;
    if (step == "..") {
      place.resize(place.rfind('/') == std::string::npos ? 0 : place.rfind('/'));
      continue;
    }
    if (const std::size_t colon = step.find(':'); colon != std::string_view::npos) step.remove_prefix(colon + 1);
    place += "/" + std::string(step);
  }
  return place;
}

forms::RichText rich_text(const pugi::xml_node& element) {
  forms::RichText parts;
  const auto words = [&](std::string_view text) {
    if (parts.empty() || !parts.back().output.empty()) parts.push_back({});
    parts.back().words += text;
  };
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) words(child.value());
    if (child.type() != pugi::node_element) continue;
    if (local_name(child) == "output") {
      const std::string value = attribute(child, "value");
      words("");
      parts.back().output = trimmed(value.empty() ? attribute(child, "ref") : value);
    } else {
      words(child.text().get());  // emphasis and the like: its words
    }
  }
  if (!parts.empty()) {
    std::string& first = parts.front().words;
    first.erase(0, std::min(first.find_first_not_of(" \t\r\n"), first.size()));
    if (parts.back().output.empty()) {
      std::string& last = parts.back().words;
      last.erase(last.find_last_not_of(" \t\r\n") + 1);
      if (last.empty()) parts.pop_back();
    }
  }
  return parts;
}

std::string itext_id(std::string_view text) {
  const std::string given = trimmed(text);
  if (!given.starts_with("jr:itext(") || !given.ends_with(")")) return {};
  const std::string inner = trimmed(std::string_view(given).substr(9, given.size() - 10));
  if (inner.size() < 2 || (inner.front() != '\'' && inner.front() != '"') || inner.back() != inner.front()) return {};
  return inner.substr(1, inner.size() - 2);
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string trimmed_text(const pugi::xml_node& element) {
  return trimmed(element.text().get());
}

}  // namespace escale::xforms
