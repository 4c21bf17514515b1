/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Says how many characters are left under a box with data-counter. Without it the limit stands in the help text. */
"use strict";

(function () {
  const words = document.documentElement.lang === "en"
    ? ["Characters left: ", "Characters too many: "]
    : ["Caratteri che restano: ", "Caratteri di troppo: "];

  function show(box) {
    let line = box.nextElementSibling;
    if (!line || !line.classList.contains("write-counter")) {
      line = document.createElement("p");
      line.className = "write-counter";
      box.after(line);
    }
    const left = Number(box.dataset.counter) - box.value.trim().length;
    line.textContent = (left < 0 ? words[1] : words[0]) + Math.abs(left).toLocaleString("it");
    // Spoken only near the end, at each hundred.
    line.setAttribute("aria-live", left < 500 && left % 100 === 0 ? "polite" : "off");
  }

  function showAll(root) {
    root.querySelectorAll("textarea[data-counter]").forEach(show);
  }

  document.addEventListener("input", function (event) {
    if (event.target.matches("textarea[data-counter]")) {
      show(event.target);
    }
  });
  document.addEventListener("htmx:afterSettle", function () {
    showAll(document);
  });
  document.addEventListener("DOMContentLoaded", function () {
    showAll(document);
  });
})();
