// The list of conversations: renaming in place, deleting on the second click, and the address of
// the conversation that is shown.
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

  function remove(button, send) {
    if (button.dataset.sure !== undefined) {
      send({ delete: button.dataset.delete });
      return;
    }
    button.dataset.sure = "";
    button.textContent = "Delete for good?";
    const again = () => {
      delete button.dataset.sure;
      button.textContent = "Delete";
    };
    button.addEventListener("blur", again, { once: true });
  }

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

  return { rename, remove, place };
})();
