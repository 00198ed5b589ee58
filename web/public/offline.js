// In the visitor's language, and back to the app as soon as the site can be reached.
let chosen = null;
try {
  chosen = localStorage.getItem("nexus.language");
} catch {
  // Storage may be forbidden: then the browser's languages decide.
}
const wanted = [chosen, ...navigator.languages].map(
  (tag) => (tag ?? "").toLowerCase().split("-")[0],
);
const sections = [...document.querySelectorAll("section")];
const language = wanted.find((tag) => sections.some((section) => section.lang === tag)) ?? "en";
for (const section of sections) section.hidden = section.lang !== language;
document.documentElement.lang = language;

const PERIOD_MS = 5000;

async function goOnIfPossible() {
  // A file that is not kept: see sw.js.
  const answer = await fetch("/robots.txt", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}
addEventListener("online", goOnIfPossible);
setInterval(goOnIfPossible, PERIOD_MS);
