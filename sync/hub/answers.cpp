#include "sync/hub/answers.hpp"

namespace escale::hub {

int status_of(Code code) {
  switch (code) {
    case Code::InvalidInput: return 400;
    case Code::NotFound: return 404;
    case Code::Corrupt: return 422;
    case Code::Untrusted:
    case Code::Expired:
    case Code::Refused: return 403;
    case Code::Conflict: return 409;
    case Code::TooLarge: return 413;
    case Code::NoSpace: return 507;
    case Code::Unavailable: return 503;
    case Code::Io:
    case Code::Internal: break;
  }
  return 500;
}

Response json_answer(int status, const Json& body) {
  Response response;
  response.status = status;
  response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return response;
}

Response error_answer(int status, std::string_view cause, Code kind, std::string_view message) {
  Response response = json_answer(status, {{"error", {{"code", cause}, {"kind", code_name(kind)}, {"message", message}}}});
  if (status == 503 || status == 429) response.headers.emplace_back("Retry-After", status == 503 ? "5" : "3600");
  return response;
}

Response error_answer(std::string_view cause, const Error& error) {
  return error_answer(status_of(error.code), cause, error.code, error.message);
}

}  // namespace escale::hub
