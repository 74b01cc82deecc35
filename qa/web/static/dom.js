// What every part of the page uses.

export const byId = (id) => document.getElementById(id);

// Gradio's own widgets take a value over when they are told of it, and act in their next turn.
export function typeInto(box, text) {
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

export const questionBox = () => document.querySelector("#question textarea");

// What was hidden until now can take the focus only once it has been drawn.
export function focusOn(element) {
  element?.focus();
  if (document.activeElement === element) return;
  requestAnimationFrame(() => requestAnimationFrame(() => element?.focus()));
}

export function isPlainClick(event) {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

// Told to who can't see what changed.
export function say(words) {
  byId("said").textContent = words;
}

// What went wrong, in words for a reader: browsers' own words for a missing server are none.
export const reasonOf = (error) =>
  error instanceof TypeError ? "the server does not answer" : error.message;

// What our own server says is wrong, in its words where it has some.
export async function problemOf(response) {
  try {
    return (await response.json()).detail ?? response.statusText;
  } catch {
    return response.statusText || "the server does not answer";
  }
}
