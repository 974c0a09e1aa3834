// The demo's list of people: find a name as it is typed, with or without marks.
import { chooseLanguage } from "./language.js";

const search = document.getElementById("search");
const nobody = document.getElementById("nobody");
const people = [...document.querySelectorAll(".people li")];
const words = people.map((item) => fold(item.textContent));

// đ is a letter of its own: taking marks off does not turn it into d.
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
}

function showMatching() {
  const wanted = fold(search.value.trim());
  people.forEach((item, index) => { item.hidden = !words[index].includes(wanted); });
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector("li:not([hidden])");
  }
  const found = people.some((item) => !item.hidden);
  nobody.textContent = found ? "" : nobody.dataset.text;
}

search.addEventListener("input", showMatching);
for (const button of document.querySelectorAll(".languages button")) {
  button.addEventListener("click", () => chooseLanguage(button.value));
}
// A reload keeps what was typed.
showMatching();
