// The golden vectors that the schema does not imply: broken JSON, broken Unicode, extreme numbers,
// hostile names.
// SPDX-License-Identifier: MIT

const ID = "dGhpcy1pcy1hbi1pZC0xMg";
const EMOJI = "😀"; // four bytes
const chat = (text) => `{"type":"chat","room":"${ID}","id":"m-1","text":${text}}`;
const hello = (protocol) => `{"type":"hello","protocol":${protocol}}`;
const find = (rest) => `{"type":"find","find":1,"mode":"text"${rest}}`;
const welcome = (online, rest = "") =>
  `{"type":"welcome","visitor":"${ID}","session":"s","online":${online}${rest}}`;
const bytes = (before, middle, after) =>
  Buffer.concat([Buffer.from(before), Buffer.from(middle), Buffer.from(after)]);
const chatBytes = (...middle) =>
  bytes(`{"type":"chat","room":"${ID}","id":"m-1","text":"`, middle, '"}');
const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);

const MALFORMED = {
  "match_client.empty": "",
  "match_client.blank": " \t\r\n",
  "match_client.array": `[${hello(1)}]`,
  "match_client.string": '"hello"',
  "match_client.number": "1",
  "match_client.null": "null",
  "match_client.open-brace": "{",
  "match_client.two-objects": hello(1) + hello(1),
  "match_client.trailing-garbage": `${hello(1)}x`,
  "match_client.trailing-brace": `${hello(1)}}`,
  "match_client.trailing-comma": '{"type":"hello","protocol":1,}',
  "match_client.leading-comma": '{,"type":"hello","protocol":1}',
  "match_client.missing-comma": '{"type":"hello" "protocol":1}',
  "match_client.missing-colon": '{"type" "hello","protocol":1}',
  "match_client.missing-value": '{"type":"hello","protocol":}',
  "match_client.unclosed-object": '{"type":"hello","protocol":1',
  "match_client.unclosed-string": '{"type":"hello","protocol":1,"session":"a}',
  "match_client.unclosed-array": '{"type":"find","find":1,"mode":"text","interests":["a"}',
  "match_client.crossed-brackets": '{"type":"find","find":1,"mode":"text","interests":["a"}]',
  "match_client.single-quotes": "{'type':'hello','protocol':1}",
  "match_client.bare-key": '{type:"hello","protocol":1}',
  "match_client.number-as-key": '{"type":"hello","protocol":1,2:3}',
  "match_client.comment": '{"type":"hello",/* one */"protocol":1}',
  "match_client.number-leading-zero": hello("01"),
  "match_client.number-plus": hello("+1"),
  "match_client.number-bare-point": hello("1."),
  "match_client.number-bare-exponent": hello("1e"),
  "match_client.number-bare-minus": hello("-"),
  "match_client.number-hexadecimal": hello("0x1"),
  "match_client.number-nan": hello("NaN"),
  "match_client.word-in-capitals": find(',"home":TRUE'),
  "match_client.word-cut-short": find(',"home":tru'),
  "match_client.broken-after-wrong-field": '{"type":"hello","protocol":"one"',
  "match_client.broken-after-unknown-type": '{"type":"no_such_type","a":tru}',
  "match_client.byte-order-mark": `\uFEFF${hello(1)}`,
  "match_client.nul-behind": `${hello(1)}\0`,
  "match_client.nul-before": `\0${hello(1)}`,
  "match_client.nul-between": '{"type":"hello",\0"protocol":1}',
  "match_client.deep-arrays": `{"type":"hello","protocol":${nested(10000)}}`,
  "match_client.deep-arrays-unclosed": `{"type":"hello","protocol":${"[".repeat(10000)}`,
  "match_client.deep-arrays-before-type": `{"a":${nested(10000)},"type":"hello","protocol":1}`,
  "match_client.deep-objects": `${'{"a":'.repeat(10000)}1${"}".repeat(10000)}`,
  "match_client.deep-by-one": find(`,"home":${nested(16)}`),
  "match_client.frame-over-limit": hello(1).padEnd(65537, " "),
  "match_server.deep-in-unknown-field": welcome(1, `,"new":${nested(16)}`),
  "match_server.broken-in-unknown-field": welcome(1, ',"new":[01]'),
  "match_server.lone-surrogate-in-unknown-field": welcome(1, ',"new":"\\ud83d"'),
  "room_client.raw-newline-in-string": chat('"a\nb"'),
  "room_client.raw-tab-in-string": chat('"a\tb"'),
  "room_client.raw-nul-in-string": chat('"a\0b"'),
  "room_client.escape-unknown": chat('"\\x41"'),
  "room_client.escape-short": chat('"\\u12"'),
  "room_client.escape-not-hexadecimal": chat('"\\u00g0"'),
  "room_client.surrogate-lone-high": chat('"a\\ud83d"'),
  "room_client.surrogate-lone-high-then-text": chat('"\\ud83dabcdef"'),
  "room_client.surrogate-lone-high-then-escape": chat('"\\ud83d\\n"'),
  "room_client.surrogate-lone-low": chat('"a\\ude00"'),
  "room_client.surrogate-high-then-letter": chat('"\\ud83d\\u0041"'),
  "room_client.surrogate-high-twice": chat('"\\ud83d\\ud83d"'),
  "room_client.surrogates-reversed": chat('"\\ude00\\ud83d"'),
  "room_client.surrogate-lone-in-key": chat('"a","\\ud83d":1'),
  "room_client.utf8-lone-continuation": chatBytes(0x80),
  "room_client.utf8-overlong": chatBytes(0xc0, 0xaf),
  "room_client.utf8-surrogate": chatBytes(0xed, 0xa0, 0xbd),
  "room_client.utf8-above-unicode": chatBytes(0xf4, 0x90, 0x80, 0x80),
  "room_client.utf8-cut-short": chatBytes(0xe4, 0xb8),
  "room_client.utf8-broken-key": bytes('{"type":"typing","on":true,"', [0xff], '":1}'),
  "room_client.utf8-broken-behind": bytes(chat('"a"'), [0xff], ""),
};

const UNKNOWN_TYPE = {
  "match_client.type-missing": '{"protocol":1}',
  "match_client.empty-object": "{}",
  "match_client.type-number": '{"type":1,"protocol":1}',
  "match_client.type-null": '{"type":null,"protocol":1}',
  "match_client.type-array": '{"type":["hello"],"protocol":1}',
  "match_client.type-empty": '{"type":"","protocol":1}',
  "match_client.type-unheard-of": '{"type":"no_such_type","protocol":1}',
  "match_client.type-in-capitals": '{"type":"Hello","protocol":1}',
  "match_client.type-with-space": '{"type":"hello ","protocol":1}',
  "match_client.type-with-nul": '{"type":"hello\\u0000","protocol":1}',
  "match_client.type-of-the-server": welcome(1),
  "match_client.type-of-the-room": chat('"a"'),
  "match_client.type-late-and-unheard-of": '{"protocol":1,"type":"no_such_type"}',
  "match_client.type-nested-only": '{"a":{"type":"hello"},"protocol":1}',
  "match_client.type-constructor": '{"type":"constructor"}',
  "match_client.type-proto": '{"type":"__proto__"}',
  "match_server.type-unheard-of": '{"type":"no_such_type","new":[1]}',
  "match_server.type-of-the-client": hello(1),
  "room_client.type-of-the-server": `{"type":"chat_received","room":"${ID}","id":"m-1","text":"a","sequence":1,"at_ms":1}`,
  "room_server.type-of-the-client": chat('"a"'),
};

const INVALID_FIELD = {
  "match_client.duplicate": find(',"mode":"text"'),
  "match_client.duplicate-escaped": find(',"\\u0066ind":1'),
  "match_client.duplicate-optional": find(',"home":"a","home":"b"'),
  "match_client.duplicate-list": find(',"interests":[],"interests":[]'),
  "match_client.duplicate-type": '{"type":"hello","protocol":1,"type":"hello"}',
  "match_client.duplicate-type-late": '{"protocol":1,"type":"hello","type":"hello"}',
  "match_client.integer-with-fraction": hello("1.0"),
  "match_client.integer-with-exponent": hello("1e3"),
  "match_client.integer-half": hello("1.5"),
  "match_client.integer-beyond-double": hello("1e999"),
  "match_client.integer-beyond-64-bits": hello("18446744073709551617"),
  "match_client.integer-beyond-63-bits": hello("9223372036854775808"),
  "match_client.integer-of-100-digits": hello("9".repeat(100)),
  "match_client.integer-minus-zero-below-minimum": hello("-0"),
  "match_client.integer-true": hello("true"),
  "match_client.null-for-required": hello("null"),
  "match_client.null-for-optional": find(',"home":null'),
  "match_client.null-in-list": find(',"interests":[null]'),
  "match_client.text-for-list": find(',"interests":"music"'),
  "match_client.list-in-list": find(',"interests":[["music"]]'),
  "match_client.unknown-proto": find(',"__proto__":{}'),
  "match_client.unknown-constructor": find(',"constructor":1'),
  "match_client.unknown-empty-name": find(',"":1'),
  "match_client.unknown-before-type": '{"a":1,"type":"hello","protocol":1}',
  "match_client.unknown-name-in-capitals": find(',"Home":"a"'),
  "match_client.unknown-long-name": find(`,"${"é".repeat(5000)}":1`),
  "match_client.unknown-name-with-nul": find(',"a\\u0000b":1'),
  "match_client.nested-16-deep": find(`,"home":${nested(15)}`),
  "match_client.nul-in-text": find(',"home":"a\\u0000b"'),
  "match_client.interest-emoji-over-limit": find(`,"interests":["${EMOJI.repeat(12)}a"]`),
  "room_client.chat-emoji-over-limit": chat(`"${EMOJI.repeat(512)}a"`),
  "room_client.chat-emoji-across-limit": chat(`"${"a".repeat(2045)}${EMOJI}"`),
  "room_client.chat-escaped-emoji-over-limit": chat(`"${"\\ud83d\\ude00".repeat(512)}a"`),
  "room_client.chat-nul": chat('"\\u0000"'),
  "room_client.chat-nul-behind": chat('"a\\u0000"'),
  "room_client.room-with-newline-behind": `{"type":"typing","room":"${ID.slice(1)}\\n","on":true}`,
  "room_client.room-not-ascii": `{"type":"typing","room":"${"é".repeat(11)}","on":true}`,
  "room_client.duplicate-nested": `{"type":"description","room":"${ID}","description":{"type":"offer","type":"offer"}}`,
  "room_client.duplicate-in-list": `{"type":"candidates","room":"${ID}","candidates":[{"candidate":""},{"candidate":"","candidate":""}]}`,
  "room_client.candidate-with-type": `{"type":"candidates","room":"${ID}","candidates":[{"candidate":"","type":"candidates"}]}`,
  "room_client.description-only-outer-type": `{"type":"description","room":"${ID}","description":{"sdp":""}}`,
  "room_client.nested-null": `{"type":"description","room":"${ID}","description":null}`,
  "room_client.candidate-null-member": `{"type":"candidates","room":"${ID}","candidates":[{"candidate":"","sdpMid":null}]}`,
  "room_client.candidate-second-wrong": `{"type":"candidates","room":"${ID}","candidates":[{"candidate":""},{}]}`,
  "room_client.boolean-as-text": `{"type":"typing","room":"${ID}","on":"true"}`,
  "room_client.reaction-as-emoji": `{"type":"react","room":"${ID}","emoji":"${EMOJI}"}`,
  "room_client.reaction-in-capitals": `{"type":"react","room":"${ID}","emoji":"Wave"}`,
  "room_client.boolean-null": `{"type":"typing","room":"${ID}","on":null}`,
};

const VALID = {
  "match_client.type-last": '{"find":1,"mode":"text","type":"find"}',
  "match_client.type-between": '{"find":1,"type":"find","mode":"text","interests":["a"]}',
  "match_client.type-escaped": '{"type":"\\u0068ello","protocol":1}',
  "match_client.keys-escaped": '{"\\u0074ype":"hello","\\u0070rotocol":1}',
  "match_client.keys-escaped-type-last": '{"protocol":1,"\\u0074ype":"hello"}',
  "match_client.whitespace":
    ' \r\n\t{ "type" :\n"find" , "find":1 ,"mode":\t"text", "interests" : [ "a" , "b" ] }\r\n ',
  "match_client.frame-at-limit": hello(1).padEnd(65536, " "),
  "match_client.lists-empty": find(',"interests":[],"languages":[]'),
  "match_client.interest-emoji-at-limit": find(`,"interests":["${EMOJI.repeat(12)}"]`),
  "match_server.minus-zero": welcome("-0"),
  "match_server.unknown-field-nested-16-deep": welcome(1, `,"new":${nested(15)}`),
  "match_server.unknown-field-before-type": `{"new":[1.5e3,"\\ud83d\\ude00",{"a":null}],${welcome(1).slice(1)}`,
  "match_server.unknown-field-with-type": welcome(1, ',"new":{"type":"hello","type":1}'),
  "match_server.unknown-field-twice": welcome(1, ',"new":1,"new":2'),
  "room_client.description-type-last": `{"type":"description","room":"${ID}","description":{"sdp":"","type":"offer"}}`,
  "room_client.description-before-type": `{"description":{"type":"offer","sdp":""},"room":"${ID}","type":"description"}`,
  "room_client.chat-emoji-at-limit": chat(`"${EMOJI.repeat(512)}"`),
  "room_client.chat-escaped-emoji-at-limit": chat(`"${"\\ud83d\\ude00".repeat(512)}"`),
  "room_client.chat-every-escape": chat(
    '"\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0001 \\u001F \\u00e9 \\u20AC \\ud83D\\uDe00"',
  ),
  "room_client.chat-escaped-backslash-before-u": chat('"C:\\\\users \\\\ud83d"'),
  "room_client.chat-line-separators": chat('"\u2028\u2029\u007f\u0085"'),
  "room_client.chat-edges-of-unicode": chat(
    '"\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}"',
  ),
  "room_client.chat-joined-emoji": chat('"👩‍👩‍👧‍👦🏳️‍🌈"'),
  "room_client.chat-text-like-json": chat('"{\\"type\\":\\"leave\\"}"'),
  "room_client.candidates-end": `{"type":"candidates","room":"${ID}","candidates":[]}`,
};

function list(table, code) {
  return Object.entries(table).map(([key, text]) => {
    const [channel, name] = key.split(".");
    return { channel, name, code, text };
  });
}

export function specialVectors() {
  return [
    ...list(MALFORMED, "malformed"),
    ...list(UNKNOWN_TYPE, "unknown_type"),
    ...list(INVALID_FIELD, "invalid_field"),
    ...list(VALID, undefined),
  ];
}
