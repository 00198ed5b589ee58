// Where there is a page, every part of it is there at once, and no server.
if (typeof document !== "undefined") {
  const { loadCall } = await import("./loaded-call");
  await loadCall();
  globalThis.fetch = () => Promise.reject(new TypeError("there is no server in this test"));
}

export {};
