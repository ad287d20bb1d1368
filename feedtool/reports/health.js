(() => {
  "use strict";
  const form = document.getElementById("filter");
  if (!form) return;
  const search = document.getElementById("find");
  const found = document.getElementById("found");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const groups = [...document.querySelectorAll(".group")].map(element => ({
    element,
    count: element.querySelector(".count"),
    items: [...element.querySelectorAll(".findings > li")].map(item => ({ item, text: `${item.textContent} ${item.dataset.host || ""}`.toLowerCase() })),
    parts: [...element.querySelectorAll(".rest, .host")].reverse().map(part => ({ part, open: part.open })),
    text: element.querySelector("h3").textContent.toLowerCase(),
    open: element.open,
  }));
  const all = groups.reduce((sum, group) => sum + group.items.length, 0);
  const forms = form.dataset.all.split("|");
  const all_told = forms[all === 1 ? 0 : forms.length - 1].replace("{n}", all);
  const show = () => {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = new Set(boxes.filter(box => box.checked).map(box => box.value));
    let sum = 0;
    for (const group of groups) {
      let here = 0;
      for (const { item, text } of group.items) {
        const fits = words.every(word => text.includes(word) || group.text.includes(word));
        item.hidden = !fits;
        here += fits;
      }
      const wanted = verdicts.has(group.element.dataset.verdict);
      group.element.hidden = !wanted || here === 0;
      group.element.open = words.length ? here > 0 : group.open;
      for (const { part, open } of group.parts) {
        part.hidden = words.length > 0 && !part.querySelector(".findings > li:not([hidden])");
        if (part.localName === "details") part.open = words.length ? !part.hidden : open;
      }
      group.count.textContent = here;
      sum += wanted ? here : 0;
    }
    found.textContent = sum === all ? all_told : form.dataset.some.replace("{n}", sum).replace("{all}", all);
  };
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  form.addEventListener("change", show);
  form.addEventListener("submit", event => event.preventDefault());
  const present = new Set(groups.map(group => group.element.dataset.verdict));
  for (const box of boxes) box.parentElement.hidden = !present.has(box.value);
  for (const link of document.querySelectorAll("[data-find]")) {
    link.addEventListener("click", () => {
      search.value = link.textContent.replace(/…$/, "");
      for (const box of boxes) box.checked = true;
      show();
    });
  }
  addEventListener("beforeprint", () => document.querySelectorAll("#all details").forEach(one => { one.open = true; }));
  form.hidden = false;
  show();
})();
