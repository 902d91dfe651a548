// Reads a My Number Card through the terminal's bridge (docs/card-bridge.md). The PIN is typed into the bridge's own
// window; this page sees what was read and sends it to the server as a form. Without bridge or card the page's other
// ways stay open.
(() => {
  const RETRY = 2000;
  const pause = (time) => new Promise((done) => setTimeout(done, time));

  // granted, denied or prompt, where the browser asks before a page may talk to this terminal's programs.
  const permission = async () => {
    for (const name of ["loopback-network", "local-network-access"]) {
      try {
        return (await navigator.permissions.query({ name })).state;
      } catch {
        // Another name, or a browser that does not ask.
      }
    }
    return "granted";
  };

  class Refused extends Error {
    constructor(status, answer) {
      super(answer?.message ?? "");
      this.status = status;
      this.code = answer?.code ?? "";
    }
  }

  // The server's leave for one reading.
  const pair = async (reader, address, extra) => {
    const form = reader.querySelector("form[data-card-form]");
    const body = new URLSearchParams({ csrf: form.elements.namedItem("csrf").value, ...extra });
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Refused(answer.status, { code: "not_paired" });
    return answer.json();
  };

  // One request of the bridge.
  const ask = async (reader, path, token, options = {}) => {
    const headers = { Authorization: `Bearer ${token}` };
    if (options.body) headers["Content-Type"] = "application/json";
    const answer = await fetch(reader.dataset.bridge + path, { cache: "no-store", ...options, headers });
    if (answer.status === 204) return null;
    const json = await answer.json().catch(() => null);
    if (!answer.ok) throw new Refused(answer.status, json);
    return json;
  };

  const set = (reader) => {
    const state = reader.querySelector("[data-card-state]");
    const failure = reader.querySelector("[data-card-failure]");
    const buttons = [...reader.querySelectorAll("button[data-card-method]")];
    const cancel = reader.querySelector("button[data-card-cancel]");
    const link = reader.querySelector("a[data-card-window]");
    const choice = reader.querySelector("[data-card-choice]");
    let cards = [];
    let busy = null;

    const words = (name) => reader.querySelector(`template[data-card-words="${name}"]`)?.content.textContent.trim() ?? "";
    const say = (name) => {
      reader.dataset.state = name;
      if (state.textContent !== words(name)) state.textContent = words(name);
    };
    const fail = (title, lines = []) => {
      failure.replaceChildren();
      if (!title) return;
      const banner = reader.querySelector("template[data-card-banner]").content.cloneNode(true);
      banner.querySelector("[data-title]").textContent = title;
      const body = banner.querySelector("[data-body]");
      for (const line of lines) {
        const paragraph = document.createElement("p");
        paragraph.textContent = line;
        body.append(paragraph);
      }
      failure.append(banner);
      failure.querySelector("[tabindex]")?.focus();
    };
    const enable = () => {
      for (const button of buttons) button.disabled = busy !== null || cards.length === 0;
      cancel.hidden = busy === null;
      if (busy === null) link.hidden = true;
    };
    const offer = () => {
      const several = cards.length > 1;
      choice.hidden = !several;
      const select = choice.querySelector("select");
      const names = cards.map((card) => card.name);
      if ([...select.options].map((option) => option.value).join("\n") === names.join("\n")) return;
      select.replaceChildren(...names.map((name) => new Option(name, name)));
    };

    // What lies on the readers, as the bridge tells it.
    const see = (event) => {
      if (event.service === "gone") {
        cards = [];
        say("service-gone");
      } else {
        const readers = event.readers ?? [];
        cards = readers.filter((one) => one.card === "my_number_card");
        if (readers.length === 0) say("no-reader");
        else if (cards.length > 0) say("card");
        else if (readers.some((one) => one.card === "other_card")) say("other-card");
        else if (readers.some((one) => one.card === "in_use")) say("in-use");
        else say("no-card");
      }
      offer();
      enable();
    };
    const watch = async () => {
      let token = null;
      for (;;) {
        try {
          if ((await permission()) === "prompt") say("asking");
          token ??= (await pair(reader, reader.dataset.watch, {})).token;
          const answer = await fetch(`${reader.dataset.bridge}/v1/events`, {
            cache: "no-store",
            headers: { Authorization: `Bearer ${token}` },
          });
          if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => null));
          const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
          let rest = "";
          for (;;) {
            const { value, done } = await lines.read();
            if (done) break;
            const parts = (rest + value).split("\n");
            rest = parts.pop();
            for (const part of parts) if (part.startsWith("data:")) see(JSON.parse(part.slice(5)));
          }
        } catch (error) {
          cards = [];
          offer();
          enable();
          if (error instanceof Refused && error.code === "not_paired") return say("not-paired");
          if (error instanceof Refused && error.status === 401) token = null;
          if (error instanceof Refused && error.status === 403) say("not-known");
          else if (!(error instanceof Refused)) say((await permission()) === "denied" ? "denied" : "no-bridge");
        }
        await pause(RETRY);
      }
    };

    const outcome = async (id, token) => {
      for (;;) {
        const now = await ask(reader, `/v1/readings/${id}`, token);
        if (now.outcome) return now.outcome;
        if (now.window && link.hidden) show(now.window);
      }
    };
    const show = (address) => {
      link.href = address;
      link.hidden = false;
      window.open(address, "_blank", "popup,width=560,height=760");
    };
    const fields = () => {
      const values = {};
      for (const field of reader.querySelectorAll("[data-card-field]")) values[field.dataset.cardField] = field.value;
      return values;
    };
    const read = async (button) => {
      fail(null);
      const { cardMethod: method, cardWant: want } = button.dataset;
      const request = { reader: null, want: want.split(" "), method, verification_number_b: null };
      if (cards.length > 1) request.reader = choice.querySelector("select").value;
      const printed = numberB(fields());
      if (method === "verification_number_b") {
        request.verification_number_b = printed;
        if (printed === null) return fail(words("number-b"));
      } else if (method === "pin" && printed !== null && request.want.includes("attributes")) {
        // The pictures of name and address are opened by what is printed beside them.
        request.verification_number_b = printed;
        request.want.push("face");
      }
      const leave = await pair(reader, reader.dataset.pairings, JSON.parse(button.dataset.cardExtra ?? "{}"));
      const begun = await ask(reader, "/v1/readings", leave.token, { method: "POST", body: JSON.stringify(request) });
      busy = { id: begun.id, token: leave.token };
      say("reading");
      enable();
      if (begun.window) show(begun.window);
      const result = begun.outcome ?? (await outcome(begun.id, leave.token));
      if (result.failed) {
        return fail(result.failed.message);
      }
      const form = reader.querySelector("form[data-card-form]");
      form.elements.namedItem("pairing").value = leave.pairing;
      form.elements.namedItem("method").value = method;
      form.elements.namedItem("read").value = JSON.stringify(result.read);
      say("sending");
      form.requestSubmit();
      return undefined;
    };
    for (const button of buttons) {
      button.addEventListener("click", async () => {
        if (busy !== null) return;
        busy = {};
        enable();
        try {
          await read(button);
        } catch (error) {
          const known = error instanceof Refused && error.message;
          fail(known ? error.message : words("no-answer"));
        }
        busy = null;
        if (reader.dataset.state !== "sending") say(cards.length > 0 ? "card" : "no-card");
        enable();
      });
    }
    cancel.addEventListener("click", () => {
      if (busy?.id) ask(reader, `/v1/readings/${busy.id}`, busy.token, { method: "DELETE" }).catch(() => {});
    });
    enable();
    watch();
  };

  // 照合番号B: birth date YYMMDD in the era's year, expiry year, security code. Null unless it is complete.
  const numberB = (values) => {
    const plain = (text) => (text ?? "").normalize("NFKC").replace(/[^0-9]/g, "");
    const [birth, expiry, code] = [plain(values.birth), plain(values.expiry), plain(values.code)];
    return birth.length === 6 && expiry.length === 4 && code.length === 4 ? birth + expiry + code : null;
  };

  for (const reader of document.querySelectorAll("[data-card-reader]")) set(reader);
})();
