// Before the app, and readable for browsers since 2016, which can not read the app: they get a page that says so. What is
// asked for are the newest things that the app can not do without.
const modern = "WebSocket" in window && CSS.supports("color", "light-dark(#000, #fff)");
if (!modern) location.replace("/outdated.html");
