// SPDX-License-Identifier: AGPL-3.0-or-later
// The button that prints shows where it can; without it the browser's own does.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
