import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useRef, useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { Popover, type PopoverProps } from "./popover";

function Page({ role }: Pick<PopoverProps, "role">) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" ref={anchor} onClick={() => setOpen(!open)}>
        Open
      </button>
      {open && (
        <Popover
          {...{ label: "Panel", role, anchor, side: "bottom", align: "start" }}
          onClose={() => setOpen(false)}
        >
          <button type="button" onClick={() => setOpen(false)}>
            Inside
          </button>
        </Popover>
      )}
      <button type="button">Elsewhere</button>
    </>
  );
}

const button = (name: string) => screen.getByRole("button", { name });
const panel = () => screen.queryByRole("dialog", { name: "Panel" });

function open(role: PopoverProps["role"] = "dialog") {
  render(<Page role={role} />);
  button("Open").focus();
  fireEvent.click(button("Open"));
}

afterEach(cleanup);

describe("Popover", () => {
  it("takes the focus as a dialog, and leaves it as a region", () => {
    open();
    expect(document.activeElement).toBe(button("Inside"));
    cleanup();
    open("region");
    expect(screen.getByRole("region", { name: "Panel" })).toBeDefined();
    expect(document.activeElement).toBe(button("Open"));
  });

  it("closes on Escape wherever the focus is, and the page does not handle that Escape", () => {
    open();
    (document.activeElement as HTMLElement).blur();
    expect(fireEvent.keyDown(document.body, { key: "Escape" })).toBe(false);
    expect(panel()).toBeNull();
    expect(document.activeElement).toBe(button("Open"));
    expect(fireEvent.keyDown(document.body, { key: "Escape" })).toBe(true);
  });

  it("returns the focus when a control inside closes it", () => {
    open();
    fireEvent.click(button("Inside"));
    expect(panel()).toBeNull();
    expect(document.activeElement).toBe(button("Open"));
  });

  it("closes on a press elsewhere, but not inside", () => {
    open();
    fireEvent.pointerDown(button("Inside"));
    expect(panel()).not.toBeNull();
    fireEvent.pointerDown(button("Elsewhere"));
    expect(panel()).toBeNull();
  });

  it("closes once, not again, when its own control is pressed", () => {
    open();
    fireEvent.pointerDown(button("Open"));
    expect(panel()).not.toBeNull();
    fireEvent.click(button("Open"));
    expect(panel()).toBeNull();
  });

  it("closes when the focus moves elsewhere, and leaves it there", () => {
    open();
    fireEvent.focusIn(button("Elsewhere"));
    button("Elsewhere").focus();
    expect(panel()).toBeNull();
    expect(document.activeElement).toBe(button("Elsewhere"));
  });
});
