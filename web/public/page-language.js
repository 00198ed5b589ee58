// Shows the section of a page in the visitor's language, in syntax that browsers since 2016 can
// read.
let chosen = null;
try {
  chosen = localStorage.getItem("nexus.language");
} catch (_) {
  // Storage may be forbidden: then the browser's languages decide.
}
const languageOf = (tag) => String(tag).toLowerCase().split("-")[0];
const wanted = [chosen].concat(navigator.languages).map(languageOf);
const sections = Array.from(document.querySelectorAll("section"));
const known = (tag) => sections.some((section) => languageOf(section.lang) === tag);
const language = wanted.find(known) || "en";
for (const section of sections) {
  section.hidden = languageOf(section.lang) !== language;
  if (!section.hidden) document.documentElement.lang = section.lang;
}
