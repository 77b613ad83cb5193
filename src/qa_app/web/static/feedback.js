// Judging an answer: sent at once, shown, and changed by choosing another; what would be right can
// be added to whatever is not right.
"use strict";

(() => {
  async function send(group, verdict, correction) {
    const exchange = group.closest(".exchange")?.id ?? "";
    const conversation = group.closest(".log")?.dataset.conversation ?? "";
    const said = { ...JSON.parse(group.dataset.judged), verdict, exchange, conversation };
    if (correction) said.correction = correction;
    try {
      const response = await fetch("./api/feedback", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(said),
      });
      return response.ok;
    } catch {
      return false;
    }
  }

  function choose(group, verdict) {
    for (const button of group.querySelectorAll("[data-verdict]"))
      button.setAttribute("aria-pressed", String(button.dataset.verdict === verdict));
  }

  function say(group, words) {
    let told = group.querySelector(".told");
    if (!told) {
      told = document.createElement("span");
      told.className = "told";
      told.setAttribute("role", "status");
      group.append(told);
    }
    told.textContent = words;
  }

  async function judge(group, verdict, correction) {
    const before = group.querySelector('[aria-pressed="true"]')?.dataset.verdict ?? "";
    choose(group, verdict);
    const done = await send(group, verdict, correction);
    if (!done) choose(group, before);
    say(group, done ? "Noted" : "Not kept");
    return done;
  }

  function ask(group, verdict) {
    group.querySelector(".correction")?.remove();
    const form = document.createElement("form");
    form.className = "correction";
    const field = document.createElement("input");
    field.type = "text";
    field.maxLength = 1000;
    field.placeholder = "What would be right? (optional)";
    field.setAttribute("aria-label", "What would be right?");
    field.value = group.querySelector(".corrected")?.textContent ?? "";
    const button = document.createElement("button");
    button.type = "submit";
    button.textContent = "Send";
    form.append(field, button);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const words = field.value.trim();
      if (!(await judge(group, verdict, words))) return;
      form.remove();
      show(group, words);
    });
    group.append(form);
    field.focus();
  }

  function show(group, words) {
    group.querySelector(".corrected")?.remove();
    if (!words) return;
    const said = document.createElement("q");
    said.className = "corrected";
    said.textContent = words;
    group.append(said);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-verdict]");
    const group = button?.closest("[data-judged]");
    if (!group) return;
    const { verdict } = button.dataset;
    judge(group, verdict, "");
    if (verdict === "right") {
      group.querySelector(".correction")?.remove();
      show(group, "");
    } else {
      ask(group, verdict);
    }
  });
})();
