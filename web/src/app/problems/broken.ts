/** The address of this page's scripts. */
const OURS = import.meta.url.replace(/[^/]*$/, "");

/** Calls back for each uncaught error of this page's own scripts. */
export function watchErrors(onError: (error: unknown) => void): void {
  const judge = (error: unknown) => isOurs(error) && onError(error);
  addEventListener("error", (event) => judge(event.error));
  addEventListener("unhandledrejection", (event) => judge(event.reason));
}

/**
 * Whether the page's own scripts threw the error: extensions run theirs in the same window. A
 * DOMException is a refusal by the browser, of a device or a connection for example, and does not
 * mean that the page is broken.
 */
export function isOurs(error: unknown, ours = OURS): boolean {
  if (!(error instanceof Error) || error instanceof DOMException) return false;
  const thrownAt = /[\w-]+:\/\/\S+/.exec(error.stack?.replace(`${error}`, "") ?? "")?.[0];
  return thrownAt?.startsWith(ours) === true;
}

/** A last button for a page that cannot render anything, not even its texts. */
export function lastWayOut(): HTMLElement {
  const button = document.createElement("button");
  button.textContent = "NexusChat: reload";
  button.addEventListener("click", () => location.reload());
  return button;
}
