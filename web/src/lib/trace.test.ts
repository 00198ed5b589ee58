// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { diagnostics, ENTRIES_MAX, Trace } from "./trace";

describe("Trace", () => {
  it("shows names and numbers with their time", () => {
    let nowMs = 1_234;
    const trace = new Trace(() => nowMs);
    trace.add("phase", "partner-left");
    nowMs = 2_000;
    trace.add("room socket", "closed", 4503);
    expect(trace.text()).toBe("1.234 phase partner-left\n2.000 room socket closed 4503");
  });

  it.each([
    ["an IPv4 address", "192.0.2.7"],
    ["an IPv6 address", "2001:db8::7"],
    ["a URL", "wss://chat.example/v1/room"],
    ["SDP", "v=0\r\no=- 1 2 IN IP4 192.0.2.7"],
    ["a candidate", "candidate:1 1 udp 2122260223 192.0.2.7 5000 typ host"],
    ["a sentence", "Do you have the time? I don't"],
    ["a token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0"],
  ])("does not hold %s", (_, fact) => {
    const trace = new Trace(() => 0);
    trace.add("state", fact);
    expect(trace.text()).toBe("0.000 state ?");
  });

  it("records the kind and place of an error, not its message", () => {
    const trace = new Trace(() => 0);
    const error = new TypeError("cannot send 'hello' to 192.0.2.7");
    error.stack = `${error}\n    at f (https://chat.example/assets/call-B1x_y.js:7:42)`;
    trace.addError(error);
    trace.addError("hello");
    expect(trace.text()).toBe("0.000 error TypeError call-B1x_y 7 42\n0.000 error string");
  });

  it("drops its oldest entries beyond the limit", () => {
    const trace = new Trace(() => 0);
    for (let i = 0; i < ENTRIES_MAX + 10; i++) trace.add("entry", i);
    const lines = trace.text().split("\n");
    expect(lines).toHaveLength(ENTRIES_MAX);
    expect(lines[0]).toBe("0.000 entry 10");
  });

  it("is copied with the browser's name", () => {
    const trace = new Trace(() => 0);
    trace.add("phase", "idle");
    expect(diagnostics(trace)).toContain(navigator.userAgent);
    expect(diagnostics(trace)).toContain("0.000 phase idle");
  });
});
