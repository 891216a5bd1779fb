#include "sync/base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace escale {
namespace {
namespace fs = std::filesystem;

tl::unexpected<Error> os_error(int number, std::string_view doing, const Path& path) {
  const Code code = number == ENOENT || number == ENOTDIR                         ? Code::NotFound
                    : number == ENOSPC || number == EDQUOT || number == EFBIG ? Code::NoSpace
                                                                              : Code::Io;
  return fail(code, fmt::format("cannot {} {}: {}", doing, path.string(), std::strerror(number)));
}

/// An open file descriptor, closed at the end of its life.
class Descriptor {
 public:
  explicit Descriptor(int fd) : m_fd(fd) {}
  ~Descriptor() {
    if (m_fd >= 0) ::close(m_fd);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return m_fd; }

 private:
  int m_fd;
};

Result<> write_all(int fd, ByteView bytes, const Path& path) {
  while (!bytes.empty()) {
    const auto wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return os_error(errno, "write", path);
    bytes = bytes.subspan(static_cast<std::size_t>(wrote));
  }
  return {};
}

Result<> sync_folder(const Path& folder) {
  const Path where = folder.empty() ? Path(".") : folder;
  const Descriptor fd(::open(where.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) return os_error(errno, "open", where);
  if (::fsync(fd.get()) != 0 && errno != EINVAL) return os_error(errno, "sync", where);
  return {};
}

Result<std::vector<std::string>> names_in(const Path& folder, bool directories) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator it(folder, error);
  if (error == std::errc::no_such_file_or_directory) return names;
  if (error) return os_error(error.value(), "list", folder);
  for (; it != fs::directory_iterator(); it.increment(error)) {
    if (error) return os_error(error.value(), "list", folder);
    std::error_code ignored;
    if (directories ? it->is_directory(ignored) : it->is_regular_file(ignored)) names.push_back(it->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}
}  // namespace

Result<Bytes> RealFiles::read(const Path& path, std::uint64_t max_bytes) const {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return os_error(errno, "open", path);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return os_error(errno, "read", path);
  if (S_ISDIR(info.st_mode)) return os_error(EISDIR, "read", path);
  Bytes out;
  if (info.st_size > 0) out.reserve(std::min<std::uint64_t>(static_cast<std::uint64_t>(info.st_size), max_bytes) + 1);
  std::uint8_t buffer[65536];
  for (;;) {
    const auto got = ::read(fd.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return os_error(errno, "read", path);
    if (got == 0) return out;
    out.insert(out.end(), buffer, buffer + got);
    if (out.size() > max_bytes)
      return fail(Code::TooLarge, fmt::format("{} is over the limit of {} bytes", path.string(), max_bytes));
  }
}

Result<> RealFiles::write_atomic(const Path& path, ByteView bytes) {
  if (path.has_parent_path()) TRY(make_directories(path.parent_path()));
  std::string temporary = path.string() + ".XXXXXX";
  {
    const Descriptor fd(::mkostemp(temporary.data(), O_CLOEXEC));
    if (fd.get() < 0) return os_error(errno, "create", path);
    auto written = write_all(fd.get(), bytes, path);
    if (written && ::fchmod(fd.get(), 0640) != 0) written = os_error(errno, "write", path);
    if (written && ::fsync(fd.get()) != 0) written = os_error(errno, "sync", path);
    if (!written) {
      ::unlink(temporary.c_str());
      return written;
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int number = errno;
    ::unlink(temporary.c_str());
    return os_error(number, "replace", path);
  }
  return sync_folder(path.parent_path());
}

Result<> RealFiles::append(const Path& path, ByteView bytes) {
  const Descriptor fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640));
  if (fd.get() < 0) return os_error(errno, "open", path);
  return write_all(fd.get(), bytes, path);
}

Result<> RealFiles::rename(const Path& from, const Path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return os_error(errno, "rename", from);
  TRY(sync_folder(to.parent_path()));
  if (from.parent_path() != to.parent_path()) TRY(sync_folder(from.parent_path()));
  return {};
}

Result<> RealFiles::remove(const Path& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return os_error(errno, "remove", path);
  return {};
}

Result<> RealFiles::make_directories(const Path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return os_error(error.value(), "create", path);
  return {};
}

bool RealFiles::exists(const Path& path) const {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

Result<std::uint64_t> RealFiles::size(const Path& path) const {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return os_error(error.value(), "measure", path);
  return size;
}

Result<std::vector<std::string>> RealFiles::list(const Path& folder) const { return names_in(folder, false); }
Result<std::vector<std::string>> RealFiles::list_directories(const Path& folder) const { return names_in(folder, true); }

}  // namespace escale
