// A folder of its own for one test, removed at the end.
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "sync/base/files.hpp"

namespace escale::test {

/// Memory that looks like a disk where there is one: for tests that write much and pull no plug.
inline Path fast_folder() {
  std::error_code ignored;
  const bool usable = std::filesystem::is_directory("/dev/shm", ignored) && ::access("/dev/shm", W_OK) == 0;
  return usable ? Path("/dev/shm") : std::filesystem::temp_directory_path();
}

class TemporaryFolder {
 public:
  explicit TemporaryFolder(const Path& parent = std::filesystem::temp_directory_path()) {
    std::string name = (parent / "escale-test-XXXXXX").string();
    CHECK(::mkdtemp(name.data()) != nullptr);
    m_path = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const Path& path() const { return m_path; }

 private:
  Path m_path;
};

}  // namespace escale::test
