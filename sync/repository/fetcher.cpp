#include "sync/repository/fetcher.hpp"

#include <algorithm>

namespace escale::repository {

Result<Bytes> FolderFetcher::fetch(std::string_view path, std::uint64_t max_length) {
  const Path relative(path);
  // A source's path never leaves its folder, whatever the metadata say.
  if (relative.is_absolute() || std::find(relative.begin(), relative.end(), "..") != relative.end())
    return fail(Code::NotFound, std::string(path) + " is outside the folder");
  // Asked before it is opened: a pipe with a file's name on somebody's key would make the reader wait for ever.
  TRY(m_files.size(m_folder / relative));
  return m_files.read(m_folder / relative, max_length);
}

}  // namespace escale::repository
