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

  return { line, post };
})();
