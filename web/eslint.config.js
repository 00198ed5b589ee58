import babelParser from "@babel/eslint-parser";
import reactHooks from "eslint-plugin-react-hooks";

// Biome lints everything else: these are the rules of React that it lacks.
export default [
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    languageOptions: {
      parser: babelParser,
      parserOptions: {
        requireConfigFile: false,
        babelOptions: {
          babelrc: false,
          configFile: false,
          parserOpts: { plugins: ["typescript", "jsx"] },
        },
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: Object.fromEntries(
      Object.keys(reactHooks.rules).map((name) => [`react-hooks/${name}`, "error"]),
    ),
  },
];
