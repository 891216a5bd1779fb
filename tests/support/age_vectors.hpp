// The age test vectors of the npm package cctv-age (pinned in tests/npm), without the post-quantum ones.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/command.hpp"

namespace escale::test {

struct AgeVector {
  std::string name;
  std::string
      expect;  ///< "success", "no match", "HMAC failure", "header failure", "payload failure" or "armor failure"
  std::optional<std::string> payload;  ///< SHA-256 of all the plaintext that may be released
  std::vector<std::string> identities;
  std::optional<std::string> passphrase;
  bool armored = false;
  std::string file;
};

/// All vectors, read once. Fails the test, and gives nothing, when the pinned package is not installed.
inline std::vector<AgeVector> age_vectors() {
  const TemporaryFolder folder;
  const Outcome unpacked =
      run_in(Path(ESCALE_SOURCE_DIR) / "tests/npm", "node age_vectors.mjs '" + folder.path().string() + "'");
  EXPECT_EQ(unpacked.exit_code, 0) << "run 'npm ci' in tests/npm (./dev test does): " << unpacked.err;
  std::vector<AgeVector> vectors;
  const auto names = RealFiles().list(folder.path()).value();
  for (const auto& name : names) {
    const std::string text = read_whole(folder.path() / name);
    const auto split = text.find("\n\n");
    AgeVector vector{.name = name, .file = text.substr(split + 2)};
    bool post_quantum = name.find("hybrid") != std::string::npos;
    std::istringstream head(text.substr(0, split));
    for (std::string line; std::getline(head, line);) {
      const auto colon = line.find(": ");
      const std::string key = line.substr(0, colon), value = line.substr(colon + 2);
      if (key == "expect") vector.expect = value;
      if (key == "payload") vector.payload = value;
      if (key == "identity") vector.identities.push_back(value);
      if (key == "passphrase" && !vector.passphrase) vector.passphrase = value;
      if (key == "armored") vector.armored = value == "yes";
      post_quantum = post_quantum || value.starts_with("AGE-SECRET-KEY-PQ-");
    }
    if (!post_quantum) vectors.push_back(std::move(vector));
  }
  return vectors;
}

/// The exit code of `escale age decrypt`, and the number of the AgeFailure, for what a vector expects.
inline int age_exit_code(const std::string& expect) {
  static const std::map<std::string, int> kCodes{{"success", 0},      {"header failure", 2},  {"no match", 3},
                                                 {"HMAC failure", 4}, {"payload failure", 5}, {"armor failure", 6}};
  return kCodes.at(expect);
}

}  // namespace escale::test
