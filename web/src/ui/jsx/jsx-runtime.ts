import type { ElementType, Key, ReactElement } from "react";
import * as react from "react/jsx-runtime";
import { heldProps } from "./held-text";

// The functions that JSX compiles to in this app (`jsxImportSource` in tsconfig.json and
// vite.config.ts).

export type { JSX } from "react/jsx-runtime";

export const Fragment = react.Fragment;

export function jsx(type: ElementType, props: object, key?: Key): ReactElement {
  return react.jsx(type, heldProps(type, props), key);
}

export function jsxs(type: ElementType, props: object, key?: Key): ReactElement {
  return react.jsxs(type, heldProps(type, props), key);
}
