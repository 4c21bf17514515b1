// SPDX-License-Identifier: AGPL-3.0-or-later
// The button that prints; without it the browser's own does.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
