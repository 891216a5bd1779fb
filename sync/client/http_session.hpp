// One libcurl handle with our rules: limits, timeouts, cancel, retries. What HttpCarrier and the hub's clients are made of.
// One object belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/base/json.hpp"
#include "sync/client/http_carrier.hpp"

namespace escale::client {

struct HttpRequest {
  std::string method = "GET";
  std::string target;  ///< "/v1/receipts?x=y", below the base address
  std::vector<std::pair<std::string, std::string>> headers;
  ByteView body;
  std::uint64_t max_reply = std::uint64_t{8} << 20;
};

struct HttpReply {
  long status = 0;
  Bytes body;
};

class HttpSession {
 public:
  static Result<std::unique_ptr<HttpSession>> open(HttpOptions options, Random& random, Sleeper sleeper = {});
  ~HttpSession();
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  /// Retries while Unavailable. A reply of 400 or more becomes an Error with the hub's own code and sentence.
  Result<HttpReply> call(const HttpRequest& request, const CancelFlag& cancel);
  /// call(), with its body parsed as JSON.
  Result<Json> call_json(const HttpRequest& request, const CancelFlag& cancel);
  /// GET of a file from `offset` on, resumed at the byte by each retry.
  Result<> download(const std::string& target, std::uint64_t offset, std::uint64_t max_bytes, const PieceSink& sink,
                    const CancelFlag& cancel);


 private:
  struct Impl;
  explicit HttpSession(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace escale::client
