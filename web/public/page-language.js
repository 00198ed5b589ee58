// Shows the section of a page in the visitor's language, in syntax that browsers since 2016 can
// read.
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
