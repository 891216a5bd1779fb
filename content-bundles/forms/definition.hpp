// A form as ODK XForms has it: the answers' tree, what binds each place (type, skips, rules, calculations), what is
// asked, the texts in every language, the lists of choices. Read from XForm XML or from a spreadsheet, written as XForm
// XML. The rule: plain data; paths are absolute, without filters and without prefixes; expressions are source texts,
// compiled by plan.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "content-bundles/forms/instance.hpp"

namespace escale::forms {

/// One piece of a text: words, or an expression whose value stands there.
struct TextPart {
  std::string words{};
  std::string output{};
  bool operator==(const TextPart&) const = default;
};
using RichText = std::vector<TextPart>;

/// A label, a hint or a message: written in place, or the id of a translated text.
struct Label {
  RichText words{};
  std::string itext{};
  bool empty() const { return words.empty() && itext.empty(); }
  bool operator==(const Label&) const = default;
};

/// Translated texts. Forms of a text: "" (long), "short", "guidance", "image", "audio", "video", "big-image".
struct Translations {
  std::vector<std::string> languages{};  ///< in the order of the form
  std::string default_language{};
  std::map<std::string, std::map<std::string, std::map<std::string, RichText>>> texts{};  ///< language, id, form
  bool operator==(const Translations&) const = default;
};

/// ODK XForms, Data Types.
enum class DataType {
  String,
  Int,
  Decimal,
  Boolean,
  Date,
  Time,
  DateTime,
  Geopoint,
  Geotrace,
  Geoshape,
  Binary,
  Barcode,
  Rank
};
std::string_view data_type_name(DataType type);
/// Of a bind's type attribute, "select1" and unknown ones included: those are texts.
DataType parse_data_type(std::string_view name);

struct Bind {
  std::string path{};
  DataType type = DataType::String;
  std::string relevant{}, required{}, readonly{}, calculate{}, constraint{};  ///< expressions; empty: none
  Label constraint_message{}, required_message{};
  std::string preload{}, preload_parameters{};
  bool operator==(const Bind&) const = default;
};

enum class ControlType { Input, SelectOne, SelectMultiple, Rank, Range, Trigger, Group, Repeat };
std::string_view control_type_name(ControlType type);

struct Item {
  std::string value{};
  Label label{};
  bool operator==(const Item&) const = default;
};

/// Choices from a list: an expression that gives rows, and the fields of a row. The label is a field, or with
/// `label_is_itext` a field that holds the id of a translated text.
struct ItemSet {
  std::string nodeset{};
  std::string value{"name"}, label{"label"};
  bool label_is_itext = false;
  bool operator==(const ItemSet&) const = default;
};

struct Control {
  ControlType type = ControlType::Input;
  std::string path{};  ///< empty for a group that holds no place of its own
  Label label{}, hint{};  ///< guidance is the form "guidance" of the hint's text
  std::string appearance{};
  std::string start{}, end{}, step{};  ///< of Range
  std::vector<Item> items{};
  std::optional<ItemSet> itemset{};
  std::string count{};                  ///< of Repeat: an expression; empty: people add as many as they want
  bool fixed = false;                   ///< of Repeat: nobody adds or removes
  std::optional<std::size_t> parent{};  ///< index of the group or repeat it stands in, smaller than its own
  bool operator==(const Control&) const = default;
};

enum class Event { FirstLoad, ValueChanged, NewRepeat };

/// Sets a place when something happens.
struct SetValue {
  Event event = Event::FirstLoad;
  std::string path{};
  std::string trigger{};  ///< the place whose change or whose new repeat it waits for; empty for FirstLoad
  std::string value{};    ///< an expression; else `words`
  std::string words{};
  bool operator==(const SetValue&) const = default;
};

/// What Escale asks of a form and XForms has no word for.
struct FormSettings {
  bool anonymous = false;  ///< nothing that dates, counts or names: start, end, now(), an instance's identifier
  bool operator==(const FormSettings&) const = default;
};
/// A setting is a line here: an attribute of <model> in our namespace, and `escale_NAME` in the settings sheet.
struct FormSetting {
  std::string_view name;
  bool FormSettings::*value;
};
inline constexpr std::array kFormSettings = {
    FormSetting{"anonymous", &FormSettings::anonymous},
};

struct Definition {
  std::string id{}, version{}, title{};
  FormSettings settings{};
  std::vector<std::pair<std::string, std::string>> root_attributes{};  ///< of the answers' element, namespaces included
  /// Empty answers with defaults, and the lists. Repeats have one empty copy, their template.
  Instances instances{};
  std::map<std::string, std::string> external{};  ///< id to file name, for lists that are not in `instances` yet
  std::vector<Bind> binds{};
  std::vector<Control> controls{};  ///< in the order they are asked, groups before what they hold
  std::vector<SetValue> actions{};
  Translations translations{};

  const Bind* bind(std::string_view path) const;
  const Control* control(std::string_view path) const;
};

}  // namespace escale::forms
