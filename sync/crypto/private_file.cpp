#include "sync/crypto/private_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace escale::crypto {
namespace {
tl::unexpected<Error> os_error(int number, const Path& path) {
  if (number == EEXIST)
    return fail(Code::Conflict, fmt::format("{} is there already, and a key is never overwritten", path.string()));
  const Code code = number == ENOSPC || number == EDQUOT ? Code::NoSpace : Code::Io;
  return fail(code, fmt::format("cannot create {}: {}", path.string(), std::strerror(number)));
}

/// Gives the file its name unless the name is taken: 0, or the error number. USB keys (FAT, exFAT) have no hard links and rename without
/// replacing; what cannot do that has hard links, which fail when the name is taken.
int take_name(const std::string& temporary, const Path& path) {
  if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  return ::link(temporary.c_str(), path.c_str()) == 0 ? 0 : errno;
}

/// The error number of the first step that failed, or 0.
int write_and_sync(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    const auto wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return errno;
    bytes = bytes.subspan(static_cast<std::size_t>(wrote));
  }
  return ::fsync(fd) == 0 ? 0 : errno;
}
}  // namespace

Result<> create_private_file(const Path& path, ByteView bytes) {
  std::string temporary = path.string() + ".XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);  // mode 0600
  if (fd < 0) return os_error(errno, path);
  int number = write_and_sync(fd, bytes);
  ::close(fd);
  if (number == 0) number = take_name(temporary, path);
  ::unlink(temporary.c_str());
  if (number != 0) return os_error(number, path);
  const Path folder = path.has_parent_path() ? path.parent_path() : Path(".");
  const int folder_fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd < 0) return os_error(errno, path);
  const bool synced = ::fsync(folder_fd) == 0 || errno == EINVAL;
  number = errno;
  ::close(folder_fd);
  if (!synced) return os_error(number, path);
  return {};
}

}  // namespace escale::crypto
