// Documents and programmes as canonical JSON blobs, both ways. Field by field in SPEC.md.
// Rule: reading is strict: unknown fields, control characters, texts or lists over their limits are refused with the field's name.
#pragma once

#include "content-bundles/format/programme.hpp"
#include "content-bundles/learning/document.hpp"
#include "sync/base/bytes.hpp"

namespace escale::format {

/// The blob of a document. InvalidInput when a text holds a control character or a limit is passed.
Result<Bytes> write_document(const learning::Document& document);
Result<learning::Document> read_document(ByteView bytes);

Result<Bytes> write_programme(const Programme& programme);
Result<Programme> read_programme(ByteView bytes);

}  // namespace escale::format
