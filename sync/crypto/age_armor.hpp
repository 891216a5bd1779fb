// The age armor (C2SP age.md, "ASCII armor"): strict PEM, so that one file has one spelling.
// Used by the age_*.cpp files of this folder only.
#pragma once

#include <memory>
#include <string>

#include "sync/crypto/age_reader.hpp"

namespace escale::crypto {

/// The bytes inside an armor, decoded as they are asked for. AgeFailure::Armor at the first departure from the format.
AgeSource dearmoring(AgeSource text);

/// Writes bytes as armor into a sink that must outlive it. Nothing is complete before finish().
class ArmorWriter {
 public:
  explicit ArmorWriter(const Sink& sink) : m_sink(sink) {}
  Result<> write(ByteView bytes);
  Result<> finish();

 private:
  Result<> begin();
  const Sink& m_sink;
  Bytes m_pending;
  bool m_begun = false;
};

}  // namespace escale::crypto
