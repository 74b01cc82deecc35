// The start is followed until all is ready.

import { byId } from "./dom.js";

const POLL = 700; // milliseconds between two looks at how far the start is
const SOON = 50;

let shown = ""; // of the start, as it was fetched last

async function fetched(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw Object.assign(new Error(path), { status: answer.status });
  return answer.text();
}

async function refreshStatus(status) {
  const html = await fetched("/status");
  if (html !== shown) status.innerHTML = html;
  shown = html;
}

async function refreshWelcome() {
  const isWelcome = () => document.querySelector("#conversation .welcome");
  if (!isWelcome()) return;
  const html = await fetched("/welcome");
  const welcome = isWelcome(); // a question may have been asked meanwhile
  if (welcome) welcome.parentElement.innerHTML = html;
}

export async function followStart() {
  const status = byId("status");
  try {
    if (status) await refreshStatus(status);
    if (status?.querySelector("[data-settled]")) {
      await refreshWelcome();
      return;
    }
  } catch (error) {
    if (error.status === 401) return; // another password is needed now: a new page asks for it
    // The server is away for a moment: ask again.
  }
  setTimeout(followStart, status ? POLL : SOON);
}
