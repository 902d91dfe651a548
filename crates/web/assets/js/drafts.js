// Unsent input is kept on this terminal until the server has taken it: encrypted with a key that only the signed-in
// officer's pages carry, so that nobody else can read it here. Kept for twelve hours; gone with the sign-out.
(() => {
  const secret = document.documentElement.dataset.draftKey;
  const PREFIX = "madoguchi-draft/";
  const SENT = "madoguchi-draft-sent";
  const LASTING = 12 * 60 * 60 * 1000;
  const PAUSE = 200;
  // Not typed by a person, or never to be kept.
  const LEFT_OUT = new Set(["csrf", "key", "version", "resident", "arriving", "plain"]);

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));

  for (const name of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
    const at = Number(localStorage.getItem(name).split(".")[0]);
    if (!(Date.now() - at < LASTING)) localStorage.removeItem(name);
  }
  // Signed out, or a browser that cannot encrypt here: nothing is kept. What was sent before was not taken.
  if (!secret || !globalThis.crypto?.subtle) {
    sessionStorage.removeItem(SENT);
    return;
  }

  const raw = bytes(secret);
  const key = crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  // Whose a draft is, without telling the key.
  const owner = crypto.subtle.digest("SHA-256", raw).then((hash) => text(hash).slice(0, 12).replaceAll("/", "_"));

  const nameOf = async (form) => {
    const field = (name) => form.elements.namedItem(name)?.value ?? "";
    const place = [new URL(form.action).pathname, field("resident"), field("arriving")].join("|");
    return `${PREFIX}${await owner}/${place}`;
  };
  const fieldsOf = (form) =>
    [...new FormData(form)].filter(([name, value]) => {
      const element = form.elements.namedItem(name);
      return !LEFT_OUT.has(name) && typeof value === "string" && element?.type !== "password";
    });
  const versionOf = (form) => form.elements.namedItem("version")?.value ?? "";

  const keep = async (form) => {
    const draft = JSON.stringify({ version: versionOf(form), fields: fieldsOf(form) });
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(draft));
    localStorage.setItem(await nameOf(form), `${Date.now()}.${text(iv)}.${text(sealed)}`);
  };
  const find = async (form) => {
    const name = await nameOf(form);
    const [, iv, sealed] = (localStorage.getItem(name) ?? "").split(".");
    if (!sealed) return null;
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await key, bytes(sealed));
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      localStorage.removeItem(name);
      return null;
    }
  };
  const drop = async (form) => localStorage.removeItem(await nameOf(form));

  const fill = (form, fields) => {
    const values = Map.groupBy ? Map.groupBy(fields, ([name]) => name) : new Map();
    if (values.size === 0) for (const field of fields) values.set(field[0], [...(values.get(field[0]) ?? []), field]);
    const wanted = (name) => (values.get(name) ?? []).map(([, value]) => value);
    for (const element of form.elements) {
      if (!element.name || LEFT_OUT.has(element.name) || element.type === "password" || element.type === "submit") continue;
      if (element.type === "radio" || element.type === "checkbox") element.checked = wanted(element.name).includes(element.value);
      else if (values.has(element.name)) element.value = wanted(element.name)[0];
    }
  };
  const say = (id) => {
    const place = document.getElementById("draft-message");
    place.replaceChildren(...(id ? [document.getElementById(id).content.cloneNode(true)] : []));
    return place;
  };
  const show = (id, form) => {
    const banner = say(id);
    for (const discard of banner.querySelectorAll("[data-draft-discard]")) {
      discard.addEventListener("click", async () => {
        await drop(form);
        form.dataset.left = "1";
        location.replace(location.href);
      });
    }
    return banner;
  };
  // A form with more rows than the page: the server makes the rows.
  const fillRows = (form, draft) => {
    const carrier = document.createElement("form");
    carrier.method = "post";
    carrier.action = form.action;
    const add = (name, value) => {
      const field = document.createElement("input");
      [field.type, field.name, field.value] = ["hidden", name, value];
      carrier.append(field);
    };
    for (const name of LEFT_OUT) {
      const field = form.elements.namedItem(name);
      if (field) add(name, field.value);
    }
    for (const [name, value] of draft.fields) add(name, value);
    add("restore_rows", "1");
    document.body.append(carrier);
    carrier.submit();
  };

  const meet = async (form, answered) => {
    // A page that answers to what was sent shows it already.
    const shown = document.getElementById("error-summary") || answered === (await nameOf(form));
    const draft = shown ? null : await find(form);
    const rows = (fields) => fields.find(([name]) => name === "people")?.[1];
    const now = fieldsOf(form);
    if (draft && JSON.stringify(draft.fields) !== JSON.stringify(now)) {
      if (draft.version === versionOf(form) && rows(draft.fields) === rows(now)) {
        fill(form, draft.fields);
        show("draft-restored", form);
      } else {
        const restore = show("draft-offered", form).querySelector("[data-draft-restore]");
        restore.addEventListener("click", () => {
          if (rows(draft.fields) !== rows(now)) return fillRows(form, draft);
          fill(form, draft.fields);
          keep(form);
          show("draft-restored", form);
          return undefined;
        });
      }
    }
    let waiting = null;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => keep(form), PAUSE);
    };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    if (shown) keep(form);
  };

  // What this tab sent last is taken where the server answered with another page. Gives back what was not.
  const settle = () => {
    const sent = sessionStorage.getItem(SENT);
    if (!sent) return null;
    sessionStorage.removeItem(SENT);
    const [navigation] = performance.getEntriesByType("navigation");
    const taken = navigation?.redirectCount > 0 && !["/sign-in", "/resume"].includes(location.pathname);
    if (taken) localStorage.removeItem(sent);
    return taken ? null : sent;
  };

  const begin = async () => {
    const answered = settle();
    for (const form of document.querySelectorAll("form[data-guard-unsaved]")) await meet(form, answered);
    document.documentElement.dataset.drafts = "ready";
  };

  // Before a form leaves, the server is asked whether it is there: otherwise the page stays as it is.
  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (form.action.endsWith("/sign-out")) {
        const mine = `${PREFIX}${await owner}/`;
        for (const name of Object.keys(localStorage)) if (name.startsWith(mine)) localStorage.removeItem(name);
        return;
      }
      if (!form.matches("[data-guard-unsaved]") || form.dataset.reached) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      try {
        await keep(form);
        const answer = await fetch("/readyz", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(5000) });
        if (!answer.ok) throw new Error(answer.status);
      } catch {
        say("draft-offline").scrollIntoView({ block: "center" });
        return;
      }
      say(null);
      sessionStorage.setItem(SENT, await nameOf(form));
      form.dataset.reached = "1";
      form.requestSubmit(event.submitter);
      delete form.dataset.reached;
    },
    true,
  );

  begin();
})();
