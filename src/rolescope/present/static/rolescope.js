// Conveniences only: every page works without this file.
"use strict";
document.querySelectorAll("[data-copy]").forEach((text) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.firstChild.textContent.trim());
    button.textContent = "Copied";
  });
  text.append(" ", button);
});
// A link to a folded figure unfolds it.
const unfold = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target && target.closest("details");
  if (details) details.open = true;
};
addEventListener("hashchange", unfold);
unfold();
