// What a reporter's page seals for the operator: pictures of the last seconds and the chat.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nexus::moderation {

/// The sealed evidence of one report.
inline constexpr std::size_t kEvidenceBytesMax = 256 * 1024;
inline constexpr std::size_t kEvidencePicturesMax = 3;
inline constexpr std::size_t kEvidenceLinesMax = 500;

/// Opened evidence. It comes from the reporter's page, which may have made it up.
struct Evidence {
  struct Line {
    WallTime at{};
    bool is_reporters = false;
    std::string text;  ///< cleaned as a chat text
  };

  RoomId room;
  std::vector<std::string> pictures;  ///< JPEG files by their first bytes, the oldest first
  std::vector<Line> lines;            ///< the oldest first
};

/// Reads the text of an opened box, a JSON object:
///   {"format":1,"room":ID,"pictures":[base64url, ...],
///    "chat":[{"at":MS,"from":"reporter" or "partner","text":"..."}, ...]}
/// An error is a short description of the problem. Unknown keys are errors: the operator must not
/// miss a part of the evidence.
[[nodiscard]] Result<Evidence, std::string> parse_evidence(std::string_view text);

}  // namespace nexus::moderation
