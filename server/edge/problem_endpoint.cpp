// SPDX-License-Identifier: MIT
#include "edge/problem_endpoint.hpp"

#include "credentials/reference.hpp"

#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace nexus::edge {
namespace {

using transport::HttpResponse;

HttpResponse too_many(std::chrono::milliseconds wait) {
  HttpResponse response = transport::problem(429, "too many problems of all visitors");
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
  response.headers.push_back({"Retry-After", std::to_string(seconds.count())});
  return response;
}

class ProblemBody final : public transport::HttpBody {
 public:
  explicit ProblemBody(VisitorProblems& problems) : problems_(problems) {}

  void write(std::string_view piece) override { text_ += piece; }
  [[nodiscard]] HttpResponse finish() override {
    const auto problem = protocol::parse_visitor_problem(text_);
    if (!problem) return transport::problem(400, "the body names no problem");
    const auto reference = problems_.log(*problem);
    if (!reference) return too_many(reference.error());
    HttpResponse response;
    response.status = 201;
    response.body = fmt::format(R"({{"reference":"{}"}})", *reference);
    return response;
  }

 private:
  VisitorProblems& problems_;
  std::string text_;  ///< at most kProblemBytesMax
};

}  // namespace

Result<std::string, std::chrono::milliseconds> VisitorProblems::log(
    protocol::VisitorProblem problem) {
  const MonotonicTime now = clock_.monotonic();
  if (!bucket_.take(kRate, now)) return fail(bucket_.wait(kRate, now));
  std::string reference = credentials::random_reference(random_);
  log_.info("visitor_problem", {{"reference", reference}, {"problem", protocol::to_text(problem)}});
  return reference;
}

transport::BodyRoute problem_route(VisitorProblems& problems) {
  using Begun = Result<std::unique_ptr<transport::HttpBody>, HttpResponse>;
  return {.bytes_max = kProblemBytesMax,
          .begin = [&problems](const transport::HttpRequest&) -> Begun {
            return std::make_unique<ProblemBody>(problems);
          }};
}

}  // namespace nexus::edge
