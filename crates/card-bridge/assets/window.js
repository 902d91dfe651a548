// The window works without this. With it: keys on the screen, a word while the card is read, and a window that closes
// itself. Nothing that is typed is read here except to add and remove its last character.
"use strict";

const form = document.getElementById("form");
const message = document.getElementById("message");
let leaving = false;

/** Keys on the screen for one field, which can be typed into as well. */
function keys(field) {
  const input = field.querySelector("input");
  const letters = field.dataset.keys === "letters";
  const pad = document.createElement("div");
  pad.className = letters ? "keys letters" : "keys";
  pad.setAttribute("role", "group");
  pad.setAttribute("aria-label", `${field.querySelector("label").textContent}の画面キー`);
  const key = (text, name, press) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    if (name) {
      button.setAttribute("aria-label", name);
      button.className = "word";
    }
    button.addEventListener("click", press);
    pad.append(button);
  };
  const type = (character) => () => {
    if (input.value.length < input.maxLength) input.value += character;
    // A PIN of 4 digits is complete: on to the next one that is still empty.
    if (!letters && input.value.length === input.maxLength) {
      [...document.querySelectorAll("input.secret")].find((other) => other.value === "")?.focus();
    }
  };
  const clear = () => { input.value = ""; };
  const back = () => { input.value = input.value.slice(0, -1); };
  if (letters) {
    for (const character of "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ") key(character, "", type(character));
    key("1文字消す", "1文字消す", back);
    key("全部消す", "全部消す", clear);
  } else {
    for (const digit of "123456789") key(digit, "", type(digit));
    key("全部消す", "全部消す", clear);
    key("0", "", type("0"));
    key("1文字消す", "1文字消す", back);
  }
  input.after(pad);
}

/** Only the field that is typed into shows its keys. */
function showKeys(active) {
  for (const field of document.querySelectorAll(".field[data-keys]")) {
    field.querySelector(".keys").hidden = field !== active;
  }
}

if (form) {
  document.querySelectorAll(".field[data-keys]").forEach(keys);
  showKeys(document.querySelector(".field[data-keys]"));
  form.addEventListener("focusin", (event) => {
    const field = event.target.closest(".field[data-keys]");
    if (field) showKeys(field);
  });
  const errors = document.getElementById("errors");
  (errors ?? form.querySelector("input, select")).focus();
  form.addEventListener("submit", (event) => {
    if (leaving) {
      event.preventDefault();
      return;
    }
    leaving = true;
    if (event.submitter?.value !== "cancel") {
      document.getElementById("running").textContent = "カードを読み取っています。カードを動かさないでください。";
    }
    // Not disabled: a disabled button would not be sent with the form.
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  // Closing the window is giving up: the officer's page learns of it at once.
  addEventListener("pagehide", () => {
    if (leaving) return;
    navigator.sendBeacon(location.pathname, new URLSearchParams({ action: "cancel" }));
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

if (message?.dataset.kind === "done") setTimeout(() => close(), 3000);
if (message?.dataset.kind === "wait") setTimeout(() => location.reload(), 1000);
