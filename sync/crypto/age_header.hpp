// The age header (C2SP age.md, "Header"): stanzas that wrap the file key, and a MAC over all of them.
// Used by the age_*.cpp files of this folder only.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sync/crypto/age_reader.hpp"

namespace escale::crypto {

inline constexpr std::size_t kFileKeyBytes = 16;
inline constexpr std::size_t kMaxHeaderBytes = 64 * 1024;

struct Stanza {
  std::vector<std::string> arguments;  ///< at least one: the type first
  Bytes body;
};

struct AgeHeader {
  std::vector<Stanza> stanzas;
  std::string covered;  ///< what the MAC is over: the header's bytes up to and including "---"
  Bytes mac;
};

/// Reads exactly the header. AgeFailure::Header at the first departure from the grammar, or over 64 KiB.
AgeResult<AgeHeader> read_age_header(AgeReader& reader);

/// The whole header, MAC included.
std::string write_age_header(const std::vector<Stanza>& stanzas, const Secret& file_key);

/// True when the MAC is this file key's.
bool age_mac_verifies(const AgeHeader& header, const Secret& file_key);

}  // namespace escale::crypto
