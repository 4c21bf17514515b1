// SPDX-License-Identifier: AGPL-3.0-or-later
// The QR code of a slip carries the code after the #: it never reaches the server in an address.
"use strict";

(() => {
  const field = document.querySelector("[data-claim-code]");
  const code = window.location.hash.slice(1);
  if (!field || field.value || !/^[A-Z0-9-]{16,24}$/.test(code)) {
    return;
  }
  field.value = code;
  window.history.replaceState(null, "", window.location.pathname);
})();
