#include "sync/repository/http_fetcher.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <mutex>

namespace escale::repository {

struct HttpFetcher::Handle {
  CURL* curl = nullptr;
  Handle() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    curl = curl_easy_init();
  }
  ~Handle() {
    if (curl != nullptr) curl_easy_cleanup(curl);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
};

namespace {
struct Received {
  Bytes bytes;
  std::uint64_t limit = 0;
  bool too_large = false;
};

std::size_t receive(char* data, std::size_t one, std::size_t count, void* user) {
  auto& received = *static_cast<Received*>(user);
  const std::size_t size = one * count;
  if (received.bytes.size() + size > received.limit) {
    received.too_large = true;
    return 0;  // makes libcurl give up
  }
  received.bytes.insert(received.bytes.end(), data, data + size);
  return size;
}
}  // namespace

HttpFetcher::HttpFetcher(std::string base_url, HttpOptions options)
    : m_base(std::move(base_url)), m_options(options), m_handle(std::make_unique<Handle>()) {
  if (m_base.empty() || m_base.back() != '/') m_base.push_back('/');
}

HttpFetcher::~HttpFetcher() = default;

Result<Bytes> HttpFetcher::fetch(std::string_view path, std::uint64_t max_length) {
  CURL* curl = m_handle->curl;
  if (curl == nullptr) return fail(Code::Internal, "libcurl does not start");
  const std::string url = m_base + std::string(path);
  Received received;
  received.limit = max_length;
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  // The path is already encoded and must arrive as it is: a role named "../x" is a name, not a way out.
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 5L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "escale");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(m_options.connect_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 100L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(m_options.stall_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &receive);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &received);
  // An announced length over the limit is refused before the first byte.
  curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(max_length));

  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  // The body of an error page may be larger than the file would be: the status decides first.
  if (status == 404 || status == 403 || status == 410) return fail(Code::NotFound, fmt::format("{} is not there", url));
  if (received.too_large || code == CURLE_FILESIZE_EXCEEDED)
    return fail(Code::TooLarge, fmt::format("{} is over {} bytes", url, max_length));
  if (code != CURLE_OK) return fail(Code::Unavailable, fmt::format("{} does not answer: {}", url, curl_easy_strerror(code)));
  if (status != 200) return fail(Code::Unavailable, fmt::format("{} answers {}", url, status));
  return std::move(received.bytes);
}

}  // namespace escale::repository
