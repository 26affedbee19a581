"use strict";
// Loads the report anew when another was built, where its reader was. What it shows of faults is text.
const REPORT = "/report.html";
const AGAIN_MILLISECONDS = 1000;
const frame = document.getElementById("report");
const standing = document.getElementById("standing");
const faults = document.getElementById("faults");
let shown = "";
let listed = "";
let place = null;

function tell(phase, made) {
  const words = standing.dataset[phase];
  standing.dataset.phase = phase;
  standing.querySelector(".phase").textContent = words;
  if (made) standing.querySelector(".made").textContent = `最後に作成 ${made}`;
  document.title = `${words}: ${document.body.dataset.report}`;
}

function list(found) {
  // What is told already is not read out again.
  if (found.join("\n") === listed) return;
  listed = found.join("\n");
  faults.querySelector("ul").replaceChildren(...found.map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  }));
  faults.hidden = found.length === 0;
}

function placeIn(view) {
  const open = [...view.document.querySelectorAll("details")].map((one) => one.open);
  return { address: view.location.pathname, x: view.scrollX, y: view.scrollY, open };
}

function load() {
  try {
    // While it still loads, its reader is where the page before it was left.
    place = place || placeIn(frame.contentWindow);
    frame.contentWindow.location.reload();
  } catch {
    frame.src = REPORT; // the frame shows the browser's own page, since the server was away
  }
}

frame.addEventListener("load", () => {
  const view = frame.contentWindow, kept = place;
  place = null;
  try {
    if (!kept || kept.address !== view.location.pathname) return;
    const details = [...view.document.querySelectorAll("details")];
    if (details.length === kept.open.length) details.forEach((one, i) => { one.open = kept.open[i]; });
    view.scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
  } catch {
    return; // the browser's own page
  }
});

function show(told) {
  tell(told.phase, told.made);
  list(told.faults);
  if (!told.identity || told.identity === shown) return;
  if (shown) load();
  else frame.src = REPORT;
  shown = told.identity;
  document.getElementById("first").hidden = true;
  document.getElementById("former").hidden = false;
  frame.hidden = false;
}

function listen() {
  const events = new EventSource("/events");
  events.addEventListener("message", (event) => show(JSON.parse(event.data)));
  events.addEventListener("error", () => {
    tell("lost");
    // Where the browser gives up of its own accord, it is asked again.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_MILLISECONDS);
  });
}

tell("building");
listen();
