/* Enhancement only: everything below also works as a plain form or link. */
(() => {
  const d = document;
  d.documentElement.classList.add("js");

  // Filters answer as soon as they are ticked; the button is for those without script.
  d.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-live]")) form.requestSubmit();
  });

  // A picker offers what fits while one types; its "Find" button is for those without script.
  let waiting;
  d.addEventListener("input", ({ target }) => {
    if (!target.dataset.options) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const { value, id, form, dataset } = target;
      const asked = new URLSearchParams({ field: id, q: value, country: form.country?.value ?? "" });
      const list = d.getElementById(`${id}-options`);
      const answer = value.trim() && (await fetch(`${dataset.options}?${asked}`).catch(() => null));
      if (target.value !== value) return;
      list.hidden = !answer?.ok;
      if (answer?.ok) list.innerHTML = await answer.text();
    }, 200);
  });

  // For how many an announcement is follows what is chosen; a button counts for those without script.
  d.addEventListener("input", ({ target: { form, name } }) => {
    if (!form?.dataset.size || !["to", "q"].includes(name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const asked = () => ["for", "to", "q"].map((one) => [one, form.elements[one].value]);
      const address = `${form.dataset.size}?${new URLSearchParams(asked())}`;
      const answer = await fetch(address).catch(() => null);
      const html = answer?.ok ? await answer.text() : "";
      if (`${form.dataset.size}?${new URLSearchParams(asked())}` === address) {
        form.querySelector("[data-says]").innerHTML = html;
      }
    }, 300);
  });

  // "Near me": the browser is asked where it is, and tells no more than about a kilometre.
  d.addEventListener("click", ({ target }) => {
    const says = d.getElementById(target.dataset?.locate ?? "");
    if (!says) return;
    const { form } = target;
    const refused = () => (says.textContent = says.dataset.refused);
    if (!navigator.geolocation) return refused();
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.lat.value = coords.latitude.toFixed(2);
      form.lon.value = coords.longitude.toFixed(2);
      form.submit();
    }, refused);
  });

  // The browser knows its time zone, if by an old name; it is sent only by who chooses it.
  d.querySelectorAll("[data-zone]").forEach((button) => {
    const zones = d.getElementById(button.dataset.zone);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    button.addEventListener("click", () => {
      zones.value = timeZone;
      if (!zones.value) zones.add(new Option(timeZone, timeZone, true, true));
    });
  });

  // The search field suggests while one types: an "editable combobox with list autocomplete" of the
  // WAI-ARIA Authoring Practices. Its options are links; where data are dear it stays a plain form.
  const field = d.querySelector("[data-suggest]");
  if (field && !navigator.connection?.saveData) {
    const list = d.getElementById(`${field.id}-options`);
    const said = list.nextElementSibling;
    let options = [];
    let at = -1; // of the active option; none while the text itself is worked on
    let asked = new AbortController();

    const choose = (next) => {
      options[at]?.setAttribute("aria-selected", "false");
      at = next;
      options[at]?.setAttribute("aria-selected", "true");
      options[at]?.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", options[at]?.id ?? "");
    };
    const show = (open) => {
      choose(-1);
      list.hidden = !open;
      field.setAttribute("aria-expanded", open);
    };
    const close = () => {
      asked.abort();
      show(false);
    };
    const ask = async ({ signal }) => {
      await new Promise((go) => setTimeout(go, 150));
      const address = `${field.dataset.suggest}?${new URLSearchParams({ q: field.value })}`;
      const answer = signal.aborted ? null : await fetch(address, { signal }).catch(() => null);
      const html = answer?.ok ? await answer.text().catch(() => "") : "";
      if (signal.aborted) return; // something else has been typed meanwhile
      list.innerHTML = html;
      options = [...list.querySelectorAll("[role=option]")];
      options.forEach((one, place) => (one.id = `${list.id}-${place}`));
      said.textContent = list.querySelector("[hidden]")?.textContent ?? "";
      show(options.length > 0);
    };

    field.type = "text"; // a search field must not be called a combobox
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id };
    Object.entries(roles).forEach((one) => field.setAttribute(...one));
    show(false);
    field.addEventListener("input", () => {
      asked.abort();
      asked = new AbortController();
      choose(-1);
      if (field.value.trim().length > 1) return ask(asked);
      options = [];
      show(false);
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = options.length + 1; // the options, and the text itself
      if (step && stops > 1) {
        event.preventDefault();
        if (list.hidden) show(true);
        choose(((at + 1 + step + stops) % stops) - 1);
      } else if (event.key === "Escape") {
        event.preventDefault();
        if (list.hidden) [field.value, options] = ["", []];
        close();
      } else if (event.key === "Enter") {
        if (options[at]) event.preventDefault();
        options[at]?.click();
        close();
      } else if (!["Alt", "Control", "Meta", "Shift"].includes(event.key)) choose(-1);
    });
    field.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", close);
  }

  // A menu closes with Escape or a click elsewhere.
  const openMenus = () => d.querySelectorAll("details.menu[open]");
  d.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.firstElementChild.focus();
    });
  });
  d.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
    openMenus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
