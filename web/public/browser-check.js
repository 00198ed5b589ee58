// Runs before the app, in syntax that browsers since 2016 can read. Browsers that cannot run the
// app get a page that explains it. The check tests the newest features that the app requires.
const modern = "WebSocket" in window && CSS.supports("color", "light-dark(#000, #fff)");
if (!modern) location.replace("outdated.html");
