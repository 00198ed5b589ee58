// Where there is a page, every part of it is there at once.
if (typeof document !== "undefined") {
  const { loadCall } = await import("./loaded-call");
  await loadCall();
}

export {};
