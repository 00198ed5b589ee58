import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { SettingsMenu } from "./settings-menu";

afterEach(cleanup);

it("names a panel that exists while its code loads", () => {
  render(<SettingsMenu align="start" withLanguage />);
  const button = screen.getByRole("button", { name: "Settings" });
  fireEvent.click(button);
  expect(screen.queryByRole("region")).toBeNull();
  expect(document.getElementById(button.getAttribute("aria-controls") ?? "")).not.toBeNull();
});
