// What the Articles and the Evaluate tab share: a line of what is told, and asking for work.
"use strict";

const qaWork = (() => {
  function line(words, kind = "") {
    const row = document.createElement("p");
    row.textContent = words;
    row.className = kind;
    return row;
  }

  // What the server refuses, it says why.
  async function post(path, body) {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await response.json();
    if (!response.ok) throw new Error(said.error.message);
    return said;
  }

  // What was refused stays below what goes on, until something else is asked for.
  function refuse(place, rows) {
    if (!place) return;
    let box = place.parentNode.querySelector("[data-refused]");
    if (!box) {
      box = document.createElement("div");
      box.dataset.refused = "";
      box.setAttribute("role", "alert");
      place.after(box);
    }
    box.replaceChildren(...rows);
  }

  return { line, post, refuse };
})();
