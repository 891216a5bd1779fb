#include "content-bundles/xforms/form_blob.hpp"

#include <fmt/format.h>

#include "content-bundles/xforms/xform.hpp"

namespace escale::xforms {

Result<std::string> form_blob(const forms::Definition& definition) {
  for (const auto& [id, file] : definition.external)
    return fail(Code::InvalidInput, fmt::format("the list {} is in the file {}, which is not there", id, file));
  std::string xml = xform_xml(definition);
  if (xml.size() > kMaxFormBytes)
    return fail(Code::TooLarge, fmt::format("the form is larger than {} MiB, lists included", kMaxFormBytes >> 20));
  return xml;
}

Result<std::shared_ptr<const forms::Plan>> read_form(std::string_view blob) {
  if (blob.size() > kMaxFormBytes)
    return fail(Code::TooLarge, fmt::format("the form is larger than {} MiB, lists included", kMaxFormBytes >> 20));
  TRY_ASSIGN(XFormImport read, import_xform(blob));
  TRY_ASSIGN(const std::string again, form_blob(read.definition));
  if (again != blob)
    return fail(Code::Corrupt, "the form is not written the one way that forms are; build the bundle again");
  return forms::Plan::shared(std::move(read.definition));
}

}  // namespace escale::xforms
