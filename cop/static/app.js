/* Enhancement only: everything below also works as a plain form or link. */
(() => {
  const d = document;
  d.documentElement.classList.add("js");

  // Filters answer as soon as they are ticked; the button is for those without script.
  d.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-live]")) form.requestSubmit();
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
