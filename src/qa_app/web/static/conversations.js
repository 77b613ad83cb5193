// The list of conversations: renaming in place, searching, taking one along, and the address of the
// conversation that is shown.
"use strict";

const qaConversations = (() => {
  function rename(button, send) {
    const row = button.closest("li");
    const form = document.createElement("form");
    form.className = "renaming";
    const field = document.createElement("input");
    field.type = "text";
    field.value = row.querySelector(".entry-title").textContent;
    field.maxLength = Number(button.dataset.longest);
    field.setAttribute("aria-label", "New title");
    const save = document.createElement("button");
    save.type = "submit";
    save.textContent = "Save";
    form.append(field, save);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send({ rename: button.dataset.rename, title: field.value });
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      form.replaceWith(button.parentNode);
    });
    row.querySelector(".entry-tools").replaceWith(form);
    field.select();
  }

  // Words of questions and answers are looked for where they are kept.
  let asked = 0;
  async function search(element, words) {
    const mine = ++asked;
    const address = `./api/conversations?search=${encodeURIComponent(words)}`;
    const response = await fetch(address, { cache: "no-store" });
    if (!response.ok || mine !== asked) return;
    const found = new Set((await response.json()).map((one) => one.id));
    for (const row of element.querySelectorAll(".conversations > li"))
      row.hidden = !found.has(row.querySelector("[data-open]").dataset.open);
  }

  // A page opens beside this one to be printed; a file is saved.
  function take(name) {
    const link = document.createElement("a");
    link.href = new URL(`api/conversations/${name}`, document.baseURI);
    if (name.endsWith(".html")) link.target = "_blank";
    else link.download = "";
    link.rel = "noopener";
    link.click();
  }

  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".export[open]"))
      if (!open.contains(event.target)) open.open = false;
  });

  // Back and Forward: loaded anew, so that an answer that comes late never decides what is shown. Until
  // then nothing may change the address, which would cut off what lies ahead.
  let leaving = false;
  window.addEventListener("popstate", () => {
    leaving = true;
    location.reload();
  });

  // The base is written into the page, so that it stays when the address changes.
  function place(address) {
    if (leaving) return;
    const wanted = new URL(address || ".", document.baseURI);
    if (wanted.pathname !== location.pathname) history.pushState(null, "", wanted);
  }

  // What is pressed counts, not what arrives last: each event says how many conversations had been
  // left when it happened, and which one it meant.
  let presses = 0;
  let left;
  let heading = "";
  const log = () => document.querySelector("#qa-transcript .log");
  const shown = () => log()?.dataset.conversation;

  function leave(wanted = "") {
    presses += 1;
    left = shown();
    heading = wanted;
  }

  function meant() {
    const now = shown();
    if (presses && now === left) return { press: presses, conversation: heading };
    const asked = log()?.querySelector(".exchange") ? now : "";
    const address = /\/c\/([0-9a-f]{16})$/.exec(location.pathname)?.[1] ?? "";
    return { press: presses, conversation: now === undefined ? address : asked };
  }

  // Before Gradio hears of it.
  document.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest("#qa-clear")) return;
      leave();
      qaAsking.fill("");
    },
    true,
  );

  return { rename, search, take, place, shown, leave, meant, presses: () => presses };
})();
