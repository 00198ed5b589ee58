// Returns to the app as soon as the site can be reached.
const PERIOD_MS = 5000;

async function goOnIfPossible() {
  // A file that the service worker does not cache: see sw.js.
  const answer = await fetch("robots.txt", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}
addEventListener("online", goOnIfPossible);
setInterval(goOnIfPossible, PERIOD_MS);
