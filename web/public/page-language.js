// Shows the section of a page that is in the visitor's language. Browsers since 2016 can read this.
let chosen = null;
try {
  chosen = localStorage.getItem("nexus.language");
} catch (_) {
  // Storage may be forbidden: then the browser's languages decide.
}
const wanted = [chosen].concat(navigator.languages).map((tag) => String(tag).split("-")[0]);
const sections = Array.from(document.querySelectorAll("section"));
const language = wanted.find((tag) => sections.some((section) => section.lang === tag)) || "en";
for (const section of sections) section.hidden = section.lang !== language;
document.documentElement.lang = language;
