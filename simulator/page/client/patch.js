const sources = new WeakMap();

/**
 * Puts new HTML into a region, child by child: what did not change stays the same node, so that open
 * details, focus and scroll survive. Children carry `data-key`.
 */
export function patch(region, markup) {
  if (sources.get(region) === markup) return false;
  sources.set(region, markup);
  const template = document.createElement("template");
  template.innerHTML = markup;
  const before = new Map([...region.children].map((node) => [node.dataset.key, node]));
  const focused = document.activeElement?.id;
  const wanted = [...template.content.children].map((node) =>
    keepOrReplace(before.get(node.dataset.key), node),
  );
  for (const node of [...region.children]) if (!wanted.includes(node)) node.remove();
  wanted.forEach((node, index) => {
    if (region.children[index] !== node) region.insertBefore(node, region.children[index] ?? null);
  });
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
  return true;
}

function keepOrReplace(old, fresh) {
  const source = fresh.outerHTML;
  if (old && (sources.get(old) ?? old.outerHTML) === source) {
    sources.set(old, source);
    return old;
  }
  sources.set(fresh, source);
  if (!old) return fresh;
  fresh.classList.add("redrawn");
  if (old.open) fresh.open = true;
  const menu = old.querySelector("details[open]") && fresh.querySelector("details");
  if (menu) menu.open = true;
  return fresh;
}
