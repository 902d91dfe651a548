// Warns before a page is left whose form (data-guard-unsaved) holds input that was not sent, where the browser cannot
// keep it (see drafts.js).
(() => {
  if (globalThis.crypto?.subtle) return;
  const forms = document.querySelectorAll("form[data-guard-unsaved]");
  if (forms.length === 0) return;
  // A form that came back with errors holds unsaved input from the start.
  let unsaved = document.getElementById("error-summary") !== null;
  for (const form of forms) {
    form.addEventListener("input", () => { unsaved = true; });
    form.addEventListener("submit", () => { unsaved = false; });
  }
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
})();
