/** Where the scripts of this page are. */
const OURS = import.meta.url.replace(/[^/]*$/, "");

/** Calls back for each error of this page's own scripts that nothing has caught. */
export function watchErrors(onError: (error: unknown) => void): void {
  const judge = (error: unknown) => isOurs(error) && onError(error);
  addEventListener("error", (event) => judge(event.error));
  addEventListener("unhandledrejection", (event) => judge(event.reason));
}

/**
 * Whether the error was thrown in this page's own scripts: extensions run theirs in the same window. A DOMException is
 * what the browser refuses, a device or a connection say, and no sign that the page is broken.
 */
export function isOurs(error: unknown, ours = OURS): boolean {
  if (!(error instanceof Error) || error instanceof DOMException) return false;
  const thrownAt = /[\w-]+:\/\/\S+/.exec(error.stack?.replace(`${error}`, "") ?? "")?.[0];
  return thrownAt?.startsWith(ours) === true;
}

/** For a page that can draw nothing of its own any more, not even its words. */
export function lastWayOut(): HTMLElement {
  const button = document.createElement("button");
  button.textContent = "NexusChat: reload";
  button.addEventListener("click", () => location.reload());
  return button;
}
