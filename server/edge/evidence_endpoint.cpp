// SPDX-License-Identifier: MIT
#include "edge/evidence_endpoint.hpp"

#include "base/text.hpp"
#include "moderation/evidence.hpp"
#include "moderation/sealed_box.hpp"

#include <memory>
#include <string_view>
#include <utility>

namespace nexus::edge {
namespace {

using moderation::EvidenceFiles;
using transport::HttpResponse;
using transport::problem;

constexpr std::string_view kBearer = "bearer ";

HttpResponse refused(EvidenceFiles::Refusal refusal) {
  return refusal == EvidenceFiles::Refusal::kStored ? problem(409, "this report has its evidence")
                                                    : problem(507, "the evidence cannot be stored");
}

class EvidenceBody final : public transport::HttpBody {
 public:
  explicit EvidenceBody(std::unique_ptr<EvidenceFiles::Draft> draft) : draft_(std::move(draft)) {}

  void write(std::string_view piece) override {
    bytes_ += piece.size();
    draft_->write(piece);
  }
  [[nodiscard]] HttpResponse finish() override {
    if (bytes_ <= moderation::kBoxOverheadBytes) {
      draft_.reset();
      return problem(400, "the body is no sealed evidence");
    }
    if (const auto kept = draft_->keep(); !kept) return refused(kept.error());
    HttpResponse response;
    response.status = 204;
    return response;
  }

 private:
  std::unique_ptr<EvidenceFiles::Draft> draft_;
  std::size_t bytes_ = 0;
};

}  // namespace

std::optional<std::string> bearer_token(const transport::HttpRequest& request) {
  if (request.count("Authorization") != 1) return std::nullopt;
  const std::string_view value = *request.header("Authorization");
  if (!equal_ignoring_case(value.substr(0, kBearer.size()), kBearer)) return std::nullopt;
  return std::string(trimmed(value.substr(kBearer.size())));
}

transport::BodyRoute evidence_route(EvidenceFiles& files, const credentials::EvidenceTokens& tokens,
                                    const Clock& clock) {
  using Begun = Result<std::unique_ptr<transport::HttpBody>, HttpResponse>;
  return {.bytes_max = moderation::kEvidenceBytesMax,
          .begin = [&](const transport::HttpRequest& request) -> Begun {
            const auto token = bearer_token(request);
            const auto reference = token ? tokens.reference_in(*token, clock.wall()) : std::nullopt;
            if (!reference) return fail(problem(403, "the token is not genuine or has expired"));
            auto draft = files.begin(*reference);
            if (!draft) return fail(refused(draft.error()));
            return std::make_unique<EvidenceBody>(std::move(*draft));
          }};
}

}  // namespace nexus::edge
