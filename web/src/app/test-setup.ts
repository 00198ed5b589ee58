// Where there is a page, every part of it is there at once, and no server. What a test waits for may come late on a busy
// machine.
if (typeof document !== "undefined") {
  const { configure } = await import("@testing-library/react");
  configure({ asyncUtilTimeout: 20_000 });
  globalThis.fetch = () => Promise.reject(new TypeError("there is no server in this test"));
  const { loadCall } = await import("./loaded-call");
  await loadCall();
}

export {};
