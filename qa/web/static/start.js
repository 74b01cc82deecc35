// The start is followed until all is ready.

import { byId } from "./dom.js";

const POLL = 700; // milliseconds between two looks at how far the start is
const SOON = 50;

async function refresh(place, path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const html = await answer.text();
  if (place.innerHTML !== html) place.innerHTML = html;
}

export async function refreshWelcome() {
  const welcome = document.querySelector("#conversation .welcome");
  if (welcome) await refresh(welcome.parentElement, "/welcome");
}

export async function followStart() {
  const status = byId("status");
  try {
    if (status) await refresh(status, "/status");
    if (status?.querySelector("[data-settled]")) {
      await refreshWelcome();
      return;
    }
  } catch {
    // The server is away for a moment: ask again.
  }
  setTimeout(followStart, status ? POLL : SOON);
}
