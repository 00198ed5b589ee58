// What a chat message may not smuggle onto a stranger's screen.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace nexus::guard {

/// Takes out of `text` (UTF-8) the characters that nobody sees but whose effect everybody does:
/// control characters other than newline and tab (C0, DEL, C1), the embeddings, overrides and
/// isolates of the bidirectional algorithm (U+202A to U+202E, U+2066 to U+2069; UAX 9), which can
/// make a text read as another, line and paragraph separators (U+2028, U+2029) and interlinear
/// annotations (U+FFF9 to U+FFFB). The marks LRM, RLM and ALM and the joiners stay: scripts and
/// emoji need them, and they reorder nothing beyond their neighbours. Taken out rather than
/// refused, since pasted text brings them without anybody's knowing.
void strip_invisible(std::string& text);

}  // namespace nexus::guard
