#include "kiosk/helpers/kept_key.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace escale::helpers {
namespace {
tl::unexpected<Error> failed(const char* what) {
  return fail(Code::Io, fmt::format("the room of the draft's key cannot be {}: {}", what, std::strerror(errno)));
}
}  // namespace

Result<KeptKey> KeptKey::make() {
  const int descriptor = ::memfd_create("escale-draft", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return failed("made");
  return KeptKey(descriptor);
}

Result<KeptKey> KeptKey::adopt(int descriptor) {
  struct stat about {};
  // Only memory of the kernel answers F_GET_SEALS (fcntl(2)): a key never comes to lie in a file.
  if (::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > static_cast<off_t>(kBytes) || ::fcntl(descriptor, F_GET_SEALS) < 0)
    return fail(Code::InvalidInput, fmt::format("descriptor {} is not the room for a draft's key that escale-supervisor hands over", descriptor));
  if (::fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0) return failed("kept from helpers");
  return KeptKey(descriptor);
}

KeptKey::~KeptKey() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}
KeptKey::KeptKey(KeptKey&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
KeptKey& KeptKey::operator=(KeptKey&& other) noexcept {
  std::swap(m_descriptor, other.m_descriptor);
  return *this;
}

Result<bool> KeptKey::read(std::span<std::uint8_t, kBytes> out) const {
  const ssize_t got = ::pread(m_descriptor, out.data(), out.size(), 0);
  if (got < 0) return failed("read");
  return got == static_cast<ssize_t>(kBytes);  // a key cut short by a kill while it was written is none
}

Result<> KeptKey::write(std::span<const std::uint8_t, kBytes> key) {
  if (::pwrite(m_descriptor, key.data(), key.size(), 0) != static_cast<ssize_t>(kBytes)) return failed("written");
  return {};
}

Result<> KeptKey::wipe() {
  static constexpr std::array<std::uint8_t, kBytes> kZeros{};
  struct stat about {};
  if (::fstat(m_descriptor, &about) != 0) return failed("looked at");
  if (about.st_size > 0 && ::pwrite(m_descriptor, kZeros.data(), static_cast<std::size_t>(about.st_size), 0) != about.st_size) return failed("wiped");
  if (::ftruncate(m_descriptor, 0) != 0) return failed("emptied");
  return {};
}

}  // namespace escale::helpers
