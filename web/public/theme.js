// Runs before the first paint, so that a dark theme does not flash; src/lib/theme.ts does the rest.
try {
  const theme = localStorage.getItem("nexus.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch (_) {
  // Storage may be forbidden: then the system decides.
}
