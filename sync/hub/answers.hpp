// How the hub answers: JSON, and one error object for each cause, with the same words for the same cause.
#pragma once

#include <string>
#include <string_view>

#include "sync/base/json.hpp"
#include "sync/base/result.hpp"
#include "sync/hub/http_server.hpp"

namespace escale::hub {

Response json_answer(int status, const Json& body);
/// `{"error":{"code":…,"kind":…,"message":…}}`. `cause` is the stable name in SPEC.md; the kind is the client's Code.
Response error_answer(int status, std::string_view cause, Code kind, std::string_view message);
/// The same from an error, with the usual status of its code.
Response error_answer(std::string_view cause, const Error& error);
int status_of(Code code);

}  // namespace escale::hub
