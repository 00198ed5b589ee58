import { showLocale } from "./i18n";

// Tests find what they look for by its English text.
await showLocale("en");
