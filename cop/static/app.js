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
    openMenus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
