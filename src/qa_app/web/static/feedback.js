// Judging an answer: "Right" is sent at once, "Wrong" first asks what would be right.
"use strict";

(() => {
  async function send(group, verdict, correction) {
    const said = { ...JSON.parse(group.dataset.judged), verdict };
    if (correction) said.correction = correction;
    let done = false;
    try {
      const response = await fetch("./api/feedback", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(said),
      });
      done = response.ok;
    } catch {
      // Said below.
    }
    group.textContent = done ? "Noted, thank you" : "Not kept";
  }

  function ask(group) {
    const form = document.createElement("form");
    form.className = "correction";
    const field = document.createElement("input");
    field.type = "text";
    field.maxLength = 1000;
    field.placeholder = "What would be right? (optional)";
    field.setAttribute("aria-label", "What would be right?");
    const button = document.createElement("button");
    button.type = "submit";
    button.textContent = "Send";
    form.append(field, button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(group, "down", field.value.trim());
    });
    group.replaceChildren(form);
    field.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-verdict]");
    const group = button?.closest("[data-judged]");
    if (!group) return;
    if (button.dataset.verdict === "up") send(group, "up", "");
    else ask(group);
  });
})();
