import { showLocale } from "./i18n";

// Tests select elements by their English text.
await showLocale("en");
