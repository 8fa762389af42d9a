// A person's name is typed; the people who have it are offered with their posts (the combobox pattern of WAI-ARIA).

const PAUSE = 200;
let lists = 0;

export function offerPeople(field, section) {
  const row = field.closest(".row");
  const hidden = row.querySelector("[name$='-person_id']");
  const list = document.createElement("ul");
  list.className = "people-list";
  list.id = `people-${(lists += 1)}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  field.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    field.setAttribute(name, value);
  }
  let timer = 0;
  let asked = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const marked = () => list.querySelector("[aria-selected=true]");

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function mark(option) {
    options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    if (option) field.setAttribute("aria-activedescendant", option.id);
    option?.scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    hidden.value = option.dataset.id;
    field.value = option.dataset.name;
    for (const language of ["en", "ko"]) {
      const affiliation = row.querySelector(`[name$='-affiliation_${language}']`);
      if (affiliation) affiliation.placeholder = option.dataset[language];
    }
    close();
  }

  function show(people) {
    list.replaceChildren(
      ...people.map((person, place) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${place}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        Object.assign(option.dataset, person);
        const detail = document.createElement("small");
        detail.textContent = person.detail;
        option.append(person.name, " ", detail);
        return option;
      }),
    );
    if (!people.length) {
      const none = document.createElement("li");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.setAttribute("aria-selected", "false");
      none.className = "none";
      none.textContent = section.dataset.peopleNone;
      list.append(none);
    }
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  }

  async function ask() {
    const words = field.value.trim();
    const turn = (asked += 1);
    if (!words) return close();
    const answer = await fetch(`${section.dataset.peopleAddress}?q=${encodeURIComponent(words)}`, {
      headers: { Accept: "application/json" },
    });
    if (answer.ok && turn === asked) show((await answer.json()).people);
    return undefined;
  }

  field.addEventListener("input", () => {
    hidden.value = "";
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const found = options().filter((option) => option.dataset.id);
    const place = found.indexOf(marked());
    if (event.key === "ArrowDown") mark(found[Math.min(place + 1, found.length - 1)]);
    else if (event.key === "ArrowUp") mark(found[Math.max(place - 1, 0)]);
    else if (event.key === "Enter" && marked()) choose(marked());
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  // Before the field loses its focus.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-id]");
    if (option) choose(option);
  });
  field.addEventListener("blur", close);
}
