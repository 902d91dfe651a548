// Choices for the fields of an address while they are typed: a combobox (ARIA 1.2) over the server's list. Whatever is
// typed stays typed; a choice only fills fields in. Without script the page has a button that does the same.
(() => {
  const PAUSE = 250;

  const fieldsOf = (input) => {
    const place = input.dataset.choicesPlace;
    const named = (part) => input.form.elements.namedItem(place === "here" ? part : `${place}_${part}`);
    return { place, named };
  };

  const enhance = (input) => {
    const { place, named } = fieldsOf(input);
    const part = input.dataset.choicesPart;
    const box = document.createElement("div");
    box.className = "combobox";
    const list = document.createElement("ul");
    list.className = "combobox__list";
    list.id = `${input.id}-choices`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "候補");
    list.hidden = true;
    const said = document.createElement("p");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    input.replaceWith(box);
    box.append(input, list, said);
    input.removeAttribute("list");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    let choices = [];
    let active = -1;
    let timer = 0;
    let running = null;

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (next) => {
      const options = list.children;
      if (options[active]) options[active].setAttribute("aria-selected", "false");
      active = next;
      if (!options[active]) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      options[active].setAttribute("aria-selected", "true");
      options[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[active].id);
    };
    const take = (choice) => {
      for (const [name, value] of Object.entries(choice.fill)) {
        const field = named(name);
        if (!field || field.value === value) continue;
        field.value = value;
        field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "chosen" }));
      }
      said.textContent = `${choice.label}を入力しました。`;
      close();
      warn("");
      ask(true);
    };
    const show = () => {
      list.replaceChildren(
        ...choices.map((choice, at) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${at}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.append(choice.label);
          if (choice.detail) {
            const detail = document.createElement("small");
            detail.textContent = choice.detail;
            option.append(" ", detail);
          }
          option.addEventListener("mousedown", (event) => {
            event.preventDefault();
            take(choice);
          });
          return option;
        }),
      );
      list.hidden = choices.length === 0;
      active = -1;
      input.setAttribute("aria-expanded", String(!list.hidden));
      said.textContent = choices.length === 0 ? "" : `候補が${choices.length}件あります。下矢印キーで選べます。`;
    };
    const warn = (text) => {
      const field = named("postcode");
      const holder = field?.closest(".field");
      if (!holder) return;
      let note = holder.querySelector(".field__note");
      if (!note) {
        note = document.createElement("p");
        note.className = "field__note";
        note.setAttribute("role", "status");
        holder.append(note);
      }
      note.textContent = text;
    };
    // Only looks whether 郵便番号 and town fit when `quietly`.
    const ask = async (quietly) => {
      running?.abort();
      running = new AbortController();
      const body = new URLSearchParams({ csrf: named("csrf")?.value ?? input.form.elements.namedItem("csrf").value, place, part });
      for (const name of ["postcode", "city", "town", "rest", "block"]) {
        const field = named(name);
        if (field) body.set(name, field.value);
      }
      try {
        const answer = await fetch("/addresses/choices", {
          method: "POST",
          body,
          headers: { Accept: "application/json" },
          signal: running.signal,
        });
        if (!answer.ok || answer.redirected) return;
        const found = await answer.json();
        warn(found.warning ?? "");
        if (quietly || document.activeElement !== input) return;
        choices = found.choices.filter((choice) => Object.entries(choice.fill).some(([name, value]) => named(name) && named(name).value !== value));
        show();
      } catch {
        // No network, or a newer question: what is typed is enough.
      }
    };

    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (event.detail === "chosen") return;
      timer = setTimeout(() => ask(false), PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" && list.hidden) {
        event.preventDefault();
        ask(false);
      } else if (list.hidden) {
        return;
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark((active + step + choices.length + (active < 0 && step < 0 ? 1 : 0)) % choices.length);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        take(choices[active]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", () => {
      clearTimeout(timer);
      close();
      if (input.value.trim() !== "") ask(true);
    });
  };

  for (const input of document.querySelectorAll("input[data-choices-part]")) enhance(input);
})();
