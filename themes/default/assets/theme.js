// Comfort only: every page works without this module.

const wide = matchMedia("(width >= 56rem)");
wide.addEventListener("change", () => document.getElementById("menu").hidePopover());

const menus = document.querySelectorAll("details.dropdown");

addEventListener("click", ({ target }) => {
  for (const menu of menus) if (!menu.contains(target)) menu.open = false;
});

addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
});

for (const strip of document.querySelectorAll("[data-gallery]")) {
  const thumbs = [...strip.parentElement.querySelectorAll(".gallery-thumbs a")];
  const slides = [...strip.children];

  for (const [index, thumb] of thumbs.entries()) {
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      const left = slides[index].offsetLeft - slides[0].offsetLeft;
      strip.scrollTo({ left });
    });
  }

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        const shown = slides.indexOf(target);
        for (const [index, thumb] of thumbs.entries()) {
          if (index === shown) thumb.setAttribute("aria-current", "true");
          else thumb.removeAttribute("aria-current");
        }
      }
    },
    { root: strip, threshold: 0.6 },
  );
  for (const slide of slides) watcher.observe(slide);
}

// A table too wide for its column scrolls, so the keyboard must reach it.
for (const table of document.querySelectorAll(".prose table")) {
  if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
}

// A link to `#delivery` opens what it leads to.
const open = () => {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
addEventListener("hashchange", open);
open();

// Choosing leads to the page of another variant: the reader stays at the same place and on the same button.
const place = JSON.parse(sessionStorage.getItem("place"));
sessionStorage.removeItem("place");
const options = [...document.querySelectorAll(".option a")];
for (const [index, option] of options.entries()) {
  option.addEventListener("click", () => {
    sessionStorage.setItem("place", JSON.stringify({ to: option.href, index, top: scrollY }));
  });
}
if (place?.to === location.href) {
  scrollTo({ top: place.top, behavior: "instant" });
  options[place.index]?.focus({ preventScroll: true });
}
