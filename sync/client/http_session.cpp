#include "sync/client/http_session.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>
#include <thread>

namespace escale::client {
namespace {
constexpr std::array kCodes = {Code::InvalidInput, Code::NotFound, Code::Corrupt, Code::Untrusted,   Code::Expired, Code::Conflict,
                               Code::Refused,      Code::TooLarge, Code::NoSpace, Code::Unavailable, Code::Io,      Code::Internal};

constexpr std::size_t kMaxErrorBytes = 64U << 10;

void start_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Code code_of_status(long status) {
  switch (status) {
    case 400: return Code::InvalidInput;
    case 401: return Code::Untrusted;
    case 404:
    case 410: return Code::NotFound;
    case 403:
    case 429: return Code::Refused;
    case 409: return Code::Conflict;
    case 413: return Code::TooLarge;
    case 422: return Code::Corrupt;
    case 507: return Code::NoSpace;
    default: break;
  }
  return Code::Unavailable;  // a gateway that is down, a server in trouble: later is right
}

/// The hub's own sentence, or the status when the reply is not the hub's.
Error error_of(long status, ByteView body) {
  if (const auto json = parse_json(as_text(body)); json && json->is_object() && json->contains("error")) {
    const Json& error = (*json)["error"];
    const auto kind = json_string(error, "kind");
    const auto message = json_string(error, "message");
    if (kind && message)
      for (const Code code : kCodes)
        if (code_name(code) == *kind) return {status >= 500 && status != 507 ? Code::Unavailable : code, *message};
  }
  return {code_of_status(status), fmt::format("the server answered {}", status)};
}

/// One transfer under way.
struct Transfer {
  const CancelFlag* cancel = nullptr;
  CURL* handle = nullptr;
  // Memory or sink.
  Bytes body;
  std::uint64_t max_bytes = 0;
  const PieceSink* sink = nullptr;
  std::uint64_t offset = 0;  // bytes the sink already has
  std::uint64_t skip = 0;    // bytes to pass over because the server ignored the range
  bool checked = false;
  std::optional<std::uint64_t> range_first;
  std::optional<std::uint64_t> range_total;
  std::optional<Error> error;
  bool talkative = false;  // an error reply that was cut
};

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(data, size * count);
  constexpr std::string_view name = "content-range: bytes ";
  if (line.size() > name.size() &&
      std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); })) {
    const std::string_view value = line.substr(name.size());
    std::uint64_t number = 0;
    if (std::from_chars(value.data(), value.data() + value.size(), number).ec == std::errc()) transfer.range_first = number;
    if (const auto slash = value.find('/'); slash != std::string_view::npos &&
                                            std::from_chars(value.data() + slash + 1, value.data() + value.size(), number).ec == std::errc())
      transfer.range_total = number;
  }
  return size * count;
}

/// Before the first byte of a download: is this the part that was asked for, and is the whole within its limit?
Result<> check_start(Transfer& transfer, long status) {
  curl_off_t length = -1;
  curl_easy_getinfo(transfer.handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  std::optional<std::uint64_t> whole = transfer.range_total;
  if (status == 200) {
    transfer.skip = transfer.offset;
    if (length >= 0) whole = static_cast<std::uint64_t>(length);
  } else if (transfer.range_first.value_or(0) != transfer.offset) {
    return fail(Code::Unavailable, "the server sent another part than the one asked for");
  }
  if (whole && *whole > transfer.max_bytes) return fail(Code::TooLarge, fmt::format("the file has {} bytes, over the limit of {}", *whole, transfer.max_bytes));
  return {};
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  ByteView piece{reinterpret_cast<const std::uint8_t*>(data), size * count};
  const std::size_t taken = piece.size();
  long status = 0;
  curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 300) {
    // A sentence about what went wrong, whatever the size of what was asked for; who says more than that is not listened to.
    const std::size_t room = kMaxErrorBytes - transfer.body.size();
    transfer.body.insert(transfer.body.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(std::min(room, taken)));
    transfer.talkative = taken > room;
    return transfer.talkative ? 0 : taken;
  }
  if (transfer.sink == nullptr) {
    if (transfer.body.size() + piece.size() > transfer.max_bytes) {
      transfer.error = Error{Code::TooLarge, fmt::format("the reply is over the limit of {} bytes", transfer.max_bytes)};
      return 0;
    }
    transfer.body.insert(transfer.body.end(), piece.begin(), piece.end());
    return taken;
  }
  if (!transfer.checked) {
    transfer.checked = true;
    if (auto started = check_start(transfer, status); !started) {
      transfer.error = std::move(started).error();
      return 0;
    }
  }
  const std::uint64_t pass = std::min<std::uint64_t>(transfer.skip, piece.size());
  transfer.skip -= pass;
  piece = piece.subspan(pass);
  if (piece.empty()) return taken;
  if (transfer.offset + piece.size() > transfer.max_bytes) {
    transfer.error = Error{Code::TooLarge, fmt::format("the file is over the limit of {} bytes", transfer.max_bytes)};
    return 0;
  }
  if (auto fed = (*transfer.sink)(piece); !fed) {
    transfer.error = std::move(fed).error();
    return 0;
  }
  transfer.offset += piece.size();
  return taken;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(user)->cancel->cancelled() ? 1 : 0;
}

void sleep_in_steps(std::chrono::milliseconds time, const CancelFlag& cancel) {
  constexpr std::chrono::milliseconds step{50};
  for (; time.count() > 0 && !cancel.cancelled(); time -= step) std::this_thread::sleep_for(std::min(time, step));
}

/// Headers of one request, freed at the end.
class HeaderList {
 public:
  ~HeaderList() { curl_slist_free_all(m_list); }
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  void add(const std::string& line) { m_list = curl_slist_append(m_list, line.c_str()); }
  curl_slist* get() const { return m_list; }

 private:
  curl_slist* m_list = nullptr;
};
}  // namespace

std::chrono::milliseconds backoff(int attempt, std::chrono::milliseconds first, std::chrono::milliseconds longest, Random& random) {
  std::chrono::milliseconds wait = first;
  for (int i = 1; i < attempt && wait < longest; ++i) wait *= 2;
  wait = std::min(wait, longest);
  const auto half = static_cast<std::uint64_t>(wait.count()) / 2;
  return std::chrono::milliseconds(half + random.below(half + 1));
}

struct HttpSession::Impl {
  HttpOptions options;
  Random& random;
  Sleeper sleeper;
  CURL* handle;

  ~Impl() { curl_easy_cleanup(handle); }

  /// One try. The transfer says what came.
  Result<long> once(const HttpRequest& request, Transfer& transfer) {
    curl_easy_reset(handle);
    transfer.handle = handle;
    const std::string url = options.base_url + request.target;
    HeaderList headers;
    for (const auto& [name, value] : request.headers) headers.add(fmt::format("{}: {}", name, value));
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "escale");
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_timeout.count()));
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    if (request.method == "GET") {
      curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
      curl_easy_setopt(handle, CURLOPT_MAXREDIRS, 5L);
    } else {
      headers.add("Content-Type: application/octet-stream");
      curl_easy_setopt(handle, CURLOPT_POST, 1L);
      curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.empty() ? "" : reinterpret_cast<const char*>(request.body.data()));
    }
    const std::string range = fmt::format("{}-", transfer.offset);
    if (transfer.sink != nullptr && transfer.offset > 0) curl_easy_setopt(handle, CURLOPT_RANGE, range.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());

    const CURLcode outcome = curl_easy_perform(handle);
    if (transfer.error) return fail(*transfer.error);
    if (outcome == CURLE_ABORTED_BY_CALLBACK) return fail(Code::Refused, "cancelled");
    if (outcome != CURLE_OK && !transfer.talkative) return fail(Code::Unavailable, fmt::format("{} does not answer: {}", options.base_url, curl_easy_strerror(outcome)));
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  /// Runs `attempt` until it gives something else than Unavailable, or tries run out.
  template <class T, class F>
  Result<T> with_retries(const CancelFlag& cancel, F attempt) {
    for (int number = 1;; ++number) {
      if (cancel.cancelled()) return fail(Code::Refused, "cancelled");
      Result<T> result = attempt();
      if (result || result.error().code != Code::Unavailable || number >= options.attempts) return result;
      sleeper(backoff(number, options.first_wait, options.longest_wait, random), cancel);
    }
  }
};

HttpSession::HttpSession(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
HttpSession::~HttpSession() = default;

Result<std::unique_ptr<HttpSession>> HttpSession::open(HttpOptions options, Random& random, Sleeper sleeper) {
  if (!options.base_url.starts_with("http://") && !options.base_url.starts_with("https://"))
    return fail(Code::InvalidInput, fmt::format("'{}' is not an address that begins with http:// or https://", options.base_url));
  while (options.base_url.ends_with('/')) options.base_url.pop_back();
  start_curl();
  CURL* handle = curl_easy_init();
  if (handle == nullptr) return fail(Code::Internal, "libcurl does not start");
  if (!sleeper) sleeper = &sleep_in_steps;
  return std::unique_ptr<HttpSession>(new HttpSession(std::unique_ptr<Impl>(new Impl{std::move(options), random, std::move(sleeper), handle})));
}

Result<HttpReply> HttpSession::call(const HttpRequest& request, const CancelFlag& cancel) {
  return m_impl->with_retries<HttpReply>(cancel, [&]() -> Result<HttpReply> {
    Transfer transfer;
    transfer.cancel = &cancel;
    transfer.max_bytes = request.max_reply;
    TRY_ASSIGN(const long status, m_impl->once(request, transfer));
    if (status >= 400) return fail(error_of(status, transfer.body));
    return HttpReply{status, std::move(transfer.body)};
  });
}

Result<Json> HttpSession::call_json(const HttpRequest& request, const CancelFlag& cancel) {
  TRY_ASSIGN(const HttpReply reply, call(request, cancel));
  auto json = parse_json(as_text(reply.body));
  if (!json) return fail(std::move(json).error().in(fmt::format("the hub's answer to {}", request.target)));
  return json;
}

Result<> HttpSession::download(const std::string& target, std::uint64_t offset, std::uint64_t max_bytes, const PieceSink& sink,
                               const CancelFlag& cancel) {
  HttpRequest request;
  request.target = target;
  return m_impl->with_retries<void>(cancel, [&]() -> Result<> {
    Transfer transfer;
    transfer.cancel = &cancel;
    transfer.max_bytes = max_bytes;
    transfer.sink = &sink;
    transfer.offset = offset;
    const auto status = m_impl->once(request, transfer);
    offset = transfer.offset;  // a retry goes on from here
    if (!status) return fail(status.error());
    if (*status == 416 && transfer.range_total && *transfer.range_total == offset) return {};  // everything was here already
    if (*status == 403 || *status == 404 || *status == 410) return fail(Code::NotFound, fmt::format("{} is not there", target));
    if (*status >= 300) return fail(error_of(*status, transfer.body));
    return {};
  });
}

}  // namespace escale::client
