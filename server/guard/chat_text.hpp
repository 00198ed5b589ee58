// Removes what a chat text must not bring onto a stranger's screen.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace nexus::guard {

/// Makes `text` (UTF-8) safe to be shown as text, as `cleanText` of the page does;
/// protocol/chat-text.json tests both. Never refuses a text, because pasted text brings all of this
/// along.
///
/// - Removed: control characters other than newline and tab, the embeddings, overrides and isolates
///   of the bidirectional algorithm (UAX 9), which can make a text read as another, line and
///   paragraph separators, word joiners, byte order marks, interlinear annotations, places of
///   objects (U+FFFC), and tags (U+E0000 to U+E007F) outside the flag of a region (UTS 51, ED-14a).
/// - Kept: LRM, RLM and ALM, which reorder nothing beyond their neighbours, joiners, variation
///   selectors; scripts and emoji need them.
/// - CR LF and CR become newlines, several blank lines become one, white space at both ends goes.
/// - Of marks that stack on one character the first eight are kept. Scripts need up to six.
/// - A text without anything to see becomes empty.
void clean_text(std::string& text);

}  // namespace nexus::guard
