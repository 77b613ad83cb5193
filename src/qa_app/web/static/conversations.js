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

  return { rename, search, take, place };
})();
