import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { InterestsField } from "./interests-field";

afterEach(cleanup);

const POPULAR = ["chess", "films"];

it("suggests popular interests that are not chosen yet", () => {
  const onChange = vi.fn();
  render(<InterestsField value={["chess"]} onChange={onChange} popular={POPULAR} />);
  screen.getByRole("group", { name: "Popular now" });
  expect(screen.queryByRole("button", { name: "Add chess" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Add films" }));
  expect(onChange).toHaveBeenCalledWith(["chess", "films"]);
  // The button disappears with the next render: a keyboard goes on in the field.
  expect(document.activeElement).toBe(screen.getByRole("textbox"));
});

it("suggests nothing if nothing is popular, all is chosen or the list is full", () => {
  const full = ["a", "b", "c", "d", "e", "f", "g", "h"];
  for (const [value, popular] of [
    [[], []],
    [POPULAR, POPULAR],
    [full, POPULAR],
  ]) {
    render(<InterestsField value={value ?? []} onChange={() => {}} popular={popular ?? []} />);
    expect(screen.queryByText("Popular now")).toBeNull();
    cleanup();
  }
});

it.each([",", "،", "、", "，"])("adds an interest at the comma %s", (comma) => {
  const onChange = vi.fn();
  render(<InterestsField value={[]} onChange={onChange} />);
  fireEvent.input(screen.getByRole("textbox"), { target: { value: `chess${comma}` } });
  expect(onChange).toHaveBeenCalledWith(["chess"]);
});

it("waits until an input method has converted what precedes the comma", () => {
  const onChange = vi.fn();
  render(<InterestsField value={[]} onChange={onChange} />);
  const field = screen.getByRole("textbox");
  fireEvent.input(field, { target: { value: "しょうぎ、" }, isComposing: true });
  expect(onChange).not.toHaveBeenCalled();
  fireEvent.input(field, { target: { value: "将棋、" }, isComposing: true });
  fireEvent.compositionEnd(field);
  expect(onChange).toHaveBeenCalledWith(["将棋"]);
});
