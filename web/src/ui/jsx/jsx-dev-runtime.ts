import type { ElementType, Key, ReactElement } from "react";
import * as react from "react/jsx-dev-runtime";
import { heldProps } from "./held-text";

// Like jsx-runtime.ts, for development: React adds its warnings.

export type { JSX } from "react/jsx-dev-runtime";

export const Fragment = react.Fragment;

export function jsxDEV(
  type: ElementType,
  props: object,
  key: Key | undefined,
  isStatic: boolean,
  source?: react.JSXSource,
  self?: unknown,
): ReactElement {
  return react.jsxDEV(type, heldProps(type, props), key, isStatic, source, self);
}
