// SPDX-License-Identifier: MIT
#include "edge/evidence_endpoint.hpp"

#include "credentials/reference.hpp"
#include "moderation/evidence.hpp"

#include <filesystem>
#include <unistd.h>

#include <gtest/gtest.h>

namespace nexus::edge {
namespace {

using transport::HttpRequest;

class EvidenceEndpoint : public testing::Test {
 protected:
  EvidenceEndpoint() {
    std::string pattern = testing::TempDir() + "nexus-evidence-endpoint-XXXXXX";
    directory = ::mkdtemp(pattern.data());
    files.emplace(directory + "/evidence", moderation::EvidenceLimits{}, clock,
                  Log(LogLevel::kError));
    route = evidence_route(*files, tokens, clock);
  }
  ~EvidenceEndpoint() override { std::filesystem::remove_all(directory); }

  static HttpRequest with(const std::string& authorization) {
    HttpRequest request;
    request.headers.push_back({"Authorization", authorization});
    return request;
  }
  int status_of(const HttpRequest& request, std::string_view body = std::string(100, 'x')) {
    auto begun = route.begin(request);
    if (!begun) return begun.error().status;
    (*begun)->write(body);
    return (*begun)->finish().status;
  }
  [[nodiscard]] std::string token(std::string_view report) const {
    return tokens.issue(credentials::reference_of(report), clock.wall());
  }

  ManualClock clock;
  const credentials::EvidenceTokens tokens{
      *credentials::Keyring::create({"a secret of good length"}, "evidence")};
  std::string directory;
  std::optional<moderation::EvidenceFiles> files;
  transport::BodyRoute route;
};

TEST_F(EvidenceEndpoint, StoresTheEvidenceOfAReportOnce) {
  EXPECT_EQ(route.bytes_max, moderation::kEvidenceBytesMax);
  const HttpRequest request = with("Bearer " + token("one"));
  EXPECT_EQ(status_of(request), 204);
  EXPECT_EQ(status_of(request), 409);
  EXPECT_EQ(status_of(with("bearer  " + token("two"))), 204);
}

TEST_F(EvidenceEndpoint, NeedsAFreshToken) {
  EXPECT_EQ(status_of({}), 403);
  EXPECT_EQ(status_of(with("Basic " + token("one"))), 403);
  EXPECT_EQ(status_of(with(token("one"))), 403);
  EXPECT_EQ(status_of(with("Bearer nonsense")), 403);
  HttpRequest twice = with("Bearer " + token("one"));
  twice.headers.push_back(twice.headers.front());
  EXPECT_EQ(status_of(twice), 403);
  const HttpRequest late = with("Bearer " + token("one"));
  clock.advance(credentials::kEvidenceTokenLife + std::chrono::seconds(1));
  EXPECT_EQ(status_of(late), 403);
}

TEST_F(EvidenceEndpoint, RefusesABodyTooShortToBeSealed) {
  const HttpRequest request = with("Bearer " + token("one"));
  EXPECT_EQ(status_of(request, std::string(48, 'x')), 400);
  EXPECT_EQ(status_of(request), 204);  // the report still has none
}

}  // namespace
}  // namespace nexus::edge
