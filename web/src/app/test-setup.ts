// With a DOM, all parts of the page are loaded at once, and there is no server. The timeout allows
// for a busy machine.
if (typeof document !== "undefined") {
  const { configure } = await import("@testing-library/react");
  configure({ asyncUtilTimeout: 20_000 });
  globalThis.fetch = () => Promise.reject(new TypeError("there is no server in this test"));
  const { loadCall } = await import("./loaded-call");
  await loadCall();
}

export {};
