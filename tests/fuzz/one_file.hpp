// A file system where every path is the same read-only file: what a fuzz target hands to a function that reads a path.
#pragma once

#include "sync/base/files.hpp"

namespace escale::fuzzing {

class OneFile {
 public:
  explicit OneFile(ByteView bytes) : m_files(bytes) {}
  const Files& files() const { return m_files; }
  Path path() const { return "input"; }

 private:
  class Content final : public Files {
   public:
    explicit Content(ByteView bytes) : m_bytes(bytes) {}
    Result<Bytes> read(const Path& path, std::uint64_t max_bytes) const override {
      if (m_bytes.size() > max_bytes) return fail(Code::TooLarge, path.string() + " is too large");
      return Bytes(m_bytes.begin(), m_bytes.end());
    }
    Result<std::uint64_t> size(const Path&) const override { return m_bytes.size(); }
    bool exists(const Path&) const override { return true; }
    Result<> write_atomic(const Path&, ByteView) override { return refuse(); }
    Result<> append(const Path&, ByteView) override { return refuse(); }
    Result<> rename(const Path&, const Path&) override { return refuse(); }
    Result<> remove(const Path&) override { return refuse(); }
    Result<> make_directories(const Path&) override { return refuse(); }
    Result<std::vector<std::string>> list(const Path&) const override { return refuse(); }
    Result<std::vector<std::string>> list_directories(const Path&) const override { return refuse(); }

   private:
    static tl::unexpected<Error> refuse() { return fail(Code::Io, "nothing is written here"); }
    ByteView m_bytes;
  };
  Content m_files;
};

}  // namespace escale::fuzzing
