// Ticks the first steps as they are done elsewhere; once a call came, the page is Chat.
const everyMs = 10_000;

setInterval(async () => {
  if (document.hidden) return;
  try {
    const response = await fetch(location.href, { redirect: "manual", cache: "no-store" });
    if (response.status !== 200) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const [now, shown] = [page, document].map((one) => one.querySelector(".first-start"));
    if (!now) location.reload();
    else if (now.outerHTML !== shown.outerHTML && !shown.contains(document.activeElement))
      shown.replaceWith(now);
  } catch {
    // The next may get through.
  }
}, everyMs);
