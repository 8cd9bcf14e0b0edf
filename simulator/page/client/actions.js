import { customerId, openChat, openLine, refresh, selectCustomer, showTrouble } from "./refresh.js";

/** Posts an order to the control API; null when it was refused, and the page says why. */
export async function post(path, body = {}) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }).catch(
    () => null,
  );
  const answer = await response?.json().catch(() => null);
  showTrouble(response?.ok ? null : (answer?.error?.message ?? document.body.dataset.offline));
  await refresh(true);
  return response?.ok ? answer : null;
}

/** What the customer's thumb does. */
export function act(kind, more = {}) {
  return post("/control/message", { customer: customerId(), line: openLine(), kind, ...more });
}

export function listen() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { post: path, message, select, open, line, order, text, target, count, choice } = button.dataset;
    if (message) {
      button.closest("details")?.removeAttribute("open");
      await act(message, { text, target, count, choice });
    } else if (select) await selectCustomer(select, line);
    else if (open) await openChat(open);
    else if (order) await post(path, { customer: customerId(), ...JSON.parse(order) });
    else if (path) {
      const story = await post(path, { line });
      if (story?.customerId) await selectCustomer(story.customerId, story.line);
    }
  });

  document.addEventListener("change", ({ target }) => {
    const value = target.type === "checkbox" ? target.checked : target.value;
    if ("switch" in target.dataset) post("/control/switch", { [target.name]: value });
    if (target.dataset.meta) post("/control/meta", { do: target.dataset.meta, [target.name]: value });
    if ("customer" in target.dataset)
      post("/control/customer", { customer: customerId(), [target.name]: value });
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.post) return;
    event.preventDefault();
    const order = { customer: customerId(), ...Object.fromEntries(new FormData(form)) };
    for (const box of form.querySelectorAll("input[type=checkbox]")) order[box.name] = box.checked;
    const answer = await post(form.dataset.post, order);
    if (answer?.customer && answer.customer !== customerId()) await selectCustomer(answer.customer);
  });
}
