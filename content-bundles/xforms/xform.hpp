// XForm XML (ODK XForms): what ODK, Kobo and Enketo write and open. The rule: what a form says is kept or refused with
// a sentence, never dropped in silence; what other tools do differently is a warning.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "content-bundles/forms/definition.hpp"
#include "sync/base/result.hpp"

namespace escale::xforms {

/// Of the attributes of <model> that are ours: forms::FormSettings.
inline constexpr std::string_view kSettingsNamespace = "urn:escale:forms";

struct XFormImport {
  forms::Definition definition;
  std::vector<std::string> warnings{};
};

/// Reads one form. InvalidInput names the element. Lists in other files stay in Definition::external.
Result<XFormImport> import_xform(std::string_view xml);

/// Reads the files of Definition::external: `read` gives a file's bytes by its name. CSV: the first line names the
/// columns.
Result<> read_external_lists(forms::Definition& definition,
                             const std::function<Result<std::string>(const std::string&)>& read);

/// A CSV text (RFC 4180, comma or semicolon) as the list of that id: root/item with one element a column.
Result<> read_csv_list(std::string_view csv, std::string_view id, forms::Instances& instances);

/// The form as XForm XML, which import_xform reads back as the same definition.
std::string xform_xml(const forms::Definition& definition);

}  // namespace escale::xforms
