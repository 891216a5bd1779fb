// Repository files over HTTP(S) with libcurl. One connection kept, limits on size and time, at most five redirects.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "sync/repository/fetcher.hpp"

namespace escale::repository {

struct HttpOptions {
  std::chrono::seconds connect_timeout{15};
  std::chrono::seconds stall_timeout{30};  ///< given up after this long under 100 bytes a second
};

class HttpFetcher final : public Fetcher {
 public:
  /// `base_url` is http:// or https://; a missing final slash is added.
  explicit HttpFetcher(std::string base_url, HttpOptions options = {});
  ~HttpFetcher() override;
  /// 404, 403 and 410 are NotFound; every other failure is Unavailable.
  Result<Bytes> fetch(std::string_view path, std::uint64_t max_length) override;

 private:
  struct Handle;
  std::string m_base;
  HttpOptions m_options;
  std::unique_ptr<Handle> m_handle;
};

}  // namespace escale::repository
