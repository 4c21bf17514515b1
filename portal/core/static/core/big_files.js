/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file that no page of the admin could take is refused when it is chosen: Wagtail's windows that send files by
   themselves would show the server's refusal as a fault. Nothing else of the form is touched. */
"use strict";

(function () {
  const data = document.currentScript.dataset;
  const larger = JSON.parse(data.larger);
  const MEGABYTE = 1024 * 1024;

  function most(input) {
    if (input.accept.includes("image/")) {
      return Number(data.picture);
    }
    const prefix = Object.keys(larger).find((one) => window.location.pathname.startsWith(one));
    return prefix ? larger[prefix] : Number(data.most);
  }

  function say(input, file) {
    const told = document.createElement("p");
    told.className = "error-message";
    told.setAttribute("role", "alert");
    told.dataset.bigFile = "";
    told.textContent = data.told
      .replace("%(name)s", file.name)
      .replace("%(size)s", Math.ceil(file.size / MEGABYTE))
      .replace("%(most)s", Math.floor(most(input) / MEGABYTE));
    input.after(told);
  }

  document.addEventListener("change", function (event) {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file" || input.multiple) {
      return;  // where many are sent, each says what is wrong with it
    }
    const before = input.nextElementSibling;
    if (before && "bigFile" in before.dataset) {
      before.remove();
    }
    const big = [...input.files].find((file) => file.size > most(input));
    if (big) {
      event.stopImmediatePropagation();
      input.value = "";
      say(input, big);
    }
  }, true);
})();
