/* [data-tabs]: on a narrow screen one [data-panel] at a time; elsewhere all of them. */

const narrow = window.matchMedia("(max-width: 68.74em)");

function build(group) {
  const panels = [...group.querySelectorAll("[data-panel]")];
  const bar = document.createElement("div");
  bar.className = "panel-tabs";
  bar.setAttribute("role", "group");
  if (group.dataset.tabs) bar.setAttribute("aria-label", group.dataset.tabs);
  let shown = 0;

  const buttons = panels.map((panel, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = panel.dataset.panel;
    button.addEventListener("click", () => {
      shown = index;
      apply();
    });
    bar.append(button);
    return button;
  });

  function apply() {
    panels.forEach((panel, index) => {
      panel.classList.toggle("is-away", narrow.matches && index !== shown);
      buttons[index].setAttribute("aria-pressed", String(index === shown));
    });
  }

  group.prepend(bar);
  narrow.addEventListener("change", apply);
  /* A link to a place inside a panel that is away brings the panel back. */
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    const index = panels.findIndex((panel) => target && panel.contains(target));
    if (index >= 0 && index !== shown) {
      shown = index;
      apply();
      target.scrollIntoView();
    }
  });
  apply();
}

for (const group of document.querySelectorAll("[data-tabs]")) build(group);
